from odoo import api, fields, models

from ..common.given_values import given_ids

# What may change after people have answered: nothing of this is what they were asked.
FREE = {"sequence", "session_available", "session_speed_rating"}


class SurveyQuestion(models.Model):
    """A question of an application survey stays as it was asked as soon as somebody has answered the survey."""

    _inherit = "survey.question"

    mentorship_profile_field = fields.Selection(
        [
            ("motivation", "Motivation of the application"),
            ("introduction", "Introduction"),
            ("style_structure", "How conversations run"),
            ("style_feedback", "How to hear what could be better"),
            ("style_closeness", "What conversations have room for"),
            ("availability_ids", "Parts of the day"),
        ],
        string="Fills in the Profile",
        help="What applicants answer to this question of an application survey becomes part of their own profile.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        surveys = self.env["survey.survey"].browse(given_ids(vals_list, "survey_id"))
        surveys.check_access("write")  # before a refusal tells something of a survey that is not theirs
        surveys._check_unanswered()
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() <= FREE:
            (self.survey_id | self.env["survey.survey"].browse(given_ids([vals], "survey_id")))._check_unanswered()
        result = super().write(vals)
        if "survey_id" in vals and not self.env.su:
            # Odoo asks the record rules before; no question is moved into a survey that is not the user's to write
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unanswered(self):
        self.survey_id._check_unanswered()
