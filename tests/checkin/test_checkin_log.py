from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestConfirmation(LogCase):
    """One side's log is enough; the other one confirms with a tap, adds, or says what was different."""

    def test_partner_confirms_with_one_tap(self):
        self.log(self.max, summary="We spoke about the talk.", rating=5)
        form = self.dialog(self.mia)
        self.assertIn("Max logged: we met on", form.told)
        self.assertEqual(form.partner_summary, "We spoke about the talk.")
        form.save().action_confirm()
        self.assertRecordValues(self.checkin, [{"state": "done", "confirmed_on": self.today}])
        self.assertEqual(self.checkin.confirmed_member_ids, self.pair.member_ids)
        self.assertFalse(self.todos(self.checkin))
        self.assertFalse(self.as_user(self.checkin, self.mia).is_waiting_for_me)
        self.assertFalse(self.checkin.sudo().feedback_ids.filtered(lambda f: f.author_id == self.mia.user_id))

    def test_partner_is_asked_until_they_confirm(self):
        self.log(self.max, rating=5)
        self.assertTrue(self.as_user(self.checkin, self.mia).is_waiting_for_me)
        self.assertTrue(self.as_user(self.checkin, self.mia).can_confirm)
        self.assertFalse(self.as_user(self.checkin, self.max).is_waiting_for_me)
        self.assertFalse(self.as_user(self.checkin, self.max).can_confirm)
        self.assertEqual(self.todos(self.checkin, self.mia).summary, "Logged already: confirm or add")
        for person in (self.pia, self.ada):
            self.assertFalse(self.as_user(self.checkin, person).can_confirm)
            self.assertFalse(self.as_user(self.checkin, person).can_log)

    def test_partner_adds_words_and_stars_while_confirming(self):
        self.log(self.max, summary="Mine.", rating=5)
        form = self.dialog(self.mia)
        form.summary = "And mine."
        form.rating = "3"
        form.save().action_confirm()
        self.assertEqual(set(self.as_user(self.checkin, self.max).note_ids.mapped("body")), {"Mine.", "And mine."})
        self.assertEqual(self.as_user(self.checkin, self.mia).feedback_ids.rating, 3)

    def test_partner_corrects_the_date_and_the_first_one_confirms_in_turn(self):
        self.log(self.max, rating=5)
        form = self.dialog(self.mia)
        form.is_correction = True
        form.held_on = self.today - timedelta(days=1)
        form.duration = 0.5
        form.save().action_save()
        self.assertRecordValues(
            self.checkin, [{"held_on": self.today - timedelta(days=1), "duration": 0.5, "confirmed_on": False}]
        )
        self.assertEqual(self.checkin.logged_by_id, self.seats[self.mia])
        self.assertTrue(self.as_user(self.checkin, self.max).can_confirm)
        self.dialog(self.max).save().action_confirm()
        self.assertEqual(self.checkin.confirmed_on, self.today)

    def test_partner_corrects_a_missed_meeting_that_did_take_place(self):
        self.log(self.max, outcome="missed", reason="forgotten")
        form = self.dialog(self.mia)
        self.assertEqual(form.outcome, "missed")
        form.is_correction = True
        form.outcome = "done"
        form.rating = "4"
        form.save().action_save()
        self.assertEqual(self.checkin.state, "done")
        self.assertFalse(self.as_user(self.checkin, self.max).reason)
        self.assertEqual(self.as_user(self.checkin, self.mia).feedback_ids.rating, 4)

    def test_partner_was_faster_and_says_something_else(self):
        """The dialog was open all the while: the words are kept, and nothing is confirmed that was never seen."""
        form = self.dialog(self.mia)
        form.summary = "We had lunch."
        form.rating = "4"
        dialog = form.save()
        self.log(self.max, outcome="missed")
        action = self.as_user(dialog, self.mia).action_save()
        self.assertIn("your partner has logged something else: Max logged: Missed.", action["params"]["message"])
        self.assertRecordValues(self.checkin, [{"state": "missed", "confirmed_on": False}])
        self.assertEqual(self.as_user(self.checkin, self.mia).note_ids.body, "We had lunch.")
        self.assertTrue(self.as_user(self.checkin, self.mia).can_confirm)

    def test_nobody_confirms_what_nobody_has_logged(self):
        form = self.dialog(self.mia)
        form.rating = "4"
        with self.assertRaisesRegex(UserError, "Nobody has logged this check-in yet"):
            form.save().action_confirm()
        self.assertEqual(self.checkin.state, "planned")

    def test_member_opens_the_dialog_again_and_finds_the_own_answer(self):
        self.log(self.mia, summary="S", private_note="P", rating=2, comment="C")
        form = self.dialog(self.mia)
        self.assertEqual((form.summary, form.private_note, form.rating, form.comment), ("S", "P", "2", "C"))


