from odoo import api, fields, models


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
