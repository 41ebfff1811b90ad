from odoo import api, fields, models

from ...matching import MICRO_POINTS_PER_PERCENT, draw
from .hr_mentorship_program import SUMS


class HrMentorshipMatchingRun(models.Model):
    """Of a program with a lottery, a run draws lots between near-equals, and keeps the chance of each."""

    _inherit = "hr.mentorship.matching.run"

    lottery_points = fields.Integer("Lottery within", compute="_compute_lottery_points", aggregator=None)

    @api.depends("settings", "objective")
    def _compute_lottery_points(self):
        for run in self:
            lottery = (run.settings or {}).get("lottery") if run.objective in SUMS else None
            run.lottery_points = lottery["points"] if lottery else 0

    @api.model
    def _prepare_runs(self, program, objectives):
        program.sudo()._draw_seed()  # sudo: drawn by the system, not by whoever manages the program
        return super()._prepare_runs(program, objectives)

    def _find_pairs(self, problem, time_limit, progress=None):
        if not self.lottery_points or problem.is_peers:
            return super()._find_pairs(problem, time_limit, progress)
        # Two solutions, and so half of the time for each
        band = self.lottery_points * MICRO_POINTS_PER_PERCENT
        return draw(problem, self.objective, band, time_limit / 2, progress)
