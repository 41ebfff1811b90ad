import base64
import io
import random
import unittest

import babel.dates
from PIL import Image

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ...models.evidence import pdf_seal
from ..common import SIGNATURE, MentorshipCompany

AGREEMENT = "hr_mentorship.hr_mentorship_agreement_report_action"
SATISFACTION = "hr_mentorship.hr_mentorship_satisfaction_report_action"
HALF_A_MEGABYTE = 512 * 1024


@tagged("post_install", "-at_install")
class TestPdf(MentorshipCompany, HttpCase):
    """What is printed can be searched, copied and read aloud, whichever build of the PDF engine is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            raise unittest.SkipTest("no wkhtmltopdf on this machine")
        cls.set_up_company()
        cls.mia.name = "Łucja Ёлкина"
        cls.pair = cls.add_mentorship("agreement")
        cls.agreement = cls.pair.agreement_id
        for person in (cls.max, cls.mia):
            cls.agreement.with_user(person.user_id)._sign(
                person.name, SIGNATURE, ip_address="192.0.2.7", user_agent="Firefox 130"
            )

    def render(self, report, records):
        # The PDF engine asks the test server for the style sheets, which works in another cursor
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return pdf

    def read_pages(self, pdf):
        return [page.extract_text() for page in PdfFileReader(io.BytesIO(pdf)).pages]

    def test_agreement_is_text_with_page_numbers_and_a_title(self):
        pdf = self.render(AGREEMENT, self.agreement)
        pages = self.read_pages(pdf)
        words = " ".join(" ".join(pages).split())
        for expected in (self.env.company.name, "Mentorship Agreement", "Łucja Ёлкина", "Certificate of Signature"):
            self.assertIn(expected, words)
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"{number} / {len(pages)}", page)
        self.assertLess(len(pdf), HALF_A_MEGABYTE)
        moment = babel.dates.format_datetime(self.agreement.signed_at, "medium", locale="en_US").split()
        self.assertIn(f"{' '.join(moment)} UTC", words, "as people say it, and the same in each language")
        reader = PdfFileReader(io.BytesIO(pdf))
        self.assertEqual(reader.metadata["/Title"], f"Mentorship Agreement - {self.agreement.display_name}")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "en-US")

    def test_change_says_in_its_text_what_was_struck_out_and_what_came_and_names_stand_there_once(self):
        seat = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia)
        change = self.pair.with_user(self.mia.user_id)._amend(seat, {"rhythm": "weekly"})
        # A script of which the fallback font has no bold: drawn twice, it would be copied twice
        change.with_user(self.mia.user_id)._sign("李小龍", SIGNATURE)
        words = " ".join(" ".join(self.read_pages(self.render(AGREEMENT, change))).split())
        self.assertRegex(words, r"What changes compared with version 1 .*removed: two weeks\. new: week\.")
        self.assertEqual(words.count("李小龍"), 1)

    def test_signature_that_is_a_photo_is_light_to_mail(self):
        noise = Image.frombytes("RGB", (900, 600), random.Random(1).randbytes(900 * 600 * 3))
        photo = io.BytesIO()
        noise.save(photo, "JPEG", quality=95)
        pair = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        for person in pair.member_ids.employee_id:
            pair.agreement_id.with_user(person.user_id)._sign(person.name, base64.b64encode(photo.getvalue()))
        self.assertLess(len(self.render(AGREEMENT, pair.agreement_id)), HALF_A_MEGABYTE)

    def test_several_records_are_printed_into_one_document_and_each_counts_its_own_pages(self):
        other = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        pdf = self.render(AGREEMENT, self.agreement | other.agreement_id)
        reader = PdfFileReader(io.BytesIO(pdf))
        names = f"{self.agreement.display_name}, {other.agreement_id.display_name}"
        self.assertEqual(reader.metadata["/Title"], f"Mentorship Agreement - {names}")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "en-US")
        pages = self.read_pages(pdf)
        self.assertEqual(sum("1 / " in page for page in pages), 2)
        words = " ".join(pages)
        for name in (self.mia.name, "Otto"):
            self.assertIn(name, words)

    def test_satisfaction_report_is_text_with_its_sentences_on_the_first_page(self):
        self.program.write({"goal": "Dare to lead", "end_date": fields.Date.add(self.program.start_date, months=12)})
        pages = self.read_pages(self.render(SATISFACTION, self.program))
        for words in ("Leaders", "Dare to lead", "What to do", f"1 / {len(pages)}"):
            self.assertIn(words, pages[0])

    def test_finished_pages_are_sealed_where_the_page_says_so(self):
        company = self.env.company
        file = pdf_seal.make_test_certificate("Test Company", "secret")
        company.sudo().write({"mentorship_seal_file": base64.b64encode(file), "mentorship_seal_password": "secret"})
        agreement = self.agreement.with_context(force_report_rendering=True)
        self.env.flush_all()
        pdf, kept = agreement._render_copy()
        self.assertTrue(pdf_seal.is_intact(pdf, base64.b64decode(kept["seal_certificate"])))
        self.assertIn("sealed by", " ".join(self.read_pages(pdf)))

    def test_page_that_the_browser_prints_has_a_title_too(self):
        for report, records, title in (
            (AGREEMENT, self.agreement, "Mentorship Agreement"),
            (SATISFACTION, self.program, "Satisfaction Report"),
        ):
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(report, records.ids)
            self.assertIn(f"<title>{title}</title>", html.decode())