@tagged("post_install", "-at_install")
class TestOutcome(LogCase):
    """It did not happen: why, or when instead."""

    def test_members_read_the_reason_and_nobody_else_does(self):
        self.log(self.mia, outcome="skipped", reason="absent")
        for person in (self.mia, self.max):
            self.assertEqual(self.as_user(self.checkin, person).reason, "absent")
        for person in (self.pia, self.ada):
            with self.subTest(person.name):
                checkin = self.as_user(self.checkin, person)
                self.assertFalse(checkin.reason)
                with self.assertRaises(AccessError):
                    checkin.read(["given_reason"])
                with self.assertRaises(AccessError):
                    checkin.search([("given_reason", "=", "absent")])
        self.assertFalse(self.checkin.message_ids.filtered(lambda message: "absent" in str(message.body)))

    def test_member_moves_the_meeting_where_three_times_are_offered(self):
        form = self.dialog(self.mia)
        form.outcome = "moved"
        form.summary = "We were both ill."
        action = form.save().action_move()
        self.assertEqual(action["res_model"], "hr.mentorship.checkin.plan")
        plan = Form(self.as_user(self.env[action["res_model"]].browse(action["res_id"]), self.mia))
        self.assertEqual(len(plan.time_ids), 3)
        plan.has_time = False
        plan.planned_date = self.today + timedelta(days=30)
        plan.save().action_save()
        self.assertRecordValues(
            self.checkin, [{"state": "planned", "planned_date": self.today + timedelta(days=30), "planned_at": False}]
        )
        self.assertEqual(set(self.todos(self.checkin).mapped("date_deadline")), {self.today + timedelta(days=30)})
        self.assertEqual(self.checkin.note_ids.mapped("body"), ["We were both ill."])

    def test_move_into_the_past_is_refused(self):
        with self.assertRaisesRegex(UserError, "Choose today or a later one"):
            self.as_user(self.checkin, self.mia)._log("moved", planned_date=self.today - timedelta(days=1))

    def test_empty_lines_are_left_out(self):
        form = self.dialog(self.mia)
        form.rating = "4"
        before = len(form.line_ids)
        with form.line_ids.new() as line:
            line.is_done = False
        with form.step_ids.new() as step:
            step.member_id = self.pair.member_ids[0]
        self.assertEqual(len(form.line_ids), before + 1)
        form.save().action_save()
        self.assertEqual(self.checkin.state, "done")
        self.assertFalse([item for item in self.checkin.agenda_item_ids if not (item.name or item.question)])
        self.assertFalse(self.pair.next_step_ids)

    def test_reason_of_a_held_meeting_is_not_kept(self):
        self.log(self.mia, reason="time", rating=4)
        self.assertFalse(self.checkin.sudo().given_reason)


