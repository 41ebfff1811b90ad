import base64
import io
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...models.evidence import pdf_seal
from ..common import MentorshipCase

RENEW = "hr_mentorship.mail_activity_type_renew_seal"


@tagged("post_install", "-at_install")
class TestSeal(MentorshipCase):
    """The copy of a signed agreement carries the company's seal, and any change of it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.agreement"].search([("state", "=", "signed")])._move_to("superseded")
        cls.env["hr.mentorship"].search([])._drop_activities(RENEW)
        cls.env.company.name = "Größe & Łódź Inc."
        cls.company = cls.env.company
        cls.company._remove_mentorship_seal()
        cls.certificate = pdf_seal.make_test_certificate("Test Company", "secret")
        cls.admin = new_test_user(cls.env, "root.test", groups="base.group_system", name="Root")
        cls.agreement = cls.add_mentorship("active").agreement_id
        cls.page = pdf_seal.make_blank_page()

    def setUp(self):
        super().setUp()
        render = patch.object(
            type(self.env["ir.actions.report"]), "_render_qweb_pdf", autospec=True, return_value=(self.page, "pdf")
        )
        render.start()
        self.addCleanup(render.stop)

    def upload(self, file=None, password="secret", user=None):
        uploads = self.env["hr.mentorship.seal.upload"].with_user(user or self.admin)
        upload = uploads.create(
            {"file": base64.b64encode(self.certificate if file is None else file), "password": password}
        )
        upload.action_upload()

    def make_copies(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_send_signed_copies").method_direct_trigger()
        self.env.invalidate_all()

    def verdicts(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return dict(self.as_user(self.agreement, self.mia)._verify())

    # -- the certificate

    def test_administrator_uploads_a_certificate_and_nobody_reads_its_key(self):
        self.upload()
        company = self.company.with_user(self.admin)
        self.assertEqual(company.mentorship_seal_subject, "Test Company")
        self.assertGreater(company.mentorship_seal_valid_until, fields.Datetime.now() + timedelta(days=300))
        self.assertFalse(self.env["hr.mentorship.seal.upload"].search([]), "the dialog keeps no password")
        for user in (self.admin, self.ada.user_id, self.pia.user_id, self.mia.user_id):
            for name in ("mentorship_seal_file", "mentorship_seal_password"):
                with self.subTest(f"{user.name} {name}"):
                    reader = self.company.with_user(user)
                    self.assertNotIn(name, reader.fields_get())
                    for access in (
                        lambda r=reader, n=name: r.read([n]),
                        lambda r=reader, n=name: r.search([(n, "!=", False)]),
                        lambda r=reader, n=name: r.export_data([n]),
                        lambda r=reader, n=name: r.write({n: False}),
                        lambda r=reader, n=name: r.formatted_read_group([], [n], ["__count"]),
                    ):
                        with self.assertRaises(UserError):
                            access()
        with self.assertRaises(AccessError):
            self.company.with_user(self.ada.user_id).read(["mentorship_seal_subject"])

    def test_people_who_do_not_administer_the_system_upload_and_are_refused(self):
        for person in (self.ada, self.pia, self.mia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.upload(user=person.user_id)

    def test_administrator_uploads_what_cannot_seal_and_is_told_why(self):
        expired = pdf_seal.make_test_certificate(
            "Old", "secret", days=1, valid_from=datetime.now(timezone.utc) - timedelta(days=5)
        )
        early = pdf_seal.make_test_certificate(
            "New", "secret", valid_from=datetime.now(timezone.utc) + timedelta(days=5)
        )
        for file, password, words in (
            (self.certificate, "wrong", "Check the password"),
            (self.certificate, "", "Check the password"),
            (b"no such file", "secret", "no PKCS#12 file"),
            (b"", "secret", "no PKCS#12 file"),
            (self._without_key(), "secret", "private key"),
            (expired, "secret", "The certificate of Old has expired on"),
            (early, "secret", "is valid from"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.upload(file, password)
        self.assertFalse(self.company.mentorship_seal_subject)

    def _without_key(self):
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.serialization import pkcs12

        _key, certificate, _others = pkcs12.load_key_and_certificates(self.certificate, b"secret")
        return pkcs12.serialize_key_and_certificates(
            b"x", None, certificate, None, serialization.BestAvailableEncryption(b"secret")
        )

    def test_administrator_without_pyhanko_is_told_what_to_install(self):
        with patch.object(pdf_seal, "is_available", return_value=False):
            with self.assertRaisesRegex(UserError, "Python package pyhanko"):
                self.upload()
            settings = self.env["res.config.settings"].with_user(self.admin).create({})
            self.assertFalse(settings.mentorship_seal_fault, "nobody wants a seal here")

    # -- the sealed copy

    def test_copy_is_sealed_and_names_the_company(self):
        from pyhanko.pdf_utils.reader import PdfFileReader

        self.upload()
        self.make_copies()
        pdf = self.agreement.copy_attachment_id.raw
        [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        self.assertEqual(signature.sig_object["/Name"], "Größe & Łódź Inc.")
        self.assertEqual(signature.sig_object["/Reason"], "Mentorship agreement, sealed by Größe & Łódź Inc.")
        self.assertEqual(signature.sig_object["/SubFilter"], "/ETSI.CAdES.detached")
        self.assertEqual(signature.md_algorithm, "sha256")
        self.assertTrue(signature.self_reported_timestamp)
        self.assertEqual(signature.docmdp_level.name, "NO_CHANGES")
        self.assertEqual(self.agreement.seal_subject, "Test Company")
        self.assertTrue(self.verdicts()["PDF seal of Test Company"])
        self.assertTrue(self.verdicts()["Signed copy (PDF)"], "the fingerprint is that of the sealed document")

    def test_seal_takes_the_place_that_the_page_leaves_for_it(self):
        """As the PDF engine writes pages: their links stand in a list that is an object of its own."""
        from pyhanko.pdf_utils import generic
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.reader import PdfFileReader

        def add_link(writer, address, box):
            text = generic.TextStringObject
            name = generic.pdf_name
            action = generic.DictionaryObject({name("/S"): name("/URI"), name("/URI"): text(address)})
            return writer.add_object(
                generic.DictionaryObject(
                    {
                        name("/Type"): name("/Annot"),
                        name("/Subtype"): name("/Link"),
                        name("/Rect"): generic.ArrayObject(map(generic.FloatObject, box)),
                        name("/A"): writer.add_object(action),
                    }
                )
            )

        writer = IncrementalPdfFileWriter(io.BytesIO(self.page))
        reference, _resources = writer.find_page_for_modification(0)
        links = [
            add_link(writer, "https://example.com/other", (0, 0, 10, 10)),
            add_link(writer, f"https://example.com/verify{pdf_seal.PLACE_MARK}", (50, 100, 300, 160)),
        ]
        page = reference.get_object()
        page[generic.pdf_name("/Annots")] = writer.add_object(generic.ArrayObject(links))
        writer.update_container(page)
        output = io.BytesIO()
        writer.write(output)
        pdf = pdf_seal.seal(output.getvalue(), self.certificate, "secret", "Test", "Test")
        self.assertTrue(pdf_seal.is_intact(pdf, pdf_seal.read_certificate(self.certificate, "secret").der))
        [page] = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Kids"]
        annotations = [entry.get_object() for entry in page.get_object()["/Annots"]]
        self.assertEqual([str(each["/Subtype"]) for each in annotations], ["/Link", "/Widget"])
        self.assertEqual([float(edge) for edge in annotations[1]["/Rect"]], [50, 100, 300, 160])

    def test_without_a_certificate_the_copy_leaves_as_it_is(self):
        self.make_copies()
        self.assertEqual(self.agreement.copy_attachment_id.raw, self.page)
        self.assertNotIn("PDF seal", " ".join(self.verdicts()))

    def test_any_byte_that_changes_breaks_the_seal(self):
        self.upload()
        self.make_copies()
        pdf = self.agreement.copy_attachment_id.raw
        certificate = base64.b64decode(self.agreement.seal_certificate)
        self.assertTrue(pdf_seal.is_intact(pdf, certificate))
        start = pdf.index(b"/Contents <")
        for position in (20, 200, len(self.page) - 30, start - 40, start + 2000, len(pdf) - 300):
            with self.subTest(position), mute_logger("pyhanko.sign.validation.pdf_embedded"):
                changed = bytearray(pdf)
                changed[position] ^= 1
                self.assertFalse(pdf_seal.is_intact(bytes(changed), certificate))
        for changed in (pdf + b"\n", pdf[:-1], self.page, b"", b"%PDF"):
            self.assertFalse(pdf_seal.is_intact(changed, certificate))

    def test_seal_of_somebody_else_is_none(self):
        other = pdf_seal.make_test_certificate("Test Company", "secret")
        pdf = pdf_seal.seal(self.page, other, "secret", "Test Company", "Forged")
        self.assertFalse(pdf_seal.is_intact(pdf, pdf_seal.read_certificate(self.certificate, "secret").der))

    def test_copy_changes_on_disk_and_verification_names_copy_and_seal(self):
        self.upload()
        self.make_copies()
        copy = self.agreement.copy_attachment_id
        changed = bytearray(copy.raw)
        changed[20] ^= 1
        with patch.object(type(copy), "_file_read", autospec=True, return_value=bytes(changed)):
            verdicts = self.verdicts()
        self.assertEqual(
            [part for part, verdict in verdicts.items() if not verdict],
            ["Signed copy (PDF)", "PDF seal of Test Company"],
        )

    def test_sealed_copy_stays_valid_after_the_certificate_has_expired_or_gone(self):
        self.upload()
        self.make_copies()
        self.company._remove_mentorship_seal()
        with freeze_time(datetime.now(timezone.utc) + timedelta(days=800)):
            self.assertTrue(self.verdicts()["PDF seal of Test Company"])

    def test_verification_without_pyhanko_says_that_it_cannot_tell(self):
        self.upload()
        self.make_copies()
        with patch.object(pdf_seal, "is_available", return_value=False):
            verdicts = self.verdicts()
            dialog = self.as_user(self.env["hr.mentorship.verification"], self.mia).new(
                {"agreement_id": self.agreement.id}
            )
            self.assertTrue(dialog.is_intact)
            self.assertIn("fa-minus", dialog.result)
        [part] = [part for part, verdict in verdicts.items() if verdict is None]
        self.assertIn("cannot be checked here", part)

    def test_kept_certificate_is_not_exchanged(self):
        self.upload()
        self.make_copies()
        for values in ({"seal_certificate": False}, {"seal_subject": "Somebody else"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "stays as it is"):
                self.agreement.sudo().write(values)

    # -- faults

    def test_sealing_fails_and_the_copy_leaves_later(self):
        self.upload()
        with (
            patch.object(pdf_seal, "seal", side_effect=ValueError("broken")),
            mute_logger("odoo.addons.hr_mentorship.models.evidence.hr_mentorship_agreement"),
            self.collect_mails() as mails,
        ):
            self.make_copies()
        self.assertFalse(self.agreement.copy_attachment_id)
        self.assertFalse(mails)
        self.make_copies()
        self.assertTrue(self.verdicts()["PDF seal of Test Company"])

    def test_certificate_expires_and_the_copy_waits_while_the_mentorship_does_not(self):
        self.upload()
        with freeze_time(datetime.now(timezone.utc) + timedelta(days=400)):
            pair = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
            with self.collect_mails() as mails:
                self.make_copies()
                self.make_copies()
            self.assertEqual(pair.state, "active")
            self.assertFalse(pair.agreement_id.copy_attachment_id)
            self.assertFalse(mails)
            [todo] = self.env["hr.mentorship"].search([])._find_activities([RENEW], users=self.ada.user_id)
            self.assertIn("The certificate of Test Company has expired", todo.note)
            self.upload(pdf_seal.make_test_certificate("Next Company", "secret"))
            self.assertFalse(todo.exists())
            self.make_copies()
            for agreement in (self.agreement, pair.agreement_id):
                self.assertEqual(agreement.seal_subject, "Next Company")

    def test_certificate_is_taken_away_and_waiting_copies_leave_without_a_seal(self):
        self.upload()
        with freeze_time(datetime.now(timezone.utc) + timedelta(days=400)):
            self.make_copies()
            upload = self.env["hr.mentorship.seal.upload"].with_user(self.admin).create({})
            self.assertEqual(upload.subject, "Test Company")
            upload.action_remove()
            self.make_copies()
        self.assertTrue(self.agreement.copy_attachment_id)
        self.assertFalse(self.agreement.seal_subject)

    def test_company_without_a_seal_does_not_wait_for_that_of_another(self):
        self.upload()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(other._get_mentorship_seal_fault())
        with freeze_time(datetime.now(timezone.utc) + timedelta(days=400)):
            self.assertTrue(self.company._get_mentorship_seal_fault())
            self.assertFalse(other._get_mentorship_seal_fault())
