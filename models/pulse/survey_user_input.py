from odoo import api, models

from ..common.given_values import given_ids


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    @api.model_create_multi
    def create(self, vals_list):
        """Whichever way an answer to a mentorship survey would come into the survey app: there it does not belong."""
        survey_ids = given_ids(vals_list, "survey_id")
        self.env["survey.survey"].browse(survey_ids)._check_takes_no_answers()
        return super().create(vals_list)
