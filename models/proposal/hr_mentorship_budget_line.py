from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ..common.given_values import given_ids


class HrMentorshipBudgetLine(models.Model):
    """What a program spends money on: planned before it is approved, spent while it runs.

    Program managers keep it and the sponsor reads it; those who join have no business with it.
    """

    _name = "hr.mentorship.budget.line"
    _description = "Budget of a Mentorship Program"
    _order = "program_id, sequence, id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="program_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("What For", required=True)
    planned = fields.Monetary(aggregator="sum")
    spent = fields.Monetary(copy=False, aggregator="sum")
    left = fields.Monetary(compute="_compute_left")

    @api.depends("planned", "spent")
    def _compute_left(self):
        for line in self:
            line.left = line.planned - line.spent

    @api.constrains("planned", "spent")
    def _check_amounts(self):
        for line in self:
            if line.planned < 0 or line.spent < 0:
                raise ValidationError(
                    self.env._(
                        "A budget is not below zero. Enter for “%(name)s” what is planned and what is spent, each as "
                        "an amount of zero or more.",
                        name=line.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        programs = self.env["hr.mentorship.program"]
        programs._check_manages_named(vals_list)
        by_default = {"program_id": self.env.context.get("default_program_id")}
        with self._log_plan(programs.browse(given_ids([{**by_default, **vals} for vals in vals_list], "program_id"))):
            return super().create(vals_list)

    def write(self, vals):
        if "planned" not in vals:
            return super().write(vals)
        with self._log_plan(self.program_id):
            return super().write(vals)

    def unlink(self):
        with self._log_plan(self.program_id):
            return super().unlink()

    @contextmanager
    def _log_plan(self, programs):
        """Keep in the history of submitted and open programs that their plan has changed, for the sponsor to read."""
        before = self._sum_plans(programs)
        yield
        after = self._sum_plans(programs)
        bodies = {}
        for program in programs.filtered(lambda program: program.state in ("submitted", "open")):
            currency = program.currency_id
            was, now = before.get(program.id, 0.0), after.get(program.id, 0.0)
            if currency.compare_amounts(was, now):
                bodies[program.id] = self.env._(
                    "Planned budget: %(was)s → %(now)s",
                    was=formatLang(self.env, was, currency_obj=currency),
                    now=formatLang(self.env, now, currency_obj=currency),
                )
        if bodies:
            # sudo: the history is not written by hand
            programs.browse(bodies).sudo()._message_log_batch(bodies)

    @api.model
    def _sum_plans(self, programs):
        """Return what is planned in all, by program id."""
        # sudo: whoever changes lines of a program manages it
        rows = self.sudo()._read_group([("program_id", "in", programs.ids)], ["program_id"], ["planned:sum"])
        return {program.id: total for program, total in rows}
