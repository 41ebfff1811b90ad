import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date, format_datetime

from .mail_mail import LINK_PLACEHOLDER

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
    shows_meeting: bool = False
    """Says as well at what time and where the check-in is, with a link into its video call."""

    def with_words(self, words):
        """The same with somebody's own words, if there are any."""
        return replace(self, text=words) if words else self


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

    kind = fields.Selection([("sign_reminder", "Agreement to sign")], required=True, readonly=True)
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
        whom = next(
            f"{who}-{line[f'{who}_id']}" for who in ("member", "participant", "user") if line.get(f"{who}_id")
        )
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

        :rtype: list[dict] of ``notice``, ``text``, ``details``, ``subject``, ``button``, ``url``, ``choices``, ``kind``
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
            partner=", ".join(others.employee_id.mapped("name")),
            program=self.program_id.name,
            pair=mentorship.name or "",
            day=self._say_day(self.checkin_id.planned_date, lang) if self.checkin_id else "",
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
        if self.member_id and not self.member_id.has_login:
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

    def _get_details(self, kind):
        """Return when and where the meeting of the line is, as far as that is agreed."""
        checkin = self.checkin_id
        if not kind.shows_meeting or not self.member_id or not checkin:
            return []
        modes = dict(checkin._fields["meeting_mode"]._description_selection(self.env))
        place = ", ".join(filter(None, [modes.get(checkin.meeting_mode), checkin.meeting_location]))
        when = ""
        if checkin.planned_at:
            tz = self._get_tz()
            when = self.env._("%(when)s (%(time_zone)s)", when=checkin._describe_time(tz), time_zone=tz)
        return [line for line in (when, place) if line]

    def _get_join_link(self, kind):
        """Return label and address of the video call of the meeting, for those who take part in it."""
        if not kind.shows_meeting or not self.member_id or self.checkin_id.meeting_mode != "video":
            return []
        # sudo: the event is private, and the line is for one of its members
        link = self.sudo().checkin_id.event_id.videocall_location
        return [(self.env._("Join the video call"), link)] if link else []

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
        member = self.member_id
        return (
            bool(member and self._get_purpose())
            and not member.has_login
            and self.partner_id == member._get_link_partner()
            and bool(member._get_link_address())
        )

    def _get_link_placeholder(self):
        self.ensure_one()
        return f"{LINK_PLACEHOLDER}/{self.id}"


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _get_person(self):
        """Return the address of whoever sits here, the same in all of their mentorships."""
        self.ensure_one()
        return self.user_id.partner_id or self.employee_id.work_contact_id

    def _notify(self, kind, checkin=None, **params):
        """Tell these members something in their next daily mail.

        :param str kind: of ``hr.mentorship.notice``
        :param checkin: the check-in that it is about: one for all, or None
        :param params: values for the placeholders of the text; dates are written in the way of the reader
        """
        # sudo: the lines are ours, for whoever they concern; the callers have checked what happened
        members_sudo = self.sudo()
        return (
            self.env["hr.mentorship.notice"]
            .sudo()
            ._queue(
                [
                    {
                        "kind": kind,
                        "partner_id": member._get_person().id,
                        "member_id": member.id,
                        "program_id": member.program_id.id,
                        "company_id": member.company_id.id,
                        "mentorship_id": member.mentorship_id.id,
                        "checkin_id": checkin.id if checkin else None,
                        "params": params,
                    }
                    for member in members_sudo
                ]
            )
        )


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    def _notify(self, kind, **params):
        """Tell these participants something in their next daily mail that is about no mentorship.

        :param str kind: of ``hr.mentorship.notice``
        :param params: as of ``member._notify``
        """
        return (
            self.env["hr.mentorship.notice"]
            .sudo()
            ._queue(
                [
                    {
                        "kind": kind,
                        "partner_id": (participant.user_id.partner_id or participant.employee_id.work_contact_id).id,
                        "participant_id": participant.id,
                        "program_id": participant.program_id.id,
                        "company_id": participant.company_id.id,
                        "params": params,
                    }
                    for participant in self.sudo()  # sudo: see member._notify
                ]
            )
        )


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    def _notify_managers(self, kind, mentorship=None, checkin=None, **params):
        """Tell the managers of these programs something in their next daily mail; see ``member._notify``."""
        return (
            self.env["hr.mentorship.notice"]
            .sudo()
            ._queue(
                [
                    {
                        "kind": kind,
                        "partner_id": user.partner_id.id,
                        "user_id": user.id,
                        "program_id": program.id,
                        "company_id": program.company_id.id,
                        "mentorship_id": mentorship.id if mentorship else None,
                        "checkin_id": checkin.id if checkin else None,
                        "params": params,
                    }
                    for program in self.sudo()  # sudo: see member._notify
                    for user in program.manager_ids
                ]
            )
        )
