from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import html2plaintext

from ..common import MentorshipCase, MentorshipCompany


class TrainingCompany(MentorshipCompany):
    @classmethod
    def set_up_training(cls):
        cls.training = cls.env["survey.survey"].create(
            {
                "title": "How to listen",
                "survey_type": "mentorship_training",
                "question_and_page_ids": [
                    Command.create({"title": "Listening", "is_page": True, "question_type": False, "sequence": 1}),
                    Command.create(
                        {
                            "title": "Your mentee is silent. What do you do?",
                            "question_type": "simple_choice",
                            "sequence": 2,
                            "training_explanation": "Silence is thinking.",
                            "suggested_answer_ids": [
                                Command.create({"value": "Talk"}),
                                Command.create({"value": "Wait", "is_correct": True, "answer_score": 1}),
                            ],
                        }
                    ),
                ],
            }
        )
        cls.question = cls.training.question_ids
        cls.wrong, cls.right = cls.question.suggested_answer_ids

    def last_answer(self, participant):
        return participant._find_training_answers([])

    def answer(self, participant, choice):
        participant._start_training()
        answer = self.last_answer(participant)
        answer._save_lines(self.question, str(choice.id))
        answer._mark_done()
        self.env.invalidate_all()
        return answer


@tagged("post_install", "-at_install")
class TestRequiredTraining(TrainingCompany, MentorshipCase):
    """A program requires a training of either role; whoever has not passed is not matched, and knows why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_training()
        cls.program.mentor_training_id = cls.training
        cls.mentor = cls.enrol(cls.max, "mentor")
        cls.mentee = cls.enrol(cls.mia, "mentee")

    def lines(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_ask_for_training").method_direct_trigger()
        self.env.invalidate_all()
        lines = self.env["hr.mentorship.notice"].search([("kind", "=", "training_open")])
        return lines.filtered(lambda line: line.participant_id.program_id == self.program)

    # -- matching

    def test_untrained_mentor_is_not_matched_and_both_sides_read_why(self):
        self.assertFalse(self.propose()[0])
        reasons = dict(self.as_user(self.env["hr.mentorship.matcher"], self.pia)._check_pool(self.program))
        self.assertIn("Has not passed “How to listen” yet", reasons[self.mentor])
        own = self.as_user(self.mentor, self.max)
        self.assertEqual((own.training_status, own.training_name), ("open", "How to listen"))
        self.assertIn("as soon as you have passed “How to listen”", own.training_hint)
        self.answer(self.mentor, self.right)
        self.assertEqual((own.training_status, own.training_hint), ("done", False))
        self.assertEqual(len(self.propose()[0]), 1)

    def test_seat_of_an_untrained_mentor_is_named_to_whoever_got_none(self):
        self.mentor.capacity = 1
        trained = self.enrol(self.add_person("trained"), "mentor")
        trained.write({"is_trained": True, "capacity": 1})
        second = self.enrol(self.add_person("second"), "mentee")
        pairs, reasons = self.propose()
        self.assertEqual(len(pairs), 1)
        [(person, reason)] = reasons
        self.assertIn(person, self.mentee | second)
        self.assertIn("One mentor with a free seat was left out, not being trained yet.", reason)

    def test_untrained_mentees_are_not_matched_and_the_reason_is_the_true_one(self):
        self.program.write({"mentor_training_id": False, "mentee_training_id": self.training.id})
        program = self.as_user(self.program, self.pia)
        self.assertEqual((program.waiting_mentee_count, self.mentor.needs_training), (0, False))
        with self.assertRaisesRegex(UserError, "One mentee of “Leaders” waits, and is not trained"):
            program.action_compare_objectives()
        with self.assertRaisesRegex(ValidationError, "Mia has not been trained yet"):
            self.add_mentorship("proposed")
        self.answer(self.mentee, self.right)
        self.assertEqual(len(self.propose()[0]), 1)

    def test_mentee_who_chooses_a_mentor_is_trained_first(self):
        self.program.write({"mentee_training_id": self.training.id, "mentor_training_id": False})
        self.program.matching_mode = "request"
        own = self.as_user(self.mentee, self.mia)
        self.assertFalse(own.can_find_mentor)
        self.answer(self.mentee, self.right)
        self.assertTrue(own.can_find_mentor)

    def test_training_elsewhere_counts_as_well(self):
        self.as_user(self.mentor, self.pia).action_mark_trained()
        self.assertEqual(self.mentor.training_status, "done")
        self.assertFalse(self.mentor.training_passed_on)
        self.assertEqual(len(self.propose()[0]), 1)

    def test_what_was_passed_once_counts_in_the_next_program(self):
        self.answer(self.mentor, self.right)
        later = self.add_program("Later", self.pia, mentor_training_id=self.training.id)
        self.assertFalse(self.enrol(self.max, "mentor", program=later).needs_training)

    def test_program_manager_finds_who_is_to_be_trained(self):
        found = self.as_user(self.env["hr.mentorship.participant"], self.pia).search([("needs_training", "=", True)])
        self.assertEqual(found, self.mentor)
        self.answer(self.mentor, self.right)
        found = self.as_user(self.env["hr.mentorship.participant"], self.pia).search([("needs_training", "=", True)])
        self.assertFalse(found)

    # -- taking it

    def test_training_is_taken_as_often_as_wanted_and_passed_once(self):
        failed = self.answer(self.mentor, self.wrong)
        self.assertTrue(self.mentor.needs_training)
        passed = self.answer(self.mentor, self.right)
        self.assertNotEqual(failed, passed)
        self.assertFalse(self.mentor.needs_training)
        self.answer(self.mentor, self.wrong)
        self.assertFalse(self.mentor.needs_training, "What was passed stays passed")
        self.assertEqual(self.mentor.training_passed_on, fields.Date.today())
        self.assertEqual(len(self.max.training_pass_ids), 1)

    def test_page_that_is_handed_in_again_keeps_its_first_answer_and_goes_on(self):
        self.mentor._start_training()
        answer = self.last_answer(self.mentor)
        for choice in (self.wrong, self.right):
            answer._save_lines(self.question, str(choice.id), overwrite_existing=False)
        self.assertEqual(answer.user_input_line_ids.suggested_answer_id, self.wrong)

    def test_mentor_opens_and_reviews_their_own_and_nobody_else_does(self):
        own = self.as_user(self.mentor, self.max)
        url = own.action_take_training()["url"]
        self.assertEqual(own.action_take_training()["url"], url, "Where they left off")
        with self.assertRaisesRegex(UserError, "not finished"):
            own.action_review_training()
        self.answer(self.mentor, self.right)
        self.assertIn("/survey/print/", own.action_review_training()["url"])
        for person in (self.pia, self.ada):
            for step in ("action_take_training", "action_review_training"):
                with self.subTest(person.name), self.assertRaises(AccessError):
                    getattr(self.as_user(self.mentor, person), step)()

    def test_trial_of_an_administrator_is_no_pass(self):
        answer = self.training._create_answer(user=self.ada.user_id, test_entry=True)
        answer._save_lines(self.question, str(self.right.id))
        answer._mark_done()
        self.assertFalse(self.ada.training_pass_ids)

    def test_pass_stands_on_the_profile_and_on_the_resume(self):
        self.answer(self.mentor, self.right)
        self.assertIn("How to listen", self.max.mentorship_profile_ids.trainings)
        if "survey_id" in self.env["hr.resume.line"]._fields:  # hr_skills_survey, which installs itself
            line = self.env["hr.resume.line"].search([("employee_id", "=", self.max.id)])
            self.assertEqual((line.name, line.survey_id), ("How to listen", self.training))

    # -- who reads what

    def test_nobody_reads_answers_and_scores(self):
        answer = self.answer(self.mentor, self.right)
        officer = new_test_user(self.env, login="officer.test", groups="base.group_user,survey.group_survey_manager")
        for user in (officer, self.pia.user_id, self.ada.user_id, self.mia.user_id):
            for records in (answer, answer.user_input_line_ids):
                with self.subTest(f"{user.login} {records._name}"):
                    self.assertFalse(records.with_user(user).has_access("read"))
            survey = self.training.with_user(user)
            if survey.has_access("read"):
                self.assertFalse(survey._prepare_statistics()["count_all"])
        self.assertFalse(self.max.training_pass_ids.with_user(self.pia.user_id).has_access("read"))
        self.assertTrue(self.max.training_pass_ids.with_user(self.max.user_id).has_access("read"))

    def test_training_stays_one(self):
        self.training.write({"access_mode": "public", "certification": False, "is_attempts_limited": True})
        values = [self.training[name] for name in ("access_mode", "certification", "is_attempts_limited")]
        self.assertEqual(values, ["token", True, False])
        self.answer(self.mentor, self.right)
        with self.assertRaisesRegex(UserError, "keeps its type"):
            self.as_user(self.training, self.ada).survey_type = "custom"

    def test_program_manager_reads_trainings_and_administrator_writes_them(self):
        self.assertEqual(self.as_user(self.training, self.pia).title, "How to listen")
        with self.assertRaises(AccessError):
            self.as_user(self.training, self.pia).title = "Mine"
        self.as_user(self.question, self.ada).training_explanation = "They think."
        self.assertFalse(self.as_user(self.training, self.mia).has_access("read"))

    # -- what goes wrong

    def test_required_training_is_neither_archived_nor_deleted(self):
        with self.assertRaisesRegex(UserError, "“Leaders” requires the training “How to listen”"):
            self.as_user(self.training, self.ada).active = False
        with self.assertRaisesRegex(UserError, "Choose another one in the program first"):
            self.training.unlink()
        self.program.mentor_training_id = False
        self.as_user(self.training, self.ada).active = False

    def test_archived_all_the_same_everybody_is_told(self):
        self.training.active = False
        program, own = self.as_user(self.program, self.pia), self.as_user(self.mentor, self.max)
        self.assertIn("“How to listen” is archived", program.training_problem)
        with self.assertRaisesRegex(UserError, "is archived, so nobody can take it"):
            program.action_compare_objectives()
        self.assertEqual(own.training_status, "closed")
        with self.assertRaisesRegex(UserError, "has to choose another one"):
            own.action_take_training()

    def test_other_surveys_are_no_trainings(self):
        survey = self.env["survey.survey"].create({"title": "Lunch"})
        with self.assertRaisesRegex(ValidationError, "“Lunch” is no mentorship training"):
            self.program.mentor_training_id = survey

    # -- the daily mail

    def test_people_are_told_once_and_anew_of_another_training(self):
        self.assertEqual(self.lines().participant_id, self.mentor)
        self.assertEqual(len(self.lines()), 1)
        self.send_digests()
        self.program.mentor_training_id = self.training.copy()
        self.assertEqual(len(self.lines()), 2)

    def test_line_leads_people_without_user_to_the_training_itself(self):
        person = self.env["hr.employee"].create({"name": "Wanda", "work_email": "wanda@example.com"})
        participant = self.enrol(person, "mentor")
        line = self.lines().filtered(lambda line: line.participant_id == participant)
        [words] = line._read_out()
        self.assertIn("How to listen", words["text"])
        self.assertTrue(words["url"].endswith(f"/mentorship/your-link/{line.id}"), "The mail alone has the link")
        self.answer(participant, self.right)
        self.assertFalse(participant.needs_training)
        self.assertFalse(line._filter_true())

    # -- what is shipped

    def test_shipped_trainings_are_passed_with_three_mistakes_and_explain_each_answer(self):
        for role in ("mentor", "mentee", "peer"):
            training = self.env.ref(f"hr_mentorship.survey_training_{role}")
            questions = training.question_ids
            with self.subTest(role):
                self.assertTrue(8 <= len(questions) <= 10 and len(training.page_ids) >= 4)
                self.assertTrue(all(questions.mapped("training_explanation")))
                self.assertTrue(all(training.page_ids.mapped("description")))
                for question in questions:
                    self.assertEqual(len(question.suggested_answer_ids.filtered("is_correct")), 1)
                answer = training._create_answer(partner=self.max.user_id.partner_id, check_attempts=False)
                for index, question in enumerate(questions):
                    right = question.suggested_answer_ids.filtered("is_correct")
                    choices = question.suggested_answer_ids - right if index < 3 else right
                    answer._save_lines(question, str(choices[:1].id))
                self.assertTrue(answer.scoring_success)


@tagged("post_install", "-at_install")
class TestTrainingPages(TrainingCompany, HttpCase):
    """The pages of the training: for whoever has the link of their own, and for nobody else."""

    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_training()
        cls.program.mentor_training_id = cls.training

    def shows_training(self, address):
        page = self.url_open(address).text
        return "Begin the Training" in page or "Your mentee is silent" in page

    def test_stranger_begins_no_training_and_somebody_without_user_tries_again(self):
        start = f"/survey/start/{self.training.access_token}"
        self.assertNotIn("/survey/", self.url_open(start, allow_redirects=False).headers.get("Location", ""))
        person = self.env["hr.employee"].create({"name": "Wanda", "work_email": "wanda@example.com"})
        participant = self.enrol(person, "mentor")
        participant._notify("training_open")
        line = self.env["hr.mentorship.notice"].search([("participant_id", "=", participant.id)])
        self.assertTrue(line._brings_link())
        link = self.env["hr.mentorship.access.token"]._mint(participant, "training")
        page = self.url_open(link)
        self.assertIn("How to listen", page.text)
        failed = self.answer(participant, self.wrong)
        again = f"/survey/retry/{self.training.access_token}/{failed.access_token}"
        self.assertIn("How to listen", self.url_open(again).text)
        self.env.invalidate_all()
        self.assertNotEqual(self.last_answer(participant), failed)
        started = self.last_answer(participant)
        self.assertEqual(started.partner_id, person.work_contact_id)
        # Nothing of it opens any more for somebody who has left
        participant._move_to("withdrawn")
        for address in (started.get_start_url(), failed.get_print_url(), again, link):
            self.assertFalse(self.shows_training(address), address)
        participant._move_to("approved")
        self.assertTrue(self.shows_training(link))
        person.active = False
        self.assertFalse(self.shows_training(started.get_start_url()))

    def test_address_of_somebodys_training_is_of_no_use_to_others(self):
        participant = self.enrol(self.max, "mentor")
        address = participant._start_training()
        self.assertFalse(self.shows_training(address))
        self.authenticate("olga.test", "olga.test")
        self.assertFalse(self.shows_training(address))

    def test_pages_speak_of_a_training_and_of_nobody_who_fails(self):
        participant = self.enrol(self.max, "mentor")
        self.authenticate("max.test", "max.test")
        self.assertIn("Begin the Training", self.url_open(participant._start_training()).text)
        for choice, words in ((self.wrong, "No harm done"), (self.right, "Congratulations, you have passed")):
            page = html2plaintext(self.url_open(self.answer(participant, choice).get_start_url()).text)
            self.assertIn(words, page)
            for word in ("Certification", "Download certification", "failed"):
                self.assertNotIn(word, page)

    def test_explanation_stands_on_the_page_of_the_answers(self):
        participant = self.enrol(self.max, "mentor")
        self.answer(participant, self.wrong)
        self.authenticate("max.test", "max.test")
        url = participant.with_user(self.max.user_id).action_review_training()["url"]
        self.assertIn("Silence is thinking.", self.url_open(url).text)
