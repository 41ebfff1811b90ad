from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ...models.common.spoken import by_count
from ...models.matching.match_reader import Reader


class HrMentorshipChoiceOption(models.TransientModel):
    """One mentor the mentee could have."""

    _name = "hr.mentorship.choice.option"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Mentor to Choose"
    _order = "is_possible desc, score desc, id"

    _document_field = "mentor_id"
    choice_id = fields.Many2one("hr.mentorship.choice", required=True, readonly=True, ondelete="cascade", index=True)
    mentor_id = fields.Many2one("hr.mentorship.participant", required=True, readonly=True)
    employee_id = fields.Many2one(related="mentor_id.employee_id")
    score = fields.Float("Match", readonly=True, digits=(5, 1))
    facts = fields.Json(readonly=True, groups=NO_ACCESS)
    reason = fields.Text("Why", compute="_compute_reason")
    seats_left = fields.Integer("Free Seats", readonly=True)
    freed_id = fields.Many2one("hr.mentorship", readonly=True)
    freed_name = fields.Char("Takes the Place Of", readonly=True)
    obstacle = fields.Char(readonly=True)
    note = fields.Char("Worth Knowing", readonly=True)
    is_possible = fields.Boolean(readonly=True)
    is_current = fields.Boolean(readonly=True)
    cost_people = fields.Integer(readonly=True)
    cost_score = fields.Float(readonly=True)
    cost_text = fields.Char("Cost to the Whole", compute="_compute_cost_text")

    @api.depends("facts")
    @api.depends_context("lang", "uid")
    def _compute_reason(self):
        # sudo: the facts are for nobody as such; _explain leaves out what the reader may not know
        options = self.sudo()
        readers = [Reader(option.choice_id.mentee_name or "", option.employee_id.name) for option in options]
        reasons = self.env["hr.mentorship.matching.words"]._explain([option.facts or {} for option in options], readers)
        for option, sentences in zip(self, reasons, strict=True):
            option.reason = "\n".join(sentences)

    @api.depends("cost_people", "cost_score", "is_possible", "choice_id.has_costs")
    @api.depends_context("lang")
    def _compute_cost_text(self):
        for option in self:
            option.cost_text = option._describe_cost() if option.is_possible and option.choice_id.has_costs else False

    def _describe_cost(self):
        if self.cost_people and self.choice_id.is_among_peers:  # they go in pairs, so there are two at least
            return self.env._("%(count)s fewer people with a partner", count=self.cost_people)
        if self.cost_people:
            return by_count(
                self.cost_people,
                self.env._("One person fewer with a mentor"),
                self.env._("%(count)s fewer people with a mentor", count=self.cost_people),
            )
        if round(self.cost_score, 1) > 0:
            return self.env._("%(points)s points less for all together", points=round(self.cost_score, 1))
        return self.env._("Costs nothing")

    def action_choose(self):
        """Put the pair together, locked, in place of what the two had in the working list."""
        self.ensure_one()
        choice = self.choice_id
        choice.program_id._check_manager()
        return self.env["hr.mentorship"]._pair_by_hand(choice.program_id, choice.mentee_id, self.mentor_id)
