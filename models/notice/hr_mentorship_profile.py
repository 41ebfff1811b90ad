from odoo import fields, models


class HrMentorshipProfile(models.Model):
    _inherit = "hr.mentorship.profile"

    wants_reminders = fields.Boolean(
        "Reminders by Mail",
        default=True,
        help="At most one mail a day. What needs your signature, and changes of your plans, reach you anyway.",
    )
