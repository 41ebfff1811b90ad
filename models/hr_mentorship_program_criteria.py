from odoo import fields, models


class HrMentorshipProgramCriteria(models.Model):
    """What makes two people of a program a good pair."""

    _inherit = "hr.mentorship.program"

    criterion_ids = fields.One2many(
        "hr.mentorship.criterion",
        "program_id",
        string="Criteria",
        copy=True,
        default=lambda self: self.env["hr.mentorship.criterion"]._get_default_criteria(),
        groups="hr_mentorship.group_hr_mentorship_manager",
    )
