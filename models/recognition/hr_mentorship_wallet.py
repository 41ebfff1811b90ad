from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..common.client_actions import toast
from ..common.groups import ADMIN
from ..common.private_fields import PrivateOne2many
from ..common.spoken import say_date
from .hr_mentorship_level import EARNED
from .hr_mentorship_recognition_budget import BigInteger

MOST_POINTS = 1_000_000
"""Points of one entry at most: more is a slip of the keyboard."""
SHOWN = 40
"""Entries on the page of a wallet: as many as a list has lines."""


class HrMentorshipWallet(models.Model):
    """The points of one employee: what they have to spend, or what they owe after points have been taken back.

    Its figures are moved by one statement together with the entries that they are the sum of, and by nothing else;
    the statement locks the wallets it moves, and the database refuses a balance below zero. Only its owner reads it.
    """

    _name = "hr.mentorship.wallet"
    _description = "Mentorship Wallet"
    _rec_name = "employee_id"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    balance = fields.Integer(required=True, readonly=True, default=0, aggregator="sum")
    debt = fields.Integer("Owed", required=True, readonly=True, default=0, help="Comes off the next points.")
    earned = BigInteger(
        required=True,
        readonly=True,
        default=0,
        aggregator=None,
        help="All that has been earned and still holds, spent or not: what the level follows from.",
    )
    entry_ids = PrivateOne2many("hr.mentorship.wallet.entry", "wallet_id", string="Statement", readonly=True)
    latest_entry_ids = fields.One2many(
        "hr.mentorship.wallet.entry", string="Latest Entries", compute="_compute_latest_entry_ids"
    )
    has_earlier_entries = fields.Boolean(compute="_compute_latest_entry_ids")
    debt_words = fields.Char(compute="_compute_debt_words")
    given_month = fields.Date(readonly=True, help="The month that the points given count for.")
    given_points = fields.Integer(readonly=True, aggregator=None)
    allowance_left = fields.Integer("To Give", compute="_compute_allowance")
    allowance_words = fields.Char(compute="_compute_allowance")
    money_words = fields.Char(compute="_compute_money_words")
    expires_on = fields.Date(readonly=True, index="btree_not_null", help="What was announced expires on this day.")
    expiring_points = fields.Integer(readonly=True, aggregator=None)
    expiring_words = fields.Char(compute="_compute_expiring_words")
    earn_words = fields.Text("How to Earn More", compute="_compute_earn_words")
    level_name = fields.Char("Level", compute="_compute_level")
    level_words = fields.Char("Next Level", compute="_compute_level")

    _one_each = models.UniqueIndex("(employee_id)", "Everybody has one wallet.")
    _never_below_zero = models.Constraint("CHECK(balance >= 0 AND debt >= 0)", "A wallet never goes below zero.")
    _owes_or_has = models.Constraint("CHECK(balance = 0 OR debt = 0)", "Who owes points has none to spend.")

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("My Points")  # nobody reads another one

    @api.depends_context("uid")
    @api.depends("entry_ids")
    def _compute_latest_entry_ids(self):
        """The page shows these: a one2many would load the number of each entry that there has ever been."""
        for wallet in self:  # nobody reads a second one
            found = self.env["hr.mentorship.wallet.entry"].search([("wallet_id", "=", wallet.id)], limit=SHOWN + 1)
            wallet.latest_entry_ids = found[:SHOWN]
            wallet.has_earlier_entries = len(found) > SHOWN

    @api.depends_context("lang")
    @api.depends("debt")
    def _compute_debt_words(self):
        self.debt_words = False
        for wallet in self.filtered("debt"):
            wallet.debt_words = self.env._(
                "Points that you had spent already were taken back: %(debt)s come off your next ones.",
                debt=wallet.debt,
            )

    @api.depends_context("lang")
    @api.depends("given_month", "given_points", "company_id.mentorship_allowance")
    def _compute_allowance(self):
        for wallet in self:
            month = wallet._get_month()
            allowance = wallet.sudo().company_id.mentorship_allowance  # sudo: a setting of the own company
            given = wallet.given_points if wallet.given_month == month else 0
            wallet.allowance_left = max(allowance - given, 0)
            wallet.allowance_words = self.env._(
                "of %(allowance)s until %(date)s, with your thank-yous",
                allowance=allowance,
                date=say_date(self.env, month + relativedelta(months=1, days=-1)),
            )

    @api.depends_context("lang")
    @api.depends("balance", "company_id.mentorship_point_value")
    def _compute_money_words(self):
        for wallet in self:
            company = wallet.sudo().company_id  # sudo: a setting of the own company
            wallet.money_words = company.mentorship_point_value and self.env._(
                "worth %(money)s", money=company._say_mentorship_points(wallet.balance)
            )

    @api.depends_context("lang")
    @api.depends("balance", "expires_on", "expiring_points")
    def _compute_expiring_words(self):
        """What was announced, less what has been spent since."""
        self.expiring_words = False
        left = self.env["hr.mentorship.wallet.expiry"]._find_left(self)
        for wallet in self.filtered(lambda wallet: left.get(wallet.id)):
            wallet.expiring_words = self.env._(
                "%(points)s of them until %(date)s: then they expire. The oldest are spent first.",
                points=left[wallet.id],
                date=say_date(self.env, wallet.expires_on - timedelta(days=1)),
            )

    @api.depends_context("lang", "uid")
    @api.depends("employee_id")
    def _compute_earn_words(self):
        """In the words of the rules of the programs in which each takes part."""
        # sudo: the rules are the managers', what they say is for everybody who takes part
        parts = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.employee_id.ids),
                    ("state", "=", "approved"),
                    ("program_id.state", "=", "open"),
                    ("program_id.has_recognition", "=", True),
                ]
            )
        )
        rules = self.env["hr.mentorship.recognition.rule"]._find_for(parts.program_id)
        # Not to those who set the budget: by another limit each time they would read from it how much is left
        of_others = parts.program_id.filtered(lambda program: self.env.user not in program.manager_ids)
        left = self.env["hr.mentorship.recognition.budget"].sudo()._get_left(of_others)
        for wallet in self:
            mine = parts.filtered(lambda part, wallet=wallet: part.employee_id == wallet.employee_id)
            lines = {
                rule._say_for(part.program_id, left): None
                for part in mine
                for rule in rules[part.program_id]
                if rule.role in (False, part.role)
                and not (rule.program_id and part.employee_id.user_id in rule.program_id.manager_ids)
            }
            wallet.earn_words = "\n".join(lines)

    @api.depends_context("lang")
    @api.depends("earned", "company_id.mentorship_has_levels")
    def _compute_level(self):
        self.level_name = self.level_words = False
        wallets = self.filtered(lambda wallet: wallet.sudo().company_id.mentorship_has_levels)  # sudo: a setting
        totals = wallets.mapped("earned")
        for wallet, total, (level, after) in zip(
            wallets, totals, self.env["hr.mentorship.level"]._place(totals), strict=True
        ):
            wallet.level_name = level.name
            wallet.level_words = bool(after) and self.env._(
                "%(points)s more to “%(level)s”", points=after.points - total, level=after.name
            )

    def _get_month(self):
        """Return the month that counts now: forwards only, whatever the clocks say."""
        month = self._get_today(self.sudo().company_id).replace(day=1)  # sudo: whose month it is
        return max(month, self.given_month or month)

    @api.model
    def _get_today(self, company):
        """Return the day where ``company`` (sudo) is: no month begins because somebody sets another time zone."""
        zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            raise UserError(self.env._("A wallet opens by itself, with the first points."))
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("What is in a wallet follows from its entries, and is not set by hand."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A wallet stays, with all that has gone in and out of it."))

    @api.model
    def action_open_mine(self):
        """Open the current user's own wallet; with the first look it is there, if empty."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_my_wallet_action")
        employee = self.env["hr.mentorship.profile"]._get_my_employee()
        if not employee:
            raise UserError(self.env._("Points belong to employees. Ask HR to connect your user with your employee."))
        wallet = self.search([("employee_id", "=", employee.id)])
        if not wallet and not self.env.cr.readonly:
            # Where the host only asks what the address is called, nothing is opened
            wallet = self.browse(self._lock(employee)[employee.id][0])
        action["res_id"] = wallet.id
        return action

    # -- what other rooms call: private, so that no client does

    @api.model
    def _earn(self, rows):
        """Pay points, each event once: what has been paid already is left out, whatever is run again.

        :param list rows: dicts of ``employee_id``, ``points`` (one or more), ``reason``, and if there are any
            ``kind``, ``program_id`` (which pays), ``event_key``, ``event_date``, ``rule_id``, ``from_employee_id``
        :returns: the new entries (sudo), in the order of the rows, without those that a fixed budget no longer pays
        """
        for row in rows:
            self._check_points(row["points"])
        rows = self.env["hr.mentorship.recognition.budget"].sudo()._keep_within(rows)
        return self._post([{"kind": "earn", **row} for row in rows])

    @api.model
    def _give(self, employee, receivers, points, reasons, event_key):
        """Give each of the receivers points out of the employee's allowance of this month.

        The company pays them, and no program: its figures would tell who has thanked whom.

        :param dict reasons: what stands in the statement of each receiver, by id
        :returns: the new entries (sudo)
        """
        self._check_points(points)
        total = points * len(receivers)
        self._lock(employee | receivers)
        wallet = self.sudo().search([("employee_id", "=", employee.id)])  # sudo: of the one who gives
        if total > wallet.allowance_left:
            raise UserError(
                self.env._(
                    "This takes %(points)s points, and %(left)s are left of what you may give this month. New ones "
                    "come with the first of the next month.",
                    points=total,
                    left=wallet.allowance_left,
                )
            )
        self._check_first_of_the_week(employee, receivers)
        self.env.cr.execute(
            SQL(
                "UPDATE hr_mentorship_wallet SET given_month = %s, given_points = %s WHERE id = %s",
                wallet._get_month(),
                total + (wallet.company_id.mentorship_allowance - wallet.allowance_left),
                wallet.id,
            )
        )
        return self._post(
            [
                {
                    "employee_id": receiver.id,
                    "points": points,
                    "kind": "gift",
                    "reason": reasons[receiver.id],
                    "event_key": event_key,
                    "event_date": wallet._get_today(wallet.company_id),
                    "from_employee_id": employee.id,
                }
                for receiver in receivers
            ]
        )

    @api.model
    def _check_first_of_the_week(self, employee, receivers):
        """Points for the same person come once in seven days: thanks are free, and not for pushing points around."""
        last = (
            self.env["hr.mentorship.wallet.entry"]
            .sudo()
            .search(
                [
                    ("kind", "=", "gift"),
                    ("from_employee_id", "=", employee.id),
                    ("wallet_id.employee_id", "in", receivers.ids),
                    # sudo: the day of the company
                    ("event_date", ">", self._get_today(employee.sudo().company_id) - timedelta(days=7)),
                ],
                order="event_date desc",
                limit=1,
            )
        )
        if last:
            raise UserError(
                self.env._(
                    "You have given %(name)s points on %(date)s. Give points again from %(next)s on, or send your "
                    "words without.",
                    name=last.wallet_id.employee_id.name,
                    date=say_date(self.env, last.event_date),
                    next=say_date(self.env, last.event_date + timedelta(days=7)),
                )
            )

    @api.model
    def _spend(self, employee, points, reason, program=None, event_key=None):
        """Take points out of the employee's wallet, or say why that cannot be.

        :returns: the entry (sudo), which :meth:`_refund` takes
        """
        self._check_points(points)
        _wallet, balance, debt = self._lock(employee)[employee.id]
        if debt:
            raise UserError(
                self.env._(
                    "You owe %(debt)s points, which come off the next ones you earn. After that you can spend again.",
                    debt=debt,
                )
            )
        if balance < points:
            raise UserError(
                self.env._(
                    "This takes %(points)s points, and there are %(balance)s in the wallet: %(missing)s are missing.",
                    points=points,
                    balance=balance,
                    missing=points - balance,
                )
            )
        row = {"employee_id": employee.id, "points": -points, "kind": "spend", "reason": reason}
        entries = self._post([{**row, "program_id": program and program.id, "event_key": event_key}])
        if not entries:
            raise UserError(self.env._("This has been paid for already. Reload the page."))
        return entries

    @api.model
    def _refund(self, entries, reasons):
        """Give back what these entries have taken, each once.

        :param reasons: one for all of them, or a dict of them by id of the entry
        :returns: the new entries (sudo)
        """
        entries_sudo = entries.sudo()  # sudo: whoever refuses a request does not read the wallet it was paid from
        if any(entry.kind != "spend" for entry in entries_sudo):
            raise UserError(self.env._("Only points that were spent can be given back."))
        given_back = self._undo(entries_sudo, "refund", reasons)
        return given_back if len(given_back) == len(entries_sudo) else self._refuse_second_refund()

    def _refuse_second_refund(self):
        raise UserError(self.env._("These points have been given back already."))

    @api.model
    def _reverse(self, entries, reason, key=None):
        """Take back what these entries have paid, each once, where the event they were paid for has been undone.

        :param key: of a decision that holds whatever happens: an event that it takes back is not paid again
        :returns: the new entries (sudo)
        """
        # sudo: steps of the system, whoever they follow from
        paid = entries.sudo().filtered(lambda entry: entry.points > 0)
        # Under the lock, as points may expire in this moment. What has expired is gone already, and is not owed as well
        self._lock_for(paid)
        return self._undo(paid - self.env["hr.mentorship.wallet.expiry"]._is_over(paid), "reversal", reason, key)

    def _undo(self, entries_sudo, kind, reasons, key=None):
        self._lock_for(entries_sudo)
        entries_sudo.invalidate_recordset(["reversed_by_ids"])
        return self._post(
            [
                {
                    "employee_id": entry.wallet_id.employee_id.id,
                    "points": -entry.points,
                    "kind": kind,
                    "reason": reasons[entry.id] if isinstance(reasons, dict) else reasons,
                    "program_id": entry.program_id.id,
                    "reverses_id": entry.id,
                    "event_key": key and f"{key}/{entry.id}",
                }
                for entry in entries_sudo
                if not entry.reversed_by_ids
            ]
        )

    @api.model
    def _lock_for(self, entries_sudo):
        self.env["hr.mentorship.recognition.budget"].sudo()._lock(entries_sudo.program_id)
        self._lock(entries_sudo.wallet_id.employee_id)

    @api.model
    def _check_points(self, points):
        if isinstance(points, bool) or not isinstance(points, int) or not 1 <= points <= MOST_POINTS:
            raise UserError(
                self.env._("Points are whole numbers from 1 to %(most)s. Enter such a number.", most=MOST_POINTS)
            )

    # -- the ledger

    @api.model
    def _lock(self, employees):
        """Lock the wallets of these employees in the order of their ids, and open those that are missing.

        :rtype: dict[int, tuple[int, int, int]], by employee: id of the wallet, balance, debt
        """
        employees.flush_recordset(["company_id"])
        self.flush_model()
        ids = sorted(set(employees.ids))
        # Two who open the same wallet: the second waits, learns that its snapshot is too old, and its call is run again
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO hr_mentorship_wallet
                            (employee_id, company_id, balance, debt, earned,
                             create_uid, create_date, write_uid, write_date)
                     SELECT id, company_id, 0, 0, 0, %(uid)s, %(now)s, %(uid)s, %(now)s
                       FROM hr_employee employee
                      WHERE id = ANY(%(ids)s)
                        AND NOT EXISTS (SELECT FROM hr_mentorship_wallet WHERE employee_id = employee.id)
                   ORDER BY id
                ON CONFLICT (employee_id) DO NOTHING
                """,
                uid=self.env.uid,
                now=self.env.cr.now(),
                ids=ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                  SELECT employee_id, id, balance, debt
                    FROM hr_mentorship_wallet
                   WHERE employee_id = ANY(%s)
                ORDER BY id
                     FOR UPDATE
                """,
                ids,
            )
        )
        return {employee_id: tuple(rest) for employee_id, *rest in self.env.cr.fetchall()}

    @api.model
    def _post(self, rows):
        """Add entries and move the wallets they belong to, in one statement.

        Points below zero may leave a wallet owing: that is for :meth:`_spend` to refuse.
        """
        if not rows:
            return self.env["hr.mentorship.wallet.entry"].sudo()
        self._lock(self.env["hr.employee"].browse({row["employee_id"] for row in rows}))
        self.env["hr.mentorship.wallet.entry"].flush_model()

        def column(name):
            return [row.get(name) or None for row in rows]

        self.env.cr.execute(
            SQL(
                """
                WITH given AS (
                    SELECT wallet.id AS wallet_id, wallet.balance - wallet.debt AS before, given.*,
                           ROW_NUMBER() OVER (PARTITION BY wallet.id, given.event_key ORDER BY given.position) AS turn
                      FROM UNNEST(
                               %(employees)s::int[], %(points)s::int[], %(kinds)s::varchar[], %(reasons)s::varchar[],
                               %(programs)s::int[], %(keys)s::varchar[], %(people)s::int[], %(reversed)s::int[],
                               %(rules)s::int[], %(days)s::date[]
                           ) WITH ORDINALITY AS given(
                               employee_id, points, kind, reason,
                               program_id, event_key, from_employee_id, reverses_id,
                               rule_id, event_date, position
                           )
                      JOIN hr_mentorship_wallet wallet ON wallet.employee_id = given.employee_id
                ), due AS (
                    SELECT given.*, before + SUM(points) OVER (PARTITION BY wallet_id ORDER BY position) AS after
                      FROM given
                     WHERE event_key IS NULL
                        OR (turn = 1 AND NOT EXISTS (
                               SELECT FROM hr_mentorship_wallet_entry entry
                                WHERE entry.wallet_id = given.wallet_id AND entry.event_key = given.event_key))
                ), added AS (
                    INSERT INTO hr_mentorship_wallet_entry
                                (wallet_id, points, kind, reason, program_id, event_key, from_employee_id, reverses_id,
                                 rule_id, event_date, balance_after, debt_after,
                                 create_uid, create_date, write_uid, write_date)
                         SELECT wallet_id, points, kind, reason, program_id, event_key, from_employee_id, reverses_id,
                                rule_id, event_date, GREATEST(after, 0), GREATEST(-after, 0),
                                %(uid)s, %(now)s, %(uid)s, %(now)s
                           FROM due
                       ORDER BY position
                      RETURNING id, wallet_id, points, kind
                ), moved AS (
                    UPDATE hr_mentorship_wallet wallet
                       SET balance = GREATEST(balance - debt + total.points, 0),
                           debt = GREATEST(debt - balance - total.points, 0),
                           earned = wallet.earned + total.earned,
                           write_uid = %(uid)s,
                           write_date = %(now)s
                      FROM (SELECT wallet_id, SUM(points) AS points,
                                   COALESCE(SUM(points) FILTER (WHERE kind = ANY(%(earned)s)), 0) AS earned
                              FROM added GROUP BY wallet_id) total
                     WHERE wallet.id = total.wallet_id
                )
                  SELECT id FROM added ORDER BY id
                """,
                employees=[row["employee_id"] for row in rows],
                points=[row["points"] for row in rows],
                kinds=[row["kind"] for row in rows],
                reasons=[row["reason"] for row in rows],
                programs=column("program_id"),
                keys=column("event_key"),
                people=column("from_employee_id"),
                reversed=column("reverses_id"),
                rules=column("rule_id"),
                days=column("event_date"),
                earned=list(EARNED),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self.invalidate_model()
        self.env["hr.mentorship.wallet.entry"].invalidate_model()
        # sudo: for the caller, which may act for the program or for the system
        entries = self.env["hr.mentorship.wallet.entry"].sudo().browse(ids)
        self.env["hr.mentorship.recognition.budget"].sudo()._book(entries)
        return entries

    # -- the proof

    @api.model
    def action_check_balances(self):
        """Prove that every wallet holds the sum of its entries, and name those that do not."""
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Administrators of mentorship check the balances."))
        differences = self._find_differences()
        return toast(
            "\n".join(differences or self._say_what_is_proved()),
            "danger" if differences else "success",
            then=False,
            stay=True,
        )

    @api.model
    def _say_what_is_proved(self):
        """Return a sentence for each thing that :meth:`_find_differences` has looked at; a hook, as that is."""
        return [
            self.env._("Every wallet holds the sum of its entries, and every statement adds up line by line."),
            self.env._("Every budget counts as given what the entries of its program add up to."),
        ]

    @api.model
    def _find_differences(self):
        """Return a sentence for each figure that is not the sum of its entries, and each statement that is none."""
        self.flush_model()
        self.env["hr.mentorship.wallet.entry"].flush_model()
        self.env.cr.execute(
            """
              SELECT *
                FROM (
                      SELECT wallet.id, wallet.balance - wallet.debt AS says, COALESCE(SUM(entry.points), 0) AS total,
                             COALESCE(BOOL_OR(entry.after != entry.running), FALSE) AS is_broken,
                             wallet.earned != COALESCE(SUM(entry.points) FILTER (WHERE entry.kind = ANY(%s)), 0)
                             AS has_wrong_level
                        FROM hr_mentorship_wallet wallet
                   LEFT JOIN (
                          SELECT wallet_id, points, kind, balance_after - debt_after AS after,
                                 SUM(points) OVER (PARTITION BY wallet_id ORDER BY id) AS running
                            FROM hr_mentorship_wallet_entry
                        ) entry ON entry.wallet_id = wallet.id
                    GROUP BY wallet.id
                ) found
               WHERE says != total OR is_broken OR has_wrong_level
            ORDER BY id
            """,
            [list(EARNED)],
        )
        words, rows = [], self.env.cr.fetchall()
        # sudo: an administrator learns whose wallet is wrong, and no entry of it
        wallets = self.sudo().browse([row[0] for row in rows])
        for wallet, (_id, says, total, is_broken, has_wrong_level) in zip(wallets, rows, strict=True):
            name = wallet.employee_id.name
            if says != total:
                words.append(
                    self.env._(
                        "The wallet of %(name)s says %(balance)s, and its entries add up to %(sum)s.",
                        name=name,
                        balance=says,
                        sum=total,
                    )
                )
            if is_broken:
                words.append(self.env._("The statement of %(name)s does not add up line by line.", name=name))
            if has_wrong_level:
                words.append(
                    self.env._("What %(name)s has earned in all is not the sum of what the statement says.", name=name)
                )
        return self.env["hr.mentorship.recognition.budget"].sudo()._find_differences() + words
