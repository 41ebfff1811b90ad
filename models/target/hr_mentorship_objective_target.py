from odoo import api, fields, models

from .hr_mentorship_target import MEASURES, check_wanted


class HrMentorshipObjectiveTarget(models.Model):
    """A figure by which an objective is usually measured."""

    _name = "hr.mentorship.objective.target"
    _description = "Target of a Mentorship Objective"
    _order = "objective_id, id"
    _rec_name = "measure"

    objective_id = fields.Many2one(
        "hr.mentorship.objective", required=True, readonly=True, index=True, ondelete="cascade"
    )
    measure = fields.Selection([item for item in MEASURES if item[0] != "own"], required=True)
    wanted_value = fields.Float("Target", required=True, help="In percent, people or days, as the measure has it.")

    _one_measure = models.Constraint("UNIQUE(objective_id, measure)", "This measure stands there already.")

    @api.constrains("measure", "wanted_value")
    def _check_wanted(self):
        check_wanted(self)
