from odoo import api, models

# What may change after people have answered: nothing of this is what they were asked.
FREE = {"sequence", "session_available", "session_speed_rating"}


class SurveyQuestion(models.Model):
    """A question of an application survey stays as it was asked as soon as somebody has answered the survey."""

    _inherit = "survey.question"

    @api.model_create_multi
    def create(self, vals_list):
        surveys = self.env["survey.survey"].browse({vals.get("survey_id") for vals in vals_list} - {None, False})
        surveys._check_unanswered()
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() <= FREE:
            (self.survey_id | self.env["survey.survey"].browse(vals.get("survey_id") or ()))._check_unanswered()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unanswered(self):
        self.survey_id._check_unanswered()


class SurveyQuestionAnswer(models.Model):
    """A choice that somebody could have made stays, with its words."""

    _inherit = "survey.question.answer"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals.get(name) for vals in vals_list for name in ("question_id", "matrix_question_id")} - {None, False}
        self.env["survey.question"].browse(ids).survey_id._check_unanswered()
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() <= FREE:
            (self.question_id | self.matrix_question_id).survey_id._check_unanswered()
            moved_to = {vals.get(name) for name in ("question_id", "matrix_question_id")} - {None, False}
            self.env["survey.question"].browse(moved_to).survey_id._check_unanswered()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unanswered(self):
        (self.question_id | self.matrix_question_id).survey_id._check_unanswered()
