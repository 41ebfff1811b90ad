from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestDigestConcurrency(ConcurrencyCase):
    """However many of the job run at once, everybody gets one mail and every line goes out once."""

    def setUp(self):
        super().setUp()
        # Whatever the day on which the tests run
        digests = self.registry["hr.mentorship.digest"]
        self.startPatcher(patch.object(digests, "_get_partners_with_day_off", lambda self, people, day: people[:0]))

    def test_two_jobs_at_once_send_one_mail_each_person(self):
        pairs = [self.add_pair("agreement")[0] for _number in range(3)]

        def prepare(company):
            company.program.digest_hour = 0
            members = company.env["hr.mentorship"].browse(pairs).member_ids
            members._notify("sign_reminder", sign_until=fields.Date.today())
            return members.user_id.partner_id.ids

        partners = self.arrange(prepare)
        last = self.inspect(lambda env: env["mail.mail"].search([], order="id desc", limit=1).id)

        def send(env):
            env["hr.mentorship.digest"]._cron_send(batch_size=2)

        root = self.env.ref("base.user_root").id
        self.assertFalse(self.errors(self.together((root, send), (root, send))))
        # Whatever one of them has left to the other
        with self.registry.cursor() as cr:
            send(self.env(cr=cr, user=root))

        def count(env):
            mails = env["mail.mail"].search([("id", ">", last or 0), ("recipient_ids", "in", partners)])
            mails = mails.filtered(lambda mail: mail.model == "hr.mentorship.digest")
            notices = env["hr.mentorship.notice"].search([("partner_id", "in", partners)])
            return sorted(mails.recipient_ids.ids), len(mails), set(notices.mapped("state")), len(notices.digest_id)

        self.assertEqual(self.inspect(count), (sorted(partners), 6, {"sent"}, 6))

    def test_same_line_is_queued_twice_at_once_and_waits_once(self):
        pair = self.add_pair("agreement")[0]

        def notify(env):
            env["hr.mentorship"].browse(pair).member_ids._notify("sign_reminder", sign_until=fields.Date.today())

        root = self.env.ref("base.user_root").id
        self.assertFalse(self.errors(self.together((root, notify), (root, notify))))
        found = self.inspect(lambda env: env["hr.mentorship.notice"].search_count([("mentorship_id", "=", pair)]))
        self.assertEqual(found, 2, "one line each")
