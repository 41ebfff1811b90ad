from odoo import api, fields, models


class HrEmployee(models.Model):
    """The level of those who show it: for HR as for every colleague, and for nobody more than that."""

    _inherit = "hr.employee"

    mentorship_level_name = fields.Char(
        "Mentorship Level", compute="_compute_mentorship_level_name", groups="hr.group_hr_user"
    )

    @api.depends_context("lang")
    @api.depends("mentorship_profile_ids.shows_level")
    def _compute_mentorship_level_name(self):
        names = self.env["hr.mentorship.profile"]._find_shown_levels(self.ids)
        for employee in self:
            employee.mentorship_level_name = names.get(employee._origin.id)
