from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SIGNATURE, MentorshipCase
from ..concurrency import ConcurrencyCase


def todo_types(todos):
    return todos.activity_type_id.mapped("name")


@tagged("post_install", "-at_install")
class TestFirstMeeting(MentorshipCase):
    """Both talk before they sign, and what they answer becomes part of their agreement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("agreement", first_meeting=True)
        cls.agreement = cls.pair.agreement_id
        cls.checkin = cls.pair.checkin_ids

    def open(self, person, pair=None):
        action = self.as_user(pair or self.pair, person).action_first_meeting()
        return self.env[action["res_model"]].with_user(person.user_id).browse(action["res_id"])

    def answer(self, meeting, *texts):
        for line, text in zip(meeting.line_ids, texts, strict=False):
            line.answer = text

    def line(self, meeting, addressed_to):
        """The first question to ``addressed_to`` in the dialog of somebody."""
        return meeting.line_ids.filtered(lambda line: line.addressed_to == addressed_to)[0]

    def said(self):
        """Who has said what so far, in the order of the agreement; "both" where it belongs to both."""
        answers = self.agreement.answer_ids.filtered("answer")
        return [(answer.member_id.role or "both", answer.answer) for answer in answers]

    # -- planning

    def test_everybody_has_accepted_and_a_first_meeting_of_an_hour_stands_within_a_week(self):
        self.assertEqual((self.checkin.kind, self.checkin.state, self.checkin.duration), ("first", "planned", 1.0))
        for day in range(2, 9):
            with self.subTest(day), freeze_time(f"2026-03-0{day} 09:00"):
                today = fields.Date.today()
                choice = self.env["hr.mentorship.checkin"]._choose_first_meeting_days(self.pair, today)
                planned = choice[self.pair].day
                self.assertLess(planned.weekday(), 5)
                self.assertTrue(0 < (planned - today).days <= 7)

    def test_mentor_is_asked_to_schedule_and_mentee_to_prepare(self):
        self.assertEqual(todo_types(self.todos(self.checkin, self.max)), ["Schedule First Mentorship Meeting"])
        self.assertEqual(todo_types(self.todos(self.checkin, self.mia)), ["Prepare First Mentorship Meeting"])
        self.assertLessEqual(self.todos(self.checkin, self.max).date_deadline, self.checkin.planned_date)

    def test_meeting_is_planned_again_and_stands_once(self):
        self.env["hr.mentorship.checkin"]._plan_first_meetings(self.pair)
        self.assertEqual(len(self.pair.checkin_ids), 1)

    def test_mentor_agrees_on_a_time_and_has_one_todo_to_meet(self):
        day = self.checkin.planned_date
        self.as_user(self.checkin, self.max)._move(day, fields.Datetime.to_datetime(day).replace(hour=9))
        self.assertEqual(todo_types(self.todos(self.checkin, self.max)), ["Mentorship Check-in"])
        self.assertEqual(todo_types(self.todos(self.checkin, self.mia)), ["Prepare First Mentorship Meeting"])

    def test_mentor_plans_it_in_the_dialog_of_every_meeting_before_anything_is_signed(self):
        checkin = self.as_user(self.checkin, self.max)
        action = checkin.action_plan()
        dialog = self.env[action["res_model"]].with_user(self.max.user_id).browse(action["res_id"])
        self.assertEqual(dialog.duration, 1.0)
        dialog.write({"has_time": True, "planned_at": dialog.time_ids[0].start, "meeting_mode": "in_person"})
        dialog.action_save()
        self.assertEqual(self.checkin.event_id.partner_ids, (self.max + self.mia).user_id.partner_id)
        self.assertEqual(self.checkin.event_id.duration, 1.0)
        self.assertEqual(todo_types(self.todos(self.checkin, self.max)), ["Mentorship Check-in"])

    def test_calendar_says_the_time_and_nobody_has_to_schedule_any_more(self):
        day = fields.Datetime.to_datetime(self.checkin.planned_date)
        self.checkin._reschedule({self.checkin: {"planned_at": day.replace(hour=9)}})
        self.checkin.event_id.write({"start": day.replace(hour=11), "stop": day.replace(hour=12)})
        self.assertEqual(self.checkin.planned_at, day.replace(hour=11))
        self.assertEqual(todo_types(self.todos(self.checkin, self.max)), ["Mentorship Check-in"])

    def test_mentorship_ends_and_nobody_has_anything_to_prepare(self):
        self.as_user(self.pair, self.mia)._end()
        self.assertFalse(self.todos(self.checkin))

    def test_one_logs_the_meeting_and_the_partner_is_asked_for_a_rating_only(self):
        self.as_user(self.checkin, self.max)._log("done", held_on=fields.Date.today(), rating=5)
        self.assertFalse(self.todos(self.checkin, self.max))
        self.assertEqual(todo_types(self.todos(self.checkin, self.mia)), ["Mentorship Check-in"])

    def test_both_sign_without_having_met_and_the_meeting_stays_in_the_plan(self):
        for person in (self.mia, self.max):
            self.as_user(self.agreement, person)._sign(person.name, SIGNATURE)
        self.assertEqual((self.pair.state, self.checkin.state), ("active", "planned"))
        for person in (self.mia, self.max):
            self.assertEqual(todo_types(self.todos(self.checkin, person)), ["Mentorship Check-in"])

    # -- questions

    def test_new_program_has_the_questions_of_the_library_in_all_languages(self):
        self.env["res.lang"]._activate_lang("de_DE")
        library = self.env["hr.mentorship.question"]._get_library()
        library[0].with_context(lang="de_DE").name = "Wozu?"
        program = self.add_program("New", self.pia)
        self.assertEqual(program.question_ids.mapped("name"), library.mapped("name"))
        self.assertEqual(program.question_ids[0].with_context(lang="de_DE").name, "Wozu?")

    def test_language_comes_later_and_programs_read_their_questions_in_it_and_keep_their_own(self):
        self.env["res.lang"]._activate_lang("de_DE")
        taken, own = self.program.question_ids[:2]
        library = self.env["hr.mentorship.question"]._get_library()
        library[0].with_context(lang="de_DE").name = "Wozu?"
        library[1].with_context(lang="de_DE").name = "Was noch?"
        own.name = "And now?"
        self.env["ir.module.module"]._load_module_terms(["hr_mentorship"], [])
        self.assertEqual((taken | own).with_context(lang="de_DE").mapped("name"), ["Wozu?", "And now?"])

    def test_copied_program_has_the_questions_of_the_original(self):
        self.program.question_ids = [Command.set(self.program.question_ids[:2].ids)]
        self.assertEqual(self.program.copy().question_ids.mapped("name"), self.program.question_ids.mapped("name"))
        self.program.question_ids.unlink()
        self.assertFalse(self.program.copy().question_ids)

    def test_program_without_questions_has_a_first_meeting_all_the_same(self):
        self.program.question_ids.unlink()
        meeting = self.open(self.max)
        self.assertFalse(meeting.line_ids)
        meeting.goals = "Lead"
        meeting.action_save()
        self.assertIn("Lead", self.agreement.body)

    def test_update_gives_questions_to_programs_of_before_once(self):
        self.program.question_ids.unlink()
        self.run_migration("19.0.1.2.0/end-first-meeting-questions.py")
        self.run_migration("19.0.1.2.0/end-first-meeting-questions.py")
        library = self.env["hr.mentorship.question"]._get_library()
        self.assertEqual(self.program.question_ids.mapped("name"), library.mapped("name"))

    def test_pair_of_before_has_no_first_meeting_and_answers_the_questions_all_the_same(self):
        self.checkin.unlink()
        meeting = self.open(self.max)
        self.answer(meeting, "Growth")
        meeting.action_save()
        self.assertIn("Growth", self.agreement.body)
        for person in (self.mia, self.max):
            self.as_user(self.agreement, person)._sign(person.name, SIGNATURE)
        self.assertEqual(self.pair.state, "active")
        self.assertNotIn("first", self.pair.checkin_ids.mapped("kind"))

    # -- answering

    def test_both_answer_a_question_to_both_and_each_is_named_in_the_draft(self):
        meeting = self.open(self.max)
        self.assertEqual(meeting.line_ids.mapped("question"), self.program.question_ids.mapped("name"))
        self.answer(meeting, "To <grow>\nand to give back")
        meeting.action_save()
        theirs = self.open(self.mia)
        self.assertEqual(len(theirs.line_ids), len(self.program.question_ids))
        self.assertFalse(theirs.line_ids[0].answer)
        self.assertEqual(theirs.line_ids[0].partner_answer, "Max: To <grow>\nand to give back")
        self.answer(theirs, "To learn")
        self.assertNotEqual(theirs.action_save().get("res_model"), theirs._name, "nothing of the partner was touched")
        self.assertEqual(self.said(), [("mentor", "To <grow>\nand to give back"), ("mentee", "To learn")])
        mine = self.open(self.max)
        self.assertEqual(mine.line_ids[0].answer, "To <grow>\nand to give back")
        self.assertEqual(mine.line_ids[0].partner_answer, "Mia: To learn")
        body = self.as_user(self.agreement, self.mia).body
        self.assertIn("What we agreed in our first meeting", body)
        text = str(body).replace("<br/>", "<br>")
        self.assertIn("<em>Max:</em> To &lt;grow&gt;<br>and to give back<br><em>Mia:</em> To learn", text)
        self.assertEqual(text.count(mine.line_ids[0].question), 1)

    def test_question_to_one_role_has_one_answer_that_both_write(self):
        meeting = self.open(self.max)
        self.line(meeting, "mentor").answer = "My time"
        self.line(meeting, "mentee").answer = "Speaking"
        meeting.action_save()
        theirs = self.open(self.mia)
        line = self.line(theirs, "mentee")
        self.assertEqual((line.answer, line.partner_answer, line.last_change), ("Speaking", "", "Max"))
        line.answer = "Speaking up"
        theirs.action_save()
        self.assertEqual(self.said(), [("both", "Speaking up"), ("both", "My time")])
        self.assertEqual(self.agreement.answer_ids.changed_by_id.employee_id, self.max + self.mia)
        self.assertIn("</strong><br>Speaking up</li>", str(self.agreement.body).replace("<br/>", "<br>"))

    def test_member_writes_what_the_partner_says_and_is_refused(self):
        theirs = self.open(self.mia)
        self.answer(theirs, "Theirs")
        theirs.action_save()
        answer = self.agreement.answer_ids.filtered("answer")
        agreement = self.as_user(self.agreement, self.max)
        with self.assertRaisesRegex(AccessError, "what somebody else says"):
            agreement._record_first_meeting({answer: "Mine"}, {}, {answer: "Theirs"})
        agreement._record_first_meeting({answer.question_id: "Mine"}, {}, {})
        self.assertEqual(self.said(), [("mentor", "Mine"), ("mentee", "Theirs")])

    def test_question_changes_or_goes_between_two_answers_and_both_answer_the_same(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Growth", "", "Trust")
        meeting.action_save()
        asked = self.program.question_ids[0].name
        self.program.question_ids[0].write({"name": "Another question?", "addressed_to": "mentor"})
        self.program.question_ids[2].unlink()
        theirs = self.open(self.mia)
        self.assertEqual((theirs.line_ids[0].question, theirs.line_ids[0].addressed_to), (asked, "both"))
        for line, text in zip(theirs.line_ids.filtered("partner_answer"), ("Courage", "Respect"), strict=True):
            line.answer = text
        theirs.action_save()
        self.assertEqual(
            self.said(), [("mentor", "Growth"), ("mentee", "Courage"), ("mentor", "Trust"), ("mentee", "Respect")]
        )
        self.assertEqual(self.agreement.body.count("What do you expect from each other?"), 1)

    def test_database_keeps_one_answer_of_each_member(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Mine", "Speaking")
        meeting.action_save()
        for answer in self.agreement.answer_ids.sudo():
            with self.subTest(answer.addressed_to), self.assert_refused():
                answer.copy()

    def test_update_gives_answers_to_who_has_said_them_where_that_is_known(self):
        questions = self.program.question_ids.filtered(lambda question: question.addressed_to == "both")
        mentor, mentee = self.pair.member_ids
        by_mentor, by_both, empty = (
            self.env["hr.mentorship.agreement.answer"]
            .with_user(self.max.user_id)
            .sudo()
            .create(
                {
                    "agreement_id": self.agreement.id,
                    "question_id": question.id,
                    "question": question.name,
                    "sequence": question.sequence,
                    "answer": text,
                    "changed_by_id": member.id,
                }
            )
            for question, text, member in zip(
                questions[:3], ("Mine", "Ours", False), (mentor, mentee, mentee), strict=True
            )
        )
        for _once_and_again in range(2):
            self.run_migration("19.0.1.3.0/post-first-meeting-answers.py")
            self.assertFalse(empty.exists())
            self.assertEqual(self.said(), [("mentor", "Mine"), ("both", "Ours")])
        theirs = self.open(self.mia)
        self.assertEqual(len(theirs.line_ids), len(self.program.question_ids))
        self.assertEqual(theirs.line_ids[0].partner_answer, "Max: Mine")
        self.answer(theirs, "Theirs", "", "Ours as well")
        theirs.action_save()
        self.assertEqual(self.said(), [("mentor", "Mine"), ("mentee", "Theirs"), ("both", "Ours as well")])
        self.assertTrue(by_mentor.exists() and by_both.exists())

    def test_both_set_goals_and_terms_and_the_draft_follows(self):
        meeting = self.open(self.mia)
        meeting.write(
            {
                "goals": "Lead a project",
                "channels": "Chat only",
                "rhythm": "weekly",
                "meeting_weekday": "3",
                "meeting_mode": "in_person",
                "meeting_location": "Canteen",
            }
        )
        meeting.action_save()
        for words in ("Lead a project", "Chat only", "Every week on Thursday", "In person (Canteen)"):
            self.assertIn(words, self.agreement.body)
        self.assertEqual(self.agreement.rhythm, "weekly")
        self.assertEqual(self.pair.rhythm, "biweekly", "in force is what has been signed")

    def test_partner_saves_another_answer_meanwhile_and_nothing_is_lost(self):
        mine, theirs = self.open(self.max), self.open(self.mia)
        self.answer(theirs, "", "Theirs")
        theirs.action_save()
        self.answer(mine, "", "", "", "Mine")
        mine.action_save()
        self.assertEqual(self.said(), [("both", "Theirs"), ("both", "Mine")])

    def test_both_answer_the_same_question_meanwhile_and_nobody_is_asked_to_look_again(self):
        mine, theirs = self.open(self.max), self.open(self.mia)
        for meeting, text in ((theirs, "Theirs"), (mine, "Mine")):
            self.answer(meeting, text)
            self.assertNotEqual(meeting.action_save().get("res_model"), meeting._name)
        self.assertEqual(self.said(), [("mentor", "Mine"), ("mentee", "Theirs")])

    def test_partner_writes_what_belongs_to_both_meanwhile_and_both_are_shown_and_kept(self):
        mine, theirs = self.open(self.max), self.open(self.mia)
        self.answer(theirs, "", "Theirs")
        theirs.goals = "Their goal"
        theirs.action_save()
        self.answer(mine, "", "Mine", "", "More")
        mine.goals = "My goal"
        action = mine.action_save()
        self.assertEqual((action["res_model"], action["res_id"]), (mine._name, mine.id))
        self.assertIn("the other side: Theirs", mine.news)
        self.assertIn("What We Want to Reach – the other side: Their goal", mine.news)
        self.assertEqual(self.said(), [("both", "Theirs"), ("both", "More")])
        self.assertNotIn("More", mine.news)
        self.assertNotEqual(mine.action_save().get("res_model"), mine._name, "one's own words are nobody else's")
        self.assertEqual(self.said(), [("both", "Theirs\nMine"), ("both", "More")])
        self.assertEqual(self.agreement.goals, "Their goal\nMy goal")

    def test_member_answers_on_two_devices_and_is_not_told_of_a_partner(self):
        desk, phone = self.open(self.max), self.open(self.max)
        self.answer(desk, "At my desk")
        desk.action_save()
        self.answer(phone, "On the way")
        phone.action_save()
        self.assertIn("you, elsewhere: At my desk", phone.news)
        phone.action_save()
        self.assertEqual(self.said(), [("mentor", "At my desk\nOn the way")])

    def test_both_save_in_turns_and_read_no_words_of_their_own_as_those_of_the_partner(self):
        mine, theirs = self.open(self.max), self.open(self.mia)
        mine.channels = "Chat"
        self.answer(mine, "Mine", "Also mine")
        mine.action_save()
        self.answer(theirs, "Theirs", "More")
        theirs.channels = "Phone"
        theirs.action_save()
        self.assertIn("Also mine", theirs.news)
        self.assertEqual(theirs.line_ids[0].partner_answer, "Max: Mine", "shown once the dialog comes back")
        theirs.line_ids[3].answer = "Last"
        self.assertNotEqual(theirs.action_save().get("res_model"), theirs._name)
        self.assertEqual(
            self.said(), [("mentor", "Mine"), ("mentee", "Theirs"), ("both", "Also mine\nMore"), ("both", "Last")]
        )
        self.assertEqual(self.agreement.channels, "Chat; Phone")

    def test_words_of_the_partner_within_longer_ones_are_kept_and_the_same_ones_stand_once(self):
        mine, theirs = self.open(self.max), self.open(self.mia)
        self.answer(theirs, "", "Lead", "", "Chat")
        theirs.action_save()
        self.answer(mine, "", "Leadership", "", "Chat\nPhone")
        mine.action_save()
        mine.action_save()
        self.assertEqual(self.said(), [("both", "Lead\nLeadership"), ("both", "Chat\nPhone")])

    def test_partner_changes_terms_that_were_saved_and_a_second_save_leaves_them(self):
        mine, theirs = self.open(self.max), self.open(self.mia)
        self.answer(theirs, "Theirs")
        theirs.action_save()
        self.answer(mine, "Mine")
        mine.meeting_location = "Canteen"
        mine.action_save()
        again = self.open(self.mia)
        again.meeting_location = "Room 4"
        again.action_save()
        mine.action_save()
        self.assertEqual(self.agreement.meeting_location, "Room 4")

    def test_question_stays_as_it_was_asked(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Growth", "Time")
        meeting.action_save()
        before = self.program.question_ids[0].name
        self.program.question_ids[0].name = "Another question?"
        self.program.question_ids[1].unlink()
        meeting = self.open(self.mia)
        self.assertEqual(meeting.line_ids[0].question, before)
        meeting.line_ids[1].answer = "More time"
        meeting.action_save()
        self.assertIn("More time", self.agreement.body)
        self.assertNotIn("Another question?", self.agreement.body)

    def test_answers_have_their_questions_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.program.question_ids[0].with_context(lang="de_DE").name = "Wozu?"
        self.max.user_id.lang = "de_DE"
        pair = self.add_mentorship("agreement", program=self.add_program("Two", self.pia))
        pair.program_id.question_ids[0].with_context(lang="de_DE").name = "Wozu?"
        meeting = self.open(self.max, pair)
        self.assertEqual(meeting.with_context(lang="de_DE").line_ids[0].question, "Wozu?")
        self.answer(meeting, "Growth")
        meeting.action_save()
        agreement = self.as_user(pair.agreement_id, self.max)
        self.assertIn("Wozu?", agreement.with_context(lang="de_DE").reading_body)
        self.assertIn("What do you want", agreement.body)

    def test_template_without_a_place_for_the_answers_gets_them_at_the_end(self):
        self.write_text(self.program.agreement_template_id, "<p>Short</p>")
        meeting = self.open(self.max)
        self.answer(meeting, "Growth")
        meeting.action_save()
        self.assertIn("<h3>What we agreed in our first meeting</h3>", self.agreement.body)

    def test_text_is_withdrawn_and_the_new_one_begins_with_the_answers(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Growth")
        meeting.goals = "Lead"
        meeting.action_save()
        self.as_user(self.agreement, self.pia).action_void()
        draft = self.pair.agreement_id
        self.assertEqual(draft.version, 2)
        self.assertIn("Growth", draft.body)
        self.assertIn("Lead", draft.body)
        self.assertEqual(self.said(), [("mentor", "Growth")], "what was withdrawn keeps what it had")
        carried = draft.answer_ids.filtered("answer")
        self.assertEqual((carried.answer, carried.member_id.employee_id), ("Growth", self.max))

    def test_saving_finishes_what_was_to_prepare(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Growth")
        meeting.action_save()
        for person in (self.max, self.mia):
            self.assertEqual(todo_types(self.todos(self.checkin, person)), ["Mentorship Check-in"])

    # -- who may not, and when

    def test_somebody_has_signed_and_the_answers_stay(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Growth")
        meeting.action_save()
        self.as_user(self.agreement, self.mia)._sign("Mia", SIGNATURE)
        self.assertFalse(self.as_user(self.pair, self.max).can_hold_first_meeting)
        with self.assertRaisesRegex(UserError, "Mia has signed this agreement already"):
            self.open(self.max)
        with self.assertRaisesRegex(UserError, "Mia has signed this agreement already"):
            meeting.action_save()
        for change in (
            lambda: self.agreement.answer_ids.sudo().write({"answer": "Other"}),
            lambda: self.agreement.answer_ids.sudo().unlink(),
            lambda: self.agreement.answer_ids.sudo().copy({"question_id": False}),
            lambda: self.agreement.sudo().write({"goals": "Other"}),
        ):
            with self.assert_refused():
                change()

    def test_others_open_or_read_and_get_nothing(self):
        meeting = self.open(self.max)
        self.answer(meeting, "Growth")
        meeting.action_save()
        other = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        for person in (self.olga, self.paula, self.pia, self.petra, self.ada, other.mentee_ids):
            with self.subTest(person.name):
                with self.assertRaises(AccessError):
                    self.open(person)
                self.assertFalse(self.as_user(self.env["hr.mentorship.agreement.answer"], person).search([]))
                with self.assertRaises(AccessError):
                    self.as_user(meeting, person).read(["goals"])
                with self.assertRaises(AccessError):
                    self.as_user(meeting.line_ids, person).read(["answer"])
        self.assertIn("Growth", self.as_user(self.agreement, self.pia).body)

    def test_member_slips_in_a_question_of_another_program_and_is_refused(self):
        foreign = self.add_program("Foreign", self.petra).question_ids[0]
        meeting = self.open(self.max)
        with self.assertRaises(AccessError):
            meeting.line_ids[0].question_id = foreign
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.first.meeting.line"], self.max).create(
                {"meeting_id": meeting.id, "question_id": foreign.id}
            )
        with self.assertRaises(AccessError):
            self.as_user(self.agreement, self.max)._record_first_meeting({foreign: "Text"}, {}, {})

    def test_member_points_the_dialog_at_another_pair_and_is_refused(self):
        other = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        meeting = self.open(self.max)
        with self.assertRaises(AccessError):
            meeting.mentorship_id = other


@tagged("post_install", "-at_install")
class TestFirstMeetingConcurrency(ConcurrencyCase):
    """One signs while the other changes the answers: nobody signs a text they have not read."""

    def test_one_signs_while_the_other_saves_answers_and_one_of_both_happens(self):
        pair_id, mentor_id, mentee_id = self.add_pair("agreement")

        def sign(env):
            agreement = env["hr.mentorship"].browse(pair_id).agreement_id
            return agreement._sign("Mentee", SIGNATURE)

        def save(env):
            agreement = env["hr.mentorship"].browse(pair_id).agreement_id
            question = agreement.sudo().program_id.question_ids[0]
            agreement._record_first_meeting({question: "Growth"}, {}, {})

        outcomes = self.together((mentee_id, sign), (mentor_id, save))

        def check(env):
            agreement = env["hr.mentorship"].browse(pair_id).agreement_id
            self.assertEqual(len(agreement.signature_ids), 1)
            self.assertEqual(agreement.body_hash, agreement._hash_text())
            self.assertEqual("Growth" in agreement.body, not self.errors(outcomes))

        self.inspect(check)

    def test_both_answer_a_question_in_the_same_second_and_both_are_kept(self):
        pair_id, mentor_id, mentee_id = self.add_pair("agreement")

        def save(is_mentor, text):
            def run(env):
                agreement = env["hr.mentorship"].browse(pair_id).agreement_id
                question, other = agreement.sudo().program_id.question_ids[:2]
                answers = {question: text, other: text} if is_mentor else {question: text}
                agreement._record_first_meeting(answers, {}, {})

            return run

        outcomes = self.together((mentor_id, save(True, "Growth")), (mentee_id, save(False, "Time")))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            agreement = env["hr.mentorship"].browse(pair_id).agreement_id
            answers = agreement.answer_ids.filtered("answer")
            said = [(answer.member_id.role or "both", answer.answer) for answer in answers]
            self.assertEqual(said, [("mentor", "Growth"), ("mentee", "Time"), ("both", "Growth")])
            for words in ("Growth", "Time"):
                self.assertIn(words, agreement.body)

        self.inspect(check)
