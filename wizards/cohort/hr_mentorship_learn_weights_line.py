from odoo import api, fields, models


class HrMentorshipLearnWeightsLine(models.TransientModel):
    """One criterion: its weight, and the one that finished mentorships speak for."""

    _name = "hr.mentorship.learn.weights.line"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Learned Weight of a Criterion"
    _order = "id"

    _document_field = "criterion_id"
    dialog_id = fields.Many2one("hr.mentorship.learn.weights", required=True, readonly=True, ondelete="cascade")
    criterion_id = fields.Many2one("hr.mentorship.criterion", required=True, readonly=True, ondelete="cascade")
    name = fields.Char("Compared", related="criterion_id.name", related_sudo=False)
    present = fields.Integer("Now", readonly=True)
    proposed = fields.Integer("Learned Weight", readonly=True)
    low = fields.Integer(readonly=True)
    high = fields.Integer(readonly=True)
    is_learned = fields.Boolean(readonly=True)
    range_text = fields.Char(
        "Between", compute="_compute_range_text", help="In 90 of 100 samples drawn again from the mentorships."
    )
    is_taken = fields.Boolean("Take Over")

    @api.depends("is_learned", "low", "high")
    def _compute_range_text(self):
        for line in self:
            if line.is_learned:
                line.range_text = self.env._("%(low)s and %(high)s", low=line.low, high=line.high)
            else:
                line.range_text = self.env._("nothing to learn from")

    def _is_to_take(self):
        """Whether it is ticked and was learned: a line of the client's own making was not."""
        program = self.dialog_id.program_id
        is_of_it = self.criterion_id.program_id == program and not self.dialog_id.is_refused
        return self.is_taken and self.is_learned and is_of_it and self.proposed != self.criterion_id.weight

    def _say_change(self):
        return self.env._(
            "%(criterion)s from %(present)s to %(proposed)s",
            criterion=self.criterion_id.name,
            present=self.criterion_id.weight,
            proposed=self.proposed,
        )
