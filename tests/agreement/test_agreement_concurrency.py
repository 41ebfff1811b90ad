from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import SIGNATURE
from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestAgreementConcurrency(ConcurrencyCase):
    """Whatever meets in the same second: one text, each signature kept, one activation."""

    def sign(self, pair_id, fingerprint=None):
        def call(env):
            pair = env["hr.mentorship"].browse(pair_id)
            agreement = pair.open_agreement_id or pair.agreement_ids[:1]
            return agreement._sign(env.user.name, SIGNATURE, fingerprint=fingerprint).id

        return call

    def adjust(self, pair_id, **values):
        def call(env):
            pair = env["hr.mentorship"].browse(pair_id)
            return pair.open_agreement_id._adjust(pair.my_member_id, values).id

        return call

    def amend(self, pair_id, **values):
        def call(env):
            pair = env["hr.mentorship"].browse(pair_id)
            return pair._amend(pair.my_member_id, values).id

        return call

    def add_amended(self):
        """Commit a running pair with an open change; return what :meth:`add_pair` does."""
        pair_id, mentor, mentee = self.add_pair("active")
        self.together((mentor, self.amend(pair_id, rhythm="weekly")))
        return pair_id, mentor, mentee

    def get_fingerprint(self, pair_id):
        return self.inspect(lambda env: env["hr.mentorship"].browse(pair_id).open_agreement_id._get_fingerprint())

    def test_one_signs_while_the_other_adjusts_and_nobody_is_bound_to_what_they_have_not_read(self):
        pair_id, mentor, mentee = self.add_pair("agreement")
        read = self.get_fingerprint(pair_id)
        outcomes = self.together((mentor, self.sign(pair_id, read)), (mentee, self.adjust(pair_id, meeting_duration=2)))
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)
            self.assertIn("has changed since you read it", str(error))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            current = pair.open_agreement_id
            self.assertEqual((current.state, current.meeting_duration, pair.state), ("draft", 2, "agreement"))
            self.assertFalse(current.signature_ids)
            # Whoever was first has signed the text of before, which is void and keeps the signature
            earlier = pair.agreement_ids - current
            self.assertEqual(len(earlier.signature_ids), 0 if self.errors(outcomes) else 1)
            self.assertEqual(set(earlier.mapped("state")), {"void"} if earlier else set())

        self.inspect(check)

    def test_both_adjust_in_the_same_moment_and_neither_undoes_the_other(self):
        pair_id, mentor, mentee = self.add_pair("agreement")
        outcomes = self.together(
            (mentor, self.adjust(pair_id, meeting_duration=2)), (mentee, self.adjust(pair_id, meeting_location="Café"))
        )
        self.assertFalse(self.errors(outcomes))

        def check(env):
            agreement = env["hr.mentorship"].browse(pair_id).open_agreement_id
            self.assertEqual((agreement.meeting_duration, agreement.meeting_location), (2, "Café"))
            self.assertEqual(len(agreement.change_ids), 2)
            self.assertIn("takes 2 hours", agreement.body)

        self.inspect(check)

    def test_both_suggest_a_change_in_the_same_moment_and_there_is_one(self):
        pair_id, mentor, mentee = self.add_pair("active")
        outcomes = self.together(
            (mentor, self.amend(pair_id, rhythm="weekly")), (mentee, self.amend(pair_id, meeting_duration=0.5))
        )
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(len(set(outcomes)), 1)

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            amendment = pair.amendment_id
            self.assertEqual(len(pair.agreement_ids), 2)
            self.assertEqual((amendment.rhythm, amendment.meeting_duration), ("weekly", 0.5))

        self.inspect(check)

    def test_both_sign_a_change_in_the_same_moment_and_it_comes_into_force_once(self):
        pair_id, mentor, mentee = self.add_amended()
        outcomes = self.together((mentor, self.sign(pair_id)), (mentee, self.sign(pair_id)))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual((pair.state, pair.rhythm, pair.agreement_id.version), ("active", "weekly", 2))
            self.assertEqual(len(pair.agreement_id.signature_ids), 2)
            self.assertEqual(sorted(pair.agreement_ids.mapped("state")), ["signed", "superseded"])
            self.assertEqual(len(pair.checkin_ids.filtered(lambda checkin: checkin.kind == "closing")), 1)

        self.inspect(check)

    def test_one_signs_the_change_while_the_other_refuses_it(self):
        pair_id, mentor, mentee = self.add_amended()
        outcomes = self.together(
            (mentor, self.sign(pair_id)), (mentee, lambda env: env["hr.mentorship"].browse(pair_id).action_refuse())
        )
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual((pair.state, pair.rhythm, pair.agreement_id.version), ("active", "biweekly", 1))
            self.assertEqual(sorted(pair.agreement_ids.mapped("state")), ["refused", "signed"])
            self.assertFalse(pair.open_agreement_id)

        self.inspect(check)

    def test_one_signs_while_the_other_refuses_and_nothing_starts(self):
        pair_id, mentor, mentee = self.add_pair("agreement")
        outcomes = self.together(
            (mentor, self.sign(pair_id)), (mentee, lambda env: env["hr.mentorship"].browse(pair_id).action_refuse())
        )
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual((pair.state, pair.agreement_ids.state), ("declined", "refused"))
            self.assertFalse(pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned"))

        self.inspect(check)

    def test_one_link_is_used_twice_in_the_same_moment_and_is_good_once(self):
        pair_id, mentor, _mentee = self.add_pair("agreement")
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            member = env["hr.mentorship"].browse(pair_id).member_ids.filtered(lambda seat: seat.user_id.id == mentor)
            *_path, selector, secret = env["hr.mentorship.access.token"]._mint(member, "sign").split("/")

        def use(env):
            token = env["hr.mentorship.access.token"]._find(selector, secret)
            if not token._is_valid():
                return "spent"
            token._use()
            agreement = token.member_id.mentorship_id.open_agreement_id
            agreement._sign_as(token.member_id, "Mentor", SIGNATURE, identified_by="link")
            return "signed"

        self.assertEqual(sorted(self.together((SUPERUSER_ID, use), (SUPERUSER_ID, use))), ["signed", "spent"])
        signatures = self.inspect(lambda env: len(env["hr.mentorship"].browse(pair_id).open_agreement_id.signature_ids))
        self.assertEqual(signatures, 1)

    def test_last_signature_meets_the_program_manager_who_voids_the_text(self):
        pair_id, mentor, mentee = self.add_pair("agreement")
        self.together((mentor, self.sign(pair_id)))
        agreement_id = self.inspect(lambda env: env["hr.mentorship"].browse(pair_id).open_agreement_id.id)
        read = self.get_fingerprint(pair_id)
        outcomes = self.together(
            (mentee, self.sign(pair_id, read)),
            (self.user_ids["pia"], lambda env: env["hr.mentorship.agreement"].browse(agreement_id).action_void()),
        )
        self.assertEqual(len(self.errors(outcomes)), 1, "one of the two comes too late and is told so")
        self.assertIsInstance(self.errors(outcomes)[0], UserError)

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            first = env["hr.mentorship.agreement"].browse(agreement_id)
            if pair.state == "active":
                self.assertEqual((first.state, len(first.signature_ids)), ("signed", 2))
            else:
                self.assertEqual((first.state, len(first.signature_ids)), ("void", 1))
                self.assertEqual((pair.open_agreement_id.state, pair.open_agreement_id.version), ("draft", 2))

        self.inspect(check)

    def test_last_signature_meets_the_end_of_its_time(self):
        pair_id, mentor, mentee = self.add_pair("agreement")
        self.together((mentor, self.sign(pair_id)))
        agreement_id = self.inspect(lambda env: env["hr.mentorship"].browse(pair_id).open_agreement_id.id)

        def expire(env):
            agreement = env["hr.mentorship.agreement"].browse(agreement_id)
            agreement.try_lock_for_update().filtered(lambda agreement: agreement.state == "signing")._expire()

        outcomes = self.together((mentee, self.sign(pair_id)), (SUPERUSER_ID, expire))
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)
        states = self.inspect(
            lambda env: (
                env["hr.mentorship"].browse(pair_id).state,
                env["hr.mentorship.agreement"].browse(agreement_id).state,
            )
        )
        self.assertIn(states, [("active", "signed"), ("declined", "expired")])

    def test_mail_server_and_pdf_engine_are_down_at_the_last_signature_and_the_copy_comes_later(self):
        """Signing needs neither of them: what they are for waits in the database."""
        pair_id, mentor, mentee = self.add_pair("agreement")
        self.together((mentor, self.sign(pair_id)))

        def break_down(*_args, **_kwargs):
            raise OSError("down")

        report, server = self.registry["ir.actions.report"], self.registry["ir.mail_server"]
        with patch.object(report, "_render_qweb_pdf", break_down), patch.object(server, "_connect__", break_down):
            self.assertFalse(self.errors(self.together((mentee, self.sign(pair_id)))))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual((pair.state, len(pair.agreement_id.signature_ids)), ("active", 2))
            self.assertFalse(pair.agreement_id.copy_attachment_id)
            waiting = env["hr.mentorship.agreement"].search(
                [("state", "=", "signed"), ("copy_attachment_id", "=", False), ("id", "=", pair.agreement_id.id)]
            )
            self.assertTrue(waiting, "the next run of the cron makes the copy")
            self.assertTrue(
                env["ir.cron.trigger"].search(
                    [("cron_id", "=", env.ref("hr_mentorship.ir_cron_send_signed_copies").id)]
                )
            )

        self.inspect(check)
