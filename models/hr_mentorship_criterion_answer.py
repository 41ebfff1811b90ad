from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .hr_mentorship_criterion_custom import COMPARISONS_BY_TYPE

VALUE_TYPES = {
    "simple_choice": "many2one",
    "multiple_choice": "many2many",
    "numerical_box": "float",
    "scale": "float",
    "date": "date",
    "char_box": "char",
}
"""Which type of field the answer to a question is like. Free text cannot be compared."""


class HrMentorshipCriterionAnswer(models.Model):
    """Criteria without code: answers of the application survey."""

    _inherit = "hr.mentorship.criterion"

    kind = fields.Selection(
        selection_add=[("custom_answer", "Answer of the application survey")], ondelete={"custom_answer": "cascade"}
    )
    survey_id = fields.Many2one(related="program_id.application_survey_id", string="Application Survey")
    # Set null, not cascade: a question that goes away would take the criterion along in silence
    question_id = fields.Many2one(
        "survey.question",
        domain=f"[('survey_id', '=', survey_id), ('question_type', 'in', {tuple(VALUE_TYPES)})]",
        index="btree_not_null",
        ondelete="set null",
        help="The question whose answers are compared.",
    )
    question_label = fields.Char(
        compute="_compute_question_label", store=True, help="The question, for the day when it is removed."
    )

    @api.depends("question_id")
    def _compute_name(self):
        return super()._compute_name()

    @api.depends("question_id")
    def _compute_comparison(self):
        return super()._compute_comparison()

    @api.depends("question_id")
    def _compute_choices(self):
        return super()._compute_choices()

    @api.depends("question_id")
    def _compute_question_label(self):
        for criterion in self:
            if criterion.question_id:
                criterion.question_label = criterion.question_id.title
            elif criterion.kind != "custom_answer":
                criterion.question_label = False

    @api.constrains("kind", "question_id", "program_id")
    def _check_question(self):
        for criterion in self:
            if criterion.kind != "custom_answer" or (criterion.question_label and not criterion.question_id):
                continue
            question = criterion.question_id
            if not question:
                raise ValidationError(self.env._("Choose the question whose answers the criterion compares."))
            if question.survey_id != criterion.program_id.application_survey_id:
                raise ValidationError(
                    self.env._(
                        "“%(program)s” does not ask “%(question)s”. Choose a question of its application survey.",
                        program=criterion.program_id.name,
                        question=question.title,
                    )
                )
            if question.question_type not in VALUE_TYPES:
                raise ValidationError(
                    self.env._(
                        "Answers to “%(question)s” cannot be compared. Choose a question with a choice, a number, a "
                        "scale, a date or a short text.",
                        question=question.title,
                    )
                )

    def _get_comparisons(self):
        if self.kind != "custom_answer":
            return super()._get_comparisons()
        return COMPARISONS_BY_TYPE.get(VALUE_TYPES.get(self.question_id.question_type), ())

    def _is_date(self):
        return self.question_id.question_type == "date" if self.kind == "custom_answer" else super()._is_date()

    def _get_setting(self):
        setting = super()._get_setting()
        if self.kind == "custom_answer":
            setting.update(
                question_id=self.question_id.id, label=self.question_label, has_explanation=bool(self.explanation)
            )
        return setting

    def _name_thing(self, setting):
        if setting["kind"] == "custom_answer":
            # sudo: whoever reads the criterion reads what it compares
            question = self.env["survey.question"].sudo().browse(setting["question_id"] or ()).exists()
            return question.title or setting["label"] or super()._name_thing(setting)
        return super()._name_thing(setting)
