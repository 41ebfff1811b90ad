from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .hr_mentorship_signature import canonical, digest
from .private_fields import ReaderOne2many
from .spoken import say_date, say_duration

TERMS = {
    "rhythm": (
        "rhythm",
        "rhythm_days",
        "rhythm_rule",
        "meeting_weekday",
        "meeting_time",
        "has_meeting_time",
        "meeting_tz",
    ),
    "meeting_duration": ("meeting_duration",),
    "meeting_place": ("meeting_mode", "meeting_location"),
    "end_date": ("end_date",),
    "goals": ("goals",),
    "channels": ("channels",),
    "clauses": ("clauses",),
}
"""What the members agree on, each as one thing to read, with the fields that hold it."""

MAX_HOURS = 8
MAX_CHARACTERS = 4000
"""Of what the members write in their own words."""


class TextChangedError(UserError):
    """Somebody signs another text than the one they have read."""


class HrMentorshipAgreement(models.Model):
    """The terms of a draft, which either member adjusts before they sign; every change is kept and shown to both."""

    _inherit = "hr.mentorship.agreement"

    clauses = fields.Text("We Also Agree", readonly=True, help="What the members add in their own words, one a line.")
    change_ids = ReaderOne2many("hr.mentorship.agreement.change", "agreement_id", readonly=True)
    change_text = fields.Html("Changes", compute="_compute_change_text", sanitize=False)
    terms_text = fields.Html("Terms", compute="_compute_terms_text", sanitize=False)

    @api.depends_context("lang", "tz")
    @api.depends("change_ids")
    def _compute_change_text(self):
        for agreement in self:
            lines = [
                Markup("<li><strong>%s</strong>, %s<br/>%s</li>")
                % (
                    # sudo: members read each other's names here as on every page of theirs
                    change.sudo().member_id.employee_id.name,
                    format_datetime(self.env, change.changed_at, dt_format="medium"),
                    change.description,
                )
                for change in agreement.change_ids
            ]
            agreement.change_text = Markup('<ul class="mb-0">%s</ul>') % Markup().join(lines) if lines else False

    @api.depends_context("lang")
    @api.depends(lambda self: self._get_adjustable_fields())
    def _compute_terms_text(self):
        labels = self._get_term_labels()
        for agreement in self:
            rows = [
                Markup("<dt>%s</dt><dd style='white-space: pre-line'>%s</dd>") % (labels[term], words)
                for term, names in TERMS.items()
                if (words := agreement._describe_term(term, {name: agreement[name] for name in names}))
            ]
            agreement.terms_text = Markup('<dl class="mb-0">%s</dl>') % Markup().join(rows)

    def write(self, vals):
        if not vals.keys().isdisjoint(self._get_adjustable_fields()):
            self._check_unsigned()
        return super().write(vals)

    @api.model
    def _get_adjustable_fields(self):
        return [name for names in TERMS.values() for name in names]

    @api.model
    def _get_term_labels(self):
        return {
            "rhythm": self.env._("When we meet"),
            "meeting_duration": self.env._("Length of one meeting"),
            "meeting_place": self.env._("Where we meet"),
            "end_date": self.env._("Planned end"),
            "goals": self.env._("What we want to reach"),
            "channels": self.env._("How we reach each other"),
            "clauses": self.env._("We also agree"),
        }

    def _describe_term(self, term, values):
        """Return a term in words of the reader's language, or nothing if nothing is agreed.

        :param str term: one of the keys of :const:`TERMS`
        :param dict values: its fields
        """
        self.ensure_one()
        if term == "rhythm":
            return self.new(values, origin=self)._describe_rhythm()
        if term == "meeting_duration":
            return say_duration(self.env, values.get("meeting_duration"))
        if term == "meeting_place":
            return self.new(values, origin=self)._describe_place()
        if term == "end_date":
            return say_date(self.env, values.get("end_date"))
        return values.get(term) or ""

    def _get_clauses_html(self):
        """Return what the members add in their own words as a section of the text, in the language of the context.

        :rtype: Markup, empty if they add nothing
        """
        self.ensure_one()
        clauses = [line.strip() for line in (self.clauses or "").splitlines() if line.strip()]
        if not clauses:
            return Markup()
        return Markup("<h3>%s</h3><ul>%s</ul>") % (
            self.env._("We also agree"),
            Markup().join(Markup("<li>%s</li>") % line for line in clauses),
        )

    # -- adjusting

    def _get_adjustable(self):
        """Return the terms that members adjust, as values."""
        self.ensure_one()
        return {name: self[name] for name in self._get_adjustable_fields()}

    def _find_changes(self, values):
        """Return the given values that differ from those of this agreement."""
        self.ensure_one()
        changes = {}
        for name, value in values.items():
            field = self._fields[name]
            new = field.convert_to_cache(value, self, validate=False) or False
            if new != (field.convert_to_cache(self[name], self, validate=False) or False):
                changes[name] = value
        return changes

    def _adjust(self, member, values):
        """Change terms for ``member``, who has been identified, and write the text anew.

        A text that somebody has signed is left as it is: its place takes a new version, which everybody signs.

        :param dict values: fields of :const:`TERMS`
        :returns: the agreement (sudo) that everybody signs now
        """
        self.ensure_one()
        # Before anything is read that decides: whoever signs in this moment has signed, or is told of the new text
        self.mentorship_id._serialize()
        self._check_state_in("draft", "signing")
        agreement = self.sudo()  # sudo: the caller knows that the member may adjust the terms
        changes = agreement._find_changes(values)
        if not changes:
            return agreement
        old, before = agreement._get_adjustable(), agreement
        if agreement.signature_ids:
            agreement = agreement._draft_again(member)
        agreement._apply_changes(member, old, changes)
        agreement._tell_change(before)
        return agreement

    def _apply_changes(self, member, old, changes):
        """Write the changes of ``member`` and the text with them, and keep what has changed from the values ``old``."""
        self.ensure_one()
        if any(isinstance(value, str) and len(value) > MAX_CHARACTERS for value in changes.values()):
            raise UserError(
                self.env._("Write it shorter: each term takes at most %(number)s characters.", number=MAX_CHARACTERS)
            )
        if not 0 < changes.get("meeting_duration", 1) <= MAX_HOURS:
            raise UserError(
                self.env._("A meeting lasts more than nothing, and at most %(hours)s hours.", hours=MAX_HOURS)
            )
        if "end_date" in changes and (
            not changes["end_date"] or fields.Date.to_date(changes["end_date"]) <= fields.Date.context_today(self)
        ):
            raise UserError(self.env._("The planned end lies in the future. Choose a later day."))
        self.write(changes)
        if self.has_meeting_time and not self.meeting_tz:
            # What is signed must not change because somebody moves
            self.meeting_tz = self._get_meeting_tz()
        self._compose()
        new = self._get_adjustable()
        now = fields.Datetime.now()
        self.env["hr.mentorship.agreement.change"].create(
            [
                {
                    "agreement_id": self.id,
                    "member_id": member.id,
                    "changed_at": now,
                    "term": term,
                    "old_values": self._to_json(old, names),
                    "new_values": self._to_json(new, names),
                }
                for term, names in TERMS.items()
                if any(old[name] != new[name] for name in names)
            ]
        )

    @api.model
    def _to_json(self, values, names):
        return {
            name: fields.Date.to_string(values[name]) if self._fields[name].type == "date" else values[name]
            for name in names
        }

    def _draft_again(self, member):
        """Put a new version in the place of one that somebody has signed, as ``member`` adjusts the terms.

        The signatures stay on the old version, which is void. Everybody is asked to sign the new one; the member is
        told on the page where they are, and by mail only if that does not take the link away that they are using.
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        self._move_to("void")
        mentorship._drop_activities("hr_mentorship.mail_activity_type_sign_agreement")
        agreement = self._draft_next()
        agreement._ask_to_sign()
        told = mentorship.member_ids.filtered(lambda other: other != member or other.has_login)
        told._send("hr_mentorship.mail_template_agreement_adjusted")
        return agreement

    def _draft_next(self, **vals):
        """Return a new version of this agreement with the same content, which nobody has signed yet."""
        self.ensure_one()
        self.flush_recordset(["state"])  # an unsigned version must have gone before its successor comes
        mentorship = self.mentorship_id
        return self.copy(
            {
                "version": max(mentorship.agreement_ids.mapped("version")) + 1,
                "template_id": (self.template_id or mentorship.program_id.agreement_template_id).id,
                "sign_until": self._get_sign_until(mentorship),
                "replaces_id": self._get_compared().id,
                **vals,
            }
        )

    def _get_compared(self):
        """Return the version that the next one shows its difference to."""
        return self

    def _ask_to_sign(self):
        """Give every member with a user a to-do; the mail is up to the caller, as it says why."""
        for mentorship in self.mentorship_id:
            agreement = self.filtered(lambda agreement, m=mentorship: agreement.mentorship_id == m)
            mentorship._schedule_activities(
                "hr_mentorship.mail_activity_type_sign_agreement",
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
