from odoo import Command, api, fields, models

from ..common.private_fields import PrivateOne2many


class GamificationBadgeUser(models.Model):
    _inherit = "gamification.badge.user"

    mentorship_member_ids = PrivateOne2many("hr.mentorship.member", "badge_user_id", string="Mentorship", readonly=True)
    is_of_mentorship = fields.Boolean(compute="_compute_is_of_mentorship", store=True)

    @api.depends("mentorship_member_ids")
    def _compute_is_of_mentorship(self):
        """Everybody sees badges; the seats in mentorships they were earned in are seen by whoever may see those."""
        for badge in self:
            # sudo: see the docstring
            badge.is_of_mentorship = bool(badge.sudo().mentorship_member_ids)

    @api.model
    def _grant_for_completion(self, members):
        """Give every member (sudo) of completed mentorships the badge of their role, once.

        All colleagues read badges, so none says in which program it was earned. It is decoration: where an
        administrator has deleted it, mentorships are completed without.
        """
        badges = {
            role: self.env.ref(f"hr_mentorship.gamification_badge_{role}", raise_if_not_found=False)
            for role in ("mentor", "mentee", "peer")
        }
        return self._clean_sudo().create(
            [
                {
                    "badge_id": badges[member.role].id,
                    "user_id": member.user_id.id,
                    "employee_id": member.employee_id.id,
                    "mentorship_member_ids": [Command.link(member.id)],
                }
                for member in members
                if badges[member.role] and member.user_id and not member.badge_user_id
            ]
        )
