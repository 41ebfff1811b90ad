from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SIGNATURE, MentorshipCase

PDF = b"%PDF-1.4 signed"


@tagged("post_install", "-at_install")
class TestAgreement(MentorshipCase):
    """Both sign one text in one language; what carries a signature never changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Agreements that are there already would get their copies with ours
        cls.env["hr.mentorship.agreement"].search([("state", "=", "signed")])._move_to("superseded")
        cls.pair = cls.add_mentorship("agreement")
        cls.agreement = cls.pair.agreement_id

    def test_program_manager_writes_to_both_from_their_own_mail_program(self):
        action = self.as_user(self.pair, self.pia).action_write_to_both()
        addresses, _mark, subject = action["url"].partition("?subject=")
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(set(addresses.removeprefix("mailto:").split(",")), {self.max.work_email, self.mia.work_email})
        self.assertEqual(subject, "Leaders")
        for person in (self.max, self.mia, self.olga, self.paula):
            with self.assertRaises(AccessError):
                self.as_user(self.pair, person).action_write_to_both()

    def test_program_manager_writes_to_people_without_an_address_and_reads_what_to_do(self):
        people = (self.max + self.mia).sudo()
        people.work_email = False
        people.user_id.partner_id.email = False
        with self.assertRaisesRegex(UserError, "Ask HR to enter their work e-mail"):
            self.as_user(self.pair, self.pia).action_write_to_both()

    def sign(self, *people, agreement=None):
        for person in people:
            self.as_user(agreement or self.agreement, person)._sign(person.name, SIGNATURE)

    # -- the text

    def test_text_names_people_program_and_terms(self):
        for words in (
            "<strong>Max</strong> as mentor",
            "<strong>Mia</strong> as mentee",
            "<strong>Leaders</strong>",
            "More people who dare to lead.",
            "Topics we start with: Leading.",
            "Every two weeks",
            "1 hour",
        ):
            self.assertIn(words, self.agreement.body)

    def test_text_follows_the_terms_of_the_mentorship_and_program(self):
        program = self.add_program("Weekly", self.pia, rhythm="weekly", meeting_duration=0.5)
        body = self.add_mentorship("agreement", program=program).agreement_id.body
        self.assertIn("Every week", body)
        self.assertIn("30 minutes", body)

    def test_text_is_fixed_when_it_is_drafted(self):
        before = self.agreement.body
        self.program.write({"goal": "Another goal"})
        self.write_text(self.program.agreement_template_id, "<p>Another text</p>")
        self.env.invalidate_all()
        self.assertEqual(self.agreement.body, before)

    def test_program_manager_chooses_another_template_and_the_text_follows(self):
        template = self.env["hr.mentorship.agreement.template"].create({"name": "Short"})
        self.write_text(template, "<p>We, {{ mentors }} and {{mentees}}, promise.</p>")
        program = self.add_program("Short", self.pia, agreement_template_id=template.id)
        self.assertIn("We, Max and Mia, promise.", self.add_mentorship("agreement", program=program).agreement_id.body)

    def test_members_of_one_language_get_their_own_and_others_that_of_the_company(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.company.partner_id.lang = "fr_FR"
        template = self.program.agreement_template_id
        self.write_text(template, "<p>English</p>", de_DE="<p>Deutsch</p>", fr_FR="<p>Français</p>")
        for langs, expected in (
            (("de_DE", "de_DE"), ("de_DE", "Deutsch")),
            (("de_DE", "en_US"), ("fr_FR", "Français")),
            (("en_US", "en_US"), ("en_US", "English")),
        ):
            with self.subTest(langs):
                self.max.user_id.lang, self.mia.user_id.lang = langs
                program = self.add_program(f"In {langs}", self.pia)
                agreement = self.add_mentorship("agreement", program=program).agreement_id
                self.assertEqual(agreement.lang, expected[0])
                self.assertIn(expected[1], agreement.body)

    def test_language_that_is_deactivated_later_stops_nothing(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.max.user_id.lang = self.mia.user_id.lang = "fr_FR"
        program = self.add_program("In French", self.pia)
        agreement = self.add_mentorship("agreement", program=program).agreement_id
        self.sign(self.mia, agreement=agreement)
        (self.max.user_id | self.mia.user_id).lang = "en_US"
        self.env["res.lang"]._lang_get("fr_FR").active = False
        self.sign(self.max, agreement=agreement)
        self.assertEqual((agreement.state, agreement.lang), ("signed", "fr_FR"))
        page, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "hr_mentorship.hr_mentorship_agreement_report_action", agreement.ids
        )
        self.assertIn("French", page.decode())
        self.assertTrue(all(is_right for _what, is_right in agreement._verify()))

    # -- signing

    def test_one_signs_and_the_mentorship_waits_for_the_other(self):
        self.sign(self.mia)
        self.assertEqual((self.agreement.state, self.pair.state), ("signing", "agreement"))
        self.assertFalse(self.todos(self.pair, self.mia))
        self.assertTrue(self.todos(self.pair, self.max))
        self.assertFalse(self.as_user(self.pair, self.mia).can_sign)
        self.assertTrue(self.as_user(self.pair, self.max).can_sign)
        self.assertFalse(self.pair.checkin_ids)

    def test_both_sign_and_the_mentorship_starts_today(self):
        self.sign(self.mia, self.max)
        self.assertEqual((self.agreement.state, self.pair.state), ("signed", "active"))
        self.assertEqual(self.pair.start_date, fields.Date.today())
        self.assertTrue(self.pair.checkin_ids)
        self.assertFalse(self.todos(self.pair))

    def test_member_signs_twice_and_is_told_so(self):
        self.sign(self.mia)
        with self.assertRaisesRegex(UserError, "signed this agreement already"):
            self.sign(self.mia)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            first = self.agreement.signature_ids
            first.sudo().copy()
        self.assertEqual(len(self.agreement.signature_ids), 1)

    def test_third_person_signs_and_is_refused(self):
        for person in (self.olga, self.paula, self.sam, self.pia, self.petra, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.sign(person)
        self.assertFalse(self.agreement.signature_ids)

    def test_member_signs_without_name_or_drawing_and_is_asked_for_it(self):
        agreement = self.as_user(self.agreement, self.mia)
        for name, image in (("", SIGNATURE), ("  ", SIGNATURE), (False, SIGNATURE), ("Mia", False)):
            with self.subTest(name=name, image=image), self.assertRaisesRegex(UserError, "Write your name"):
                agreement._sign(name, image)

    def test_member_signs_without_having_read_and_is_refused(self):
        wizard = self.as_user(self.env["hr.mentorship.sign"], self.mia).create(
            {"agreement_id": self.agreement.id, "image": SIGNATURE}
        )
        with self.assertRaisesRegex(UserError, "Read the agreement"):
            wizard.action_sign()

    def test_member_signs_what_nobody_waits_for_any_more_and_is_refused(self):
        self.as_user(self.pair, self.max)._end()
        self.assertEqual(self.agreement.state, "void")
        with self.assertRaises(UserError):
            self.sign(self.mia)

    def test_name_time_and_fingerprint_are_taken_on_the_server(self):
        with freeze_time("2026-03-04 05:06:07"):
            self.sign(self.mia)
        signature = self.agreement.signature_ids
        self.assertEqual(str(signature.signed_at), "2026-03-04 05:06:07")
        self.assertEqual(signature.body_hash, self.agreement.body_hash)
        self.assertEqual(signature.body_hash, self.agreement._hash_text())
        self.assertEqual(signature.member_id.employee_id, self.mia)

    def test_text_that_was_changed_behind_the_orm_is_noticed_by_the_second_signer(self):
        self.sign(self.mia)
        self.env.cr.execute(
            "UPDATE hr_mentorship_agreement SET body = '<p>I owe you everything.</p>' WHERE id = %s",
            [self.agreement.id],
        )
        with self.assertRaisesRegex(UserError, "The text has changed since somebody signed it"):
            self.sign(self.max)

    # -- what is signed stays

    def test_signed_text_is_changed_on_any_way_through_the_orm_and_it_is_refused(self):
        self.sign(self.mia)
        self.env.flush_all()
        agreement, before = self.agreement.sudo(), self.agreement.body
        label = dict(self.env["res.lang"].get_installed())["en_US"]
        ways = {
            "write": lambda: agreement.write({"body": "<p>New</p>"}),
            "assignment": lambda: setattr(agreement, "body", "<p>New</p>"),
            "language": lambda: agreement.write({"lang": "en_US"}),
            "version": lambda: agreement.write({"version": 2}),
            "fingerprint": lambda: agreement.write({"body_hash": "0"}),
            "another mentorship": lambda: agreement.write({"mentorship_id": self.pair.copy().id}),
            "among other fields": lambda: agreement.write({"state": "draft", "body": "<p>New</p>"}),
            "lines of the mentorship": lambda: self.pair.sudo().write(
                {"agreement_ids": [Command.update(agreement.id, {"body": "<p>New</p>"})]}
            ),
            "removal from the lines": lambda: self.pair.sudo().write({"agreement_ids": [Command.delete(agreement.id)]}),
            "removal": agreement.unlink,
            "removal of the mentorship": self.pair.sudo().unlink,
        }
        for way, change in ways.items():
            with self.subTest(way), self.assert_refused():
                change()
        result = agreement.load([".id", "body", "lang"], [[str(agreement.id), "<p>New</p>", label]])
        self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertEqual(agreement.body, before)

    def test_text_nobody_has_signed_may_still_be_corrected(self):
        self.agreement.sudo().body = "<p>Corrected</p>"
        self.sign(self.mia, self.max)
        self.assertEqual(self.agreement.state, "signed")

    def test_signature_is_changed_or_deleted_and_it_is_refused(self):
        self.sign(self.mia)
        signature = self.agreement.signature_ids.sudo()
        ways = {
            "write": lambda: signature.write({"signed_name": "Somebody"}),
            "assignment": lambda: setattr(signature, "image", False),
            "removal": signature.unlink,
            "lines of the agreement": lambda: self.agreement.sudo().write(
                {"signature_ids": [Command.update(signature.id, {"signed_name": "Somebody"})]}
            ),
            "removal from the lines": lambda: self.agreement.sudo().write({"signature_ids": [Command.clear()]}),
            "removal of the seat": signature.member_id.unlink,
        }
        for way, change in ways.items():
            with self.subTest(way), self.assert_refused():
                change()
        self.assertEqual(signature.signed_name, "Mia")

    # -- the copies

    def send_copies(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_send_signed_copies").method_direct_trigger()
        self.env.invalidate_all()

    def patch_pdf(self, **kwargs):
        return patch.object(type(self.env["ir.actions.report"]), "_render_qweb_pdf", **kwargs)

    def test_both_get_the_signed_copy_once(self):
        self.sign(self.mia, self.max)
        with self.patch_pdf(return_value=(PDF, "pdf")), self.collect_mails() as mails:
            self.send_copies()
            self.send_copies()
        self.assertEqual(
            sorted((name, subject) for name, subject, _text in mails),
            [
                ("Max", "Your mentorship with Mia has started: the signed agreement"),
                ("Mia", "Your mentorship with Max has started: the signed agreement"),
            ],
        )
        attachment = self.agreement.copy_attachment_id
        self.assertEqual(attachment.raw, PDF)
        mail = self.env["mail.mail"].search([("subject", "like", "the signed agreement")], limit=1)
        self.assertIn(attachment, mail.attachment_ids)
        for person, may_read in ((self.mia, True), (self.max, True), (self.pia, True), (self.olga, False)):
            with self.subTest(person.name):
                self.assertEqual(self.as_user(attachment, person).has_access("read"), may_read)

    def test_broken_pdf_engine_leaves_the_mentorship_running_and_copies_come_later(self):
        self.sign(self.mia, self.max)
        logger = "odoo.addons.hr_mentorship.models.evidence.hr_mentorship_agreement"
        broken = self.patch_pdf(side_effect=UserError("No wkhtmltopdf"))
        with broken, self.collect_mails() as mails, self.assertLogs(logger, "ERROR"):
            self.send_copies()
        self.assertFalse(mails)
        self.assertEqual(self.pair.state, "active")
        self.assertFalse(self.agreement.copy_attachment_id)
        with self.patch_pdf(return_value=(PDF, "pdf")), self.collect_mails() as mails:
            self.send_copies()
        self.assertEqual(len(mails), 2)

    def test_one_broken_document_keeps_no_other_pair_from_its_copy(self):
        self.sign(self.mia, self.max)
        other = self.add_mentorship(
            "active", mentor=self.add_person("otto"), mentee=self.add_person("eve")
        ).agreement_id

        def render(report, xmlid, ids, *args, **kwargs):
            if self.agreement.id in ids:
                raise ValueError("broken")
            return PDF, "pdf"

        with (
            self.patch_pdf(autospec=True, side_effect=render),
            mute_logger("odoo.addons.hr_mentorship.models.evidence.hr_mentorship_agreement"),
        ):
            self.send_copies()
        self.assertFalse(self.agreement.copy_attachment_id)
        self.assertTrue(other.copy_attachment_id)

    def test_member_prints_the_agreement_and_others_are_refused(self):
        report = self.env["report.hr_mentorship.report_agreement"]
        values = self.as_user(report, self.mia)._get_report_values(self.agreement.ids)
        self.assertEqual(values["docs"], self.agreement)
        for person in (self.olga, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(report, person)._get_report_values(self.agreement.ids)

    def test_document_shows_text_names_and_signatures(self):
        self.sign(self.mia, self.max)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "hr_mentorship.hr_mentorship_agreement_report_action", self.agreement.ids
        )
        for words in ("More people who dare to lead.", "Mia", "Max", self.agreement.body_hash):
            self.assertIn(words, html.decode())
