from odoo import models

from .survey_survey import TRAINING


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _mark_done(self):
        result = super()._mark_done()
        passed = self.filtered(
            lambda answer: answer.survey_id.survey_type == TRAINING and answer.scoring_success and not answer.test_entry
        )
        if passed:
            self.env["hr.mentorship.training.pass"]._record(passed)
        return result
