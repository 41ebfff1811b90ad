from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SIGNATURE, MentorshipCase


@tagged("post_install", "-at_install")
class TestSigningDeadline(MentorshipCase):
    """An agreement that is not signed closes kindly: refused, expired, or replaced by a new text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Agreements that are there already would expire with ours
        cls.env["hr.mentorship.agreement"].search([("state", "in", ("draft", "signing"))])._move_to("void")
        cls.pair = cls.add_mentorship("agreement")
        cls.agreement = cls.pair.agreement_id

    def sign(self, person):
        return self.as_user(self.pair.agreement_id, person)._sign(person.name, SIGNATURE)

    def chase(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_chase_signatures").method_direct_trigger()
        self.env.invalidate_all()

    def names(self, mails, subject):
        return sorted(name for name, mail_subject, _text in mails if subject in mail_subject)

    # -- refusing

    def test_member_refuses_and_the_seats_are_free_again(self):
        self.sign(self.max)
        with self.collect_mails() as mails:
            self.as_user(self.pair, self.mia).action_refuse()
        self.assertEqual((self.agreement.state, self.pair.state), ("refused", "declined"))
        self.assertEqual(self.pair.closed_on, fields.Date.today())
        self.assertEqual(self.names(mails, "does not start"), ["Max"])
        self.assertNotIn("Mia", mails[0][2], "nobody is named as the one who said no")
        self.assertFalse(self.todos(self.pair, self.max) + self.todos(self.pair, self.mia))
        self.assertEqual(self.todos(self.pair).user_id, self.pia.user_id)
        self.assertEqual(self.pair.member_ids.participant_id.mapped("seats_taken"), [0, 0])
        self.assertEqual(self.agreement.signature_ids.signed_name, "Max", "the signature stays")
        with self.assertRaises(UserError):
            self.sign(self.mia)

    def test_whoever_has_signed_cannot_refuse_any_more(self):
        self.sign(self.mia)
        with self.assertRaisesRegex(UserError, "signed this agreement already"):
            self.as_user(self.pair, self.mia).action_refuse()

    def test_others_refuse_for_a_member_and_are_refused(self):
        for person in (self.olga, self.pia, self.ada, self.petra, self.sam):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person).action_refuse()
        self.assertEqual(self.agreement.state, "draft")

    def test_member_refuses_before_there_is_an_agreement_and_is_told_the_status(self):
        pair = self.add_mentorship("offered", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        with self.assertRaisesRegex(UserError, "is in the status “Offered”"):
            self.as_user(pair, self.people["eve"]).action_refuse()

    # -- time

    def test_days_to_sign_follow_the_program(self):
        self.assertEqual(self.agreement.sign_until, fields.Date.today() + timedelta(days=14))
        program = self.add_program("Quick", self.pia, signing_days=3)
        pair = self.add_mentorship("agreement", program=program)
        self.assertEqual(pair.agreement_id.sign_until, fields.Date.today() + timedelta(days=3))
        self.assertEqual(set(self.todos(pair).mapped("date_deadline")), {pair.agreement_id.sign_until})
        with self.assert_refused():
            program.signing_days = 0

    def test_only_who_has_not_signed_is_reminded_and_only_now_and_then(self):
        self.sign(self.max)
        notices = self.env["hr.mentorship.notice"]
        reminded = []
        for days in (1, 3, 4, 5, 7, 8, 8, 9, 14):
            known = notices.search([])
            self.chase(days)
            new = notices.search([]) - known
            reminded += [(days, notice.member_id.employee_id.name) for notice in new]
            new.state = "sent"  # as the daily mail does
        self.assertEqual(reminded, [(4, "Mia"), (8, "Mia"), (14, "Mia")])
        self.assertEqual(self.agreement.state, "signing")

    def test_agreement_expires_the_day_after_and_everybody_hears_it(self):
        self.sign(self.max)
        with self.collect_mails() as mails:
            self.chase(15)
            self.chase(16)
        self.assertEqual((self.agreement.state, self.pair.state), ("expired", "declined"))
        self.assertEqual(self.names(mails, "has expired"), ["Max", "Mia"])
        self.assertEqual(len(mails), 2)
        self.assertEqual(self.todos(self.pair).user_id, self.pia.user_id)

    def test_killed_run_goes_on_where_it_was(self):
        pairs = [self.pair] + [self.add_other_pair(n, "agreement") for n in range(2)]
        with self.collect_mails() as mails:
            with freeze_time(fields.Datetime.now() + timedelta(days=15)):
                pairs[1].agreement_id._expire()
            self.env.ref("hr_mentorship.ir_cron_chase_signatures").code = "model._cron_chase_signatures(batch_size=1)"
            self.chase(15)
        self.env.invalidate_all()
        self.assertEqual({pair.agreement_id.state for pair in pairs}, {"expired"})
        self.assertEqual(len(mails), 6, "two members of three pairs, nobody twice")

    # -- withdrawing

    def test_program_manager_voids_a_text_and_both_get_a_new_one(self):
        self.sign(self.max)
        self.write_text(self.program.agreement_template_id, "<p>Better text</p>")
        with self.collect_mails() as mails:
            self.as_user(self.agreement, self.pia).action_void()
        new = self.pair.agreement_id
        self.assertEqual((self.agreement.state, new.state, new.version), ("void", "draft", 2))
        self.assertEqual(self.pair.state, "agreement")
        self.assertIn("Better text", new.body)
        self.assertEqual(self.names(mails, "A new text"), ["Max", "Mia"])
        self.assertEqual(self.todos(self.pair).user_id, (self.max + self.mia).user_id)
        self.assertEqual(len(self.todos(self.pair)), 2)
        self.assertEqual(self.agreement.signature_ids.signed_name, "Max", "kept on the old text")
        self.sign(self.max)
        self.sign(self.mia)
        self.assertEqual((new.state, self.pair.state), ("signed", "active"))

    def test_signed_agreement_is_not_voided(self):
        self.sign(self.max)
        self.sign(self.mia)
        with self.assertRaisesRegex(UserError, "is in the status “Signed”"):
            self.as_user(self.agreement, self.pia).action_void()

    def test_others_void_and_are_refused(self):
        for person in (self.mia, self.max, self.olga, self.petra, self.sam):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.agreement, person).action_void()
        self.assertEqual(self.agreement.state, "draft")
