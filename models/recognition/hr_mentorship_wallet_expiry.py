from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, split_every
from odoo.tools.date_utils import start_of

from ..common.spoken import say_date

BATCH = 1000
"""Wallets of one transaction."""
TOLD_BEFORE = timedelta(days=30)
"""How long before they expire points are announced, at least."""
TELLING_DAYS = timedelta(days=14)
"""For how long the job catches up with telling; what it has not told by then expires a quarter later."""


class HrMentorshipWalletExpiry(models.AbstractModel):
    """Lets points expire that nobody has spent for as long as the company says, and announces it before.

    Points last as many months at least, and then until their quarter is over. The oldest are spent first, so what is
    left of them is what was earned by then, less all that was spent or has expired so far; what was given back or taken
    back counts as never spent, or never earned. No more expires than was announced to its owner, who has a login to
    read it with.
    """

    _name = "hr.mentorship.wallet.expiry"
    _description = "Expiry of Mentorship Points"

    # -- what is left of old points

    @api.model
    def _get_left_query(self, wallets, day):
        """Return a query of what would expire on ``day`` of these wallets: ``id``, ``points`` and ``cutoff``.

        :param SQL wallets: condition on ``wallet``
        :param SQL day: an expression; points added so many months before it, or later, stay
        """
        return SQL(
            """
              SELECT old.id, old.cutoff, LEAST(old.balance, SUM(entry.points))::int AS points
                FROM (
                      SELECT wallet.id, wallet.balance,
                             (%(day)s - MAKE_INTERVAL(months => company.mentorship_points_months))::date AS cutoff
                        FROM hr_mentorship_wallet wallet
                        JOIN res_company company ON company.id = wallet.company_id
                       WHERE company.mentorship_points_months > 0 AND wallet.balance > 0 AND %(wallets)s
                     ) old
                JOIN hr_mentorship_wallet_entry entry
                  ON entry.wallet_id = old.id AND (entry.points < 0 OR entry.create_date < old.cutoff)
               WHERE entry.reverses_id IS NULL
                 AND NOT EXISTS (SELECT FROM hr_mentorship_wallet_entry back WHERE back.reverses_id = entry.id)
            GROUP BY old.id, old.cutoff, old.balance
              HAVING SUM(entry.points) > 0
            """,
            wallets=wallets,
            day=day,
        )

    @api.model
    def _find_left(self, wallets):
        """Return by id how many of the announced points of these wallets are not spent yet."""
        announced = wallets.filtered("expires_on")
        if not announced:
            return {}
        self.env["hr.mentorship.wallet.entry"].flush_model()
        self.env["res.company"].flush_model(["mentorship_points_months"])
        left = self._get_left_query(SQL("wallet.id = ANY(%s)", announced.ids), SQL("wallet.expires_on"))
        self.env.cr.execute(SQL("SELECT id, points FROM (%s) left_over", left))
        points = dict(self.env.cr.fetchall())
        return {wallet.id: min(wallet.expiring_points, points.get(wallet.id, 0)) for wallet in announced}

    @api.model
    def _is_over(self, entries):
        """Return those of ``entries`` (sudo) that are so old that what was left of them has expired."""
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id
                  FROM hr_mentorship_wallet_entry entry
                  JOIN hr_mentorship_wallet_entry expired
                    ON expired.wallet_id = entry.wallet_id AND expired.kind = 'expire'
                   AND entry.create_date < SPLIT_PART(expired.event_key, ':', 2)::date
                 WHERE entry.id = ANY(%s)
                """,
                entries.ids,
            )
        )
        return entries.browse({entry_id for (entry_id,) in self.env.cr.fetchall()})

    # -- the job

    @api.model
    def _cron_expire(self):
        """Let expire what is due, then announce what comes next; killed anywhere, it goes on where it was."""
        today = fields.Date.today()
        cron = self.env["ir.cron"]
        for find, step in ((self._find_due, self._expire), (self._find_new, self._announce)):
            ids = find(today)
            left = len(ids)
            for batch in split_every(BATCH, ids, list):
                left -= len(batch)
                self.env["hr.mentorship.recognition.event"]._try(step, batch, today)
                if not cron._commit_progress(len(batch), remaining=left):
                    return  # the scheduler comes back for what is left

    @api.model
    def _find_due(self, today):
        self.env["hr.mentorship.wallet"].flush_model()
        self.env.cr.execute(SQL("SELECT id FROM hr_mentorship_wallet WHERE expires_on <= %s ORDER BY id", today))
        return [wallet_id for (wallet_id,) in self.env.cr.fetchall()]

    @api.model
    def _expire(self, ids, today):
        """Take out of these wallets what is left of the points that were announced for a day that has come."""
        self.env.flush_all()
        wallets = self.env["hr.mentorship.wallet"].sudo()  # sudo: a step of the system, for everybody
        employees = wallets.browse(ids).employee_id
        wallets._lock(employees)  # whoever spends meanwhile has spent the oldest: what is left is looked for after that
        due = SQL("wallet.id = ANY(%s) AND wallet.expires_on <= %s", ids, today)
        self.env.cr.execute(
            SQL(
                """
                SELECT wallet.employee_id, LEAST(wallet.expiring_points, left_over.points), left_over.cutoff
                  FROM (%s) left_over
                  JOIN hr_mentorship_wallet wallet ON wallet.id = left_over.id
                 WHERE wallet.expiring_points > 0
              ORDER BY wallet.id
                """,
                self._get_left_query(due, SQL("wallet.expires_on")),
            )
        )
        rows = self.env.cr.fetchall()
        langs = self.env["hr.mentorship.recognition.event"]._get_langs(employees)
        entries = wallets._post(
            [
                {
                    "employee_id": employee_id,
                    "points": -points,
                    "kind": "expire",
                    "reason": self._say_reason(langs[employee_id], cutoff),
                    "event_key": f"expire:{cutoff}",
                    "event_date": today,
                }
                for employee_id, points, cutoff in rows
            ]
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_wallet SET expires_on = NULL, expiring_points = 0
                 WHERE id = ANY(%s) AND expires_on <= %s
                """,
                ids,
                today,
            )
        )
        wallets.invalidate_model()
        return entries

    def _say_reason(self, lang, cutoff):
        speaker = self.with_context(lang=lang)
        return speaker.env._("Expired: earned by %(day)s", day=say_date(speaker.env, cutoff - timedelta(days=1)))

    @api.model
    def _find_day(self, today):
        """Return the first day of the quarter whose beginning is to be announced ``today``, or None."""
        day = start_of(today + TOLD_BEFORE + relativedelta(months=3, days=-1), "quarter")
        return day if day - today <= TOLD_BEFORE + TELLING_DAYS else None

    @api.model
    def _find_new(self, today):
        """Return wallets with points that expire on the next day to be announced, of people who can be told."""
        day = self._find_day(today)
        if not day:
            return []
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                  SELECT left_over.id
                    FROM (%s) left_over
                    JOIN hr_mentorship_wallet wallet ON wallet.id = left_over.id
                    JOIN hr_employee employee ON employee.id = wallet.employee_id
                    JOIN res_users receiver ON receiver.id = employee.user_id AND receiver.active
                   WHERE EXISTS (SELECT FROM hr_mentorship_program WHERE company_id = wallet.company_id)
                ORDER BY left_over.id
                """,
                self._get_left_query(SQL("wallet.expires_on IS NULL"), SQL("%s::date", day)),
            )
        )
        return [wallet_id for (wallet_id,) in self.env.cr.fetchall()]

    @api.model
    def _announce(self, ids, today):
        """Note how many points of these wallets expire and when, and say so in the next daily mail."""
        day = self._find_day(today)
        wallets = self.env["hr.mentorship.wallet"].sudo()  # sudo: see _expire
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_wallet wallet
                   SET expires_on = %s, expiring_points = left_over.points
                  FROM (%s) left_over
                 WHERE wallet.id = left_over.id AND wallet.expires_on IS NULL
             RETURNING wallet.id
                """,
                day,
                self._get_left_query(SQL("wallet.id = ANY(%s)", ids), SQL("%s::date", day)),
            )
        )
        told = wallets.browse([wallet_id for (wallet_id,) in self.env.cr.fetchall()])
        wallets.invalidate_model()
        programs = self._find_programs(told)
        self.env["hr.mentorship.notice"].sudo()._queue(
            [
                {
                    "kind": "points_expiring",
                    "partner_id": wallet.employee_id.user_id.partner_id.id,
                    "user_id": wallet.employee_id.user_id.id,
                    "program_id": programs[wallet.employee_id.id],
                    "company_id": wallet.company_id.id,
                    "params": {
                        "points": wallet.expiring_points,
                        "until": day - timedelta(days=1),
                        "wallet": wallet.id,
                    },
                }
                for wallet in told
            ]
        )

    @api.model
    def _find_programs(self, wallets):
        """Return by employee in which program's name each is told: the newest of their own, else one of the company."""
        self.env.cr.execute(
            SQL(
                """
                SELECT wallet.employee_id,
                       COALESCE((SELECT MAX(program_id) FROM hr_mentorship_participant
                                  WHERE employee_id = wallet.employee_id),
                                (SELECT MAX(id) FROM hr_mentorship_program WHERE company_id = wallet.company_id))
                  FROM hr_mentorship_wallet wallet
                 WHERE wallet.id = ANY(%s)
                """,
                wallets.ids,
            )
        )
        return dict(self.env.cr.fetchall())
