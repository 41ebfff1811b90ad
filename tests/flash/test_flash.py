from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import MentorshipCase

QUESTION = "How do I tell a customer that we are late?"


@tagged("post_install", "-at_install")
class TestFlash(MentorshipCase):
    """One meeting on one question: asked, answered with a yes, planned, held, done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flash = cls.add_program("Flash", cls.pia, format="flash", matching_mode="request")
        cls.mentee = cls.enrol(cls.mia, "mentee", program=cls.flash)
        cls.mentor = cls.enrol(cls.max, "mentor", program=cls.flash, capacity=1)

    def ask(self, message=QUESTION):
        mentorships = self.as_user(self.env["hr.mentorship"], self.mia)
        return mentorships._request(self.mentee.with_env(mentorships.env), self.mentor, message)

    def start(self):
        pair = self.ask()
        self.as_user(pair, self.max).action_accept()
        return pair.sudo()

    def log(self, checkin, person, outcome="done", **values):
        with freeze_time(checkin.planned_date + timedelta(days=1)):
            self.as_user(checkin, person)._log(outcome, **values)

    def test_form_of_a_flash_program_needs_no_agreement_and_lets_mentees_ask(self):
        with Form(self.as_user(self.env["hr.mentorship.program"], self.pia)) as form:
            form.name = "Quick"
            form.format = "flash"
        program = form.record
        self.assertFalse(program.requires_agreement)
        self.assertEqual((program.matching_mode, program.meeting_duration), ("request", 0.5))
        self.assertEqual(program.rhythm_text, "Once, on one question")

    def test_many_meetings_of_a_year_give_one_badge_to_each(self):
        for _meeting in range(2):
            pair = self.start()
            self.log(pair.checkin_ids, self.mia)
            self.assertEqual(pair.state, "completed")
        badges = self.env["gamification.badge.user"].search([("employee_id", "in", (self.mia | self.max).ids)])
        self.assertEqual(badges.mapped("employee_id"), self.mia | self.max)
        self.assertEqual(len(badges), 2)
        with freeze_time(fields.Datetime.now() + timedelta(days=400)):
            pair = self.start()
            self.log(pair.checkin_ids, self.mia)
        self.assertEqual(len(pair.member_ids.badge_user_id), 2, "another year")

    def test_nobody_asks_without_a_question(self):
        with self.assertRaisesRegex(UserError, "Write it down, so that Max"):
            self.ask("  ")

    def test_yes_plans_one_meeting_with_the_question_on_its_agenda(self):
        pair = self.start()
        self.assertEqual(pair.state, "active")
        self.assertFalse(pair.agreement_ids)
        [checkin] = pair.checkin_ids
        self.assertEqual(checkin.kind, "flash")
        self.assertLess(checkin.planned_date, fields.Date.today() + timedelta(days=14))
        self.assertEqual(pair.end_date, fields.Date.today() + timedelta(days=30))
        self.assertIn(QUESTION, self.as_user(checkin, self.max).agenda)
        self.assertNotIn(QUESTION, self.as_user(checkin, self.pia).agenda)
        self.assertIn("in one sentence?", checkin.agenda)

    def test_planning_adds_nothing_however_often_it_runs(self):
        pair = self.start()
        checkins = self.env["hr.mentorship.checkin"]
        checkins._plan_for(pair)
        checkins._replan_for(pair)
        self.run_job("ir_cron_plan_checkins")
        self.assertEqual(len(pair.checkin_ids), 1)
        self.assertFalse(pair.plan_due_on)

    def test_logging_the_meeting_completes_it_and_the_other_one_confirms(self):
        pair = self.start()
        self.log(pair.checkin_ids, self.mia, rating=5)
        self.assertEqual(pair.state, "completed")
        self.assertFalse(pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned"))
        fit_checks = [("kind", "=", "fit_check"), ("mentorship_id", "=", pair.id)]
        self.assertFalse(self.env["hr.mentorship.notice"].search(fit_checks))
        self.log(pair.checkin_ids, self.max)
        self.assertEqual(len(pair.checkin_ids.confirmed_member_ids), 2)

    def test_meeting_that_did_not_take_place_is_followed_by_another_one(self):
        pair = self.start()
        self.log(pair.checkin_ids, self.mia, "missed", reason="absent")
        self.assertEqual(pair.state, "active")
        self.assertEqual(sorted(pair.checkin_ids.mapped("state")), ["missed", "planned"])

    def test_mentee_may_ask_the_next_question_even_the_same_mentor(self):
        pair = self.start()
        self.assertFalse(self.as_user(self.mentee, self.mia).can_find_mentor)
        self.log(pair.checkin_ids, self.mia)
        self.assertEqual(self.mentee.sudo().seats_left, 1)
        self.assertTrue(self.as_user(self.mentee, self.mia).can_find_mentor)
        self.assertEqual(self.ask("And the next one?").state, "offered")

    def test_one_program_after_the_other_stays_one_mentorship_elsewhere(self):
        pair = self.add_mentorship("completed")
        self.assertEqual(pair.member_ids.participant_id.filtered(lambda p: p.role == "mentee").sudo().seats_left, 0)

    def test_breaks_and_goals_make_no_sense(self):
        pair = self.as_user(self.start(), self.mia)
        self.assertFalse(pair.can_pause or pair.can_set_goal or pair.can_amend)
        with self.assertRaisesRegex(UserError, "one meeting on one question"):
            pair._pause(fields.Date.today() + timedelta(days=5))
        with self.assertRaisesRegex(UserError, "one meeting on one question"):
            self.env["hr.mentorship.goal"].with_env(pair.env).create({"mentorship_id": pair.id, "name": "Grow"})

    def test_silence_is_no_bad_sign(self):
        pair = self.start()
        with freeze_time(pair.checkin_ids.planned_date):
            pair._refresh_health()
            self.assertEqual(pair.health, "on_track")

    def test_reminder_offers_no_break(self):
        pair = self.start()
        [checkin] = pair.checkin_ids
        member = pair.member_ids.filtered(lambda member: member.role == "mentee")
        notice = member._notify("checkin_choices", checkin=checkin)
        labels = [label for label, _url in notice._get_choices(notice._get_notice_texts()["checkin_choices"])]
        self.assertIn("Another day", labels)
        self.assertNotIn("Take a break", labels)

    def test_time_runs_out_like_any_other(self):
        pair = self.start()
        with freeze_time(pair.end_date + timedelta(days=1)):
            self.run_job("ir_cron_end_as_planned")
        self.assertEqual(pair.state, "ended")
