from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import MentorshipCase, MentorshipCompany


@tagged("post_install", "-at_install")
class TestApplicationSurvey(MentorshipCase):
    """A program asks its applicants questions, in confidence; the matching reads the answers."""

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
                        ("How many hours a month?", "numerical_box", ()),
                        ("From when on?", "date", ()),
                    )
                ],
            }
        )
        cls.where, cls.what, cls.change, cls.hours, cls.start = cls.survey.question_ids
        cls.program.application_survey_id = cls.survey
        cls.officer = new_test_user(cls.env, login="officer.test", groups="base.group_user,survey.group_survey_manager")

    def apply(self, employee, role="mentee"):
        dialog = self.as_user(self.env["hr.mentorship.apply"], employee).create(
            {"program_id": self.program.id, "role": role, "skill_ids": [Command.set(self.leading.ids)]}
        )
        action = dialog.action_apply()
        return self.program.participant_ids.filtered(lambda participant: participant.employee_id == employee), action

    def answer(self, participant, where=0, what=(0, 2), change=7, hours=4):
        answer = participant.survey_answer_id
        answer._save_lines(self.where, str(self.where.suggested_answer_ids[where].id))
        answer._save_lines(self.what, [str(self.what.suggested_answer_ids[index].id) for index in what])
        answer._save_lines(self.change, str(change))
        answer._save_lines(self.hours, str(hours))
        answer._save_lines(self.start, "")
        answer._mark_done()

    # -- answering

    def test_employee_applies_and_goes_on_to_the_questions(self):
        participant, action = self.apply(self.mia)
        answer = participant.survey_answer_id
        self.assertEqual((action["type"], action["url"]), ("ir.actions.act_url", answer.get_start_url()))
        self.assertEqual((answer.partner_id, answer.survey_id), (self.mia.user_id.partner_id, self.survey))
        self.assertEqual(self.as_user(participant, self.mia).survey_status, "open")

    def test_employee_leaves_the_questions_and_finishes_the_same_answers_later(self):
        participant, action = self.apply(self.mia)
        own = self.as_user(participant, self.mia)
        self.assertEqual(own.action_answer_survey()["url"], action["url"])
        self.answer(participant)
        own = self.as_user(participant, self.mia)
        self.assertEqual(own.survey_status, "done")
        with self.assertRaisesRegex(UserError, "nothing left to answer"):
            own.action_answer_survey()

    def test_participant_of_before_answers_when_the_program_asks_later(self):
        participant = self.enrol(self.mia, "mentee")
        self.assertEqual(participant.survey_status, "open")
        self.as_user(participant, self.mia).action_answer_survey()
        self.assertTrue(participant.survey_answer_id)

    def test_mentee_who_is_matched_has_nothing_to_answer_any_more(self):
        pair = self.add_mentorship("active")
        self.assertEqual(set(pair.member_ids.participant_id.mapped("survey_status")), {False, "open"})
        mentee = pair.member_ids.participant_id.filtered(lambda participant: participant.role == "mentee")
        self.assertFalse(mentee.survey_status, "the mentor has a second seat")

    def test_program_without_questions_asks_nothing(self):
        self.program.application_survey_id = False
        participant, action = self.apply(self.mia)
        self.assertEqual(action["tag"], "display_notification")
        self.assertFalse(participant.survey_answer_id or participant.survey_status)

    def test_nobody_answers_for_somebody_else(self):
        participant, _action = self.apply(self.mia)
        for person in (self.olga, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(participant, person).action_answer_survey()
        self.assertEqual((self.survey.access_mode, self.survey.users_login_required), ("token", True))

    def test_participant_takes_the_survey_again_and_is_refused(self):
        participant, _action = self.apply(self.mia)
        answer = participant.survey_answer_id
        attempt = (answer.partner_id, answer.email, answer.invite_token)
        self.assertTrue(self.survey._has_attempts_left(*attempt), "the page asks once more when it is sent")
        self.answer(participant)
        self.assertFalse(self.survey._has_attempts_left(*attempt))
        with self.assertRaisesRegex(UserError, "answered once"):
            self.survey._create_answer(user=self.mia.user_id)
        self.assertEqual(len(self.survey.user_input_ids), 1)

    # -- reading

    def test_answers_are_read_by_the_managers_of_the_program_alone(self):
        participant, _action = self.apply(self.mia)
        self.answer(participant)
        lines = participant.survey_answer_id.user_input_line_ids
        for user in (self.pia.user_id, self.ada.user_id):
            with self.subTest(user.login):
                self.assertTrue(participant.survey_answer_id.with_user(user).has_access("read"))
                self.assertEqual(lines.with_user(user).search([("id", "in", lines.ids)]), lines)
                self.assertFalse(participant.survey_answer_id.with_user(user).has_access("write"))
        others = [person.user_id for person in (self.mia, self.max, self.petra, self.sam)]
        for user in (*others, self.officer):
            with self.subTest(user.login):
                self.assertFalse(participant.survey_answer_id.with_user(user).has_access("read"))
                self.assertFalse(any(line.has_access("read") for line in lines.with_user(user)))

    def test_program_manager_opens_the_answers(self):
        participant, _action = self.apply(self.mia)
        action = self.as_user(participant, self.pia).action_view_survey_answer()
        self.assertEqual(action["res_id"], participant.survey_answer_id.id)
        with self.assertRaises(AccessError):
            self.as_user(participant, self.petra).action_view_survey_answer()

    def test_program_manager_writes_application_surveys_and_no_other(self):
        surveys = self.as_user(self.env["survey.survey"], self.pia)
        mine = surveys.create({"title": "Mine", "survey_type": "mentorship"})
        mine.question_and_page_ids = [Command.create({"title": "Why?", "question_type": "char_box"})]
        self.assertEqual(mine.question_count, 1)
        self.as_user(self.program, self.pia).application_survey_id = mine
        other = self.env["survey.survey"].create({"title": "Staff survey", "survey_type": "survey"})
        self.assertFalse(other.with_user(self.pia.user_id).has_access("read"))
        with self.assertRaises(AccessError):
            surveys.create({"title": "Staff", "survey_type": "survey", "user_id": False})

    def test_survey_officer_changes_the_type_to_read_the_answers_and_is_refused(self):
        with self.assertRaisesRegex(UserError, "keeps its type.*answered in confidence"):
            self.survey.with_user(self.officer).survey_type = "custom"

    def test_program_manager_moves_questions_out_of_application_surveys_and_is_refused(self):
        """Odoo asks the record rules before a write, and not of what has become of the record."""
        mine = self.as_user(self.env["survey.survey"], self.pia).create({"title": "Mine", "survey_type": "mentorship"})
        with self.assertRaisesRegex(UserError, "keeps its type"):
            mine.write({"survey_type": "custom", "access_mode": "public", "users_login_required": False})
        choice = {"title": "Why?", "question_type": "simple_choice"}
        choice["suggested_answer_ids"] = [Command.create({"value": "So"})]
        mine.question_and_page_ids = [Command.create(choice)]
        staff = self.env["survey.survey"].create(
            {"title": "Staff survey", "survey_type": "custom", "question_and_page_ids": [Command.create(choice)]}
        )
        question = mine.question_and_page_ids
        with self.assertRaises(AccessError):
            question.survey_id = staff.id
        with self.assertRaises(AccessError):
            question.suggested_answer_ids.question_id = staff.question_and_page_ids.id
        with self.assertRaisesRegex(UserError, "keeps its type"):
            staff.with_user(self.officer).survey_type = "mentorship"

    def test_survey_officer_opens_an_application_survey_to_everybody_and_it_stays_closed(self):
        self.survey.with_user(self.officer).write({"access_mode": "public", "users_login_required": False})
        self.assertEqual((self.survey.access_mode, self.survey.users_login_required), ("token", True))

    def test_program_manager_chooses_a_survey_that_others_read_and_is_refused(self):
        other = self.env["survey.survey"].create({"title": "Staff survey", "survey_type": "survey"})
        with self.assertRaisesRegex(ValidationError, "is not an application survey"):
            self.program.application_survey_id = other

    def test_survey_of_a_program_is_deleted_and_refused(self):
        with self.assert_refused():
            self.survey.unlink()

    def test_answers_go_with_their_participant(self):
        participant, _action = self.apply(self.mia)
        answer = participant.survey_answer_id
        self.as_user(participant, self.pia).unlink()
        self.assertFalse(answer.exists())

    def test_answers_of_somebody_else_become_nobodys(self):
        """Neither to read nor to delete with the participant, whoever writes the field."""
        mia, _action = self.apply(self.mia)
        staff = self.env["survey.survey"].create({"title": "Staff survey", "survey_type": "survey"})
        of_staff = staff._create_answer(user=self.mia.user_id)
        other = self.enrol(self.max, "mentor", program=self.add_program("Speakers", self.petra))
        for answer in (mia.survey_answer_id, of_staff):
            with self.subTest(answer.survey_id.title), self.assert_refused():
                other.sudo().survey_answer_id = answer
        self.env.cr.execute(
            "UPDATE hr_mentorship_participant SET survey_answer_id = %s WHERE id = %s", [of_staff.id, other.id]
        )
        self.env.invalidate_all()
        self.assertFalse(of_staff.with_user(self.petra.user_id).has_access("read"))
        self.as_user(other, self.petra).unlink()
        self.assertTrue(of_staff.exists())

    # -- whose survey it is

    def test_program_manager_of_another_program_has_nothing_of_the_survey(self):
        everything = (self.survey, self.survey.question_ids, self.where.suggested_answer_ids)
        for records in everything:
            for operation in ("read", "write", "create"):
                with self.subTest(model=records._name, operation=operation):
                    self.assertTrue(records.with_user(self.pia.user_id).has_access(operation))
                    self.assertTrue(records.with_user(self.ada.user_id).has_access(operation))
                    self.assertFalse(records.with_user(self.petra.user_id).has_access(operation))
        theirs = self.add_program("Speakers", self.petra)
        with self.assertRaises(AccessError):
            self.as_user(theirs, self.petra).application_survey_id = self.survey

    def test_survey_that_two_programs_ask_is_changed_by_none_of_their_managers(self):
        self.add_program("Speakers", self.petra, application_survey_id=self.survey.id)
        for person in (self.pia, self.petra):
            with self.subTest(person.name):
                own = self.as_user(self.survey, person)
                self.assertTrue(own.has_access("read"))
                self.assertFalse(own.has_access("write"))
                self.assertEqual(self.as_user(self.where, person).has_access("write"), False)
        self.assertTrue(self.as_user(self.survey, self.ada).has_access("write"))

    def test_survey_of_another_company_is_not_there(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.cr.execute("UPDATE hr_mentorship_program SET company_id = %s", [company.id])
        self.env.invalidate_all()
        for person in (self.pia, self.ada):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(self.survey, person).has_access("read"))

    def test_answered_questions_stay_and_are_changed_in_a_copy(self):
        own = self.as_user(self.survey, self.pia)
        own.question_ids[0].title = "Where would you like to meet?"
        self.apply(self.mia)
        own = self.as_user(self.survey, self.pia)
        question, choice = own.question_ids[0], own.question_ids[0].suggested_answer_ids[0]
        attempts = {
            "rename": lambda: question.write({"title": "Who is the worst?"}),
            "delete": question.unlink,
            "add": lambda: own.write({"question_and_page_ids": [Command.create({"title": "New"})]}),
            "delete a choice": choice.unlink,
            "rename a choice": lambda: choice.write({"value": "Nowhere"}),
            "add a choice": lambda: question.write({"suggested_answer_ids": [Command.create({"value": "Here"})]}),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "Copy to Change"), self.env.cr.savepoint():
                attempt()
        with self.assertRaisesRegex(UserError, "asks the questions"):
            own.action_archive()
        own.question_ids[0].sequence = 99
        copy = self.env["survey.survey"].browse(own.action_copy_to_change()["res_id"]).with_user(self.pia.user_id)
        copy.question_ids[0].title = "Where else?"
        self.assertEqual(len(copy.question_ids), len(own.question_ids))
        self.assertFalse(copy.is_answered_application)

    # -- matching

    def test_matching_reads_answers_without_language_in_one_query(self):
        mia, _action = self.apply(self.mia)
        max_, _action = self.apply(self.max, "mentor")
        olga, _action = self.apply(self.olga)
        self.answer(mia)
        self.answer(max_, where=1, what=(1,), change=0, hours=2.5)
        people = mia + max_ + olga + self.enrol(self.paula, "mentee")
        questions = self.survey.question_ids
        people.mapped("survey_answer_id")
        with self.assertQueryCount(1):
            answers = people._get_survey_answers(questions)
        choices, helps = self.where.suggested_answer_ids.ids, self.what.suggested_answer_ids.ids
        self.assertEqual(
            answers,
            {
                (mia.id, self.where.id): [choices[0]],
                (mia.id, self.what.id): [helps[0], helps[2]],
                (mia.id, self.change.id): 7.0,
                (mia.id, self.hours.id): 4.0,
                (max_.id, self.where.id): [choices[1]],
                (max_.id, self.what.id): [helps[1]],
                (max_.id, self.change.id): 0.0,
                (max_.id, self.hours.id): 2.5,
            },
            "olga has not finished, paula has not begun",
        )
        self.assertFalse(people._get_survey_answers(questions.browse()))


@tagged("post_install", "-at_install")
class TestApplicationSurveyResults(MentorshipCompany, HttpCase):
    """The survey application has a page of results, which does not ask whose survey it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.survey = cls.env["survey.survey"].create(
            {
                "title": "How would you like to work?",
                "survey_type": "mentorship",
                "question_and_page_ids": [Command.create({"title": "Why?", "question_type": "char_box"})],
            }
        )
        cls.program.application_survey_id = cls.survey
        participant = cls.enrol(cls.mia, "mentee")
        participant._start_survey()
        participant.survey_answer_id._save_lines(cls.survey.question_ids, "Because of the sea.")
        participant.survey_answer_id._mark_done()
        new_test_user(
            cls.env, login="officer.test", password="officer.test", groups="base.group_user,survey.group_survey_manager"
        )

    def test_results_are_shown_to_the_managers_of_the_program_alone(self):
        for login, is_shown in (("pia", True), ("ada", True), ("petra", False), ("officer", False), ("mia", False)):
            with self.subTest(login):
                self.authenticate(f"{login}.test", f"{login}.test")
                page = self.url_open(f"/survey/results/{self.survey.id}")
                self.assertEqual("Because of the sea." in page.text, is_shown)
                if login != "officer":
                    self.assertEqual(page.status_code, 200 if is_shown else 403)


@tagged("post_install", "-at_install")
class TestDefaultQuestions(MentorshipCase):
    """The questions that come with the addon: what people say of themselves there, their profile knows as well."""

    def answer(self, user):
        survey = self.env.ref("hr_mentorship.survey_default_application")
        self.program.application_survey_id = survey
        participant = self.enrol(self.mia, "mentee", state="applied")
        self.as_user(participant, self.mia).action_answer_survey()
        answer = participant.survey_answer_id
        questions = {question.mentorship_profile_field: question for question in survey.question_ids}
        answer._save_lines(questions["motivation"], "It is time.")
        answer._save_lines(questions["introduction"], "I build bridges.")
        choice = questions["style_feedback"].suggested_answer_ids[2]
        answer._save_lines(questions["style_feedback"], str(choice.id))
        morning = questions["availability_ids"].suggested_answer_ids[0]
        answer._save_lines(questions["availability_ids"], [str(morning.id)])
        answer.with_user(user).sudo()._mark_done()
        return participant, self.mia.mentorship_profile_ids

    def test_own_answers_fill_the_profile_and_what_stood_there_stays(self):
        self.mia.mentorship_profile_ids.introduction = "Hello."
        participant, profile = self.answer(self.mia.user_id)
        self.assertEqual(participant.motivation, "It is time.")
        self.assertEqual((profile.introduction, profile.style_feedback), ("Hello.", "5"))
        self.assertEqual(set(profile.availability_ids.mapped("part")), {"am"})

    def test_nobody_else_fills_it(self):
        participant, profile = self.answer(self.pia.user_id)
        self.assertFalse(participant.motivation or profile.introduction or profile.style_feedback)
