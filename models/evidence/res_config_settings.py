from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mentorship_seal_subject = fields.Char(related="company_id.mentorship_seal_subject")
    mentorship_seal_valid_until = fields.Datetime(related="company_id.mentorship_seal_valid_until")
    mentorship_seal_fault = fields.Char(compute="_compute_mentorship_seal_fault")

    @api.depends("company_id")
    def _compute_mentorship_seal_fault(self):
        for settings in self:
            settings.mentorship_seal_fault = settings.company_id._get_mentorship_seal_fault()
