from odoo import fields, models


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    agreement_template_id = fields.Many2one(
        "hr.mentorship.agreement.template",
        default=lambda self: self.env["hr.mentorship.agreement.template"].search([], limit=1),
        required=True,
        ondelete="restrict",
    )
    requires_agreement = fields.Boolean(
        "Members Sign an Agreement",
        default=True,
        help="A mentorship starts when all have signed. Without an agreement it starts as soon as all have said yes.",
    )
    signing_days = fields.Integer(
        "Days to Sign", default=14, required=True, help="How long the members have to sign their agreement."
    )

    _signing_days_range = models.Constraint(
        "CHECK(signing_days BETWEEN 1 AND 365)", "Members have between 1 and 365 days to sign their agreement."
    )
