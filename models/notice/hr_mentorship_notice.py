import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date, format_datetime, format_list

from ..common.client_actions import reload
from ..link.mail_mail import LINK_PLACEHOLDER
from .hr_mentorship_profile import REMINDERS

_logger = logging.getLogger(__name__)
INSERT_AT_ONCE = 1000


@dataclass(frozen=True)
class NoticeText:
    """What a line of one kind says, in the language of the environment that made it.

    All of it may hold placeholders: ``%(partner)s``, ``%(program)s``, ``%(pair)s``, ``%(day)s`` (of the check-in), and
    whatever is given to ``_notify``.
    """

    text: str
    """The sentence, or two."""
    subject: str = ""
    """What the mail is called where this line is its most urgent one. Each kind has its own: no part of ``text`` would
    do, as a sentence does not end at the point of “30. November” or “Dr. Demo”."""
    button: str = ""
    target: str = "mentorship"
    """What the button opens for people with a user: mentorship, checkin, program, or a path."""
    choices: tuple = ()
    """Further buttons, as pairs of label and path."""
    purpose: str = ""
    """The personal link that people without a user get instead; none, no button."""
    rank: int = 10
    """Lines with a higher rank stand further up."""
    is_urgent: bool = False
    """Goes out on a day off as well."""
    is_essential: bool = False
    """Goes to people as well who want no reminders."""
    mail_kind: str = ""
    """Which of the profile's kinds of mail it is of, which people may do without: their reminders unless it says so."""
    checkin_states: tuple = ()
    """States of the check-in in which the line is still true when the mail leaves; any if empty."""
    mentorship_states: tuple = ()
    """The same for the mentorship."""
    asks: bool = False
    """Whether the reader is asked to do something: such a line stays on the overview until that is done, any other one
    until it has been opened."""
    has_card: bool = False
    """What it asks for stands on the overview anyway, with a button of its own."""
    holds: Callable | None = None
    """Whether the line of a notice is still true beside the states, as a function of the notice in sudo: nobody is
    asked for what they have done."""
    is_of_company: bool = False
    """Is not about the program that it came from, like points and rewards: the mail names the company below it."""
    shows_meeting: bool = False
    """Says as well at what time and where the check-in is, with a link into its video call."""

    def get_mail_kind(self):
        """Return the kind by which people do without such lines; empty for what reaches everybody."""
        return self.mail_kind or ("" if self.is_essential else REMINDERS)

    def with_words(self, words):
        """The same with somebody's own words, if there are any."""
        return replace(self, text=words) if words else self


def adding_kinds(kinds):
    """Return how ``kind`` is extended by these pairs of key and label; with a kind its lines go as well."""
    return {"selection_add": kinds, "ondelete": dict.fromkeys(dict(kinds), "cascade")}


NEWS_FOR = timedelta(days=7)
NEWS_AT_ONCE = 6


