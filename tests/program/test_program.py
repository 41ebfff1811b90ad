from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestProgram(MentorshipCase):
    """A program goes from the first idea to its end, each step by the one whose step it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.add_program("Speakers", cls.pia, state="draft")

    # -- from hand to hand

    def hand_over(self, program, users, person=None, **values):
        action = self.as_user(program, person or self.pia).action_hand_over()
        dialog = self.as_user(self.env["hr.mentorship.hand.over"], person or self.pia)
        return dialog.with_context(**action["context"]).create({"user_ids": [Command.set(users.ids)], **values})

    def test_program_manager_hands_a_program_over_in_one_step(self):
        self.program._enrol(self.mia, "mentee", skill_ids=self.leading.ids)
        self.assertEqual(self.todos(self.program).user_id, self.pia.user_id)
        with self.collect_mails() as mails:
            action = self.hand_over(self.program, self.petra.user_id).action_hand_over()
        self.assertEqual(self.program.manager_ids, self.petra.user_id)
        self.assertEqual(self.todos(self.program).user_id, self.petra.user_id, "what waits goes along")
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Petra", "You manage Leaders now")])
        self.assertEqual(action["res_model"], "hr.mentorship.program", "not the page that is closed now")
        self.assertTrue(self.as_user(self.program, self.petra).is_my_program)
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.pia).write({"name": "Mine again"})

    def test_program_manager_shares_a_program_and_stays(self):
        self.hand_over(self.program, self.petra.user_id, keep_me=True).action_hand_over()
        self.assertEqual(self.program.manager_ids, (self.pia + self.petra).user_id)

    def test_program_is_handed_to_program_managers_alone(self):
        with self.assertRaisesRegex(UserError, "Olga cannot run programs"):
            self.hand_over(self.program, self.olga.user_id).action_hand_over()
        self.assertEqual(self.program.manager_ids, self.pia.user_id)

    def test_program_manager_who_would_lock_themselves_out_is_told_before(self):
        programs = self.as_user(self.env["hr.mentorship.program"], self.pia)
        commands = [Command.set(self.petra.user_id.ids)]
        with self.assertRaisesRegex(UserError, "press “Hand Over”"):
            programs.browse(self.program.id).manager_ids = commands
        with self.assertRaisesRegex(UserError, "press “Hand Over”"):
            programs.create({"name": "For Petra", "manager_ids": commands})
        self.assertEqual(self.program.manager_ids, self.pia.user_id)
        self.as_user(self.program, self.ada).manager_ids = commands
        self.assertEqual(self.program.manager_ids, self.petra.user_id, "administrators give programs to whom they like")

    # -- dates and limits

    def test_program_manager_sets_impossible_dates_or_limits_and_is_refused(self):
        today = fields.Date.today()
        for values in (
            {"end_date": today - timedelta(days=1)},
            {"end_date": today},
            {"enrolment_start_date": today + timedelta(days=21)},
            {"enrolment_end_date": today + timedelta(days=181)},
            {"mentor_capacity": 0},
            {"mentor_capacity": 51},
            {"meeting_duration": 0},
            {"meeting_duration": 9},
            {"offer_validity_days": 0},
            {"offer_validity_days": 91},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                self.as_user(self.draft, self.pia).write(values)
                self.draft.flush_recordset()

    def test_program_manager_takes_the_last_manager_away_and_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "needs at least one program manager"):
            self.draft.manager_ids = [Command.clear()]

    # -- enrolment window

    def test_enrolment_is_open_from_its_first_to_its_last_day(self):
        start, end = self.program.enrolment_start_date, self.program.enrolment_end_date
        for day, is_open in (
            (start - timedelta(days=1), False),
            (start, True),
            (end, True),
            (end + timedelta(days=1), False),
        ):
            with self.subTest(day), freeze_time(f"{day} 12:00:00"):
                self.program.invalidate_recordset()
                self.assertEqual(self.program.is_enrolment_open, is_open)
                found = self.program.search([("is_enrolment_open", "=", True), ("id", "=", self.program.id)])
                self.assertEqual(bool(found), is_open)
                not_open = self.program.search([("is_enrolment_open", "=", False), ("id", "=", self.program.id)])
                self.assertEqual(bool(not_open), not is_open)

    def test_enrolment_of_a_program_that_is_not_open_is_closed(self):
        self.assertFalse(self.draft.is_enrolment_open)

    # -- the end

    def test_program_manager_closes_with_running_mentorships_and_is_told_how_many(self):
        self.add_mentorship("active")
        self.add_mentorship("proposed", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        with self.assertRaisesRegex(UserError, "“Leaders” still has 2 mentorships that are not finished"):
            self.as_user(self.program, self.pia).action_close()
        with self.assertRaisesRegex(UserError, "has mentorships that are not finished"):
            self.as_user(self.program, self.pia).action_cancel()
        self.assertEqual(self.program.state, "open")

    def test_program_manager_closes_after_the_last_mentorship_and_succeeds(self):
        mentorship = self.add_mentorship("completed")
        self.as_user(self.program, self.pia).action_close()
        self.assertEqual(self.program.state, "closed")
        self.assertEqual(mentorship.state, "completed", "history stays")

    def test_program_manager_cancels_a_submitted_program_and_the_sponsors_todo_goes(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.as_user(self.draft, self.pia).action_cancel()
        self.assertEqual(self.draft.state, "cancelled")
        self.assertFalse(self.todos(self.draft))

    def test_program_manager_deletes_a_draft_and_succeeds(self):
        self.as_user(self.draft, self.pia).unlink()
        self.assertFalse(self.draft.exists())

    def test_program_manager_deletes_a_program_with_a_history_and_is_told_to_archive_it(self):
        self.enrol(self.mia, "mentee", program=self.draft)
        for program in (self.program, self.draft):
            with self.subTest(program.name), self.assertRaisesRegex(UserError, "Archive it instead"):
                self.as_user(program, self.pia).unlink()

    def test_program_manager_counts_exactly_what_the_cards_say(self):
        self.add_mentorship("active")
        self.enrol(self.olga, "mentee")
        self.enrol(self.paula, "mentor", state="applied")
        program = self.as_user(self.program, self.pia)
        counts = program.read(
            [
                name
                for name in program._fields
                if name.endswith("_count") and not name.startswith(("message", "activity"))
            ]
        )[0]
        counts.pop("id")
        expected = {
            "applied_count": 1,
            "mentor_count": 1,
            "mentee_count": 2,
            "waiting_mentee_count": 1,
            "free_seat_count": 1,
            "live_mentorship_count": 1,
            "mentorship_count": 1,
            "proposed_count": 0,
            "locked_count": 0,
            "run_count": 0,
            "not_ready_count": 1,
            "overdue_checkin_count": 0,
            "attention_count": 0,
            "off_target_count": 0,
            "goal_count": 0,
            "reached_goal_count": 0,
            "invited_count": 0,
            "accepted_invitation_count": 0,
            "unsent_invitation_count": 0,
            "waiting_list_count": 0,
        }
        self.assertEqual({name: counts[name] for name in expected}, expected)

    def test_program_manager_closes_and_nobody_is_asked_for_applications_any_more(self):
        self.program._enrol(self.mia, "mentee", skill_ids=self.leading.ids)
        self.assertEqual(self.program.activity_ids.user_id, self.pia.user_id)
        self.as_user(self.program, self.pia).action_close()
        self.assertFalse(self.program.activity_ids)
