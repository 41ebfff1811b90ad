from odoo import fields, models


class HrMentorshipResource(models.Model):
    """What is for both fits peers as well; what is for one side of two roles is not offered to them."""

    _inherit = "hr.mentorship.resource"

    role = fields.Selection(selection_add=[("peer", "Peers")], ondelete={"peer": "set default"})
