from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..matching.hr_mentorship_criterion import CUSTOM_KINDS, SECRET_KINDS

MOST = 10


class HrMentorshipObjectiveCriterion(models.Model):
    """What an objective wants the matching to look at, and how much it should count at least."""

    _name = "hr.mentorship.objective.criterion"
    _description = "Criterion of a Mentorship Objective"
    _order = "objective_id, weight desc, id"
    _rec_name = "kind"

    objective_id = fields.Many2one(
        "hr.mentorship.objective", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection("_selection_kind", "Criterion", required=True)
    weight = fields.Integer("Weight at Least", default=5, required=True, aggregator=None, help="From 1 to 10.")

    _one_kind = models.Constraint("UNIQUE(objective_id, kind)", "This criterion stands there already.")

    @api.model
    def _selection_kind(self):
        kinds = self.env["hr.mentorship.criterion"]._fields["kind"]._description_selection(self.env)
        return [(kind, label) for kind, label in kinds if kind not in (*CUSTOM_KINDS, *SECRET_KINDS)]

    @api.constrains("weight")
    def _check_weight(self):
        for criterion in self:
            if not 1 <= criterion.weight <= MOST:
                raise ValidationError(self.env._("A criterion that matters counts from 1 to 10."))
