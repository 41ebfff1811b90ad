from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import MentorshipCase
from .common import PulseCompany


@tagged("post_install", "-at_install")
class TestPulseSurvey(PulseCompany, MentorshipCase):
    """Programs choose what they ask and may change it; what was asked stays, and the survey app has no answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref("hr_mentorship.survey_pulse")

    def test_new_program_begins_with_our_surveys(self):
        self.assertEqual(self.program.pulse_survey_id, self.survey)
        constructs = set(self.survey.question_ids.mapped("construct")) - {False}
        for survey in (self.survey, self.program.closing_survey_id):
            self.assertEqual(constructs, set(survey.question_ids.mapped("construct")) - {False})
        self.assertEqual(len(constructs), 10)
        self.assertEqual(len(self.survey._get_pulse_questions("mentor")), 11)

    def test_survey_app_takes_no_answers_of_these(self):
        for vals in ({}, {"test_entry": True}, {"state": "done"}):
            with self.assertRaises(UserError):
                self.env["survey.user_input"].create({"survey_id": self.survey.id, **vals})
        with self.assertRaises(UserError):
            self.survey._create_answer(partner=self.env.user.partner_id, check_attempts=False)
        self.assertEqual(self.survey.action_test_survey()["url"], f"/mentorship/survey/preview/{self.survey.id}")

    def test_survey_keeps_what_protects_it(self):
        self.survey.write({"access_mode": "public", "scoring_type": "scoring_with_answers"})
        self.assertEqual((self.survey.access_mode, self.survey.scoring_type), ("token", "no_scoring"))

    def test_program_manager_changes_a_copy_and_the_program_asks_it(self):
        program = self.as_user(self.program, self.pia)
        with self.assertRaises(UserError):  # the shipped one is not theirs, and may have been asked somebody else
            program.pulse_survey_id.question_ids[0].write({"title": "Other words"})
        action = program.action_change_pulse_survey()
        copy = self.env["survey.survey"].browse(action["res_id"])
        self.assertEqual(program.pulse_survey_id, copy)
        self.assertNotEqual(copy, self.survey)
        self.assertEqual(copy.title, "How does it go?, Leaders")
        mine = self.as_user(copy, self.pia)
        mine.question_ids.filtered(lambda question: question.construct == "fit").title = "Other words"
        self.assertEqual(mine.question_ids.mapped("construct"), self.survey.question_ids.mapped("construct"))
        again = self.as_user(self.program, self.pia).action_change_pulse_survey()
        self.assertEqual(again["res_id"], copy.id, "one's own, which nobody was asked, needs no copy")

    def test_what_was_asked_stays_as_it_was_asked(self):
        program = self.as_user(self.program, self.pia)
        copy = self.env["survey.survey"].browse(program.action_change_pulse_survey()["res_id"])
        self.set_up_pair()
        self.ask(30)
        question = self.as_user(copy, self.pia).question_ids[0]
        with self.assertRaisesRegex(UserError, "stay as they were asked"):
            question.title = "Something else"
        with self.assertRaisesRegex(UserError, "stay as they were asked"):
            question.unlink()
        changed = self.as_user(self.program, self.pia).action_change_pulse_survey()
        self.assertNotEqual(changed["res_id"], copy.id)
        mine = self.as_user(self.env["survey.survey"], self.pia).browse(changed["res_id"])
        with self.assertRaisesRegex(UserError, "keeps its type"):
            mine.write({"survey_type": "custom", "access_mode": "public", "users_login_required": False})

    def test_question_says_what_it_measures_and_is_one_that_the_page_can_ask(self):
        base = {"survey_id": self.survey.id, "title": "How?", "construct": "fit", "scale_min": 1, "scale_max": 5}
        questions = self.env["survey.question"]
        self.assertTrue(questions.create({**base, "question_type": "scale"}))
        for wrong in (
            {"question_type": "scale", "construct": False},
            {"question_type": "scale", "construct": "own_weighted"},
            {"question_type": "scale", "scale_max": 10},
            {"question_type": "simple_choice"},
            {"question_type": "multiple_choice"},
            {"question_type": "date"},
        ):
            with self.assertRaises(ValidationError, msg=wrong):
                questions.create({**base, **wrong})

    def test_other_surveys_are_refused_in_the_program(self):
        other = self.env["survey.survey"].create({"title": "Lunch", "survey_type": "survey"})
        with self.assertRaisesRegex(ValidationError, "is no mentorship survey"):
            self.program.closing_survey_id = other

    def test_archived_survey_asks_nobody_and_the_program_manager_reads_so(self):
        self.set_up_pair()
        self.survey.active = False
        self.ask(30)
        self.assertFalse(self.pulses())
        self.assertIn("is archived", self.as_user(self.program, self.pia).pulse_hint)

    def test_answers_cannot_be_made_in_the_survey_by_commands(self):
        with self.assertRaises(UserError):
            self.survey.write({"user_input_ids": [Command.create({"test_entry": True})]})
