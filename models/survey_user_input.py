from odoo import fields, models


class SurveyUserInput(models.Model):
    """The answers to an application survey belong to one participant."""

    _inherit = "survey.user_input"

    mentorship_participant_ids = fields.One2many(
        "hr.mentorship.participant", "survey_answer_id", groups="hr_mentorship.group_hr_mentorship_manager"
    )
