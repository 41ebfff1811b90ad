from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestExitConcurrency(ConcurrencyCase):
    """Two members pause or leave in the same second."""

    def pausing(self, pair_id, days):
        return lambda env: env["hr.mentorship"].browse(pair_id)._pause(fields.Date.today() + timedelta(days=days))

    def ending(self, pair_id):
        return lambda env: env["hr.mentorship"].browse(pair_id)._end()

    def look(self, pair_id):
        def read(env):
            pair = env["hr.mentorship"].browse(pair_id)
            planned = pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
            return pair.state, len(planned), sorted(pair.member_ids.mapped(lambda member: member.pool_answer or ""))

        return self.inspect(read)

    def test_both_pause_in_the_same_moment_and_one_pause_counts(self):
        pair_id, mentor, mentee = self.add_pair("active")
        outcomes = self.together((mentor, self.pausing(pair_id, 20)), (mentee, self.pausing(pair_id, 40)))
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertIn("Paused", str(error))
        self.assertEqual(self.look(pair_id)[0], "paused")

    def test_both_end_in_the_same_moment_and_it_ends_once(self):
        pair_id, mentor, mentee = self.add_pair("active")
        [error] = self.errors(self.together((mentor, self.ending(pair_id)), (mentee, self.ending(pair_id))))
        self.assertIsInstance(error, UserError)
        self.assertEqual(self.look(pair_id), ("ended", 0, ["asked", "asked"]))

    def test_one_pauses_while_the_other_ends_and_nothing_planned_remains(self):
        pair_id, mentor, mentee = self.add_pair("active")
        outcomes = self.together((mentor, self.pausing(pair_id, 20)), (mentee, self.ending(pair_id)))
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)
        self.assertEqual(self.look(pair_id)[:2], ("ended", 0))