class HrMentorshipNotice(models.Model):
    """One line that waits for the next daily mail of a person, or has been in one.

    Members are told by ``member._notify()``, people who wait for a match by ``participant._notify()``, program managers
    by ``program._notify_managers()``. A line keeps no words
    but the values to put into them: it is read out in the language of its reader when the mail leaves. The same line
    is queued once; queued again before the mail leaves, its values are the newer ones.
    """

    _name = "hr.mentorship.notice"
    _description = "Line of a Daily Mentorship Mail"
    _inherit = ["hr.mentorship.lifecycle.mixin"]
    _rec_name = "kind"
    _order = "id desc"

    kind = fields.Selection(
        [
            ("sign_reminder", "Agreement to sign"),
            ("ended", "Mentorship ended early"),
            ("completed", "Mentorship completed"),
            ("thanked", "Thank-you received"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("queued", "Waiting"), ("sent", "Sent"), ("dropped", "Dropped")],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    key = fields.Char(required=True, readonly=True, help="The same for what would be the same line twice.")
    # A person, not a seat: somebody with several mentorships, or who manages programs as well, gets one mail
    partner_id = fields.Many2one("res.partner", readonly=True, index=True, ondelete="cascade")
    member_id = fields.Many2one("hr.mentorship.member", readonly=True, index=True, ondelete="cascade")
    participant_id = fields.Many2one(
        "hr.mentorship.participant", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    mentorship_id = fields.Many2one("hr.mentorship", readonly=True, index=True, ondelete="cascade")
    checkin_id = fields.Many2one("hr.mentorship.checkin", readonly=True, index=True, ondelete="cascade")
    params = fields.Json(readonly=True)
    digest_id = fields.Many2one("hr.mentorship.digest", readonly=True, index=True, ondelete="set null")
    is_dismissed = fields.Boolean(readonly=True, help="The reader has put it away on My Mentorship.")
    text = fields.Text(compute="_compute_text")
    button_label = fields.Char(compute="_compute_text")

    _queued_once = models.UniqueIndex("(key) WHERE state = 'queued'", "This line waits for its mail already.")

    @api.model
    def _get_notice_texts(self):
        """Return what each kind of line says, in the language of the environment.

        :rtype: dict[str, NoticeText]
        """
        return {
            "sign_reminder": NoticeText(
                text=self.env._(
                    "Your mentorship agreement with %(partner)s waits for your signature until %(sign_until)s."
                ),
                subject=self.env._("Please sign your mentorship agreement with %(partner)s"),
                button=self.env._("Read and sign"),
                purpose="sign",
                rank=60,
                is_essential=True,
                mentorship_states=("agreement", "active"),
                asks=True,
                has_card=True,
            ),
            "ended": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s has ended earlier than planned. Nobody has to "
                    "explain why, and it says nothing about you. Meetings that were planned are cancelled."
                ),
                subject=self.env._("Your mentorship in %(program)s has ended"),
                button=self.env._("Open the mentorship"),
                rank=75,
                is_essential=True,
                mentorship_states=("ended",),
            ),
            "completed": NoticeText(
                text=self.env._(
                    "You and %(partner)s have completed your mentorship in %(program)s. Congratulations! One thing "
                    "remains: a few words of thanks to each other."
                ),
                subject=self.env._("Congratulations on your mentorship!"),
                button=self.env._("Write a thank-you"),
                rank=70,
                is_essential=True,
                mentorship_states=("completed",),
                asks=True,
                has_card=True,
                holds=lambda notice: not notice.member_id.thanked_on,
            ),
            "thanked": NoticeText(
                text=self.env._("%(partner)s has written you a thank-you."),
                subject=self.env._("A thank-you for you"),
                button=self.env._("Read it"),
                rank=65,
                mail_kind="thanks",
            ),
        }

    @api.model
    def _get_notice_kinds(self):
        """Return the kinds of lines for what does not hang on the language; read out once a request."""
        return self.with_context(lang=None)._get_notice_texts()

    # -- queueing

    @api.model
    def _queue(self, lines):
        """Queue lines, each once, in a handful of statements.

        In SQL, where two transactions that queue the same line at once do not fail: the second one waits for the
        first, and is run again by Odoo.

        :param lines: list of dicts with ``kind``, ``program_id``, ``company_id``, ``partner_id``, ``params`` and, as
            far as there are any, ``member_id``, ``participant_id``, ``user_id``, ``mentorship_id`` and ``checkin_id``
        """
        rows = {}
        for line in lines:
            params = self._to_json(line.get("params") or {})
            key = self._get_key(line, params)
            rows[key] = (
                line["kind"],
                key,
                line.get("partner_id") or None,
                line.get("member_id") or None,
                line.get("participant_id") or None,
                line.get("user_id") or None,
                line["program_id"],
                line["company_id"],
                line.get("mentorship_id") or None,
                line.get("checkin_id") or None,
                Json(params),
            )
        values = list(rows.values())
        ids = []
        for start in range(0, len(values), INSERT_AT_ONCE):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO hr_mentorship_notice
                           (kind, key, partner_id, member_id, participant_id, user_id, program_id, company_id,
                            mentorship_id, checkin_id, params, state, create_uid, write_uid, create_date, write_date)
                         VALUES %s
                    ON CONFLICT (key) WHERE state = 'queued'
                      DO UPDATE SET params = excluded.params, write_date = excluded.write_date
                      RETURNING id
                    """,
                    SQL(", ").join(
                        SQL(
                            "(%s, 'queued', %s, %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')",
                            SQL(", ").join(SQL("%s", value) for value in row),
                            self.env.uid,
                            self.env.uid,
                        )
                        for row in values[start : start + INSERT_AT_ONCE]
                    ),
                )
            )
            ids += [row[0] for row in self.env.cr.fetchall()]
        self.invalidate_model()
        return self.browse(ids)

    @api.model
    def _get_key(self, line, params):
        """Of one check-in a person reads one line of each kind; of anything else, one line with the same values."""
        whom = next(f"{who}-{line[f'{who}_id']}" for who in ("member", "participant", "user") if line.get(f"{who}_id"))
        if line.get("checkin_id"):
            what = f"checkin-{line['checkin_id']}"
        else:
            digest = hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()[:16]
            what = f"mentorship-{line.get('mentorship_id') or 0}-{digest}"
        return f"{line['kind']}/{whom}/{what}"

    @api.model
    def _to_json(self, params):
        """Dates stay dates, to be written in the way of the reader; people become their names."""

        def convert(value):
            if isinstance(value, datetime):
                return {"datetime": fields.Datetime.to_string(value)}
            if isinstance(value, date):
                return {"date": fields.Date.to_string(value)}
            if isinstance(value, models.BaseModel):
                return ", ".join(value.sudo().mapped("display_name"))
            return value

        return {name: convert(value) for name, value in params.items()}

    # -- reading out

    def _read_out(self):
        """Return what the lines say, in the language of the environment, the most urgent first.

        :rtype: list[dict] of ``notice``, ``text``, ``details``, ``subject``, ``button``, ``url``, ``choices``,
            ``source``, ``kind``
        """
        texts = self._get_notice_texts()
        lines = []
        for notice in self:
            kind = notice._get_text(texts)
            values = notice._get_values()
            url = notice._get_url(kind)
            lines.append(
                {
                    "notice": notice,
                    "text": notice._fill_in(kind.text, values),
                    "details": notice._get_details(kind),
                    "subject": notice._fill_in(kind.subject or self.env._("Your mentorship"), values),
                    "button": kind.button if url else "",
                    "url": url,
                    "choices": notice._get_choices(kind) + notice._get_join_link(kind) if url else [],
                    "source": (notice.company_id if kind.is_of_company else notice.program_id).name,
                    "kind": kind,
                }
            )
        return sorted(lines, key=lambda line: (-line["kind"].rank, line["notice"].id))

    def _get_text(self, texts):
        """Hook: the words of this very line; ``texts`` has those of its kind."""
        self.ensure_one()
        return texts[self.kind]

    def _get_values(self):
        self.ensure_one()
        lang = self.env.context.get("lang")
        mentorship = self.mentorship_id
        others = self.member_id._partners() if self.member_id else mentorship.member_ids
        values = defaultdict(str)
        values.update(
            partner=format_list(self.env, others.employee_id.mapped("name")),
            program=self.program_id.name,
            pair=mentorship.name or "",
        )
        values.update({name: self._to_words(value, lang) for name, value in (self.params or {}).items()})
        return values

    @api.model
    def _say_day(self, day, lang):
        # With its weekday, by which people know their days
        return format_date(self.env, day, lang_code=lang, date_format="full")

    def _to_words(self, value, lang):
        if isinstance(value, dict) and "date" in value:
            return self._say_day(value["date"], lang)
        if isinstance(value, dict) and "datetime" in value:
            moment = fields.Datetime.to_datetime(value["datetime"])
            return format_datetime(self.env, moment, tz=self._get_tz(), dt_format="medium", lang_code=lang)
        return value

    def _get_tz(self):
        someone = self.member_id or self.participant_id
        return (self.user_id or someone.user_id).tz or someone.employee_id.tz or self.company_id.partner_id.tz or "UTC"

    def _fill_in(self, text, values):
        """One line with a broken placeholder, of a text that somebody has changed, must not stop all mails."""
        try:
            return text % values
        except (TypeError, ValueError, KeyError):
            _logger.warning("Cannot fill in the text of a notice of the kind %s: %s", self.kind, text)
            return text

    def _get_url(self, kind):
        """Return what the button opens; the placeholder of a personal link for people without a user."""
        self.ensure_one()
        base = self.get_base_url()
        holder = self._get_link_holder()
        if holder and not holder.has_login:
            return f"{base}{self._get_link_placeholder()}" if self._brings_link() else ""
        if self.participant_id and not self.participant_id.user_id:
            return ""  # there is nothing to open without a user before somebody is a member
        if kind.target.startswith("/"):
            return f"{base}{kind.target % self._get_ids()}"
        record = self._get_target(kind)
        return f"{base}/mail/view?model={record._name}&res_id={record.id}" if record else ""

    def _get_choices(self, kind):
        """Return label and address of the further buttons; people without a user have them on their page."""
        if self.member_id and not self.member_id.has_login:
            return []
        return [(label, f"{self.get_base_url()}{path % self._get_ids()}") for label, path in kind.choices]

    def _get_ids(self):
        return {"checkin_id": self.checkin_id.id, "mentorship_id": self.mentorship_id.id}

    @api.model
    def _check_placeholders(self, text, names):
        """Refuse words that could not be filled in, and say what is wrong with them."""
        known = [f"%({name})s" for name in names]
        for placeholder in (*known, "%%"):
            text = text.replace(placeholder, "")
        if "%" in text:
            raise ValidationError(
                self.env._(
                    "These words cannot be filled in. They may contain %(names)s, written exactly like this; a percent "
                    "sign by itself is written twice.",
                    names=", ".join(known),
                )
            )

    def _get_target(self, kind):
        if kind.choices:
            return self.checkin_id  # which offers all of them
        return {"checkin": self.checkin_id, "program": self.program_id}.get(kind.target) or self.mentorship_id

    def _get_purpose(self):
        self.ensure_one()
        return self._get_text(self._get_notice_kinds()).purpose

    def _brings_link(self):
        """Whether the button of this line is a personal link: of somebody without a user, in their own mailbox."""
        self.ensure_one()
        holder = self._get_link_holder()
        return (
            bool(holder and self._get_purpose())
            and not holder.has_login
            and self.partner_id == holder._get_link_partner()
            and bool(holder._get_link_address())
        )

    def _get_link_holder(self):
        """Hook: return whose personal link the line brings, if it brings one."""
        self.ensure_one()
        return self.member_id

    def _get_link_placeholder(self):
        self.ensure_one()
        return f"{LINK_PLACEHOLDER}/{self.id}"

    def _get_details(self, kind):
        """Hook: return further lines under this one, as when and where a meeting is."""
        return []

    def _get_join_link(self, kind):
        """Hook: return label and address of a meeting by video, for those who take part in it."""
        return []

    # -- What becomes of the lines when the mail leaves.

    @api.depends_context("lang", "uid")
    @api.depends("kind", "params")
    def _compute_text(self):
        # sudo: who reads the line may read what it says; a line names people and programs alone
        self.update({"text": False, "button_label": False})
        for line in self.sudo()._read_out():
            notice = self.browse(line["notice"].id)
            # On the overview one button leads to the choices, where a mail has a button for each
            notice.text = "\n".join([line["text"], *line["details"]])
            notice.button_label = self.env._("Choose") if line["choices"] else line["button"]

    @api.model
    def _find_my_news(self):
        """Return what the current user was told lately and has not put away, as far as it still holds."""
        lines = self.search(
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("is_dismissed", "=", False),
                ("create_date", ">=", fields.Datetime.now() - NEWS_FOR),
            ]
        )
        return lines._filter_true()[:NEWS_AT_ONCE]

    def _has_card(self, kind):
        """Hook: whether what this line of the reader asks for stands on the overview anyway."""
        self.ensure_one()
        return kind.has_card

    def action_dismiss(self):
        """Put lines away, of the overview alone; whoever reads them is the one they are for."""
        self.check_access("read")
        self.sudo().is_dismissed = True  # sudo: users write no lines but through this step
        return reload()

    def action_go(self):
        """Open what the line is about; one that asks for nothing has been read then, and goes."""
        self.ensure_one()
        self.check_access("read")
        text = self._get_text(self._get_notice_texts())
        if not text.asks:
            self.sudo().is_dismissed = True  # sudo: see action_dismiss
        return self._get_action(text)

    def _get_action(self, text):
        """Return what the button of the line does inside Odoo."""
        if text.target.startswith("/") and not text.choices:
            return {"type": "ir.actions.act_url", "url": text.target % self._get_ids(), "target": "self"}
        record = self._get_target(text)
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _filter_true(self):
        """Return the lines that still hold: nobody is reminded of what is done."""
        kinds = self._get_notice_kinds()
        by_purpose = self.filtered("member_id").grouped(lambda notice: kinds[notice.kind].purpose)
        awaiting = {
            purpose: lines.member_id._filter_awaiting(purpose) for purpose, lines in by_purpose.items() if purpose
        }

        def is_true(notice):
            kind = kinds[notice.kind]
            if notice.member_id and kind.purpose and notice.member_id not in awaiting[kind.purpose]:
                return False
            # sudo: whether the reader has done it, whatever of it they may read; nothing is given away by it
            if kind.holds and not kind.holds(notice.sudo()):
                return False
            return (not kind.checkin_states or notice.checkin_id.state in kind.checkin_states) and (
                not kind.mentorship_states or notice.mentorship_id.state in kind.mentorship_states
            )

        return self.filtered(is_true)

    def _filter_unwanted(self):
        """Return the lines of people who want none of their kind; what they need to know is not among them.

        What somebody reads as a program manager is work, and no matter of their profile.
        """
        profiles = self.partner_id._find_mentorship_profiles()
        refusing = {
            mail_kind: people.user_id.partner_id | people.work_contact_id
            for mail_kind, field in profiles._get_mail_kinds().items()
            for people in [profiles.filtered(lambda profile, field=field: not profile[field]).employee_id]
        }
        optional = self._get_optional_kinds()
        return self.filtered(
            lambda notice: notice.partner_id in refusing.get(optional[notice], self.partner_id.browse())
        )

    def _get_optional_kinds(self):
        """Return for each line by which kind of mail its reader does without it; empty for what reaches them anyway.

        :rtype: dict[hr.mentorship.notice, str]
        """
        kinds = self._get_notice_kinds()
        # Whoever waits for a match is told nothing but what they have to know, unless it is of a kind by name
        return {
            notice: kinds[notice.kind].get_mail_kind()
            if notice.member_id or (notice.participant_id and kinds[notice.kind].mail_kind)
            else ""
            for notice in self
        }

    def _has_urgent(self):
        kinds = self._get_notice_kinds()
        return any(kinds[notice.kind].is_urgent for notice in self)
