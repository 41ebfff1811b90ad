from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mentorship_wall_channel_id = fields.Many2one(related="company_id.mentorship_wall_channel_id", readonly=False)
