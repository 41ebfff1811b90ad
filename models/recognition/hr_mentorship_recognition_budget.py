from odoo import api, fields, models
from odoo.tools import SQL

COSTS = ("earn", "reversal")
"""Kinds of entries that a program pays for, or gets back."""
WARNING_SHARE = 0.8
"""Of a budget, from which on its program is told to look at it."""


class BigInteger(fields.Integer):
    """A sum of many whole numbers, which may be larger than each of them can be."""

    _column_type = ("int8", "int8")


class HrMentorshipRecognitionBudget(models.Model):
    """The points that a program may give, and those that it has given.

    A row of its own, so that payments wait for each other and not for whoever edits the program; and so that the
    database itself refuses what goes beyond a fixed budget. Program managers read and set it on the program.
    """

    _name = "hr.mentorship.recognition.budget"
    _description = "Points of a Mentorship Program"
    _rec_name = "program_id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, ondelete="cascade")
    limit_points = fields.Integer("Budget", required=True, readonly=True, default=0)
    is_fixed = fields.Boolean(readonly=True, help="Keeps to the limit, where there is one.")
    granted = BigInteger(required=True, readonly=True, default=0)
    ceiling = BigInteger(
        required=True,
        readonly=True,
        default=0,
        help="What a fixed budget may give at most: its limit, or what it had given already when that was set.",
    )
    is_told_low = fields.Boolean(readonly=True, help="Its managers know that most of it is given.")
    low_told_on = fields.Date(readonly=True)

    _one_each = models.UniqueIndex("(program_id)", "A program has one budget of points.")
    _keeps_to_it = models.Constraint(
        "CHECK(is_fixed IS NOT TRUE OR limit_points = 0 OR granted <= ceiling)",
        "A fixed budget gives no more points than it holds.",
    )
    _is_in_range = models.Constraint(
        "CHECK(limit_points BETWEEN 0 AND 1000000000)", "A budget is a number from 0 to 1,000,000,000 points."
    )

    def _is_low(self, told):
        """Whether most of it is given, as far as that may be said.

        :param told: the points of it that are told, see :meth:`HrMentorshipProgram._count_told_points`
        """
        self.ensure_one()
        return bool(self.limit_points) and (self.is_told_low or told >= WARNING_SHARE * self.limit_points)

    def _set_limits(self, values):
        """Set what these budgets (sudo) hold. Any limit is taken: a refusal, tried again and again, would tell how many
        points are given, and then whose. A fixed budget that has given more than its new limit gives nothing more.

        :param values: ``limit_points`` or ``is_fixed`` or both, by budget
        """
        self.flush_recordset()
        limits = {budget: vals.get("limit_points", budget.limit_points) for budget, vals in values.items()}
        # Before the new values, which the database checks against it; and on the row as it is, not as it was read
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_recognition_budget budget
                   SET ceiling = GREATEST(budget.granted, given.limit_points)
                  FROM UNNEST(%s::int[], %s::bigint[]) AS given(id, limit_points)
                 WHERE budget.id = given.id
                """,
                [budget.id for budget in limits],
                list(limits.values()),
            )
        )
        self.invalidate_recordset(["ceiling"])
        for budget, vals in values.items():
            has_changed = limits[budget] != budget.limit_points
            budget.write({**vals, "is_told_low": budget.is_told_low and not has_changed})

    @api.model
    def _get_left(self, programs):
        """Return what is left of the fixed budgets among those of ``programs``, by id of the program."""
        budgets = self.search([("program_id", "in", programs.ids), ("is_fixed", "=", True), ("limit_points", ">", 0)])
        return {budget.program_id.id: budget.limit_points - budget.granted for budget in budgets}

    @api.model
    def _lock(self, programs):
        """Lock the budgets of these programs before their wallets, and return what is left of the fixed ones, by id."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                  SELECT program_id, is_fixed AND limit_points > 0, limit_points - granted
                    FROM hr_mentorship_recognition_budget
                   WHERE program_id = ANY(%s)
                ORDER BY id
                     FOR UPDATE
                """,
                programs.ids,
            )
        )
        return {program_id: left for program_id, is_fixed, left in self.env.cr.fetchall() if is_fixed}

    @api.model
    def _keep_within(self, rows):
        """Return those of the rows of :meth:`HrMentorshipWallet._earn` that the budgets still pay."""
        ids = {row["program_id"] for row in rows if row.get("program_id")}
        programs = self.env["hr.mentorship.program"].browse(ids)
        left = self._lock(programs) if programs else {}
        kept = []
        for row in rows:
            program_id = row.get("program_id")
            if program_id in left:
                if left[program_id] < row["points"]:
                    continue
                left[program_id] -= row["points"]
            kept.append(row)
        return kept

    @api.model
    def _book(self, entries):
        """Count new entries (sudo) to the programs that pay for them."""
        change = {}
        for entry in entries:
            if entry.kind in COSTS and entry.program_id:
                change[entry.program_id.id] = change.get(entry.program_id.id, 0) + entry.points
        if not change:
            return
        # In any order: whoever pays has locked them before the wallets
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_recognition_budget budget
                   SET granted = budget.granted + change.points
                  FROM UNNEST(%s::int[], %s::int[]) AS change(program_id, points)
                 WHERE budget.program_id = change.program_id
             RETURNING budget.program_id, budget.granted, budget.limit_points, budget.low_told_on
                """,
                list(change),
                list(change.values()),
            )
        )
        rows = self.env.cr.fetchall()
        self.invalidate_model()
        self._tell_low(rows, change)

    @api.model
    def _tell_low(self, rows, change):
        """Tell the managers of a program when the last payment has taken it past most of its budget.

        Once a month at most: who sets the budget anew after each time would learn of each payment.

        :param rows: id, points given and budget of each program as they are now, and when this was told last
        :param change: what has just been given, by id of the program
        """
        today = fields.Date.today()
        low = {}
        for program_id, granted, limit, told_on in rows:
            mark = WARNING_SHARE * limit
            is_news = not told_on or told_on < today.replace(day=1)
            if limit and is_news and granted >= mark > granted - change[program_id]:
                low[program_id] = limit
        if not low:
            return
        self.search([("program_id", "in", list(low))]).write({"is_told_low": True, "low_told_on": today})
        for program in self.env["hr.mentorship.program"].browse(low):
            # The id makes it another line than that of another program
            program._notify_managers("points_low", program_id=program.id, limit=low[program.id])

    @api.model
    def _find_differences(self):
        """Return a sentence for each budget that does not count as given what the entries of its program add up to."""
        self.flush_model()
        self.env["hr.mentorship.wallet.entry"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                  SELECT budget.id, COALESCE(SUM(entry.points), 0)
                    FROM hr_mentorship_recognition_budget budget
               LEFT JOIN hr_mentorship_wallet_entry entry
                      ON entry.program_id = budget.program_id AND entry.kind = ANY(%s)
                GROUP BY budget.id
                  HAVING budget.granted != COALESCE(SUM(entry.points), 0)
                ORDER BY budget.id
                """,
                list(COSTS),
            )
        )
        sums = dict(self.env.cr.fetchall())
        return [
            self.env._(
                "“%(program)s” counts %(granted)s points as given, and the entries add up to %(sum)s.",
                program=budget.program_id.name,
                granted=budget.granted,
                sum=sums[budget.id],
            )
            for budget in self.browse(sums)
        ]
