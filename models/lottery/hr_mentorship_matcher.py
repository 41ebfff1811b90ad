from dataclasses import replace

from odoo import api, models


class HrMentorshipMatcher(models.AbstractModel):
    """The lottery goes into a run with what it depends on: how wide a step is, and the seed."""

    _inherit = "hr.mentorship.matcher"

    @api.model
    def _get_settings(self, program):
        settings = super()._get_settings(program)
        if program._has_lottery():
            # sudo: whoever matches a program draws by its seed
            settings["lottery"] = {"points": program.lottery_points, "seed": program.sudo().lottery_seed}
        return settings

    @api.model
    def _build_run_problem(self, program, pool, seats, settings):
        problem = super()._build_run_problem(program, pool, seats, settings)
        lottery = settings.get("lottery")
        return replace(problem, seed=lottery["seed"]) if lottery else problem
