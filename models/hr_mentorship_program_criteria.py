from odoo import models

from .private_fields import ReaderOne2many


class HrMentorshipProgramCriteria(models.Model):
    """What makes two people of a program a good pair."""

    _inherit = "hr.mentorship.program"

    criterion_ids = ReaderOne2many(
        "hr.mentorship.criterion",
        "program_id",
        string="Criteria",
        copy=True,
        default=lambda self: self.env["hr.mentorship.criterion"]._get_default_criteria(),
        groups="hr_mentorship.group_hr_mentorship_manager",
    )
