from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..common.client_actions import toast
from ..common.private_fields import ReaderOne2many
from ..common.spoken import by_count, say_date
from ..link.hr_mentorship_member import UNREACHED
from ..mentorship.hr_mentorship import RUNNING_STATES
from .terms import find_changes
from .todos import AMENDMENT_FOLLOW_UP, SIGN


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    agreement_ids = ReaderOne2many("hr.mentorship.agreement", "mentorship_id", readonly=True)
    agreement_id = fields.Many2one(
        "hr.mentorship.agreement", string="Current Agreement", compute="_compute_agreement_id"
    )
    awaits_link = fields.Boolean(
        compute="_compute_awaits_link", help="A member without a user still has to answer or sign by a personal link."
    )
    can_sign = fields.Boolean(compute="_compute_can_sign")
    open_agreement_id = fields.Many2one(
        "hr.mentorship.agreement", string="Agreement to Sign", compute="_compute_open_agreement_id"
    )
    amendment_id = fields.Many2one(
        "hr.mentorship.agreement", string="Open Amendment", compute="_compute_open_agreement_id"
    )
    can_amend = fields.Boolean(compute="_compute_can_amend")
    has_agreement_step = fields.Boolean(
        compute="_compute_has_agreement_step", help="The members sign an agreement before they start."
    )
    trace = fields.Char(
        "Where It Stands", compute="_compute_trace", help="What the current user has done, and who is next."
    )

    @api.depends("agreement_ids.state", "agreement_ids.version")
    def _compute_agreement_id(self):
        """The one in force stays the current one while its successor is being signed, or comes to nothing."""
        for mentorship in self:
            agreements = mentorship.agreement_ids.sorted("version")
            in_force = agreements.filtered(lambda agreement: agreement.state == "signed")
            current = agreements.filtered(lambda agreement: agreement.state not in ("superseded", "void"))
            mentorship.agreement_id = (in_force or current)[-1:]

    @api.depends(
        "state", "member_ids.response", "member_ids.signature_ids", "member_ids.has_login", "agreement_ids.state"
    )
    def _compute_awaits_link(self):
        for mentorship in self:
            mentorship.awaits_link = any(
                not member.has_login and (member._awaits_answer() or member._awaits_signature())
                for member in mentorship.member_ids
            )

    def action_sign(self):
        self.ensure_one()
        return self.env["hr.mentorship.sign"]._open_for(self.open_agreement_id)

    def action_send_links(self):
        """Send the mail with the personal link again, to members without a user who have not answered or signed."""
        self.program_id._check_manager()
        self._check_state_in("offered", "agreement", *RUNNING_STATES)
        members = self.sudo().member_ids.filtered(lambda member: not member.has_login)
        members.filtered(lambda member: member._awaits_answer())._send("hr_mentorship.mail_template_offer")
        members.filtered(lambda member: member._awaits_signature())._send("hr_mentorship.mail_template_sign_agreement")
        self._finish_activities(UNREACHED, users=self.env.user)
        # Whoever cannot be reached still is reported again
        members.filtered(lambda member: not member._get_link_address())._report_unreachable()

    def action_view_agreement(self):
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Agreement"),
            "res_model": "hr.mentorship.agreement",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
        }
        if len(self.agreement_ids) > 1:
            return {**action, "domain": [("mentorship_id", "=", self.id)]}
        return {**action, "res_id": self.agreement_id.id, "views": [(False, "form")]}

    @api.depends_context("uid")
    @api.depends("state", "my_member_id", "member_ids.signature_ids", "agreement_ids.state")
    def _compute_can_sign(self):
        for mentorship in self:
            mentorship.can_sign = bool(mentorship.my_member_id) and mentorship.my_member_id._awaits_signature()

    @api.depends("agreement_ids", "program_id.requires_agreement", "state")
    def _compute_has_agreement_step(self):
        for mentorship in self:
            is_open = mentorship.state in ("proposed", "requested", "offered", "agreement")
            to_come = is_open and mentorship._needs_agreement()
            mentorship.has_agreement_step = bool(mentorship.agreement_ids) or to_come

    def _get_todos_of_members(self):
        return (*super()._get_todos_of_members(), SIGN, AMENDMENT_FOLLOW_UP)

    def _needs_agreement(self):
        return super()._needs_agreement() and self.program_id.requires_agreement

    def _after_all_accepted(self):
        super()._after_all_accepted()
        to_sign = self.filtered(lambda mentorship: mentorship.state == "agreement")
        self.env["hr.mentorship.agreement"]._draft_for(to_sign)
        (self - to_sign).member_ids._send("hr_mentorship.mail_template_started")

    # -- Without an agreement nobody has signed the terms: whoever runs the program keeps them.

    @api.depends("agreement_ids")
    def _compute_can_edit_terms(self):
        super()._compute_can_edit_terms()
        for mentorship in self:
            if mentorship.state in RUNNING_STATES and not mentorship.agreement_ids:
                mentorship.can_edit_terms = mentorship.is_my_program

    def write(self, vals):
        names = vals.keys() & set(self._get_term_fields())
        # In sudo the rooms write down what the members have signed, and see to the rest themselves
        changing = self.browse() if self.env.su or not names else self.filtered(lambda m: m.state in RUNNING_STATES)
        before = {mentorship: mentorship._get_terms() for mentorship in changing}
        result = super().write(vals)
        if changed := changing.filtered(lambda mentorship: mentorship._get_terms() != before[mentorship]):
            changed._check_end_lies_ahead()
            changed._after_terms_changed(before)
        return result

    def _check_end_lies_ahead(self):
        for mentorship in self:
            if not mentorship.end_date or mentorship.end_date <= fields.Date.context_today(self):
                raise UserError(self.env._("The planned end lies in the future. Choose a later day."))

    def _after_close(self):
        self._drop_activities(SIGN)
        self.sudo().agreement_ids._void_unsigned()
        super()._after_close()

    # -- when time runs out

    def action_refuse(self):
        """The current user does not sign."""
        for mentorship in self:
            if not mentorship.my_member_id:
                raise AccessError(self.env._("Only the members of a mentorship refuse to sign its agreement."))
            if not mentorship.amendment_id:
                mentorship._check_state_in("agreement")
            mentorship.open_agreement_id._refuse_as(mentorship.my_member_id)
        return True

    # -- changes of what is in force

    @api.depends("agreement_ids.state", "agreement_ids.is_amendment")
    def _compute_open_agreement_id(self):
        for mentorship in self:
            waiting = mentorship.agreement_ids.filtered(lambda agreement: agreement.state in ("draft", "signing"))
            mentorship.open_agreement_id = waiting[:1]
            mentorship.amendment_id = waiting.filtered("is_amendment")[:1]

    @api.depends_context("uid")
    @api.depends("state", "agreement_ids.state", "member_ids.user_id")
    def _compute_can_amend(self):
        for mentorship in self:
            mentorship.can_amend = bool(mentorship.my_member_id) and mentorship._takes_amendment()

    def _takes_amendment(self):
        """Whether a member may suggest a change now: something is in force, and no other change waits."""
        self.ensure_one()
        return self.state in RUNNING_STATES and self.agreement_id.state == "signed" and not self.open_agreement_id

    def action_amend(self):
        """Open the dialog in which a member suggests other terms than those in force."""
        self.ensure_one()
        return self.env["hr.mentorship.sign"]._open_for(self.amendment_id or self.agreement_id, "adjust")

    def _amend(self, member, values):
        """Draft a new version of the agreement in force for ``member``, and ask everybody to sign it.

        :param dict values: the terms that change
        :returns: the agreement (sudo) that everybody signs now
        """
        self.ensure_one()
        # Two members may want other terms in the same moment: the second one adjusts the amendment of the first
        self._serialize()
        self._check_state_in(*RUNNING_STATES)
        if self.amendment_id:
            return self.amendment_id._adjust(member, values)
        in_force = self.sudo().agreement_id  # sudo: the caller knows that the member may amend
        in_force._check_state_in("signed")
        # The terms in force may have been filled in after an agreement of long ago was signed
        old = {**in_force._get_adjustable(), **self.sudo()._get_terms()}
        amendment = in_force._draft_next(**self.sudo()._get_terms())
        changes = find_changes(amendment, values)
        if not changes:
            raise UserError(self.env._("Nothing of what you entered differs from the agreement in force."))
        amendment._apply_changes(member, old, changes)
        amendment._ask_to_sign()
        (amendment.mentorship_id.member_ids - member)._send("hr_mentorship.mail_template_amendment")
        amendment._tell_change(in_force)
        return amendment

    # -- What a member reads after their own step, as long as it is the turn of the others.

    @api.depends_context("uid", "lang")
    @api.depends("state", "member_ids.response", "member_ids.signature_ids", "agreement_ids.state")
    def _compute_trace(self):
        for mentorship in self:
            mentorship.trace = bool(mentorship.my_member_id) and (
                mentorship._trace_answer() or mentorship._trace_signature()
            )

    def _trace_answer(self):
        if self.state not in ("requested", "offered") or self.my_member_id.response != "accepted":
            return False
        until = say_date(self.env, self.offer_expires_on)
        names = self._name_members(lambda member: member.response == "pending")
        values = {"names": format_list(self.env, names), "date": until}
        if self.state == "requested":
            if self.origin == "offer":
                return self.env._(
                    "A program manager looks at your offer until %(date)s; then %(names)s reads it.", **values
                )
            return self.env._(
                "A program manager looks at your request until %(date)s; then %(names)s is asked.", **values
            )
        if self.is_my_request and self.origin == "offer":
            return self.env._("You have offered a seat; %(names)s answers until %(date)s.", **values)
        if self.is_my_request:
            return self.env._("You have asked; %(names)s answers until %(date)s.", **values)
        return by_count(
            len(names),
            self.env._("You said yes; %(names)s answers until %(date)s.", **values),
            self.env._("You said yes; %(names)s answer until %(date)s.", **values),
        )

    def _trace_signature(self):
        agreement = self.open_agreement_id
        if not agreement or not self.my_member_id.has_signed:
            return False
        names = self._name_members(lambda member: not member.has_signed)
        if not names:
            return False
        values = {"names": format_list(self.env, names), "date": say_date(self.env, agreement.sign_until)}
        if agreement.is_amendment:
            return by_count(
                len(names),
                self.env._("You have signed the change; %(names)s signs until %(date)s.", **values),
                self.env._("You have signed the change; %(names)s sign until %(date)s.", **values),
            )
        return by_count(
            len(names),
            self.env._("You have signed; %(names)s signs until %(date)s.", **values),
            self.env._("You have signed; %(names)s sign until %(date)s.", **values),
        )

    def _name_members(self, condition):
        """Return the names of the members for whom ``condition`` holds, but of the current user."""
        members = (self.member_ids - self.my_member_id).filtered(condition)
        return members.sudo().employee_id.mapped("name")  # sudo: partners read each other's names

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
        return toast("\n".join(mentorship.trace or mentorship._say_what_comes() for mentorship in self))

    def _say_what_comes(self):
        if self.state in RUNNING_STATES:
            return self.env._("Everybody has said yes: your mentorship starts now.")
        return self.env._("You have both said yes. Next come your first meeting and your agreement.")

    def action_decline(self):
        super().action_decline()
        return toast(self.env._("You have declined. You stay in the program."))

    def action_take_back(self):
        super().action_take_back()
        if all(mentorship.origin == "offer" for mentorship in self):
            return toast(self.env._("Your offer is taken back. You can offer the seat to somebody else."))
        return toast(self.env._("Your request is taken back. You can ask somebody else."))

    def action_send_my_link(self):
        """Send the current user a link by which they sign without logging in."""
        self.ensure_one()
        member = self.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship get a link to sign."))
        if not member._awaits_signature():
            raise UserError(self.env._("Nothing waits for your signature here. Reload the page to see why."))
        member._request_link()
        return toast(self.env._("A link is on its way to %(address)s.", address=member._get_link_address()))
