from odoo import fields, models
from odoo.exceptions import UserError


class HrMentorshipParticipantRejection(models.Model):
    """A no to an application: with a reason for the person alone, and not for ever."""

    _inherit = "hr.mentorship.participant"

    rejection_reason = fields.Text(
        readonly=True,
        copy=False,
        groups="hr_mentorship.group_hr_mentorship_manager",
        help="What the person was told by mail.",
    )

    def action_reject(self):
        """Open the dialog that asks for the words, and shows the mail."""
        self.program_id._check_manager()
        self._check_state_in("applied")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_reject_application_action")
        action["context"] = {"default_participant_ids": self.ids}
        return action

    def _reject(self, reason):
        """Say no to people; one mail to each, in batches."""
        self.program_id._check_manager()
        self._check_state_in("applied")
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason in a few kind words: it is all that the person gets to read."))
        self._move_to("rejected", rejection_reason=reason)
        self.program_id._finish_approvals()
        self._send("hr_mentorship.mail_template_participant_rejected")

    def action_take_back_rejection(self):
        """Let applications wait again, as if nobody had answered."""
        self.program_id._check_manager()
        self._check_state_in("rejected")
        self.program_id._check_takes_people()
        self._check_not_applied_again()
        self._move_to("applied", rejection_reason=False)
        self.sudo().program_id._ask_managers_for_approval()

    def _check_not_applied_again(self):
        others = self.search(
            [
                ("program_id", "in", self.program_id.ids),
                ("employee_id", "in", self.employee_id.ids),
                ("state", "in", ("applied", "approved")),
            ]
        )
        taken = {(other.program_id, other.employee_id, other.role): other for other in others}
        for participant in self:
            if (participant.program_id, participant.employee_id, participant.role) in taken:
                raise UserError(
                    self.env._(
                        "%(name)s has applied again since. Approve the new application instead.",
                        name=participant.employee_id.name,
                    )
                )
