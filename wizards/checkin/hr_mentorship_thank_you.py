from odoo import fields, models


class HrMentorshipThankYou(models.TransientModel):
    """A member thanks the others for their time together."""

    _name = "hr.mentorship.thank.you"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Write a Thank-you"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    message = fields.Text(required=True)
    not_again = fields.Boolean(
        "Please do not match us again",
        help="In no program. Nobody but you learns this, and you can change it on your profile at any time.",
    )

    def action_send(self):
        self.ensure_one()
        self.mentorship_id._thank(self.message)
        if self.not_again:
            self.env["hr.mentorship.block"]._block_partners(self.mentorship_id.my_member_id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
