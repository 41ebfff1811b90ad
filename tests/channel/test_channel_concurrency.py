from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestChannelConcurrency(ConcurrencyCase):
    def test_two_who_press_in_the_same_second_get_one_channel(self):
        pair_id, *user_ids = self.add_pair("active")

        def forget(company):
            company.env["hr.mentorship"].browse(pair_id).channel_id.unlink()

        self.arrange(forget)

        def press(env):
            return env["hr.mentorship"].browse(pair_id).action_chat()["params"]["channel_id"]

        outcomes = self.together(*((user_id, press) for user_id in user_ids))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(len(set(outcomes)), 1, outcomes)
        seen = self.inspect(lambda env: len(env["hr.mentorship"].browse(pair_id).channel_id.channel_member_ids))
        self.assertEqual(seen, 2)
