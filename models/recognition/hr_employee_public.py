from odoo import api, fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    mentorship_level_name = fields.Char("Mentorship Level", compute="_compute_mentorship_level_name")

    @api.depends_context("lang")
    def _compute_mentorship_level_name(self):
        names = self.env["hr.mentorship.profile"]._find_shown_levels(self.ids)
        for employee in self:
            employee.mentorship_level_name = names.get(employee.id)
