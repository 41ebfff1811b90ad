from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mentorship_requires_approval = fields.Boolean(related="company_id.mentorship_requires_approval", readonly=False)
