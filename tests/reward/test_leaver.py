from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.tests import new_test_user, tagged

from ..common import MentorshipCase
from .common import RewardCompany

POINTS_LEFT = "hr_mentorship.mail_activity_type_points_left"


@tagged("post_install", "-at_install")
class TestLeaverPoints(RewardCompany, MentorshipCase):
    """Whoever leaves with points is told to spend them before, and HR learns afterwards how many are left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(cls.env, login="officer.test", groups="base.group_user,hr.group_hr_user")
        cls.mia.hr_responsible_id = cls.officer
        cls.enrol(cls.mia, "mentee")
        cls.pay(cls.mia, 100)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_departures").method_direct_trigger()
        self.env.invalidate_all()

    def find_todos(self):
        self.env.flush_all()
        domain = [
            ("activity_type_id", "=", self.env.ref(POINTS_LEFT).id),
            ("res_model", "=", "hr.employee"),
            ("res_id", "=", self.mia.id),
        ]
        return self.env["mail.activity"].with_user(self.officer).search(domain)

    def read_news(self):
        lines = self.env["hr.mentorship.notice"].search(
            [("user_id", "=", self.mia.user_id.id), ("state", "=", "queued"), ("kind", "=", "points_leaving")]
        )
        return [line["text"] for line in lines._filter_true()._read_out()]

    def test_hr_learns_how_many_points_are_left_with_those_of_open_requests(self):
        self.redeem(self.add_reward("A book", 80), self.mia)
        self.mia.action_archive()
        todo = self.find_todos()
        self.assertEqual(todo.user_id, self.officer)
        self.assertIn("100 mentorship points", todo.note)
        self.assertNotIn("A talk", todo.note, "what they were earned for is nobody's business")
        self.assertEqual(self.balance(self.mia), 100, "settling them is a decision of people")

    def test_hr_learns_what_the_points_are_worth_in_the_same_sentence(self):
        self.env.company.mentorship_point_value = 0.5
        self.mia.action_archive()
        self.assertRegex(self.find_todos().note, r"100 mentorship points, worth .*50\.00.*, that nobody can spend")

    def test_somebody_in_hr_learns_of_it_where_the_robot_is_responsible(self):
        self.mia.hr_responsible_id = self.env.ref("base.user_root")
        self.mia.action_archive()
        self.assertTrue(self.find_todos().user_id.active)

    def test_nobody_is_bothered_twice_nor_for_nothing(self):
        self.mia.departure_date = fields.Date.today()
        self.run_cron()
        self.assertEqual(len(self.find_todos()), 1, "left by the date")
        self.find_todos().action_feedback(feedback="Paid out")
        self.mia.action_archive()
        self.assertFalse(self.find_todos(), "archived afterwards, and settled already")
        self.olga.hr_responsible_id = self.officer
        self.olga.action_archive()
        self.assertFalse(self.find_todos(), "without points")

    def test_whoever_comes_back_spends_their_points_themselves(self):
        self.mia.action_archive()
        self.mia.action_unarchive()
        self.assertFalse(self.find_todos())

    def test_another_number_than_the_one_last_told_is_told_anew(self):
        self.mia.action_archive()
        self.find_todos().action_feedback(feedback="Paid out")
        self.mia.action_unarchive()
        self.pay(self.mia, 60)
        self.mia.action_archive()
        self.assertIn("160 mentorship points", self.find_todos().note)
        self.find_todos().action_feedback(feedback="Paid out")
        self.mia.action_unarchive()
        self.mia.action_archive()
        self.assertFalse(self.find_todos(), "nothing has come to it")

    def test_a_waiting_todo_says_the_number_of_now_and_keeps_what_hr_has_written(self):
        self.mia.departure_date = fields.Date.today()
        self.run_cron()
        todo = self.find_todos()
        todo.note += Markup("<p>Asked payroll</p>")
        self.pay(self.mia, 60)
        self.mia.action_archive()
        self.assertEqual(self.find_todos(), todo)
        self.assertIn("160", todo.summary)
        self.assertIn("160 mentorship points", todo.note)
        self.assertIn("Asked payroll", todo.note)
        self.assertNotIn("100", todo.note)

    def test_people_are_told_before_their_last_day_as_long_as_there_is_one(self):
        last = fields.Date.today() + timedelta(days=30)
        self.mia.departure_date = last
        [line] = self.read_news()
        self.assertIn("You have 100 points", line)
        self.mia.departure_date = last + timedelta(days=9)
        self.assertEqual(len(self.read_news()), 1, "of the day that counts now")
        self.mia.departure_date = False
        self.assertFalse(self.read_news())

    def test_a_request_of_somebody_in_no_program_ends_on_their_last_day(self):
        self.pay(self.olga, 100)
        request = self.redeem(self.add_reward("A book", 80), self.olga)
        self.olga.departure_date = fields.Date.today()
        self.run_cron()
        self.assertEqual((request.state, self.balance(self.olga)), ("cancelled", 100))
