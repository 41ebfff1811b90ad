from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_mentorship import RUNNING_STATES
from .text_difference import compare_texts

FOLLOW_UP = "hr_mentorship.mail_activity_type_amendment_follow_up"
IN_FORCE_ONCE = ("signed", "superseded")
SIGN = "hr_mentorship.mail_activity_type_sign_agreement"


class HrMentorshipAgreement(models.Model):
    """A new version of an agreement that is in force: the old one stays until everybody has signed the new one."""

    _inherit = "hr.mentorship.agreement"

    replaces_id = fields.Many2one(
        "hr.mentorship.agreement", "Compared with", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    is_amendment = fields.Boolean(compute="_compute_is_amendment", search="_search_is_amendment")
    difference = fields.Html("What Changes", compute="_compute_difference", sanitize=False)

    _one_to_sign = models.UniqueIndex(
        "(mentorship_id) WHERE state IN ('draft', 'signing')",
        "Another version of this agreement waits for signatures already. Reload the page to see it.",
    )

    @api.depends("replaces_id.state")
    def _compute_is_amendment(self):
        for agreement in self:
            agreement.is_amendment = agreement.replaces_id.state in IN_FORCE_ONCE

    def _search_is_amendment(self, operator, value):
        if operator != "in":
            return NotImplemented
        amends = Domain("replaces_id.state", "in", IN_FORCE_ONCE)
        return Domain.OR([amends if is_one else ~amends for is_one in value])

    @api.depends_context("lang")
    @api.depends("reading_body", "replaces_id.reading_body")
    def _compute_difference(self):
        removed, added = self.env._("removed:"), self.env._("new:")
        for agreement in self:
            old = agreement.replaces_id
            # Two texts of one language: the reader's own where both versions have it
            name = "reading_body" if agreement.is_translation and old.is_translation else "body"
            agreement.difference = compare_texts(old[name], agreement[name], removed, added) if old else False

    @api.model
    def _draft_for(self, mentorships, template_xmlid="hr_mentorship.mail_template_sign_agreement"):
        self.flush_model(["state"])  # an unsigned version must have gone before its successor comes
        return super()._draft_for(mentorships, template_xmlid)

    def _get_successor(self):
        """Return the version (sudo) that everybody has signed in the place of this one, or nothing.

        Told by the successor and not by the own status, which stands in no evidence.
        """
        self.ensure_one()
        domain = [("replaces_id", "=", self.id), ("final_hash", "!=", False)]
        return self.sudo().search(domain, order="version", limit=1)

    def _get_compared(self):
        # While nobody is bound by anything yet, what one has signed is the best to compare with
        return self.replaces_id if self.is_amendment and self.state != "signed" else self

    def _enter_into_force(self):
        amendments = self.filtered("is_amendment")
        result = super(HrMentorshipAgreement, self - amendments)._enter_into_force()
        amendments.replaces_id._move_to("superseded")
        before = {amendment.mentorship_id: amendment.mentorship_id._get_terms() for amendment in amendments}
        for amendment in amendments:
            amendment.mentorship_id.write(amendment._get_terms())
        amendments.mentorship_id._after_terms_changed(before)
        amendments._tell_change()
        return result

    def _close_amendments(self, state, members, template_xmlid):
        """Nothing comes of these amendments; what was in force stays so.

        :param members: who is told, by mail and by a to-do: what was worth a change may be worth a talk
        """
        amendments_sudo = self.sudo()  # sudo: the callers have checked who closes them
        amendments_sudo._move_to(state)
        mentorships = amendments_sudo.mentorship_id
        mentorships._drop_activities(SIGN)
        deadline = fields.Date.add(fields.Date.context_today(self), days=7)
        mentorships._schedule_activities(
            FOLLOW_UP,
            [(mentorship, (members & mentorship.member_ids).user_id, deadline) for mentorship in mentorships],
        )
        members._send(template_xmlid)
        amendments_sudo._tell_change()


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    open_agreement_id = fields.Many2one(
        "hr.mentorship.agreement", string="Agreement to Sign", compute="_compute_open_agreement_id"
    )
    amendment_id = fields.Many2one(
        "hr.mentorship.agreement", string="Open Amendment", compute="_compute_open_agreement_id"
    )
    can_amend = fields.Boolean(compute="_compute_can_amend")

    @api.depends("agreement_ids.state", "agreement_ids.version")
    def _compute_agreement_id(self):
        """The one in force stays the current one while its successor is being signed, or comes to nothing."""
        result = super()._compute_agreement_id()
        for mentorship in self:
            in_force = mentorship.agreement_ids.filtered(lambda agreement: agreement.state == "signed")
            if in_force:
                mentorship.agreement_id = in_force.sorted("version")[-1]
        return result

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
        changes = amendment._find_changes(values)
        if not changes:
            raise UserError(self.env._("Nothing of what you entered differs from the agreement in force."))
        amendment._apply_changes(member, old, changes)
        amendment._ask_to_sign()
        (amendment.mentorship_id.member_ids - member)._send("hr_mentorship.mail_template_amendment")
        amendment._tell_change(in_force)
        return amendment
