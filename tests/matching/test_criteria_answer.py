from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CriteriaCase


@tagged("post_install", "-at_install")
class TestAnswerCriteria(CriteriaCase):
    """What a program has asked its applicants, compared without code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create(
            {
                "title": "How would you like to work?",
                "survey_type": "mentorship",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": title,
                            "question_type": question_type,
                            "suggested_answer_ids": [Command.create({"value": value}) for value in values],
                        }
                    )
                    for title, question_type, values in (
                        ("Where do you like to meet?", "simple_choice", ("On a screen", "In person")),
                        ("What helps you?", "multiple_choice", ("Questions", "Advice", "Contacts")),
                        ("How much do you want to change?", "scale", ()),
                        ("Your motto?", "char_box", ()),
                        ("Anything else?", "text_box", ()),
                    )
                ],
            }
        )
        cls.where, cls.what, cls.change, cls.motto, cls.text = cls.survey.question_ids
        cls.program.application_survey_id = cls.survey

    def answer(self, participant, where=0, what=(0, 2), change=7, motto="Go on"):
        participant._start_survey()
        answer = participant.survey_answer_id
        answer._save_lines(self.where, str(self.where.suggested_answer_ids[where].id))
        answer._save_lines(self.what, [str(self.what.suggested_answer_ids[index].id) for index in what])
        answer._save_lines(self.change, str(change))
        answer._save_lines(self.motto, motto)
        answer._mark_done()

    def compare_answers(self, question, **values):
        return self.compare("custom_answer", question_id=question.id, **values)

    def test_choices_are_the_same_or_not(self):
        criterion = self.compare_answers(self.where)
        self.assertEqual(criterion.name, "Where do you like to meet? (Same)")
        self.assertFalse(criterion.is_shown_to_members, "answers are given in confidence")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.assert_must_have(False)
        self.answer(self.mentee, where=1)
        self.answer(self.mentor, where=1)
        self.assert_value(1, "Where do you like to meet?: the same (In person).")
        self.assert_must_have(True)

    def test_different_choices_complement_each_other(self):
        self.compare_answers(self.where, comparison="different")
        self.answer(self.mentee, where=0)
        self.answer(self.mentor, where=1)
        self.assert_value(1, "Where do you like to meet?: On a screen (Mia) and In person (Max).")

    def test_several_choices_have_something_in_common(self):
        self.compare_answers(self.what)
        self.assertEqual(self.program.criterion_ids.comparison, "overlap")
        self.answer(self.mentee, what=(0, 2))
        self.answer(self.mentor, what=(1, 2))
        self.assert_value(0.5, "What helps you? in common: Contacts.")

    def test_numbers_are_near_and_words_the_same(self):
        self.answer(self.mentee, change=5, motto="Go on")
        self.answer(self.mentor, change=7, motto=" go ON ")
        self.compare_answers(self.change, comparison="near", distance=2)
        self.assert_value(0.5, "How much do you want to change?: 5 (Mia) and 7 (Max).")
        self.assert_must_have(True)
        self.compare_answers(self.motto)
        self.assert_value(1)

    def test_question_that_cannot_be_compared_or_is_not_asked_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be compared"):
            self.compare_answers(self.text, comparison="same")
        with self.assertRaisesRegex(ValidationError, "Choose the question"):
            self.compare("custom_answer")
        self.program.application_survey_id = False
        with self.assertRaisesRegex(ValidationError, "“Leaders” does not ask “Where do you like to meet\\?”"):
            self.compare_answers(self.where)

    def test_question_that_was_removed_is_named_and_nothing_is_written(self):
        criterion = self.compare_answers(self.where, comparison="same")
        self.where.unlink()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "“Where do you like to meet\\?”, which it does not ask any more"):
            self.rate()
        self.assertEqual(criterion.name, "Where do you like to meet? (Same)")
        self.matcher._check_pool(self.program)

    def test_program_manager_chooses_the_question(self):
        program = self.as_user(self.program, self.pia)
        program.criterion_ids = [
            Command.create({"kind": "custom_answer", "question_id": self.where.id, "weight": 3, "is_required": True})
        ]
        reasons = dict(self.matcher._check_pool(self.program))
        self.assertIn("Has not answered “Where do you like to meet? (Same)”", reasons[self.mentee])
