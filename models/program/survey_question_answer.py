from odoo import api, fields, models

from ..common.given_values import given_ids
from .survey_question import FREE


class SurveyQuestionAnswer(models.Model):
    """A choice that somebody could have made stays, with its words."""

    _inherit = "survey.question.answer"

    mentorship_profile_value = fields.Char(
        "Value in the Profile", help="1 to 5 for a style; am, noon or pm for a part of the day."
    )

    @api.model_create_multi
    def create(self, vals_list):
        ids = given_ids(vals_list, "question_id", "matrix_question_id")
        self.env["survey.question"].browse(ids).survey_id._check_unanswered()
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() <= FREE:
            (self.question_id | self.matrix_question_id).survey_id._check_unanswered()
            moved_to = given_ids([vals], "question_id", "matrix_question_id")
            self.env["survey.question"].browse(moved_to).survey_id._check_unanswered()
        result = super().write(vals)
        if {"question_id", "matrix_question_id"} & vals.keys() and not self.env.su:
            self.check_access("write")  # as for a question
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unanswered(self):
        (self.question_id | self.matrix_question_id).survey_id._check_unanswered()
