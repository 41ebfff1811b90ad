from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError

from .spoken import say_date


class HrMentorshipTrace(models.Model):
    """What a member reads after their own step, as long as it is the turn of the others."""

    _inherit = "hr.mentorship"

    trace = fields.Char(
        "Where It Stands", compute="_compute_trace", help="What the current user has done, and who is next."
    )

    @api.depends_context("uid", "lang")
    @api.depends("state", "member_ids.response", "member_ids.signature_ids", "agreement_ids.state")
    def _compute_trace(self):
        for mentorship in self:
            mentorship.trace = bool(mentorship.my_member_id) and (
                mentorship._trace_answer() or mentorship._trace_signature()
            )

    def _trace_answer(self):
        if self.state != "offered" or self.my_member_id.response != "accepted":
            return False
        until = say_date(self.env, self.offer_expires_on)
        names = self._name_members(lambda member: member.response == "pending")
        if self.is_my_request:
            return self.env._("You have asked; %(names)s answers until %(date)s.", names=names, date=until)
        return self.env._("You said yes; %(names)s answers until %(date)s.", names=names, date=until)

    def _trace_signature(self):
        agreement = self.open_agreement_id
        if not agreement or not self.my_member_id.has_signed:
            return False
        names = self._name_members(lambda member: not member.has_signed)
        return names and self.env._(
            "You have signed; %(names)s signs until %(date)s.",
            names=names,
            date=say_date(self.env, agreement.sign_until),
        )

    def _name_members(self, condition):
        """Return the names of the members for whom ``condition`` holds, but of the current user."""
        members = (self.member_ids - self.my_member_id).filtered(condition)
        return ", ".join(members.sudo().employee_id.mapped("name"))  # sudo: partners read each other's names

    def _say(self, message):
        """Return the action that says ``message`` to the user and shows what has changed."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_write_to_both(self):
        """Let a program manager write to all members from their own mail program: what they write stays with them."""
        self.ensure_one()
        self.program_id._check_manager()
        # sudo: whoever manages the program may reach its members, with a user or without
        addresses = [member._get_person().email_normalized for member in self.sudo().member_ids]
        if not any(addresses):
            raise UserError(self.env._("None of them has an e-mail address. Ask HR to enter their work e-mail."))
        return {
            "type": "ir.actions.act_url",
            "url": f"mailto:{','.join(filter(None, addresses))}?subject={quote(self.program_id.name)}",
            "target": "self",
        }

    def action_accept(self):
        super().action_accept()
        both = self.env._("You have both said yes. Next come your first meeting and your agreement.")
        return self._say("\n".join(mentorship.trace or both for mentorship in self))

    def action_decline(self):
        super().action_decline()
        return self._say(self.env._("You have declined. You stay in the program."))

    def action_take_back(self):
        super().action_take_back()
        return self._say(self.env._("Your request is taken back. You can ask somebody else."))