@tagged("post_install", "-at_install")
class TestAgenda(LogCase):
    """Both put topics on the agenda before the meeting, and tick what they have talked about."""

    def test_both_add_topics_and_both_read_them(self):
        for person, topics in ((self.mia, "My talk\n\nThe new team"), (self.max, "The budget")):
            dialog = self.as_user(self.env["hr.mentorship.checkin.agenda"], person).with_context(
                default_checkin_id=self.checkin.id
            )
            form = Form(dialog)
            form.topics = topics
            form.save().action_save()
        for person in (self.mia, self.max):
            agenda = self.as_user(self.checkin, person).agenda
            for topic in ("What do you each want to get out", "My talk", "The new team", "The budget"):
                self.assertIn(topic, agenda)

    def test_member_changes_the_own_topics_and_not_those_of_the_other(self):
        self.as_user(self.checkin, self.mia)._set_my_topics(["My talk", "Gone soon"])
        self.as_user(self.checkin, self.max)._set_my_topics(["The budget"])
        self.as_user(self.checkin, self.mia)._set_my_topics(["My talk", "Instead"])
        self.assertEqual(
            set(self.as_user(self.checkin, self.max).agenda_item_ids.mapped("topic")),
            {"My talk", "Instead", "The budget"},
        )

    def test_program_manager_reads_our_questions_and_no_topic(self):
        self.as_user(self.checkin, self.mia)._set_my_topics(["My boss"])
        for person in (self.pia, self.ada):
            agenda = self.as_user(self.checkin, person).agenda
            self.assertIn("Which topics come first?", agenda)
            self.assertNotIn("My boss", agenda)
            self.assertFalse(self.env["hr.mentorship.agenda.item"].with_user(person.user_id).search([]))
            with self.assertRaises(AccessError):
                self.as_user(self.checkin, person)._set_my_topics(["Mine"])

    def test_member_ticks_the_agenda_in_the_dialog_and_adds_what_came_up(self):
        self.as_user(self.checkin, self.mia)._set_my_topics(["My talk"])
        form = self.dialog(self.max)
        self.assertEqual(len(form.line_ids), 5)
        for index in (0, 4):
            with form.line_ids.edit(index) as line:
                line.is_done = True
        with form.line_ids.new() as line:
            line.name = "The weather"
        form.rating = "5"
        form.save().action_save()
        done = [line["name"] for line in self.as_user(self.checkin, self.mia)._get_agenda_lines() if line["is_done"]]
        self.assertEqual(done, ["What do you each want to get out of this mentorship?", "My talk", "The weather"])
        self.assertEqual(len(self.checkin.agenda_item_ids), 6)
        self.dialog(self.mia).save().action_confirm()
        self.assertEqual(len(self.checkin.agenda_item_ids), 6, "confirming adds no line twice")

    def test_questions_are_read_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.log(self.mia, rating=5, agenda=[{"question": "first-1", "name": "", "is_done": True}])
        item = self.checkin.agenda_item_ids
        self.assertEqual(item.with_context(lang="en_US").name, "What do you each want to get out of this mentorship?")
        self.assertNotEqual(item.with_context(lang="de_DE").name, item.with_context(lang="en_US").name)

    def test_members_cannot_change_the_agenda_of_a_meeting_that_is_over(self):
        self.log(self.mia, rating=5)
        with self.assertRaises(UserError):
            self.as_user(self.checkin, self.max)._set_my_topics(["Too late"])


