from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ...models.agreement.hr_mentorship_agreement import TextChangedError
from ...models.agreement.terms import TERMS
from ..common import SIGNATURE, MentorshipCase


class AgreementCase(MentorshipCase):
    def member(self, person, pair=None):
        return (pair or self.pair).member_ids.filtered(lambda member: member.employee_id == person)

    def sign(self, *people):
        for person in people:
            self.as_user(self.pair, person).open_agreement_id._sign(person.name, SIGNATURE)

    def open(self, person, step="read"):
        """The dialog as ``person`` has it open."""
        action = self.as_user(self.pair, person).action_amend() if step == "amend" else None
        action = action or self.as_user(self.pair, person).action_sign()
        return self.env["hr.mentorship.sign"].with_user(person.user_id).browse(action["res_id"])

    def amend(self, person, **values):
        dialog = self.open(person, "amend")
        dialog.write(values)
        dialog.action_save_terms()
        self.env.invalidate_all()
        return dialog.agreement_id.with_env(self.env)

    def names(self, mails, subject):
        return sorted(name for name, mail_subject, _text in mails if subject in mail_subject)


@tagged("post_install", "-at_install")
class TestAdjusting(AgreementCase):
    """Either member adjusts the terms before they sign; both see it, and sign what they have read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("agreement")
        cls.agreement = cls.pair.agreement_id

    def test_every_term_is_one_that_members_adjust(self):
        adjustable = [name for names in TERMS.values() for name in names]
        self.assertEqual(
            sorted(adjustable), sorted([*self.agreement._get_term_fields(), "goals", "channels", "clauses"])
        )

    def test_member_adjusts_a_term_and_the_text_and_the_partner_follow(self):
        partner = self.open(self.mia, "read")
        dialog = self.open(self.max)
        dialog.action_adjust()
        dialog.write({"meeting_duration": 1.5, "clauses": "We walk.\nNo phones."})
        with self.collect_mails() as mails:
            dialog.action_save_terms()
        self.env.invalidate_all()
        self.assertFalse(mails)
        self.assertIn("1 hour and 30 minutes", self.agreement.body)
        self.assertIn("<li>No phones.</li>", self.agreement.body)
        self.assertEqual(
            [(change.member_id.employee_id.name, change.term) for change in self.agreement.change_ids.sorted("id")],
            [("Max", "meeting_duration"), ("Max", "clauses")],
        )
        text = html2plaintext(self.as_user(self.agreement, self.mia).change_text)
        for words in ("Max", "Length of one meeting", "1 hour", "1 hour and 30 minutes", "nothing", "We walk."):
            self.assertIn(words, text)
        self.assertEqual(partner.meeting_duration, 1.5, "the dialog that the partner has open follows")
        self.assertIn("No phones.", partner.body)
        self.assertTrue(partner.is_outdated)

    def test_changes_are_told_to_the_members_alone_and_at_once(self):
        self.env["bus.bus"].search([]).unlink()
        self.agreement._adjust(self.member(self.max), {"meeting_duration": 2})
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].search([])
        told = "".join(notices.filtered(lambda notice: "agreement_changed" in notice.message).mapped("channel"))
        for person, is_told in ((self.mia, True), (self.max, True), (self.pia, False), (self.olga, False)):
            self.assertEqual(f'"res.partner",{person.user_id.partner_id.id}]' in told, is_told, person.name)

    def test_words_of_members_are_text_and_never_markup(self):
        self.agreement._adjust(self.member(self.max), {"clauses": "<script>alert(1)</script>"})
        self.assertNotIn("<script", self.agreement.body)
        self.assertNotIn("<script", self.agreement.change_text)
        self.assertIn("&lt;script", self.agreement.body)

    def test_both_adjust_different_terms_and_neither_undoes_the_other(self):
        first, second = self.open(self.max), self.open(self.mia)
        first.action_adjust()
        second.action_adjust()
        first.write({"meeting_duration": 2.0})
        first.action_save_terms()
        second.write({"meeting_location": "Café"})
        second.action_save_terms()
        self.env.invalidate_all()
        self.assertEqual((self.agreement.meeting_duration, self.agreement.meeting_location), (2.0, "Café"))
        self.assertEqual(len(self.agreement.change_ids), 2)

    def test_member_signs_what_has_changed_meanwhile_and_reads_the_new_text_first(self):
        dialog = self.open(self.mia)
        dialog.action_confirm()
        dialog.write({"has_read": True, "image": SIGNATURE, "signed_name": "Mia"})
        self.agreement._adjust(self.member(self.max), {"meeting_duration": 2})
        action = dialog.action_sign()
        self.assertEqual((action["res_id"], dialog.step, dialog.has_read), (dialog.id, "read", False))
        self.assertIn("has changed since you read it", dialog.notice)
        self.assertFalse(self.agreement.signature_ids)
        dialog.action_confirm()
        dialog.has_read = True
        dialog.action_sign()
        self.assertEqual(self.agreement.signature_ids.signed_name, "Mia")

    def test_member_reads_confirms_and_signs_without_being_stopped(self):
        dialog = self.open(self.mia)
        for step in ("adjust", "read", "confirm"):
            action = getattr(dialog, f"action_{step}")()
            self.assertEqual((action["res_id"], dialog.step, dialog.notice), (dialog.id, step, False))
        # What the form sends: the name stands there, and the pad has written it
        dialog.write({"has_read": True, "image": SIGNATURE})
        action = dialog.action_sign()
        self.assertIn("You have signed; Max signs until", action["params"]["message"])
        self.assertEqual(self.agreement.signature_ids.signed_name, "Mia")

    def test_text_changes_between_reading_and_confirming_and_is_read_before_it_is_confirmed(self):
        dialog = self.open(self.mia)
        self.agreement._adjust(self.member(self.max), {"meeting_duration": 2})
        self.env.invalidate_all()
        self.assertTrue(dialog.is_outdated)
        dialog.action_confirm()
        self.assertEqual(dialog.step, "read")
        self.assertIn("Here is the new text", dialog.notice)
        dialog.action_confirm()
        self.assertEqual((dialog.step, dialog.notice), ("confirm", False))

    def test_box_that_was_ticked_for_one_text_is_empty_for_the_next_one(self):
        dialog = self.open(self.mia)
        dialog.action_confirm()
        dialog.has_read = True
        dialog.action_read()
        self.assertTrue(dialog.has_read, "it is the same text still")
        dialog.action_confirm()
        self.agreement._adjust(self.member(self.max), {"meeting_duration": 2})
        dialog.action_read()
        self.assertFalse(dialog.has_read)

    def test_fingerprint_of_another_text_signs_nothing(self):
        agreement = self.as_user(self.agreement, self.mia)
        with self.assertRaises(TextChangedError):
            agreement._sign("Mia", SIGNATURE, fingerprint="0" * 64)
        agreement._sign("Mia", SIGNATURE, fingerprint=agreement._get_fingerprint())
        self.assertTrue(self.agreement.signature_ids)

    def test_client_signs_without_the_confirmation_and_is_refused(self):
        dialog = self.open(self.mia)
        dialog.action_confirm()
        dialog.image = SIGNATURE
        with self.assertRaisesRegex(UserError, "Read the agreement"):
            dialog.action_sign()

    def test_terms_adjusted_after_a_signature_make_a_new_version_that_both_sign(self):
        self.sign(self.max)
        with self.collect_mails() as mails:
            dialog = self.open(self.mia)
            dialog.action_adjust()
            dialog.write({"rhythm": "weekly"})
            dialog.action_save_terms()
        new = self.pair.open_agreement_id
        self.assertEqual((self.agreement.state, new.state, new.version), ("void", "draft", 2))
        self.assertEqual(self.agreement.signature_ids.signed_name, "Max", "kept on the old text")
        self.assertEqual(dialog.agreement_id, new)
        self.assertEqual(self.names(mails, "new terms"), ["Max", "Mia"])
        self.assertEqual(self.todos(self.pair).user_id, (self.max + self.mia).user_id)
        self.assertFalse(new.is_amendment)
        self.assertIn("<ins>", new.difference)
        self.sign(self.max, self.mia)
        self.assertEqual((new.state, self.pair.state, self.pair.rhythm), ("signed", "active", "weekly"))

    def test_signed_terms_are_those_in_force(self):
        self.agreement._adjust(self.member(self.max), {"meeting_duration": 0.5, "meeting_mode": "phone"})
        self.sign(self.max, self.mia)
        self.assertEqual((self.pair.meeting_duration, self.pair.meeting_mode), (0.5, "phone"))

    def test_signed_terms_are_changed_on_any_way_and_it_is_refused(self):
        self.sign(self.max)
        for values in ({"meeting_duration": 9}, {"clauses": "Mine"}, {"end_date": fields.Date.today()}):
            with self.subTest(values), self.assert_refused():
                self.agreement.sudo().write(values)

    def test_others_adjust_and_are_refused(self):
        for person in (self.olga, self.petra, self.pia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                dialog = self.env["hr.mentorship.sign"].with_user(person.user_id)
                dialog.create({"agreement_id": self.agreement.id}).action_save_terms()


@tagged("post_install", "-at_install")
class TestAmendment(AgreementCase):
    """The agreement in force stays so until everybody has signed its successor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.agreement"].search([("state", "in", ("draft", "signing"))])._move_to("void")
        cls.pair = cls.add_mentorship("active")
        cls.agreement = cls.pair.agreement_id

    def chase(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_chase_signatures").method_direct_trigger()
        self.env.invalidate_all()

    def test_member_suggests_a_change_and_the_old_agreement_stays_in_force(self):
        with self.collect_mails() as mails:
            amendment = self.amend(self.mia, rhythm="weekly", clauses="We meet outside.")
        self.assertEqual(self.names(mails, "A change of your"), ["Max"])
        self.assertEqual(len(mails), 1)
        self.assertRecordValues(
            amendment, [{"version": 2, "state": "draft", "is_amendment": True, "replaces_id": self.agreement.id}]
        )
        self.assertEqual((self.pair.agreement_id, self.pair.amendment_id), (self.agreement, amendment))
        self.assertEqual((self.pair.state, self.pair.rhythm, self.agreement.state), ("active", "biweekly", "signed"))
        self.assertEqual(self.todos(self.pair).user_id, (self.max + self.mia).user_id)
        for person in (self.max, self.mia):
            pair = self.as_user(self.pair, person)
            self.assertTrue(pair.can_sign)
            self.assertFalse(pair.can_amend)
            overview = self.as_user(self.env["hr.mentorship.overview"], person).create({})
            self.assertIn(pair, overview.todo_mentorship_ids)

    def test_difference_marks_words_and_says_them(self):
        difference = self.amend(self.mia, rhythm="weekly", clauses="We meet outside.").difference
        text = " ".join(html2plaintext(difference).split())
        self.assertIn("new: We meet outside.", text)
        self.assertIn("<ins>", difference)
        self.assertIn("<del>", difference)
        self.assertNotIn("gives honest and kind feedback", text, "what stays is not repeated")

    def test_both_sign_the_change_and_it_comes_into_force(self):
        amendment = self.amend(self.mia, rhythm="weekly")
        self.sign(self.mia)
        self.assertEqual((amendment.state, self.agreement.state, self.pair.rhythm), ("signing", "signed", "biweekly"))
        planned = self.pair.checkin_ids
        self.assertIn("You have signed the change; Max signs until", self.as_user(self.pair, self.mia).trace)
        page = self.as_user(self.pair, self.mia).page
        self.assertEqual((page["change"]["label"], page["change"]["name"]), ("See the Change", "action_view_agreement"))
        hint, terms = next(tab["blocks"] for tab in page["tabs"] if tab["key"] == "agreement")[:2]
        self.assertIn("waits until everybody has signed it", hint["empty"])
        self.assertEqual(hint["buttons"][0]["label"], "See the Change")
        self.assertEqual(terms["key"], "terms")
        self.sign(self.max)
        page = self.as_user(self.pair, self.mia).page
        self.assertFalse(page["change"])
        terms = next(tab["blocks"] for tab in page["tabs"] if tab["key"] == "agreement")[0]
        self.assertEqual(terms["buttons"][0]["label"], "See All Versions")
        self.assertEqual((amendment.state, self.agreement.state, self.pair.rhythm), ("signed", "superseded", "weekly"))
        days = [checkin.planned_date for checkin in self.pair.checkin_ids.sorted("planned_date") if checkin.occurrence]
        self.assertLess((days[1] - days[0]).days, 11, "the plan follows: every week, and no more every two")
        self.assertEqual(self.pair.checkin_ids, planned, "by moving what stands in it")
        self.assertEqual((self.pair.agreement_id, self.pair.state), (amendment, "active"))
        self.assertFalse(self.pair.amendment_id)
        self.assertFalse(self.todos(self.pair))
        self.assertTrue(all(is_intact for _part, is_intact in self.agreement._verify() + amendment._verify()))

    def test_partner_adjusts_the_suggestion_and_after_a_signature_it_is_a_new_version(self):
        first = self.amend(self.mia, rhythm="weekly")
        second = self.amend(self.max, meeting_duration=0.5)
        self.assertEqual(second, first, "nobody has signed yet")
        self.sign(self.max)
        third = self.amend(self.mia, meeting_duration=0.75)
        self.assertEqual((first.state, third.version, third.replaces_id), ("void", 3, self.agreement))
        self.assertTrue(third.is_amendment)
        self.assertEqual(third.rhythm, "weekly")
        self.sign(self.max, self.mia)
        self.assertEqual(self.pair.meeting_duration, 0.75)

    def test_two_open_amendments_are_impossible(self):
        self.amend(self.mia, rhythm="weekly")
        with self.assert_refused():
            self.agreement._draft_next()

    def test_nothing_changes_and_nothing_is_drafted(self):
        dialog = self.open(self.mia, "amend")
        with self.assert_refused():
            dialog.action_save_terms()
        self.assertEqual(len(self.pair.agreement_ids), 1)

    def test_member_refuses_the_change_and_the_mentorship_goes_on(self):
        amendment = self.amend(self.mia, rhythm="weekly")
        self.sign(self.mia)
        with self.collect_mails() as mails:
            self.as_user(self.pair, self.max).action_refuse()
        self.assertEqual((amendment.state, self.pair.state, self.agreement.state), ("refused", "active", "signed"))
        self.assertEqual(self.pair.agreement_id, self.agreement)
        self.assertEqual(self.names(mails, "stays as it is"), ["Mia"])
        self.assertEqual(self.todos(self.pair).user_id, self.mia.user_id)
        self.assertEqual(amendment.signature_ids.signed_name, "Mia")
        self.assertTrue(self.as_user(self.pair, self.mia).can_amend)

    def test_change_expires_and_the_mentorship_goes_on(self):
        amendment = self.amend(self.mia, rhythm="weekly")
        with self.collect_mails() as mails:
            self.chase(15)
            self.chase(16)
        self.assertEqual((amendment.state, self.pair.state), ("expired", "active"))
        self.assertEqual(self.names(mails, "has expired"), ["Max", "Mia"])
        self.assertTrue(self.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned"))

    def test_program_manager_voids_the_change_and_others_do_not(self):
        amendment = self.amend(self.mia, rhythm="weekly")
        for person in (self.mia, self.max, self.olga, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(amendment, person).action_void()
        with self.collect_mails() as mails:
            self.as_user(amendment, self.pia).action_void()
        self.assertEqual((amendment.state, self.pair.state, len(self.pair.agreement_ids)), ("void", "active", 2))
        self.assertEqual(self.names(mails, "was withdrawn"), ["Max", "Mia"])

    def test_mentorship_ends_and_the_change_with_it(self):
        amendment = self.amend(self.mia, rhythm="weekly")
        self.as_user(self.pair, self.max)._end()
        self.assertEqual((amendment.state, self.agreement.state), ("void", "signed"))
        self.assertFalse(self.todos(self.pair))

    def test_pause_stops_the_clock_and_members_may_sign_in_it(self):
        amendment = self.amend(self.mia, rhythm="weekly")
        self.as_user(self.pair, self.mia)._pause(fields.Date.today() + timedelta(days=30))
        with self.collect_mails() as mails:
            self.chase(15)
        self.assertFalse(mails)
        self.assertEqual(amendment.state, "draft")
        self.sign(self.mia)
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self.as_user(self.pair, self.mia).action_resume()
        self.assertEqual(amendment.sign_until, fields.Date.today() + timedelta(days=34))

    def test_others_amend_and_are_refused(self):
        for person in (self.olga, self.petra, self.pia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person).action_amend()
                self.env["hr.mentorship.sign"].with_user(person.user_id).create(
                    {"agreement_id": self.agreement.id, "rhythm": "weekly"}
                ).action_save_terms()
        self.assertEqual(len(self.pair.agreement_ids), 1)

    def test_signed_copy_of_a_change_says_so(self):
        self.amend(self.mia, rhythm="weekly")
        self.sign(self.mia, self.max)
        report = type(self.env["ir.actions.report"])
        self.patch(report, "_render_qweb_pdf", lambda *args, **kwargs: (b"%PDF-1.4", "pdf"))
        with self.collect_mails() as mails:
            self.pair.agreement_id._attach_and_mail_copy()
        self.assertEqual(self.names(mails, "Your changed agreement"), ["Max", "Mia"])
