import re
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SIGNATURE, MentorshipCompany


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
        for words in ("Valid.", "M.M., M.V.M.", str(self.agreement.signed_at.year)):
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
        mails = self.env["mail.mail"].search([("subject", "=", "Your signed mentorship agreement")])
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
