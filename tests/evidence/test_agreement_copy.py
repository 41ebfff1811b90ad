import base64
import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import SIGNATURE, MentorshipCompany


@tagged("post_install", "-at_install")
class TestAgreementCopy(MentorshipCompany, HttpCase):
    """The copy carries its evidence, and a public page says whether it is valid and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.env["hr.mentorship.agreement"].search([("state", "=", "signed")])._move_to("superseded")
        cls.max.name, cls.mia.name = "Max Mentor", "Mia van Mentee"
        cls.pair = cls.add_mentorship("agreement")
        cls.agreement = cls.pair.agreement_id

    def sign_all(self):
        for person in (self.max, self.mia):
            self.agreement.with_user(person.user_id)._sign(
                person.name, SIGNATURE, ip_address="192.0.2.7", user_agent="Firefox 130"
            )
        self.env.flush_all()

    def verify(self, code=None):
        self.env.flush_all()
        return self.url_open(f"/mentorship/verify/{code or self.agreement.public_id}")

    def main_text(self, page):
        return " ".join(re.sub(r"<[^>]+>", " ", page.text.split("<main", 2)[-1].split("</main>")[0]).split())

    def render(self):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "hr_mentorship.hr_mentorship_agreement_report_action", self.agreement.ids
        )
        return html.decode()

    def test_certificate_shows_the_evidence_of_each_signature(self):
        self.sign_all()
        html = self.render()
        for words in (
            "Certificate of Signature",
            "192.0.2.7",
            "Firefox 130",
            "Signed in to Odoo",
            "max.test",
            "mia.test",
            self.agreement.body_hash,
            self.agreement.final_hash,
            *self.agreement.signature_ids.mapped("evidence_hash"),
            f"/mentorship/verify/{self.agreement.public_id}",
        ):
            self.assertIn(words, html)
        self.assertRegex(html, r'alt="QR code" src="data:image/png;base64,[^"]{300,}"')

    def test_unsigned_agreement_prints_without_a_certificate(self):
        self.assertNotIn("Certificate of Signature", self.render())

    def test_anybody_verifies_and_reads_validity_date_and_initials(self):
        self.sign_all()
        page = self.verify()
        self.assertEqual(page.status_code, 200)
        text = self.main_text(page)
        for words in ("Valid.", "M.M., M.V.M.", str(self.agreement.signed_at.year), self.env.company.name):
            self.assertIn(words, text)
        for hidden in ("Max", "Mia", "Mentee", "Leaders", "dare to lead", "192.0.2.7", self.agreement.final_hash):
            self.assertNotIn(hidden, page.text)

    def test_changed_agreement_is_not_valid(self):
        self.sign_all()
        self.env.cr.execute(
            "UPDATE hr_mentorship_agreement SET body = replace(body, 'Max', 'Mux') WHERE id = %s", [self.agreement.id]
        )
        self.env.invalidate_all()
        text = self.main_text(self.verify())
        self.assertIn("Not valid.", text)

    def test_replaced_agreement_is_valid_and_says_since_when_it_is_replaced(self):
        self.sign_all()
        old = self.agreement
        mia = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia)
        self.agreement = self.pair._amend(mia, {"rhythm": "weekly"})
        self.assertNotIn("replaced", self.main_text(self.verify(old.public_id)))
        later = fields.Datetime.add(fields.Datetime.now(), days=3)
        with freeze_time(later):
            self.sign_all()
        text = self.main_text(self.verify(old.public_id))
        self.assertIn("Valid, but replaced.", text)
        self.assertIn(f"Since {later:%B} {later.day}, {later.year} a newer version", text)
        self.assertIn("Valid. ", self.main_text(self.verify()))
        dialog = self.env["hr.mentorship.verification"].with_user(self.mia.user_id).new({"agreement_id": old.id})
        self.assertTrue(dialog.is_intact)
        self.assertIn("Version 2 has been in force", dialog.replaced_by)

    def test_unknown_or_unsigned_agreements_show_nothing(self):
        for code in (self.agreement.public_id, "x", self.agreement.id, "False", "%25"):
            with self.subTest(code):
                page = self.verify(code)
                self.assertEqual(page.status_code, 404)
                self.assertIn("Nothing to verify here", page.text)

    def test_verifying_is_slowed_down(self):
        self.sign_all()
        with self.limit_requests(verify=2):
            self.assertEqual([self.verify().status_code for _visit in range(3)], [200, 200, 404])

    def test_mail_server_is_down_and_the_copy_leaves_later(self):
        self.sign_all()
        with patch.object(
            type(self.env["ir.actions.report"]), "_render_qweb_pdf", autospec=True, return_value=(b"%PDF", "pdf")
        ):
            self.agreement._attach_and_mail_copy()
        mails = self.env["mail.mail"].search([("subject", "like", "the signed agreement")])
        mails = mails.filtered(lambda mail: self.agreement.copy_attachment_id in mail.attachment_ids)
        self.assertEqual(len(mails), 2)
        server = type(self.env["ir.mail_server"])
        with patch.object(server, "_connect__", side_effect=OSError("down")), mute_logger("odoo.addons.mail"):
            mails.send()
        self.assertEqual(set(mails.mapped("state")), {"exception"})
        self.assertEqual(self.pair.state, "active")
        other = self.env["mail.mail"].create({"subject": "Not ours", "state": "exception"})
        lost = mails[1]
        lost.failure_type = "mail_email_missing"
        self.env["mail.mail"]._cron_retry_mentorship_mails()
        self.assertEqual((mails[0].state, lost.state, other.state), ("outgoing", "exception", "exception"))

    def test_outsiders_reach_nothing_of_it_by_any_address(self):
        self.sign_all()
        with patch.object(
            type(self.env["ir.actions.report"]), "_render_qweb_pdf", autospec=True, return_value=(b"%PDF dare", "pdf")
        ):
            self.agreement._attach_and_mail_copy()
        self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        copy, signature = self.agreement.copy_attachment_id, self.agreement.signature_ids[0]
        drawing = base64.b64decode(SIGNATURE)
        addresses = {
            f"/web/content/{copy.id}": b"%PDF dare",
            f"/web/content/ir.attachment/{copy.id}/raw": b"%PDF dare",
            f"/web/image/hr.mentorship.signature/{signature.id}/image": drawing,
            f"/report/html/hr_mentorship.report_agreement/{self.agreement.id}": b"dare to lead",
        }
        for login, may_read in ((None, False), ("olga.test", False), ("eve.test", False), ("mia.test", True)):
            self.authenticate(login, login)
            for address, content in addresses.items():
                with self.subTest(f"{login} {address}"), mute_logger("odoo.http"):
                    self.assertEqual(content in self.url_open(address).content, may_read)

    def make_copies(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_send_signed_copies").method_direct_trigger()
        self.env.invalidate_all()

    def test_mail_server_and_pdf_engine_are_down_and_each_member_gets_one_copy_in_the_end(self):
        report, server = type(self.env["ir.actions.report"]), type(self.env["ir.mail_server"])
        no_engine = patch.object(report, "_render_qweb_pdf", autospec=True, side_effect=UserError("no engine"))
        no_server = patch.object(server, "_connect__", autospec=True, side_effect=OSError("down"))
        pairs = type(self.pair)
        activate = patch.object(pairs, "_activate", autospec=True, side_effect=pairs._activate)
        with no_engine, no_server, activate as activations:
            self.sign_all()
            with mute_logger("odoo.addons.hr_mentorship.models.evidence.hr_mentorship_agreement"):
                self.make_copies()
        self.assertEqual(len(activations.mock_calls), 1)
        self.assertEqual((self.pair.state, len(self.agreement.signature_ids)), ("active", 2))
        self.assertFalse(self.agreement.copy_attachment_id)

        def find_mails():
            mails = self.env["mail.mail"].search([("subject", "like", "the signed agreement")])
            return mails.filtered(lambda mail: mail.model == "hr.mentorship.member" and mail.id not in before.ids)

        before = self.env["mail.mail"].search([])
        with (
            patch.object(report, "_render_qweb_pdf", autospec=True, return_value=(b"%PDF", "pdf")) as render,
            patch.object(server, "send_email", autospec=True, return_value="<copy@example.com>") as sent,
        ):
            self.make_copies()
            mails = find_mails()
            self.assertEqual(sorted(mails.recipient_ids.mapped("name")), ["Max", "Mia"])
            with no_server, mute_logger("odoo.addons.mail"):
                mails.send()
            self.make_copies()
            self.env["mail.mail"]._cron_retry_mentorship_mails()
            self.assertEqual((set(mails.mapped("state")), sent.mock_calls), ({"outgoing"}, []))
            with patch.multiple(server, _disable_send=lambda self: False, _connect__=lambda self, **_options: None):
                mails.send()
            self.make_copies()
            self.env["mail.mail"]._cron_retry_mentorship_mails()
        self.assertEqual((len(render.mock_calls), len(sent.mock_calls), len(mails)), (1, 2, 2))
        self.assertFalse(find_mails().filtered(lambda mail: mail.state != "sent"))
        self.assertTrue(all(verdict for _part, verdict in self.agreement._verify()))
