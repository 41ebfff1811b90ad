from odoo import fields, models


class HrMentorshipRunDifference(models.TransientModel):
    """A mentee to whom the two runs give somebody else."""

    _name = "hr.mentorship.run.difference"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Difference Between Two Runs"
    _order = "delta desc, id"

    _document_field = "mentee_id"
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
