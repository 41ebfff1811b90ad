from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestNudge(MentorshipCase):
    """Pairs are reminded before a check-in and nudged after a missed one, step by step, each step once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.checkin"].search([("state", "=", "planned")])._move_to("cancelled")
        cls.pair = cls.add_mentorship("active")
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        (cls.pair.checkin_ids - cls.checkin)._move_to("cancelled")
        cls.day = cls.checkin.planned_date

    def nudge(self, days):
        """Run the job ``days`` after the check-in; return the kinds and readers of the new lines."""
        known = self.env["hr.mentorship.notice"].search([])
        with freeze_time(self.day + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_nudge").method_direct_trigger()
        self.env.invalidate_all()
        new = self.env["hr.mentorship.notice"].search([("checkin_id", "=", self.checkin.id)]) - known
        return sorted((notice.kind, notice.partner_id.name) for notice in new)

    def both(self, kind):
        return [(kind, "Max"), (kind, "Mia")]

    def test_pair_does_not_log_and_every_step_fires_once(self):
        said = {days: lines for days in range(-4, 30) if (lines := self.nudge(days))}
        self.assertEqual(
            said,
            {
                -2: self.both("checkin_reminder"),
                3: self.both("checkin_nudge"),
                7: self.both("checkin_choices"),
                14: [("checkin_escalation", "Pia")],
            },
        )
        self.assertEqual(self.todos(self.pair).user_id, self.pia.user_id)

    def test_job_stood_still_and_only_the_last_step_is_taken(self):
        self.assertEqual(self.nudge(9), self.both("checkin_choices"))
        self.assertEqual(self.nudge(9), [])
        self.assertEqual(self.nudge(14), [("checkin_escalation", "Pia")])

    def test_member_opens_the_choices_from_the_overview(self):
        self.nudge(7)
        self.checkin._move_to("planned", planned_date=fields.Date.today() - timedelta(days=7))
        line = self.env["hr.mentorship.notice"].search(
            [("member_id.employee_id", "=", self.mia.id), ("kind", "=", "checkin_choices")]
        )
        line = self.as_user(line, self.mia)
        self.assertEqual(line.button_label, "Choose")
        action = line.action_go()
        self.assertEqual((action["res_model"], action["res_id"]), ("hr.mentorship.checkin", self.checkin.id))
        self.assertTrue(self.as_user(self.checkin, self.mia).has_choices)

    def test_pair_logs_and_hears_no_more(self):
        self.nudge(3)
        self.as_user(self.checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4)
        self.assertEqual([self.nudge(days) for days in (7, 14)], [[], []])

    def test_pair_logs_after_the_escalation_and_the_manager_has_nothing_to_do(self):
        self.nudge(14)
        self.as_user(self.checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4)
        self.assertFalse(self.todos(self.pair, self.pia))

    def test_pair_moves_the_meeting_and_the_new_day_begins_anew(self):
        self.nudge(-2)
        self.nudge(3)
        new_day = self.day + timedelta(days=10)
        self.as_user(self.checkin, self.mia)._move(new_day)
        waiting = self.env["hr.mentorship.notice"].search([("checkin_id", "=", self.checkin.id)])
        self.assertEqual(set(waiting.mapped("state")), {"dropped"}, "nobody is asked about the day of before")
        self.assertEqual(self.nudge(7), [])
        self.assertEqual(self.nudge(8), self.both("checkin_reminder"))
        self.assertEqual(self.nudge(13), self.both("checkin_nudge"))

    def test_pair_takes_a_break_and_is_left_alone(self):
        self.as_user(self.pair, self.mia)._pause(fields.Date.today() + timedelta(days=90))
        self.assertEqual([self.nudge(days) for days in (3, 7, 14)], [[], [], []])

    def test_what_lies_long_back_is_not_brought_up(self):
        self.assertEqual(self.nudge(61), [])

    def test_program_has_steps_and_words_of_its_own(self):
        program = self.as_user(self.program, self.pia)
        program.nudge_step_ids.filtered(lambda step: step.delay_days in (7, 14)).active = False
        step = program.nudge_step_ids.filtered(lambda step: step.delay_days == 3)
        step.write({"delay_days": 5, "text": "Hey, what about %(partner)s on %(day)s?"})
        said = {days: lines for days in range(1, 20) if (lines := self.nudge(days))}
        self.assertEqual(said, {5: self.both("checkin_nudge")})
        notice = self.env["hr.mentorship.notice"].search([("partner_id", "=", self.mia.user_id.partner_id.id)])
        self.assertIn("Hey, what about Max on", notice[:1].text)

    def test_program_manager_writes_words_that_cannot_be_filled_in_and_is_refused(self):
        step = self.as_user(self.program, self.pia).nudge_step_ids[0]
        for text in ("100 % sure", "%(nobody)s", "%s", "%(partner)"):
            with self.subTest(text), self.assertRaisesRegex(ValidationError, "cannot be filled in"):
                step.text = text

    def test_program_copied_keeps_its_steps(self):
        copy = self.program.copy()
        self.assertEqual(copy.nudge_step_ids.mapped("delay_days"), self.program.nudge_step_ids.mapped("delay_days"))

    def test_member_chooses_in_the_mail_and_the_dialog_opens_over_the_checkin(self):
        with freeze_time(self.day + timedelta(days=8)):
            checkin = self.as_user(self.checkin, self.mia)
            self.assertTrue(checkin.has_choices)
            for choice, model in (
                ("log", "hr.mentorship.checkin.log"),
                ("pause", "hr.mentorship.pause"),
                ("end", "hr.mentorship.end"),
            ):
                opened = checkin._open_choice(choice)
                self.assertEqual(opened["params"]["page"]["res_id"], checkin.id)
                self.assertEqual(opened["params"]["dialog"]["res_model"], model)
            self.assertFalse(self.as_user(self.checkin, self.pia).has_choices)
        self.as_user(self.checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4)
        self.assertEqual(self.as_user(self.checkin, self.mia)._open_choice("log")["type"], "ir.actions.act_window")

    def test_many_pairs_are_nudged_in_as_many_queries_as_one(self):
        def count(*indexes):
            for index in indexes:
                self.add_other_pair(index)
            self.nudge(0)
            checkins = self.env["hr.mentorship.checkin"]
            with freeze_time(self.day + timedelta(days=8)):
                due = checkins._find_nudges_due(0, 100)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                checkins._nudge(due)
                self.env.flush_all()
            return self.cr.sql_log_count - before

        count()
        few, many = count(0), count(*range(1, 7))
        self.assertLessEqual(many, few + 3)
