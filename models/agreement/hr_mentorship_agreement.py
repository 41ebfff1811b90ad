from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..common.private_fields import ReaderOne2many
from ..common.spoken import choose_language
from .fingerprint import canonical, digest, hash_text
from .languages import choose_signed, list_read, name_signed
from .next_version import adjust, apply_changes, draft_next
from .signing_deadline import chase_signatures
from .terms import ADJUSTABLE, list_terms, to_json
from .text_difference import compare_texts
from .todos import AMENDMENT_FOLLOW_UP, FOLLOW_UP, SIGN

IN_FORCE_ONCE = ("signed", "superseded")


class TextChangedError(UserError):
    """Somebody signs another text than the one they have read."""


class HrMentorshipAgreement(models.Model):
    """What the members of a mentorship promise each other, in one language and one version.

    The text is fixed from the first signature on: no ORM path changes or deletes it afterwards.
    """

    _name = "hr.mentorship.agreement"
    _description = "Mentorship Agreement"
    _inherit = ["hr.mentorship.conversation.mixin", "hr.mentorship.lifecycle.mixin", "hr.mentorship.terms.mixin"]
    _order = "mentorship_id, version desc"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, index=True, readonly=True, ondelete="restrict")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    template_id = fields.Many2one("hr.mentorship.agreement.template", readonly=True, ondelete="set null")
    version = fields.Integer(required=True, default=1, readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), "Language", required=True, readonly=True)
    body = fields.Html("Text", readonly=True, sanitize="email_outgoing")
    state = fields.Selection(
        [
            ("draft", "To Sign"),
            ("signing", "Partly Signed"),
            ("signed", "Signed"),
            ("superseded", "Superseded"),
            ("void", "Void"),
            ("refused", "Refused"),
            ("expired", "Expired"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    signature_ids = ReaderOne2many("hr.mentorship.signature", "agreement_id", readonly=True)
    signed_at = fields.Datetime(readonly=True, copy=False)
    goals = fields.Text("What We Want to Reach", readonly=True)
    channels = fields.Char(
        "How We Reach Each Other", readonly=True, help="Between the meetings: mail, phone or chat, and when."
    )
    reading_texts = fields.Json(
        readonly=True, copy=False, help="The text in the languages of members who read another one than is signed."
    )
    reading_body = fields.Html(
        "Text in My Language",
        compute="_compute_reading_body",
        sanitize=False,
        help="The text as the reader's own language has it; it is the signed text where there is no translation.",
    )
    is_translation = fields.Boolean(compute="_compute_reading_body")
    translation_notice = fields.Char(compute="_compute_reading_body")
    sign_until = fields.Date(readonly=True, copy=False, index="btree_not_null")
    reminded_on = fields.Date(readonly=True, copy=False)
    is_my_program = fields.Boolean(compute="_compute_is_my_program")
    body_hash = fields.Char("Fingerprint", readonly=True, copy=False, help="SHA-256 of the text that was signed.")
    clauses = fields.Text("We Also Agree", readonly=True, help="What the members add in their own words, one a line.")
    change_ids = ReaderOne2many("hr.mentorship.agreement.change", "agreement_id", readonly=True)
    change_text = fields.Html("Changes", compute="_compute_change_text", sanitize=False)
    terms_text = fields.Html("Terms", compute="_compute_terms_text", sanitize=False)
    replaces_id = fields.Many2one(
        "hr.mentorship.agreement", "Compared with", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    is_amendment = fields.Boolean(compute="_compute_is_amendment", search="_search_is_amendment")
    difference = fields.Html("What Changes", compute="_compute_difference", sanitize=False)

    _one_version = models.Constraint("UNIQUE(mentorship_id, version)", "This version of the agreement exists already.")
    _one_to_sign = models.UniqueIndex(
        "(mentorship_id) WHERE state IN ('draft', 'signing')",
        "Another version of this agreement waits for signatures already. Reload the page to see it.",
    )

    @api.depends("mentorship_id.name", "version")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "Agreement %(mentorship)s (version %(version)s)",
                mentorship=agreement.mentorship_id.name,
                version=agreement.version,
            )

    @api.model
    def _draft_for(self, mentorships, template_xmlid="hr_mentorship.mail_template_sign_agreement"):
        """Write the agreement of each mentorship from its program's template, and ask the members to sign.

        :param mentorships: recordset
        :param str template_xmlid: the mail that asks them
        """
        self.flush_model(["state"])  # an unsigned version must have gone before its successor comes
        vals_list = [
            {
                "mentorship_id": mentorship.id,
                "template_id": mentorship.program_id.agreement_template_id.id,
                "version": max(mentorship.agreement_ids.mapped("version"), default=0) + 1,
                "sign_until": self._get_sign_until(mentorship),
                "lang": choose_signed(mentorship),
                **mentorship._get_terms(),
            }
            for mentorship in mentorships
        ]
        # sudo: the agreement follows from the members' acceptance, none of them may write agreements
        agreements = self.sudo().create(vals_list)
        for agreement in agreements:
            # What the pair has worked out together outlives a text that was withdrawn
            if previous := (agreement.mentorship_id.agreement_ids - agreement).sorted("version")[-1:]:
                agreement._carry_answers(previous)
        agreements._compose()
        mentorships._schedule_activities(
            SIGN,
            [
                (agreement.mentorship_id, agreement.mentorship_id.member_ids.user_id, agreement.sign_until)
                for agreement in agreements
            ],
        )
        mentorships.member_ids._send(template_xmlid)
        return agreements

    def _sign(self, signed_name, image, **evidence):
        """Sign as the current user; see :meth:`_sign_as`."""
        self.ensure_one()
        member = self.mentorship_id.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship sign its agreement."))
        return self._sign_as(member, signed_name, image, **evidence)

    def _sign_as(self, member, signed_name, image, fingerprint=None, **evidence):
        """Sign for ``member``, who has been identified; with the last signature the agreement comes into force.

        :param str signed_name: the name as the signer wrote it
        :param bytes image: the drawn, typed or uploaded signature, base64
        :param str fingerprint: :meth:`_get_fingerprint` of the text that the signer has read
        :param evidence: further fields of the signature, gathered by the caller on the server
        :raises UserError: if the agreement no longer waits for this member, or is not what they have read
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        self.env["hr.mentorship.signature"]._check_given(signed_name, image)
        # Before anything is read that decides: from here on, the other member's signature is in or waits.
        mentorship._serialize()
        self._check_may_sign(member, fingerprint)
        agreement_sudo = self.sudo()  # sudo: the caller knows that the member signs
        agreement_sudo._fix_text()
        signature = agreement_sudo.env["hr.mentorship.signature"].create(
            {
                "agreement_id": self.id,
                "member_id": member.id,
                "signed_name": signed_name.strip(),
                # Not left to the default: a client's context could fill that one
                "signed_at": fields.Datetime.now(),
                "image": image,
                "body_hash": agreement_sudo.body_hash,
                **evidence,
            }
        )
        agreement_sudo.invalidate_recordset(["signature_ids"])
        mentorship._finish_activities(SIGN, users=member.user_id)
        agreement_sudo._after_signature()
        return signature

    def _check_may_sign(self, member, fingerprint):
        self._check_state_in("draft", "signing")
        if member.has_signed:
            raise UserError(self.env._("You have signed this agreement already."))
        self._check_as_read(fingerprint)

    def _fix_text(self):
        """Take the fingerprint of the text with the first signature; the next ones are of that very text."""
        if not self.body_hash:
            self.body_hash = self._hash_text()
        elif self.body_hash != self._hash_text():
            raise UserError(self.env._("The text has changed since somebody signed it. Ask your program manager."))

    def _after_signature(self):
        """Go on where everybody has signed, or let the others see who has."""
        if self.signature_ids.member_id != self.mentorship_id.member_ids:
            self._move_to("signing")
            self._tell_change()
            return
        self._move_to("signed", signed_at=fields.Datetime.now())
        self._enter_into_force()
        # The copies need the PDF engine and the mail server; a fault of theirs must not undo a signature.
        self.env.ref("hr_mentorship.ir_cron_send_signed_copies").sudo()._trigger()

    def _enter_into_force(self):
        """Everybody has signed: the mentorship starts on the terms of the text, or goes on with the changed ones."""
        amendments = self.filtered("is_amendment")
        for agreement in self - amendments:
            agreement.mentorship_id.write(agreement._get_terms())
            agreement.mentorship_id._activate()
        amendments.replaces_id._move_to("superseded")
        before = {amendment.mentorship_id: amendment.mentorship_id._get_terms() for amendment in amendments}
        for amendment in amendments:
            amendment.mentorship_id.write(amendment._get_terms())
        amendments.mentorship_id._after_terms_changed(before)
        amendments._tell_change()

    def _void_unsigned(self):
        self.filtered(lambda agreement: agreement.state in ("draft", "signing"))._move_to("void")

    def action_print(self):
        self.ensure_one()
        return self.env.ref("hr_mentorship.hr_mentorship_agreement_report_action").report_action(self)

    def _carry_answers(self, previous):
        """Hook: begin with what the pair has worked out for ``previous``, the text before this one.

        The caller composes the text afterwards.
        """

    # -- time zone

    def _get_home_tz(self):
        return self.mentorship_id._get_home_tz()

    # -- The text that the members sign in one language, and its translations for those who read another one.
    #
    # Program, people and terms fill the sections of the template. The translations say what the members were shown
    # when they signed, so they are fixed with the text and stand under the same fingerprint.

    @api.depends("body", "lang", "reading_texts")
    @api.depends_context("lang")
    def _compute_reading_body(self):
        for agreement in self:
            translation = (agreement.reading_texts or {}).get(self.env.lang)
            agreement.reading_body = translation or agreement.body
            agreement.is_translation = bool(translation)
            agreement.translation_notice = bool(translation) and self.env._(
                "You are reading a translation. The text that is signed is in %(language)s.",
                language=name_signed(agreement),
            )

    def _get_lang(self):
        """Return the language in which everything is said around the text: its own, unless deactivated since."""
        self.ensure_one()
        return choose_language(self.env, self.lang)

    def _get_language_name(self):
        """Return the name of the signed language in that of the reader; the host has no name of one that is no more."""
        return name_signed(self)

    def _compose(self):
        """Write the text of agreements that nobody has signed yet, from template, people, terms and answers."""
        for agreement in self:
            texts = {lang: agreement._render_body(lang) for lang in list_read(agreement)}
            agreement.write({"body": texts.pop(agreement._get_lang()), "reading_texts": texts or False})

    def _render_body(self, lang):
        """Return the text as it reads in ``lang``, with a last sentence on the language that is signed.

        :rtype: Markup
        """
        self.ensure_one()
        agreement = self.with_context(lang=lang)
        # sudo: who drafts is the last one to accept, and reads neither template nor partner
        template = (agreement.template_id or agreement.program_id.agreement_template_id).sudo()
        return template._render_text(agreement)

    def _get_answers_html(self):
        """Hook: what the pair has answered in its first meeting, as a list.

        :rtype: Markup, empty if there is nothing
        """
        return Markup()

    @api.model
    def _is_being_uninstalled(self):
        """Whether the addon itself goes; the context flag of that could come from any caller."""
        return self.env["ir.module.module"].sudo()._get("hr_mentorship").state == "to remove"

    def _check_unsigned(self):
        for agreement in self:
            if agreement.sudo().signature_ids:
                raise UserError(
                    self.env._("“%(name)s” carries a signature and stays as it is.", name=agreement.display_name)
                )

    def _hash_text(self):
        """Return the fingerprint of the exact text, with what it belongs to.

        :rtype: str, SHA-256 in hexadecimal
        """
        self.ensure_one()
        return hash_text(self)

    def _collect_terms(self):
        """Return the terms as plain values by name, as they go into the evidence of each signature.

        The text has them in words; these are what the check-ins are planned by.
        """
        self.ensure_one()
        return to_json(self, ADJUSTABLE)

    # -- What happens when an agreement is not signed: somebody refuses, time runs out, or the text is withdrawn.

    @api.depends_context("uid")
    @api.depends("program_id.manager_ids")
    def _compute_is_my_program(self):
        for agreement in self:
            agreement.is_my_program = agreement.program_id.is_my_program

    def _refuse_as(self, member):
        """Close what ``member`` does not sign: a mentorship before it has begun, or an amendment. Nobody asks why."""
        self.ensure_one()
        self.mentorship_id._serialize()
        self._check_state_in("draft", "signing")
        if member.has_signed:
            raise UserError(self.env._("You have signed this agreement already. You can end the mentorship instead."))
        others = self.sudo().mentorship_id.member_ids - member
        if self.is_amendment:
            self._close_amendments("refused", others, "hr_mentorship.mail_template_amendment_refused")
            return
        self._close_unsigned("refused")
        others._send("hr_mentorship.mail_template_agreement_refused")

    def _close_unsigned(self, state):
        """Nothing comes of these agreements: free the seats, and let the program managers look for another match."""
        agreements_sudo = self.sudo()  # sudo: the callers have checked who closes them
        agreements_sudo._move_to(state)
        mentorships = agreements_sudo.mentorship_id
        mentorships._after_decline()
        today = fields.Date.context_today(self)
        mentorships._schedule_activities(
            FOLLOW_UP, [(mentorship, mentorship.program_id.manager_ids, today) for mentorship in mentorships]
        )

    def action_void(self):
        """Withdraw texts that somebody still has to sign; signatures so far stay on them.

        The agreement of a mentorship that has not begun is drafted anew. Of an amendment nothing comes: the agreement
        in force stays so, and the members may suggest another change.
        """
        self.program_id._check_manager()
        self.mentorship_id._serialize()
        self._check_state_in("draft", "signing")
        agreements_sudo = self.sudo()  # sudo: program managers write no agreements but through this step
        amendments = agreements_sudo.filtered("is_amendment")
        amendments._close_amendments(
            "void", amendments.mentorship_id.member_ids, "hr_mentorship.mail_template_amendment_void"
        )
        agreements_sudo -= amendments
        agreements_sudo._move_to("void")
        mentorships = agreements_sudo.mentorship_id
        mentorships._drop_activities(SIGN)
        self.env["hr.mentorship.agreement"]._draft_for(
            mentorships, template_xmlid="hr_mentorship.mail_template_agreement_redrafted"
        )
        agreements_sudo._tell_change()
        return True

    @api.model
    def _cron_chase_signatures(self, batch_size=100):
        """Close what was not signed in time, and remind the others; see :func:`chase_signatures`."""
        chase_signatures(self, batch_size)

    def _expire(self):
        amendments = self.filtered("is_amendment")
        amendments._close_amendments(
            "expired", amendments.mentorship_id.member_ids, "hr_mentorship.mail_template_amendment_expired"
        )
        unsigned = self - amendments
        members = unsigned.mentorship_id.member_ids
        unsigned._close_unsigned("expired")
        members._send("hr_mentorship.mail_template_agreement_expired")

    def _remind(self):
        self.sudo().reminded_on = fields.Date.context_today(self)
        for sign_until, agreements in self.grouped("sign_until").items():
            members = agreements.mentorship_id.member_ids.filtered(lambda member: not member.has_signed)
            members._notify("sign_reminder", sign_until=sign_until)

    @api.model
    def _get_sign_until(self, mentorship):
        return fields.Date.context_today(self) + timedelta(days=mentorship.program_id.signing_days)

    # -- The terms of a draft, which either member adjusts before they sign; every change is kept and shown to both.

    @api.depends_context("lang", "tz")
    @api.depends("change_ids")
    def _compute_change_text(self):
        for agreement in self:
            agreement.change_text = agreement.change_ids._list_in_words()

    @api.depends_context("lang")
    @api.depends(*ADJUSTABLE)
    def _compute_terms_text(self):
        for agreement in self:
            agreement.terms_text = list_terms(agreement)

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if not vals.keys().isdisjoint(ADJUSTABLE):
            self._check_unsigned()
        return super().write(vals)

    # -- adjusting

    def _get_adjustable(self):
        """Return the terms that members adjust, as values."""
        self.ensure_one()
        return {name: self[name] for name in ADJUSTABLE}

    def _adjust(self, member, values):
        """Change terms for ``member``, who has been identified; see :func:`adjust`."""
        return adjust(self, member, values)

    def _apply_changes(self, member, old, changes):
        """Write the changes of ``member`` and the text with them; see :func:`apply_changes`."""
        apply_changes(self, member, old, changes)

    def _draft_next(self, **vals):
        """Return a new version of this agreement with the same content, which nobody has signed yet."""
        return draft_next(self, **vals)

    def _ask_to_sign(self):
        """Give every member with a user a to-do; the mail is up to the caller, as it says why."""
        for mentorship in self.mentorship_id:
            agreement = self.filtered(lambda agreement, m=mentorship: agreement.mentorship_id == m)
            mentorship._schedule_activities(
                SIGN,
                [(mentorship, mentorship.member_ids.user_id, agreement.sign_until)],
            )

    def _tell_change(self, before=None):
        """Let the open pages of the members show at once what has changed; nobody else is on their channels.

        :param before: the version in whose place this one has come
        """
        agreements = self.sudo()  # sudo: the dialogs and channels are the partners', whoever makes the change
        if before is not None:
            shown = before.ids + agreements.ids
            self.env["hr.mentorship.sign"].sudo().search([("agreement_id", "in", shown)])._follow(agreements)
        for mentorship in agreements.mentorship_id:
            mentorship.member_ids.user_id.partner_id._bus_send(
                "hr_mentorship.agreement_changed", {"mentorship_id": mentorship.id}
            )

    # -- what the signer has read

    def _get_fingerprint(self):
        """Return what a signer sends back to say which text and terms they have read.

        :rtype: str, SHA-256 in hexadecimal
        """
        self.ensure_one()
        terms = {name: str(value or "") for name, value in self._get_adjustable().items()}
        return digest(canonical({"agreement": self.id, "text": self._hash_text(), "terms": terms}))

    def _check_as_read(self, fingerprint):
        """Refuse the signature of somebody who has read another text; ``None`` says that the caller vouches for it."""
        self.ensure_one()
        if fingerprint is not None and fingerprint != self.sudo()._get_fingerprint():
            raise TextChangedError(
                self.env._("The agreement has changed since you read it, so nothing was signed. Read the new text.")
            )

    # -- A new version of an agreement that is in force: the old one stays until everybody has signed the new one.

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

    def _get_successor(self):
        """Return the version (sudo) that everybody has signed in the place of this one, or nothing.

        Told by the successor and not by the own status, which stands in no evidence.
        """
        self.ensure_one()
        domain = [("replaces_id", "=", self.id), ("final_hash", "!=", False)]
        return self.sudo().search(domain, order="version", limit=1)

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
            AMENDMENT_FOLLOW_UP,
            [(mentorship, (members & mentorship.member_ids).user_id, deadline) for mentorship in mentorships],
        )
        members._send(template_xmlid)
        amendments_sudo._tell_change()
