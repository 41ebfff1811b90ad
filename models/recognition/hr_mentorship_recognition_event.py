import logging

import psycopg2
from psycopg2 import errors

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..common.spoken import choose_language
from .event_queries import QUERIES, UNDONE
from .hr_mentorship_recognition_rule import EVENTS

_logger = logging.getLogger(__name__)

BATCH = 1000
"""Payments of one transaction."""


class HrMentorshipRecognitionEvent(models.AbstractModel):
    """Finds what has happened that a rule pays for, and what has been undone.

    An event is a fact in the tables of other rooms, confirmed there; nothing of it is kept here but the key of what
    has been paid. So a payment can be looked for at any time, again, in whatever order: it is made once. The job runs
    every night, and within a minute after a step that may be worth something; no step waits for it or fails with it.
    """

    _name = "hr.mentorship.recognition.event"
    _description = "Mentorship Recognition Event"

    # -- what is due for it

    @api.model
    def _fit(self, event, program=None, ruling=None):
        """Return a query of what the rules pay for ``event``, ``kept`` within their limits for each person.

        :param program: what this one would have cost, whatever has been paid and since whenever recognition is on
        :param ruling: … with the rules of this program
        """
        live = SQL("program.has_recognition AND program.active AND event.day >= program.recognition_since")
        return SQL(
            """
            WITH event AS (%(query)s
            ), paid AS (
                SELECT wallet.employee_id, entry.rule_id, SPLIT_PART(entry.event_key, '#', 1) AS event_key,
                       CASE WHEN %(event)s != 'meetings_held' THEN SPLIT_PART(entry.event_key, ':', 2) END AS source,
                       rule.program_id IS NULL AS is_of_company, rule.active IS NOT TRUE AS is_over,
                       entry.event_date,
                       back.id IS NULL OR back.event_key LIKE 'review/%%' AS stands  -- decided once for all
                  FROM hr_mentorship_wallet_entry entry
                  JOIN hr_mentorship_wallet wallet ON wallet.id = entry.wallet_id
                  JOIN hr_mentorship_recognition_rule rule ON rule.id = entry.rule_id
             LEFT JOIN hr_mentorship_wallet_entry back ON back.reverses_id = entry.id
                 WHERE entry.kind = 'earn' AND entry.event_key LIKE %(prefix)s AND NOT %(is_simulation)s
            ), fitting AS (
                SELECT event.*, rule.id AS rule_id, rule.points, rule.badge_id, rule.cap,
                       rule.program_id IS NULL AS is_of_company,
                       CASE WHEN rule.cap_period != 'ever' THEN DATE_TRUNC(rule.cap_period, event.day) END AS period,
                       CONCAT(%(event)s, ':', event.source_id, CASE WHEN %(event)s = 'checkin_streak' THEN ':' ||
                           ROW_NUMBER() OVER (PARTITION BY rule.id, event.employee_id, event.source_id
                                                  ORDER BY event.day, event.position) END, ':r', rule.id) AS event_key
                  FROM event
                  JOIN hr_mentorship_program program ON program.id = event.program_id AND %(programs)s
                  JOIN hr_mentorship_recognition_rule rule
                    ON rule.event = %(event)s AND rule.active AND rule.is_paused IS NOT TRUE
                   AND (rule.role IS NULL OR rule.role = event.role)
                   AND (event.position IS NULL OR event.position %% rule.every = 0)
                   AND (%(is_simulation)s OR (event.day >= rule.counts_from
                                              AND event.day >= COALESCE(rule.start_date, event.day)
                                              AND event.day <= COALESCE(rule.end_date, event.day)))
                   AND (rule.program_id = %(ruling)s OR (
                           rule.program_id IS NULL
                           AND COALESCE(rule.company_id, program.company_id) = program.company_id
                           AND NOT EXISTS (
                                   SELECT FROM hr_mentorship_recognition_rule own
                                    WHERE own.program_id = %(ruling)s AND own.event = rule.event AND own.active)))
                 WHERE rule.program_id IS NULL OR NOT EXISTS (  -- nobody is paid by rules of their own making
                           SELECT FROM hr_employee person
                            WHERE person.id = event.employee_id
                              AND (person.user_id = rule.create_uid
                                   OR EXISTS (SELECT FROM hr_mentorship_program_manager_rel
                                               WHERE hr_mentorship_program_id = program.id
                                                 AND res_users_id = person.user_id)))
            ), looked_up AS (
                -- Sorted together, once: how many fit nobody can estimate, and a join would look through all for each
                SELECT both_of_them.*, BOOL_OR(is_paid) OVER (PARTITION BY employee_id, event_key) AS has_been_paid
                  FROM (
                        SELECT fitting.*, FALSE AS is_paid FROM fitting
                     UNION ALL
                        SELECT employee_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL,  -- of the event
                               NULL, NULL, NULL, NULL, NULL, NULL, event_key, TRUE
                          FROM paid
                         WHERE stands
                       ) both_of_them
            ), unpaid AS (
                SELECT DISTINCT ON (employee_id, event_key) fitting.*  -- a training of two programs
                  FROM looked_up AS fitting
                 WHERE NOT has_been_paid
                   AND NOT EXISTS (  -- a rule in the place of another pays nothing that the other has paid
                           SELECT FROM paid
                            WHERE paid.employee_id = fitting.employee_id
                              AND (paid.is_of_company != fitting.is_of_company OR paid.is_over)
                              AND (paid.source IS NULL OR paid.source = fitting.source_id::text)
                              AND (fitting.position IS NULL OR paid.event_date >= fitting.day)
                              AND paid.stands)
              ORDER BY employee_id, event_key, program_id
            ), kept AS (
                SELECT unpaid.*,
                       ROW_NUMBER() OVER (PARTITION BY rule_id, employee_id, period ORDER BY day, event_key) AS turn
                  FROM unpaid
            )
            """,
            event=event,
            prefix=f"{event}:%",
            query=QUERIES[event],
            is_simulation=program is not None,
            programs=live if program is None else SQL("program.id = %s", program.id),
            ruling=SQL("program.id") if program is None else ruling.id,
        )

    @api.model
    def _find_due(self, event, limit=100_000):
        """Return what is to be paid for ``event`` and has not been, the oldest first.

        :rtype: list[dict]
        """
        self.env.flush_all()
        return self._fetch(
            SQL(
                """
                %(fit)s
                SELECT kept.*,
                       (SELECT COUNT(*) FROM paid WHERE paid.employee_id = kept.employee_id
                           AND paid.event_key = kept.event_key) AS times
                  FROM kept
             LEFT JOIN hr_mentorship_recognition_budget budget ON budget.program_id = kept.program_id
                 WHERE kept.points > 0
                   AND (kept.cap = 0 OR kept.turn + (
                           SELECT COUNT(*) FROM paid
                            WHERE paid.employee_id = kept.employee_id AND paid.rule_id = kept.rule_id AND paid.stands
                              AND (kept.period IS NULL OR DATE_TRUNC(
                                      (SELECT cap_period FROM hr_mentorship_recognition_rule WHERE id = kept.rule_id),
                                      paid.event_date) = kept.period)
                       ) <= kept.cap)
                   AND (NOT kept.is_open OR budget.id IS NULL OR budget.is_fixed IS NOT TRUE OR budget.limit_points = 0
                        OR budget.granted + kept.points <= budget.limit_points)
              ORDER BY day, employee_id, event_key
                 LIMIT %(limit)s
                """,
                fit=self._fit(event),
                limit=limit,
            )
        )

    @api.model
    def _find_badges(self, event):
        """Return whom a rule gives its badge, each once."""
        self.env.flush_all()
        return self._fetch(
            SQL(
                """
                %(fit)s
                SELECT DISTINCT ON (fitting.rule_id, fitting.employee_id)
                       fitting.rule_id, fitting.employee_id, fitting.badge_id, employee.user_id, fitting.program_id
                  FROM fitting
                  JOIN hr_employee employee ON employee.id = fitting.employee_id AND employee.user_id IS NOT NULL
                 WHERE fitting.badge_id IS NOT NULL AND fitting.is_open
                   AND NOT EXISTS (
                           SELECT FROM gamification_badge_user given
                            WHERE given.recognition_rule = fitting.rule_id
                              AND given.employee_id = fitting.employee_id)
                """,
                fit=self._fit(event),
            )
        )

    @api.model
    def _simulate(self, program, ruling):
        """Return what a program would have cost with the rules of another one, by rule: points and how often.

        Without what the company pays, as no figure of a program tells of that.

        :rtype: list[tuple[hr.mentorship.recognition.rule, int, int]]
        """
        self.env.flush_all()
        found = []
        for event in QUERIES:
            rows = self._fetch(
                SQL(
                    """
                    %(fit)s
                    SELECT rule_id, SUM(points) AS points, COUNT(*) AS times
                      FROM kept WHERE is_open AND (cap = 0 OR turn <= cap) GROUP BY rule_id ORDER BY rule_id
                    """,
                    fit=self._fit(event, program, ruling),
                )
            )
            rules = self.env["hr.mentorship.recognition.rule"]
            found += [(rules.browse(row["rule_id"]), int(row["points"]), row["times"]) for row in rows]
        return found

    @api.model
    def _fetch(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()

    # -- paying it

    @api.model
    def _pay(self, event):
        """Pay what is due for ``event`` in batches; yield after each, for a commit, how many were paid and are left.

        What is due is looked for once. Whoever pays the same meanwhile is found by the ledger, event by event.
        """
        left_over = self._go_on(event, self._find_rows, event) or []
        left = len(left_over)
        for batch in split_every(BATCH, left_over, list):
            left -= len(batch)
            yield self._try(self._earn, event, batch) or 0, left

    @api.model
    def _find_rows(self, event):
        """Return what is due for ``event`` as the wallet takes it."""
        due = self._find_due(event)
        reasons = self._say_reasons(due)
        return [
            {
                "employee_id": row["employee_id"],
                "points": row["points"],
                "reason": reasons[row["employee_id"], row["rule_id"]],
                "program_id": row["program_id"] if row["is_open"] else False,
                "rule_id": row["rule_id"],
                "event_date": row["day"],
                "from_employee_id": row["from_employee_id"],
                # Paid again after it was undone and has happened anew
                "event_key": f"{row['event_key']}#{row['times'] + 1}" if row["times"] else row["event_key"],
            }
            for row in due
        ]

    @api.model
    def _earn(self, event, batch):
        """Pay a batch, and return how many of it; what cannot be paid keeps no other rule or program from paying."""
        wallets = self.env["hr.mentorship.wallet"]
        try:
            with self.env.cr.savepoint():
                return len(wallets._earn(batch))
        except (errors.SerializationFailure, errors.DeadlockDetected):
            raise
        except (psycopg2.Error, UserError):
            parts = {}
            for row in batch:
                parts.setdefault((row["program_id"], row["rule_id"]), []).append(row)
            return sum(len(self._go_on((event, *key), wallets._earn, part) or ()) for key, part in parts.items())

    @api.model
    def _say_reasons(self, due):
        """Return the names of the rules in the languages of those who are paid, by employee and rule."""
        langs = self._get_langs(self.env["hr.employee"].browse({row["employee_id"] for row in due}))
        rules = self.env["hr.mentorship.recognition.rule"].browse({row["rule_id"] for row in due})
        names = {
            (lang, rule.id): rule.name for lang in {*langs.values()} for rule in rules.with_context(lang=lang).sudo()
        }
        return {(row["employee_id"], row["rule_id"]): names[langs[row["employee_id"]], row["rule_id"]] for row in due}

    @api.model
    def _get_langs(self, employees):
        """Return the language of each employee, by id."""
        # sudo: whoever pays or gives
        return {
            employee.id: choose_language(self.env, employee.user_id.lang, employee.work_contact_id.lang)
            for employee in employees.sudo()
        }

    @api.model
    def _take_back(self, event):
        """Take back what was paid for events that have been undone.

        :returns: how many were taken back
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT paid.id
                  FROM (
                        SELECT entry.id, SPLIT_PART(entry.event_key, ':', 2)::int AS source_id
                          FROM hr_mentorship_wallet_entry entry
                         WHERE entry.event_key LIKE %(prefix)s AND entry.kind = 'earn'
                           AND NOT EXISTS (
                                   SELECT FROM hr_mentorship_wallet_entry back WHERE back.reverses_id = entry.id)
                       ) paid
                 WHERE %(undone)s
              ORDER BY paid.id
                """,
                prefix=f"{event}:%",
                undone=UNDONE[event],
            )
        )
        entries = self.env["hr.mentorship.wallet.entry"].sudo().browse([row[0] for row in self.env.cr.fetchall()])
        langs = self._get_langs(entries.wallet_id.employee_id)
        for (lang, reason), same in entries.grouped(
            lambda entry: (langs[entry.wallet_id.employee_id.id], entry.reason)
        ).items():
            speaker = self.with_context(lang=lang)
            words = speaker.env._("%(reason)s: this no longer holds", reason=reason)
            self.env["hr.mentorship.wallet"]._reverse(same, words)
        return len(entries)

    @api.model
    def _collect_soon(self):
        """Let the job run when this transaction is through, once however many steps ask for it."""
        if "hr_mentorship.recognition" in self.env.cr.precommit.data:
            return
        self.env.cr.precommit.data["hr_mentorship.recognition"] = True
        job = self.env.ref("hr_mentorship.ir_cron_recognition", raise_if_not_found=False)
        if job:
            job.sudo()._trigger()  # sudo: whoever took the step

    @api.model
    def _cron_collect(self):
        """Pay what is due and take back what has been undone, in batches; killed anywhere, it goes on where it was."""
        cron = self.env["ir.cron"]
        for event in [event for event, _name in EVENTS]:
            if event in UNDONE and self._try(self._go_on, event, self._take_back, event):
                cron._commit_progress(1)
            if event not in QUERIES:
                continue
            for paid, left in self._pay(event):
                if not cron._commit_progress(paid, remaining=left):
                    return  # the scheduler comes back for what is left
            if given := self._try(self._go_on, event, self._give_badges, event):
                cron._commit_progress(given)

    @api.model
    def _collect_now(self):
        """Pay everything that is due within this transaction: for what is set up at once, like the demo company."""
        for event in QUERIES:
            for _paid, _left in self._pay(event):
                pass  # no commit
            self._give_badges(event)

    @api.model
    def _give_badges(self, event):
        return len(self.env["gamification.badge.user"]._grant_by_rules(self._find_badges(event)))

    def _go_on(self, what, step, *args):
        """Take one step of the job; what fails is logged and undone, and the others are taken.

        :param what: what stands in the log: an event, or an event with the ids of a program and a rule
        """
        try:
            with self.env.cr.savepoint():
                return step(*args)
        except (errors.SerializationFailure, errors.DeadlockDetected):
            raise
        except (psycopg2.Error, UserError):
            _logger.exception("What is due for %s could not be paid; the rest goes on.", what)
            return None

    def _try(self, step, *args):
        """Take one step of the job; somebody who moves the same wallet in the same moment only delays it."""
        for _time in range(3):
            try:
                return step(*args)
            except (errors.SerializationFailure, errors.DeadlockDetected):  # noqa: PERF203 - three times, and each a transaction
                self.env.cr.rollback()
                self.env.invalidate_all()
        _logger.info("Wallets are busy; what is due is paid with the next run.")
        return None
