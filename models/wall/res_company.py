from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mentorship_wall_channel_id = fields.Many2one(
        "discuss.channel",
        "Channel for Spotlights",
        domain=[("channel_type", "=", "channel")],
        ondelete="set null",
        help="Spotlights of successful pairs are posted there as well, once every member has agreed to that.",
    )
