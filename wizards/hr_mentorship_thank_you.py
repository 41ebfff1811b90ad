from odoo import fields, models
from odoo.exceptions import AccessError, UserError


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
        mentorship = self.mentorship_id
        member = mentorship.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship thank each other."))
        mentorship._check_state_in("completed")
        if not (self.message or "").strip():
            raise UserError(self.env._("Write a few words first."))
        self.env["hr.mentorship.note"]._record(mentorship, "thank_you", self.message)
        # sudo: a member may change nothing but their own part, and that only in dialogs like this one
        member.sudo().thanked_on = fields.Date.context_today(self)
        if self.not_again:
            self.env["hr.mentorship.block"]._block_partners(member)
        mentorship._finish_activities("hr_mentorship.mail_activity_type_thank_you", users=self.env.user)
        member.sudo()._partners()._send("hr_mentorship.mail_template_thank_you")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
