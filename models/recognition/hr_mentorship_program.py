from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, formatLang, groupby

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many
from ..common.spoken import say_date
from .hr_mentorship_recognition_budget import COSTS


class HrMentorshipProgram(models.Model):
    """Whether a program rewards what its people do, by which rules, and what that has cost.

    Its managers and its sponsor read sums, never whose they are made of.
    """

    _inherit = "hr.mentorship.program"

    has_recognition = fields.Boolean(
        "Recognition", help="Pay points and badges for what people do in this program, from now on."
    )
    recognition_since = fields.Date(readonly=True, copy=False)
    recognition_rule_ids = ReaderOne2many(
        "hr.mentorship.recognition.rule", "program_id", "Rules of This Program", copy=True, groups=MANAGER
    )
    recognition_company_words = fields.Text("Rules of the Company", compute="_compute_recognition_company_words")
    recognition_points = fields.Integer(
        "Points to Give",
        compute="_compute_recognition_points",
        inverse="_inverse_recognition_points",
        groups=MANAGER,
        help="The budget of the program; 0: none is set.",
    )
    recognition_is_fixed = fields.Boolean(
        "Fixed",
        compute="_compute_recognition_is_fixed",
        inverse="_inverse_recognition_is_fixed",
        groups=MANAGER,
        help="Nothing is paid beyond a fixed budget, and nothing at all once it has given as much. A flexible one only "
        "tells.",
    )
    points_planned = fields.Monetary("Planned for Points", compute="_compute_points_budget")
    points_spent = fields.Monetary("Granted as Points", compute="_compute_points_budget")
    points_left = fields.Monetary("Left for Points", compute="_compute_points_budget")
    points_budget_words = fields.Char("Points in the Budget", compute="_compute_points_budget")
    recognition_words = fields.Char("Points", compute="_compute_recognition_words")
    recognition_warning = fields.Char(compute="_compute_recognition_words")
    recognition_simulation = fields.Text(compute="_compute_recognition_simulation")

    @api.depends_context("uid")
    @api.depends("has_recognition", "manager_ids")
    def _compute_recognition_points(self):
        budgets = self._get_recognition_budgets(self.filtered("is_my_program"))
        for program in self:
            budget = budgets.get(program._origin.id)
            program.recognition_points = budget.limit_points if budget else 0

    @api.depends_context("uid")
    @api.depends("has_recognition", "manager_ids")
    def _compute_recognition_is_fixed(self):
        budgets = self._get_recognition_budgets(self.filtered("is_my_program"))
        for program in self:
            budget = budgets.get(program._origin.id)
            program.recognition_is_fixed = bool(budget) and budget.is_fixed

    def _inverse_recognition_points(self):
        for program in self:
            if program.recognition_points < 0:
                raise ValidationError(self.env._("A budget is a number of points, from zero on."))
        self._write_recognition_budgets({program: {"limit_points": program.recognition_points} for program in self})

    def _inverse_recognition_is_fixed(self):
        self._write_recognition_budgets({program: {"is_fixed": program.recognition_is_fixed} for program in self})

    def _write_recognition_budgets(self, values):
        self._check_manager()
        budgets = self._open_recognition_budgets()
        self.env["hr.mentorship.recognition.budget"].sudo().union(*budgets.values())._set_limits(
            {budgets[program.id]: vals for program, vals in values.items()}
        )
        self._tell_of_changes()
        self.env["hr.mentorship.recognition.event"]._collect_soon()

    @api.model
    def _get_recognition_budgets(self, programs):
        # sudo: figures of the program, for those who have been checked
        budgets = self.env["hr.mentorship.recognition.budget"].sudo()
        return {budget.program_id.id: budget for budget in budgets.search([("program_id", "in", programs._origin.ids)])}

    def _open_recognition_budgets(self):
        """Return the budgets (sudo) of these programs by id; a new one begins with what has been given already."""
        found = self._get_recognition_budgets(self)
        missing = self.filtered(lambda program: program.id not in found)
        if missing:
            entries = self.env["hr.mentorship.wallet.entry"].sudo()  # sudo: a sum
            sums = dict(
                entries._read_group(
                    [("program_id", "in", missing.ids), ("kind", "in", COSTS)],
                    ["program_id"],
                    ["points:sum"],
                )
            )
            budgets = self.env["hr.mentorship.recognition.budget"].sudo()
            for budget in budgets.create(
                [{"program_id": program.id, "granted": sums.get(program, 0)} for program in missing]
            ):
                found[budget.program_id.id] = budget
        return found

    @api.depends_context("lang", "uid")
    @api.depends("has_recognition", "company_id")
    def _compute_recognition_company_words(self):
        """What holds because the company says so, and the program has no rule of its own for it."""
        self.recognition_company_words = False
        mine = self.filtered(lambda program: program.is_my_program and program._origin)
        for program, rules in self.env["hr.mentorship.recognition.rule"]._find_for(mine._origin).items():
            words = rules.filtered(lambda rule: not rule.program_id).mapped("words")
            mine.filtered(lambda each, program=program: each._origin == program).recognition_company_words = (
                "\n".join(words) or False
            )

    @api.depends_context("lang", "uid")
    @api.depends("has_recognition")
    def _compute_recognition_words(self):
        """Sums for those who run the program and for its sponsor."""
        self.recognition_words = self.recognition_warning = False
        seen = self.filtered(lambda program: program.is_my_program or program.is_my_approval)
        budgets = self._get_recognition_budgets(seen)
        given, spent = (seen._origin._count_told_points(kinds) for kinds in (COSTS, ("spend", "refund")))
        nothing = (0, False)
        for program in seen:
            budget = budgets.get(program._origin.id)
            if not budget:
                continue
            told = (given.get(program._origin.id, nothing), spent.get(program._origin.id, nothing))
            program.recognition_words = program._say_points(budget, *told, program.sudo().company_id)
            if budget._is_low(told[0][0]):
                program.recognition_warning = program._say_warning(budget, told[0][0])

    # -- what points cost the program in money

    @api.depends("has_recognition", "recognition_points", "company_id.mentorship_point_value")
    def _compute_budget(self):
        return super()._compute_budget()

    def _get_further_budgets(self):
        """Points are a cost of the program that grants them, when it grants them: from then on the company owes them.

        Whatever they are spent on later settles that debt, and is no second cost. Nor could a program tell what it
        is: points of all programs lie in one wallet, and what somebody spends is told nobody. A debt is worth what it
        takes to settle it today, so all points count what one is worth today. Granted is what is told of it, month by
        month: see :meth:`_count_told_points`.
        """
        further = super()._get_further_budgets()
        budgets = self._get_recognition_budgets(self)
        given = self._origin._count_told_points(COSTS) if budgets else {}
        for program in self:
            budget = budgets.get(program._origin.id)
            value = program.sudo().company_id.mentorship_point_value  # sudo: a setting
            if not budget or not value:
                continue
            points, _until = given.get(program._origin.id, (0, False))
            planned, spent = further.get(program._origin.id, (0, 0))
            round_money = program.currency_id.round
            further[program._origin.id] = (
                # Switched off, it grants nothing more
                planned + round_money(budget.limit_points * value if program.has_recognition else 0),
                spent + round_money(points * value),
            )
        return further

    @api.depends_context("lang", "uid")
    @api.depends("has_recognition", "recognition_points", "company_id.mentorship_point_value")
    def _compute_points_budget(self):
        self.points_planned = self.points_spent = self.points_left = 0
        self.points_budget_words = False
        seen = self.filtered(lambda program: program.is_my_program or program.is_my_approval)
        for program_id, (planned, spent) in seen._get_further_budgets().items():
            program = seen.filtered(lambda each, program_id=program_id: each._origin.id == program_id)
            if not planned and not spent and not program.has_recognition:
                continue
            program.points_planned, program.points_spent, program.points_left = planned, spent, planned - spent
            program.points_budget_words = self.env._(
                "Points cost when they are granted, at the %(money)s that one is worth today, whatever they are spent "
                "on later. Whole months are told, as soon as their points belong to enough people.",
                money=program.sudo().company_id._say_mentorship_points(1),  # sudo: a setting
            )

    def _take_values(self):
        """A sponsor approves the points as well, and what they are worth on that day."""
        values = super()._take_values()
        budget = self._get_recognition_budgets(self).get(self._origin.id)
        if budget and budget.limit_points and self.has_recognition:
            company = self.sudo().company_id  # sudo: a setting
            worth = company.currency_id.round(budget.limit_points * company.mentorship_point_value)
            values["points"] = [budget.limit_points, worth]
        return values

    def _say_values(self, values):
        lines = super()._say_values(values)
        points, worth = values.get("points") or (0, 0)
        text = formatLang(self.env, points, digits=0) if points else ""
        if worth:
            text = self.env._("%(points)s, worth %(money)s", points=text, money=self._say_amount(worth))
        # Before what all of it comes to
        return [*lines[:-1], ("points", self.env._("Points to Give"), text), lines[-1]]

    def _sum_budget(self, values):
        total = super()._sum_budget(values)
        _points, worth = values.get("points") or (0, 0)
        return (total or 0) + worth if worth else total

    def _is_low_on_points(self):
        """Whether most of the budget of these programs (sudo) is given, as far as that is told."""
        told = self._count_told_points(COSTS)
        budgets = self._get_recognition_budgets(self)
        return any(budget._is_low(told.get(program_id, (0, False))[0]) for program_id, budget in budgets.items())

    def _count_told_points(self, kinds):
        """Return what entries of these kinds add up to, and until which day, by id; none where nothing can be told.

        A figure that moves as somebody asks for a reward tells who it was. So whole months are told, and a month waits
        for the next ones until they belong to enough people together and one more, as whoever reads the figure may be
        one of them. Who that is decides nothing: a program that changes hands would add up other months, and the
        difference would be somebody's. Entries stay as they are and belong to the month in which they were made.
        """
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        this_month = fields.Date.today().replace(day=1)
        self.env["hr.mentorship.wallet.entry"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                  SELECT entry.program_id, DATE_TRUNC('month', entry.create_date)::date, wallet.employee_id,
                         SUM(entry.points)
                    FROM hr_mentorship_wallet_entry entry
                    JOIN hr_mentorship_wallet wallet ON wallet.id = entry.wallet_id
                   WHERE entry.program_id = ANY(%s) AND entry.kind = ANY(%s) AND entry.create_date < %s
                GROUP BY 1, 2, 3
                ORDER BY 1, 2
                """,
                list(self.ids),
                list(kinds),
                this_month,
            )
        )
        told, waiting = {}, {}
        for (program_id, month), rows in groupby(self.env.cr.fetchall(), lambda row: row[:2]):
            people, points = waiting.pop(program_id, (set(), 0))
            for _program, _month, employee_id, moved in rows:
                points += moved
                people.add(employee_id)
            if len(people) <= least:
                waiting[program_id] = (people, points)
                continue
            told[program_id] = (told.get(program_id, (0, False))[0] + points, month + relativedelta(months=1, days=-1))
        return told

    def _say_points(self, budget, given, spent, company):
        parts = []
        points, until = given
        if until:
            values = {"granted": formatLang(self.env, points, digits=0), "date": say_date(self.env, until)}
            limit = formatLang(self.env, budget.limit_points, digits=0)
            parts = [
                self.env._("%(granted)s of %(limit)s points given until %(date)s", limit=limit, **values)
                if budget.limit_points
                else self.env._("%(granted)s points given until %(date)s", **values)
            ]
            if money := company._say_mentorship_points(points):
                parts.append(self.env._("worth %(money)s", money=money))
        points, until = spent
        if until:
            parts.append(
                self.env._(
                    "%(points)s spent on its rewards until %(date)s",
                    points=formatLang(self.env, -points, digits=0),
                    date=say_date(self.env, until),
                )
            )
        return ", ".join(parts) or self.env._(
            "Told month by month, as soon as the points of a month belong to %(count)s people or more.",
            # See _count_told_points: whoever reads it may be one of them
            count=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold() + 1,
        )

    def _say_warning(self, budget, told):
        """Of what is told alone, and without figures: others would tell of each payment as it is made."""
        if told < budget.limit_points:
            return self.env._("Most points of the budget are given, or all of them. Raise it in time.")
        if budget.is_fixed:
            return self.env._("The budget of points is used up: nothing is paid until it is raised.")
        return self.env._("More points are given than the budget holds.")

    # -- switching it on

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._start_recognition()
        return programs

    def write(self, vals):
        result = super().write(vals)
        if "has_recognition" in vals:
            self._start_recognition()
        return result

    def _start_recognition(self):
        """Note from when on events count: switched off and on again, nothing between is paid."""
        on = self.filtered("has_recognition")
        if on:
            # sudo: follows from the switch, which has been written by somebody who may
            on.sudo().recognition_since = fields.Date.context_today(self)
            on._open_recognition_budgets()
            self.env["hr.mentorship.recognition.event"]._collect_soon()

    def action_simulate_recognition(self):
        """Show what this program, and the one that it follows, would have cost with the rules of today."""
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_simulation_action")
        return {**action, "res_id": self.id}

    @api.depends_context("lang", "uid")
    def _compute_recognition_simulation(self):
        """Counted when somebody asks for it, never on the form of the program."""
        self.recognition_simulation = False
        for program in self.filtered("is_my_program"):
            own = program._origin
            # sudo: whoever runs a program learns from the one it follows; sums of many people
            parts = [each for each in (own, own.sudo().predecessor_id) if each]
            program.recognition_simulation = "\n\n".join("\n".join(each._say_simulation(own)) for each in parts)

    def _say_simulation(self, ruling):
        """Return in lines what this program would have cost with the rules that hold in ``ruling``."""
        found = self.env["hr.mentorship.recognition.event"]._simulate(self, ruling)
        total = sum(points for _rule, points, _times in found)
        money = self.sudo().company_id._say_mentorship_points(total)
        values = {"program": self.sudo().name, "points": formatLang(self.env, total, digits=0), "money": money}
        first = (
            self.env._("With these rules, “%(program)s” would have cost %(points)s points (%(money)s).", **values)
            if money
            else self.env._("With these rules, “%(program)s” would have cost %(points)s points.", **values)
        )
        return [
            first,
            *(
                self.env._(
                    "%(rule)s: %(points)s points (%(times)s ×)", rule=rule.sudo().name, times=times, points=points
                )
                for rule, points, times in found
            ),
        ]