@tagged("post_install", "-at_install")
class TestAnswer(LogCase):
    """The comment is as private as the stars; “please contact me” tells a name."""

    def test_comment_is_read_by_its_author_alone(self):
        self.log(self.mia, rating=2, comment="Max talks all the time.")
        answer = self.checkin.sudo().feedback_ids
        self.assertEqual(self.as_user(answer, self.mia).comment, "Max talks all the time.")
        (self.pia + self.ada + self.max).user_id.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        for person in (self.max, self.pia, self.ada, self.olga):
            with self.subTest(person.name):
                with self.assertRaises(AccessError):
                    self.as_user(answer, person).read(["comment", "wants_contact"])
                checkins = self.as_user(self.env["hr.mentorship.checkin"], person)
                self.assertFalse(checkins.search([("feedback_ids.comment", "ilike", "talks")]))
                if person != self.olga:
                    export = self.as_user(self.checkin, person).export_data(["feedback_ids/comment", "feedback_ids/id"])
                    self.assertNotIn("talks", str(export))
        self.assertNotIn("comment", self.env["hr.mentorship.feedback.report"]._fields)

    def test_member_wants_contact_and_the_program_managers_learn_the_name_alone(self):
        self.log(self.mia, rating=1, comment="I want out.", wants_contact=True)
        self.log(self.mia, rating=1, comment="I want out.", wants_contact=True)
        participant = self.seats[self.mia].participant_id
        todo = self.todos(participant)
        self.assertEqual(todo.user_id, self.pia.user_id)
        self.assertEqual(len(todo), 1)
        words = f"{todo.summary} {todo.note} {todo.res_name}"
        self.assertIn("Mia", words)
        self.assertNotIn("I want out", words)
        self.assertFalse(self.todos(self.pair) - self.todos(self.pair, self.pia), "nothing where the partner reads")
        self.assertFalse(self.as_user(self.env["mail.activity"], self.max).search([("id", "=", todo.id)]))

    def test_nobody_but_who_is_asked_learns_who_wants_contact_administrators_included(self):
        self.log(self.mia, rating=1, wants_contact=True)
        participant = self.seats[self.mia].participant_id
        todo = self.todos(participant)
        # The partner may be an administrator
        self.max.user_id.group_ids = [Command.link(self.env.ref("hr_mentorship.group_hr_mentorship_admin").id)]
        for person in (self.max, self.ada):
            with self.subTest(person.name):
                todos = self.as_user(self.env["mail.activity"], person)
                self.assertFalse(todos.search([("id", "=", todo.id)]))
                for operation in ("read", "write", "unlink"):
                    self.assertFalse(todos.browse(todo.id).has_access(operation))
                self.assertFalse(self.as_user(participant, person).activity_summary)
        self.assertTrue(self.as_user(todo, self.pia).summary)
        self.assertTrue(self.as_user(participant, self.pia).activity_summary)

    def test_state_of_a_todo_that_is_not_theirs_is_told_to_nobody_who_asks_for_it(self):
        participant = self.seats[self.mia].participant_id
        self.log(self.mia, rating=1, wants_contact=True)
        people = self.as_user(self.env["hr.mentorship.participant"], self.ada)
        only = [("id", "=", participant.id)]
        self.assertTrue(people.search(only))
        self.assertFalse(people.search([*only, ("activity_state", "in", ["overdue", "today", "planned"])]))
        self.assertTrue(people.search([*only, ("activity_state", "=", False)]))
        with self.assertRaisesRegex(AccessError, "Filter by it instead"):
            people.formatted_read_group(only, ["activity_state"], ["__count"])
        self.assertFalse(people.fields_get(["activity_state"])["activity_state"]["groupable"])
        mine = self.as_user(self.env["hr.mentorship.participant"], self.pia)
        self.assertEqual(mine.search([("id", "=", participant.id), ("activity_state", "=", "planned")]), participant)
        self.assertFalse(mine.search([("id", "=", participant.id), ("activity_state", "not in", ["planned"])]))

    def test_member_whose_partner_runs_the_program_is_not_offered_contact(self):
        self.max.user_id.group_ids = [Command.link(self.env.ref("hr_mentorship.group_hr_mentorship_manager").id)]
        self.program.manager_ids = [Command.link(self.max.user_id.id)]
        self.assertFalse(self.dialog(self.mia).can_ask_contact)
        self.log(self.mia, rating=1, wants_contact=True)
        self.assertFalse(self.todos(self.seats[self.mia].participant_id))


@tagged("post_install", "-at_install")
class TestTodo(LogCase):
    """Marking the to-do of a check-in as done opens the log, and never holds a meeting by itself."""

    def test_member_marks_the_todo_as_done_and_is_led_to_the_log(self):
        todo = self.as_user(self.todos(self.checkin, self.mia), self.mia)
        action = todo.action_log_checkin()
        self.assertEqual(action["context"], {"default_checkin_id": self.checkin.id})
        for method in ("action_feedback", "action_done", "action_feedback_schedule_next"):
            with self.subTest(method), self.assertRaises(RedirectWarning) as caught:
                getattr(todo, method)()
            self.assertEqual(caught.exception.args[3], {"default_checkin_id": self.checkin.id})
        self.assertEqual(self.checkin.state, "planned")
        self.assertTrue(self.todos(self.checkin, self.mia))

    def test_program_manager_marks_the_todo_of_a_member_as_done_and_holds_nothing(self):
        todo = self.as_user(self.todos(self.checkin, self.mia), self.pia)
        self.assertFalse(todo.action_log_checkin())
        with self.assertRaisesRegex(UserError, "Only the members log"):
            todo.action_feedback()
        self.assertEqual(self.checkin.state, "planned")

    def test_todos_of_other_kinds_are_marked_as_done_as_ever(self):
        todo = self.checkin.with_user(self.mia.user_id).activity_schedule("mail.mail_activity_data_todo")
        self.assertFalse(todo.action_log_checkin())
        todo.action_feedback()
        self.assertFalse(todo.active)

    def test_member_who_has_logged_by_the_todo_has_no_todo_left(self):
        with freeze_time(f"{self.checkin.planned_date} 18:00:00"):
            todo = self.as_user(self.todos(self.checkin, self.mia), self.mia)
            action = todo.action_log_checkin()
            form = Form(todo.env[action["res_model"]].with_context(**action["context"]))
            form.rating = "5"
            form.save().action_save()
        self.assertFalse(self.todos(self.checkin, self.mia))
        self.assertEqual(self.checkin.state, "done")
