from odoo import api, fields, models


class HrMentorshipProfile(models.Model):
    """The badges that mentorship has given to somebody, beside what they say of themselves."""

    _inherit = "hr.mentorship.profile"

    badge_user_ids = fields.Many2many(
        "gamification.badge.user", string="Badges", compute="_compute_badge_user_ids", exportable=False
    )

    @api.depends_context("uid")
    @api.depends("employee_id")
    def _compute_badge_user_ids(self):
        """Those alone that the server has given: whatever else is granted, by hand or by a call, is none of ours."""
        # No sudo: all colleagues read badges
        badges = self.env["gamification.badge.user"].search(
            [("employee_id", "in", self.employee_id.ids), ("is_of_mentorship", "=", True)], order="id desc"
        )
        by_employee = badges.grouped(lambda badge: badge.employee_id.id)
        for profile in self:
            profile.badge_user_ids = by_employee.get(profile.employee_id.id, badges.browse())
