from odoo import fields, models


class HrMentorshipObjective(models.Model):
    _inherit = "hr.mentorship.objective"

    criterion_ids = fields.One2many("hr.mentorship.objective.criterion", "objective_id", "Criteria", copy=True)
    target_ids = fields.One2many("hr.mentorship.objective.target", "objective_id", "Targets", copy=True)
