from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ..common import MentorshipCase
from ..group.common import GroupCase
from .common import ChannelCase


@tagged("post_install", "-at_install")
class TestSoon(ChannelCase, MentorshipCase):
    """“I need you soon”: one button, which tells the partner and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.channel = cls.channel_of(cls.pair)

    def ask(self, person):
        return self.as_user(self.pair, person).action_ask_soon()

    def find_mails(self):
        return self.env["mail.mail"].search([("model", "=", "hr.mentorship.member")], order="id desc")

    def test_partner_reads_it_in_the_channel_and_by_mail(self):
        before = self.find_mails()
        action = self.ask(self.mia)
        self.assertEqual(action["params"], {"channel_id": self.channel.id})
        message = self.channel.message_ids[0]
        self.assertEqual(message.author_id, self.mia.user_id.partner_id)
        self.assertIn("I need you soon", html2plaintext(message.body))
        mail = self.find_mails() - before
        self.assertEqual(mail.recipient_ids, self.max.user_id.partner_id)
        self.assertEqual(mail.subject, "Mia needs you soon")

    def read_log(self):
        """Return who has changed the mentorship and its seats last, and when."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id, write_uid, write_date FROM hr_mentorship_member WHERE mentorship_id = %(pair)s UNION ALL "
            "SELECT id, write_uid, write_date FROM hr_mentorship WHERE id = %(pair)s ORDER BY 1, 2, 3",
            {"pair": self.pair.id},
        )
        return self.env.cr.fetchall()

    def test_nobody_else_learns_of_it(self):
        messages = self.pair.message_ids
        notices = self.env["hr.mentorship.notice"].search_count([])
        before = self.read_log()
        self.ask(self.mia)
        self.assertEqual(self.read_log(), before, "who has changed a seat last is read by a group and by managers")
        self.assertEqual(self.pair.message_ids, messages, "nothing stands where program managers read")
        self.assertEqual(self.env["hr.mentorship.notice"].search_count([]), notices)
        member = self.pair.member_ids.filtered(lambda each: each.employee_id == self.mia)
        self.assertTrue(member.sudo().asked_soon_at)
        for person in (self.pia, self.ada, self.max):
            with self.assertRaises(AccessError):
                self.as_user(member, person).read(["asked_soon_at"])
            found = self.search_as(person.user_id, "hr.mentorship.member", [("asked_soon_at", "!=", False)])
            self.assertFalse(found)

    def read_hints(self, pair, person):
        pair.invalidate_recordset(["page"])
        page = self.as_user(pair, person).page
        return [hint["text"] for hint in page["hints"] if hint["key"].startswith(("soon", "asked_soon"))]

    def test_page_says_it_to_both_for_a_day(self):
        self.assertFalse(self.read_hints(self.pair, self.max))
        self.ask(self.mia)
        [theirs], [mine] = self.read_hints(self.pair, self.max), self.read_hints(self.pair, self.mia)
        self.assertIn("Mia needs a few minutes with you soon", theirs)
        self.assertIn("You have asked Max", mine)
        self.env.cr.execute("UPDATE hr_mentorship_member SET asked_soon_at = asked_soon_at - interval '25 hours'")
        self.env.invalidate_all()
        self.assertFalse(self.read_hints(self.pair, self.max) + self.read_hints(self.pair, self.mia))

    def test_only_members_ask_and_only_while_they_are_together(self):
        for person in (self.olga, self.pia):
            with self.assertRaises(AccessError):
                self.ask(person)
        self.as_user(self.pair, self.max)._end()
        with self.assertRaises(UserError):
            self.ask(self.mia)
        self.assertFalse(self.as_user(self.pair, self.mia).can_ask_soon)

    def test_asked_again_within_hours_it_says_what_to_do_instead(self):
        self.ask(self.mia)
        count = len(self.channel.message_ids)
        with self.assertRaisesRegex(UserError, "emergency"), self.env.cr.savepoint():
            self.ask(self.mia)
        self.assertEqual(len(self.channel.message_ids), count)
        self.ask(self.max)  # the other one may, all the same
        member = self.pair.member_ids.filtered(lambda each: each.employee_id == self.mia).sudo()
        member.asked_soon_at = fields.Datetime.now() - timedelta(hours=5)
        self.ask(self.mia)
        self.assertEqual(len(self.channel.message_ids), count + 2)

    def test_partner_without_a_user_gets_a_mail_without_a_link(self):
        second = self.add_program("Speakers", self.pia)
        self.pair = self.add_mentorship("active", mentor=self.mia, mentee=self.olga, program=second)
        self.olga.user_id.sudo().active = False
        before = self.find_mails()
        self.assertEqual(self.ask(self.mia)["tag"], "display_notification")
        mail = self.find_mails() - before
        self.assertIn("Mia needs you soon", mail.subject)
        self.assertNotIn(">Answer<", mail.body_html)

    def test_agreed_way_stands_in_the_question_and_in_the_mail(self):
        self.env.cr.execute(
            "UPDATE hr_mentorship_agreement SET channels = 'Call me' WHERE id = %s", [self.pair.agreement_id.id]
        )
        self.env.invalidate_all()
        page = self.as_user(self.pair, self.mia).page
        self.assertIn("Call me", page["soon"]["confirm"])
        before = self.find_mails()
        self.ask(self.mia)
        self.assertIn("Call me", html2plaintext((self.find_mails() - before).body_html))


@tagged("post_install", "-at_install")
class TestSoonInAGroup(GroupCase):
    def test_mentee_asks_the_mentor_and_not_the_group(self):
        group = self.publish()
        self.accept(group)
        self.sign(group)
        channel = group.sudo().channel_id
        count = len(channel.message_ids)
        before = self.env["mail.mail"].search([])
        self.assertEqual(self.as_user(group, self.mia).action_ask_soon()["tag"], "display_notification")
        self.assertEqual(len(channel.message_ids), count)
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.max.user_id.partner_id)
        self.assertEqual(self.as_user(group, self.max).action_ask_soon()["tag"], "hr_mentorship.chat")
        self.assertEqual(len(channel.message_ids), count + 1, "all whom the mentor asks read there")

    def test_whoever_joins_later_does_not_learn_of_it(self):
        group = self.publish()
        self.accept(group)
        self.sign(group)
        offer = self.add_pair(self.noah, "offered")
        self.as_user(group, self.max).action_ask_soon()

        def read(person):
            group.invalidate_recordset(["page"])
            return [hint["key"] for hint in self.as_user(group, person).page["hints"] if "soon" in hint["key"]]

        self.assertTrue(read(self.mia))
        self.accept(offer, self.max, self.noah)
        self.env.invalidate_all()
        self.assertIn(self.noah, group.member_ids.employee_id)
        self.assertFalse(read(self.noah))
        self.assertFalse(read(self.max), "whom it names would be more than those who were asked")
