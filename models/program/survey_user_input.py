from odoo import models

from ..common.private_fields import ReaderOne2many


class SurveyUserInput(models.Model):
    """The answers to an application survey belong to one participant."""

    _inherit = "survey.user_input"

    mentorship_participant_ids = ReaderOne2many(
        "hr.mentorship.participant", "survey_answer_id", groups="hr_mentorship.group_hr_mentorship_manager"
    )
