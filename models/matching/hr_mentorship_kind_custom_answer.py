from odoo import models
from odoo.exceptions import UserError

from .hr_mentorship_criterion import VALUE_TYPES


class HrMentorshipKindCustomAnswer(models.AbstractModel):
    """What a program has asked its applicants."""

    _name = "hr.mentorship.kind.custom_answer"
    _inherit = "hr.mentorship.kind.custom"
    _description = "Kind of a Matching Criterion: Custom Answer"

    def _check(self, program, setting):
        # sudo: the caller has checked that the user may match the program
        question = self._find_question(setting)
        if question.question_type not in VALUE_TYPES or question.survey_id != program.sudo().application_survey_id:
            raise UserError(
                self.env._(
                    "“%(program)s” compares answers to “%(question)s”, which it does not ask any more. Remove the "
                    "criterion, or let it compare another question.",
                    program=program.name,
                    question=question.title or setting["label"] or "",
                )
            )
        return super()._check(program, setting)

    def _find_question(self, setting):
        # sudo: a question is no secret to whoever reads how it was compared
        return self.env["survey.question"].sudo().browse(setting["question_id"] or ()).exists()

    def _read_answers(self, pool, setting):
        """Return for each side the answers, None where there is none."""
        question = self._find_question(setting)
        answers = pool.people._get_survey_answers(question)
        return [
            [self._read_answer(answers.get((person.id, question.id)), question) for person in people]
            for people in (pool.mentees, pool.mentors)
        ]

    def _read_answer(self, answer, question):
        if answer is None:
            return None
        if VALUE_TYPES[question.question_type] == "many2one":
            return answer[0]
        if VALUE_TYPES[question.question_type] == "many2many":
            return tuple(answer)
        return answer.strip() or None if isinstance(answer, str) else answer

    def _build(self, pool, setting):
        return self._build_comparison(setting, *self._fold(self._read_answers(pool, setting)))

    def _get_facts(self, pool, setting, pairs):
        value_type = VALUE_TYPES[self._find_question(setting).question_type]
        comodel = "survey.question.answer" if value_type in ("many2one", "many2many") else False
        return self._get_custom_facts(setting, pairs, self._read_answers(pool, setting), value_type, comodel)

    def _get_references(self, fact):
        return self._get_custom_references(fact)

    def _explain(self, fact, names, reader):
        return self._explain_custom(fact, names, reader)

    def _find_gaps(self, pool, setting):
        question = self._find_question(setting)
        if not question:
            return {}
        answers = pool.people._get_survey_answers(question)
        return self._ask_for_missing(pool, setting, lambda person: (person.id, question.id) in answers)
