from odoo import api, fields, models


class GamificationBadgeUser(models.Model):
    _inherit = "gamification.badge.user"

    mentorship_member_id = fields.Many2one(
        "hr.mentorship.member", "Mentorship", index="btree_not_null", readonly=True, ondelete="set null"
    )

    _one_badge_per_mentorship = models.UniqueIndex(
        "(badge_id, mentorship_member_id) WHERE mentorship_member_id IS NOT NULL",
        "This mentorship has been rewarded with the badge already.",
    )

    @api.model
    def _grant_for_completion(self, members):
        """Give every member (sudo) of completed mentorships the badge of their role."""
        badges = {
            "mentor": self.env.ref("hr_mentorship.gamification_badge_mentor"),
            "mentee": self.env.ref("hr_mentorship.gamification_badge_mentee"),
        }
        return self.sudo().create(
            [
                {
                    "badge_id": badges[member.role].id,
                    "user_id": member.user_id.id,
                    "employee_id": member.employee_id.id,
                    "mentorship_member_id": member.id,
                    "comment": member.mentorship_id.program_id.name,
                }
                for member in members
                if member.user_id
            ]
        )
