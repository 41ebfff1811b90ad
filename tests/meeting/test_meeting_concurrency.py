from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestMeetingConcurrency(ConcurrencyCase):
    """Two members plan the same meeting in the same second."""

    def setUp(self):
        super().setUp()
        pair_id, *self.users = self.add_pair("active")
        self.checkin_id = self.inspect(lambda env: env["hr.mentorship"].browse(pair_id).checkin_ids[0].id)
        self.times = [fields.Datetime.now().replace(microsecond=0) + timedelta(days=5, hours=hour) for hour in (0, 3)]

    def plan(self, planned_at):
        def call(env):
            checkin = env["hr.mentorship.checkin"].browse(self.checkin_id)
            dialog = env["hr.mentorship.checkin.plan"].browse(checkin.action_plan()["res_id"])
            dialog.planned_at = planned_at
            dialog.action_save()
            return planned_at

        return call

    def events(self, env):
        return env["calendar.event"].search(
            [("res_model", "=", "hr.mentorship.checkin"), ("res_id", "=", self.checkin_id)]
        )

    def test_two_members_choose_different_times_and_one_wins(self):
        def save(dialog_id):
            return lambda env: env["hr.mentorship.checkin.plan"].browse(dialog_id).action_save()

        def open_dialog(user_id, planned_at):
            def prepare(company):
                env = company.env(user=user_id)
                dialog_id = env["hr.mentorship.checkin"].browse(self.checkin_id).action_plan()["res_id"]
                env["hr.mentorship.checkin.plan"].browse(dialog_id).planned_at = planned_at
                return dialog_id

            return self.arrange(prepare)

        dialogs = [open_dialog(*choice) for choice in zip(self.users, self.times, strict=True)]
        calls = [(user, save(dialog)) for user, dialog in zip(self.users, dialogs, strict=True)]
        outcomes = self.together(*calls)
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertIn("Your partner has moved this meeting", str(error))

        def check(env):
            checkin = env["hr.mentorship.checkin"].browse(self.checkin_id)
            self.assertEqual(self.events(env), checkin.event_id)
            self.assertEqual(checkin.event_id.start, checkin.planned_at)
            self.assertIn(checkin.planned_at, self.times)
            self.assertEqual(len(checkin.event_id.attendee_ids), 2)

        self.inspect(check)

    def test_one_drags_the_event_while_the_other_leaves_and_nothing_is_left_over(self):
        with self.registry.cursor() as cr:
            self.plan(self.times[0])(self.env(cr=cr, user=self.users[0]))
        event_id = self.inspect(lambda env: self.events(env).id)
        start = self.times[1]
        self.together(
            (
                self.users[0],
                lambda env: (
                    env["calendar.event"].browse(event_id).write({"start": start, "stop": start + timedelta(hours=1)})
                ),
            ),
            (
                self.users[1],
                lambda env: env["hr.mentorship.checkin"].browse(self.checkin_id).mentorship_id._end(),
            ),
        )

        def check(env):
            self.assertEqual(env["hr.mentorship.checkin"].browse(self.checkin_id).state, "cancelled")
            self.assertFalse(self.events(env))

        self.inspect(check)
