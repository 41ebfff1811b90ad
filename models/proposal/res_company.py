from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mentorship_requires_approval = fields.Boolean(
        "Sponsors Approve Mentorship Programs",
        default=True,
        help="A program opens with the approval of its sponsor, and in no other way.",
    )
