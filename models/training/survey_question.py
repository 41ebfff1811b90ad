from odoo import fields, models


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    training_explanation = fields.Text(
        "Explanation", translate=True, help="Shown with the right answer, as soon as the page has been answered."
    )
    training_survey_type = fields.Selection(related="survey_id.survey_type")
