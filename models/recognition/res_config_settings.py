from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mentorship_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Points")
    mentorship_point_value = fields.Monetary(
        related="company_id.mentorship_point_value", readonly=False, currency_field="mentorship_currency_id"
    )
    mentorship_points_months = fields.Integer(related="company_id.mentorship_points_months", readonly=False)
    mentorship_has_levels = fields.Boolean(related="company_id.mentorship_has_levels", readonly=False)
    mentorship_allowance = fields.Integer(related="company_id.mentorship_allowance", readonly=False)
