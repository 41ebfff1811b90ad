from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HrMentorshipRunComparison(models.TransientModel):
    """Two runs of a program: for whom they differ, and by how much."""

    _name = "hr.mentorship.run.comparison"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Comparison of Two Runs"
    _document_field = "first_id"

    first_id = fields.Many2one("hr.mentorship.matching.run", required=True, readonly=True)
    second_id = fields.Many2one("hr.mentorship.matching.run", required=True, readonly=True)
    same_count = fields.Integer("Same Pair in Both", readonly=True)
    difference_count = fields.Integer("Differ", readonly=True)
    line_ids = fields.One2many("hr.mentorship.run.difference", "comparison_id", readonly=True)
    other_count = fields.Integer("In One Run Alone", readonly=True)
    has_same_rules = fields.Boolean(
        compute="_compute_has_same_rules", help="Their scores compare: both runs went by the same criteria."
    )

    @api.depends("first_id", "second_id")
    def _compute_has_same_rules(self):
        for comparison in self:
            comparison.has_same_rules = comparison.first_id._get_rules() == comparison.second_id._get_rules()

    @api.depends("first_id", "second_id")
    def _compute_display_name(self):
        for comparison in self:
            comparison.display_name = f"{comparison.first_id.display_name} ⇄ {comparison.second_id.display_name}"


class HrMentorshipRunDifference(models.TransientModel):
    """A mentee to whom the two runs give somebody else."""

    _name = "hr.mentorship.run.difference"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Difference Between Two Runs"
    _document_field = "mentee_id"
    _order = "delta desc, id"

    comparison_id = fields.Many2one(
        "hr.mentorship.run.comparison", required=True, readonly=True, ondelete="cascade", index=True
    )
    mentee_id = fields.Many2one("hr.mentorship.participant", "Mentee's Application", required=True, readonly=True)
    employee_id = fields.Many2one(related="mentee_id.employee_id", string="Mentee")
    first_mentor_id = fields.Many2one("hr.mentorship.participant", readonly=True)
    second_mentor_id = fields.Many2one("hr.mentorship.participant", readonly=True)
    first_employee_id = fields.Many2one(related="first_mentor_id.employee_id", string="First Run")
    second_employee_id = fields.Many2one(related="second_mentor_id.employee_id", string="Second Run")
    first_score = fields.Float(readonly=True, digits=(5, 1))
    second_score = fields.Float(readonly=True, digits=(5, 1))
    delta = fields.Float("Difference", readonly=True, digits=(5, 1))


class HrMentorshipMatchingRunCompare(models.Model):
    _inherit = "hr.mentorship.matching.run"

    def action_compare(self):
        """Show for whom two runs differ."""
        self.program_id._check_manager()
        if len(self) != 2 or len(self.program_id) != 1:
            raise UserError(self.env._("Select two runs of the same program to compare them."))
        self._check_state_in("done")
        first, second = self.sorted("id")
        before, after = ({line.mentee_id: line for line in run.line_ids} for run in (first, second))
        # Whom one of the runs has not asked about has got nobody from it, nor lost anybody
        in_both = before.keys() & after.keys()
        differences = []
        for mentee in in_both:
            old, new = before[mentee], after[mentee]
            if old.mentor_id != new.mentor_id:
                differences.append(
                    {
                        "mentee_id": mentee.id,
                        "first_mentor_id": old.mentor_id.id,
                        "second_mentor_id": new.mentor_id.id,
                        "first_score": old.score,
                        "second_score": new.score,
                        "delta": new.score - old.score,
                    }
                )
        # sudo: nobody else writes comparisons; who may read both runs has been checked
        comparison = (
            self.env["hr.mentorship.run.comparison"]
            .sudo()
            .create(
                {
                    "first_id": first.id,
                    "second_id": second.id,
                    "difference_count": len(differences),
                    "same_count": len(in_both) - len(differences),
                    "other_count": len(before.keys() ^ after.keys()),
                    "line_ids": [Command.create(values) for values in differences],
                }
            )
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Two Runs Side by Side"),
            "res_model": comparison._name,
            "res_id": comparison.id,
            "views": [(False, "form")],
        }
