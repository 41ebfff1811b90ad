import logging
from datetime import datetime, time, timedelta

import pytz
from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ...scheduling import WORKDAYS, wall_at
from ..common.own_context import Own, get_own
from ..common.private_fields import ReaderOne2many
from ..common.spoken import choose_language, say_day

_logger = logging.getLogger(__name__)
DROP_AFTER = timedelta(days=14)
"""A line that reached nobody by then is no news any more."""
FORGET_AFTER = timedelta(days=90)
SUBJECT_LENGTH = 70
"""Of longer ones most people see the beginning alone."""
READ_OUT = "mentorship_read_out"


class ReadOut(Own):
    """Keeps the lines of mails while these are made, by digest and language; stands in the context as ``READ_OUT``."""

    def __init__(self):
        self.lines = {}


class HrMentorshipDigest(models.Model):
    """The one mail that a person gets from us on a day, with everything that there is to tell.

    The database holds one a person and day, made in the transaction that makes the mail: however often the job is
    killed, and however many of it run, nobody gets a second one.
    """

    _name = "hr.mentorship.digest"
    _inherit = "hr.mentorship.letterbox.mixin"
    _description = "Daily Mentorship Mail"
    _rec_name = "day"
    _order = "day desc, id desc"

    partner_id = fields.Many2one("res.partner", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True)
    notice_ids = ReaderOne2many("hr.mentorship.notice", "digest_id", readonly=True)
    can_stop = fields.Boolean(compute="_compute_can_stop", help="The reader has a profile, on which reminders end.")

    _one_a_day = models.Constraint("UNIQUE(partner_id, day)", "Nobody gets two of these mails on one day.")

    @api.depends_context("lang")
    @api.depends("day")
    def _compute_display_name(self):
        for digest in self:
            digest.display_name = say_day(self.env, digest.day)

    # -- the daily job

    @api.model
    def _cron_send(self, batch_size=100):
        """Send what has gathered, to everybody whose hour has come; batch by batch, with a commit after each."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self._count_waiting())
        for day, programs in self._get_due_programs():
            last_id = 0
            while partner_ids := self._find_due_partners(day, programs, last_id, batch_size):
                last_id = partner_ids[-1]
                try:
                    self._send_to(partner_ids, day)
                    self.env.flush_all()
                except (IntegrityError, OperationalError):
                    # Another run of this job has sent the same mails since this transaction has begun
                    _logger.info("Mails of %s people are left to another run.", len(partner_ids), exc_info=True)
                    self.env.cr.rollback()
                    continue
                if not cron._commit_progress(len(partner_ids), remaining=self._count_waiting()):
                    return
        self._drop_stale()
        cron._commit_progress(remaining=0)

    @api.model
    def _count_waiting(self):
        [(count,)] = self.env["hr.mentorship.notice"]._read_group(
            [("state", "=", "queued")], aggregates=["partner_id:count_distinct"]
        )
        return count

    @api.model
    def _get_due_programs(self):
        """Return the days on which mails leave now, each with the programs whose hour has come in their company."""
        notices = self.env["hr.mentorship.notice"]
        by_day = {}
        for [program] in notices._read_group([("state", "=", "queued")], ["program_id"]):
            now = wall_at(fields.Datetime.now(), program.company_id._get_mentorship_tz())
            if now.hour >= program.digest_hour:
                by_day[now.date()] = by_day.get(now.date(), program.browse()) + program
        return sorted(by_day.items())

    @api.model
    def _find_due_partners(self, day, programs, after_id, limit):
        """Return the ids of people with something to tell who got no mail today, in their order."""
        self.env["hr.mentorship.notice"].flush_model(["state", "partner_id", "program_id"])
        self.flush_model(["partner_id", "day"])
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT notice.partner_id
                  FROM hr_mentorship_notice notice
                 WHERE notice.state = 'queued'
                   AND notice.program_id = ANY(%s)
                   AND notice.partner_id > %s
                   AND NOT EXISTS (SELECT FROM hr_mentorship_digest digest
                                    WHERE digest.partner_id = notice.partner_id AND digest.day = %s)
              ORDER BY notice.partner_id
                 LIMIT %s
                """,
                list(programs.ids),
                after_id,
                day,
                limit,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _send_to(self, partner_ids, day):
        """Make the mails of these people, and mark their lines as sent, in one transaction."""
        notices = self.env["hr.mentorship.notice"].search(
            [("state", "=", "queued"), ("partner_id", "in", partner_ids)], order="id"
        )
        locked = notices.try_lock_for_update(allow_referencing=True)
        # A person whose lines are being worked on elsewhere is left to that run, or to the next one
        busy = (notices - locked).partner_id
        notices = notices.filtered(lambda notice: notice.partner_id not in busy)
        untrue = notices - notices._filter_true()
        untrue._move_to("dropped", is_dismissed=True)
        unwanted = (notices - untrue)._filter_unwanted()
        unwanted._move_to("dropped")
        by_partner = (notices - untrue - unwanted).grouped("partner_id")
        resting = self._get_partners_with_day_off(list(by_partner), day)
        by_partner = {
            partner: lines
            for partner, lines in by_partner.items()
            if partner.email_normalized
            and not any(member._has_lost_address() for member in lines.member_id)
            and (partner not in resting or lines._has_urgent())
        }
        digests = self.create(
            [
                {"partner_id": partner.id, "company_id": lines[0].company_id.id, "day": day}
                for partner, lines in by_partner.items()
            ]
        )
        for digest in digests:
            # Written with one UPDATE a digest, as the value differs; the mails cost more by far
            by_partner[digest.partner_id]._move_to("sent", digest_id=digest.id)
        if digests:
            digests._make_mails()
        return digests

    def _make_mails(self):
        """Queue the mails, and note whose personal links are put into them as they leave."""
        # The subject and the body say the same lines: read out once for both
        templates = self.env["mail.template"].with_context(**{READ_OUT: ReadOut()})
        send, digest_mail = templates._send_of_mentorship, "hr_mentorship.mail_template_digest"
        with_links = {digest: digest.notice_ids.filtered(lambda notice: notice._brings_link()) for digest in self}
        contents = []
        plain = self.filtered(lambda digest: not with_links[digest])
        if plain:
            send(digest_mail, plain.ids)
        for company, digests in (self - plain).grouped("company_id").items():
            values = self.env["hr.mentorship.letter"]._get_mail_values(company)
            for mail in send(digest_mail, digests.ids, **values):
                contents += [
                    (mail, notice._get_link_holder(), notice._get_purpose(), notice._get_link_placeholder())
                    for notice in with_links[self.browse(mail.res_id)]
                ]
        self.env["hr.mentorship.letter"]._queue(contents)

    @api.model
    def _get_partners_with_day_off(self, partners, day):
        """Return those of ``partners`` who do not work on ``day`` by their own calendar, leaves included."""
        employees = self.env["res.partner"].union(*partners)._find_mentorship_employees().with_env(self.env)
        off = self.env["res.partner"]
        working = self.env["res.partner"]
        for tz_name, group in employees.grouped(lambda employee: employee.tz or "UTC").items():
            tz = pytz.timezone(tz_name)
            start = tz.localize(datetime.combine(day, time.min))
            end = tz.localize(datetime.combine(day, time.max))
            intervals, _calendars = group.resource_id._get_valid_work_intervals(start, end)
            for employee in group:
                person = employee._get_mentorship_partner()
                if not employee.resource_calendar_id:
                    works = day.weekday() in WORKDAYS  # without a calendar, the days on which most people work
                else:
                    works = bool(intervals[employee.resource_id.id])
                if works:
                    working |= person
                else:
                    off |= person
        return off - working

    @api.model
    def _drop_stale(self):
        """Forget lines that nobody could be told: no mail address, or away for weeks."""
        self.env["hr.mentorship.notice"].search(
            [("state", "=", "queued"), ("create_date", "<", fields.Datetime.now() - DROP_AFTER)]
        )._move_to("dropped")

    @api.autovacuum
    def _gc_digests(self):
        long_ago = fields.Datetime.now() - FORGET_AFTER
        self.env["hr.mentorship.notice"].search([("state", "!=", "queued"), ("create_date", "<", long_ago)]).unlink()
        self.search([("create_date", "<", long_ago)]).unlink()

    # -- what the mail says

    @api.depends("partner_id")
    def _compute_can_stop(self):
        employees = self.partner_id._find_mentorship_profiles().employee_id
        readers = (employees.work_contact_id | employees.user_id.partner_id).ids
        for digest in self:
            digest.can_stop = digest.partner_id.id in readers

    def _get_lang(self):
        self.ensure_one()
        member = self.notice_ids.member_id[:1]
        langs = self.partner_id.user_ids[:1].lang, self.partner_id.lang, member and member._get_lang()
        return choose_language(self.env, *langs)

    def _get_lines(self):
        """Return what there is to tell, the most urgent first; called by the template in the reader's language."""
        self.ensure_one()
        read_out = get_own(self.env, READ_OUT, ReadOut) or ReadOut()
        key = self.id, self.env.context.get("lang")
        if key not in read_out.lines:
            read_out.lines[key] = self.notice_ids._read_out()
        return read_out.lines[key]

    def _get_subject(self):
        lines = self._get_lines()
        subjects = [line["subject"] for line in lines[:1]]
        if len(lines) > 1:
            more = len(lines) - 1
            subjects.insert(0, self.env._("%(subject)s (and %(count)s more)", subject=subjects[0], count=more))
        # With long names the most urgent line stands in the mail alone: a subject that is cut off says less than a
        # short one
        whole = (subject for subject in subjects if len(subject) < SUBJECT_LENGTH)
        return next(whole, self.env._("News of your mentorship"))

    def _get_stop_url(self):
        """Return the address of the page on which a person chooses which mails they get, without a log-in."""
        self.ensure_one()
        if not self.can_stop:
            return ""
        return f"{self.get_base_url()}/mentorship/reminders/{self.partner_id.id}/{self.partner_id._sign_reminders()}"

    def _get_stop_links(self):
        """Return for each kind of this mail that its reader may do without the name, and the address to stop it.

        :rtype: list[tuple[str, str]]
        """
        url = self._get_stop_url()
        if not url:
            return []
        there = set(self.notice_ids._get_optional_kinds().values())
        names = self.env["hr.mentorship.profile"]._get_names_of_mail_kinds()
        return [(name, f"{url}?kind={kind}") for kind, name in names.items() if kind in there]
