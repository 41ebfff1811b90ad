from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SIGNATURE, MentorshipCase

PDF = b"%PDF-1.4 evidence"


@tagged("post_install", "-at_install")
class TestEvidence(MentorshipCase):
    """What was signed can be proved, and nothing in Odoo changes it; what changes it elsewhere is noticed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.agreement"].search([("state", "=", "signed")])._move_to("superseded")
        cls.pair = cls.add_mentorship("active")
        cls.agreement = cls.pair.agreement_id
        cls.by_mentor, cls.by_mentee = cls.agreement.signature_ids.sorted("id")
        with patch.object(
            type(cls.env["ir.actions.report"]), "_render_qweb_pdf", autospec=True, return_value=(PDF, "pdf")
        ):
            cls.agreement._attach_and_mail_copy()
        cls.copy = cls.agreement.copy_attachment_id
        cls.env.flush_all()

    def broken_parts(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return [part for part, verdict in self.as_user(self.agreement, self.mia)._verify() if verdict is False]

    def tamper(self, record, **values):
        """Change the database behind the ORM's back, and give it back afterwards."""
        savepoint = self.env.cr.savepoint()
        for column, value in values.items():
            self.env.cr.execute(f'UPDATE {record._table} SET "{column}" = %s WHERE id = %s', [value, record.id])
            self.assertEqual(self.env.cr.rowcount, 1)
        self.env.invalidate_all()
        parts = self.broken_parts()
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        return parts

    # -- what is recorded

    def test_signature_records_who_signed_when_and_from_where(self):
        pair = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        signature = self.as_user(pair.agreement_id, self.people["eve"])._sign(
            "Eve E.", SIGNATURE, ip_address="192.0.2.7", user_agent="Firefox"
        )
        self.assertRecordValues(
            signature.sudo(),
            [
                {
                    "role": "mentee",
                    "signer_name": "Eve",
                    "signed_name": "Eve E.",
                    "ip_address": "192.0.2.7",
                    "user_agent": "Firefox",
                    "identified_by": "login",
                    "identified_as": "eve.test",
                    "body_hash": pair.agreement_id._hash_text(),
                }
            ],
        )
        for words in (
            '"signed_name":"Eve E."',
            '"signed_at":"',
            ' UTC"',
            '"format":2',
            '"meeting_duration":1.0',
            signature.body_hash,
        ):
            self.assertIn(words, signature.evidence)

    def test_each_signature_names_the_seal_of_the_one_before(self):
        self.assertIn(f'"previous":"{self.agreement.body_hash}"', self.by_mentor.evidence)
        self.assertIn(f'"previous":"{self.by_mentor.evidence_hash}"', self.by_mentee.evidence)
        for signature in self.agreement.signature_ids:
            self.assertIn(signature.evidence_hash, self.agreement.seal)

    def test_signer_cannot_choose_who_the_evidence_names(self):
        pair = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        signature = (
            self.as_user(pair.agreement_id, self.people["eve"])
            .with_context(default_signer_name="Otto", default_role="mentor", default_identified_by="link")
            ._sign("Eve", SIGNATURE)
        )
        self.assertEqual((signature.signer_name, signature.role, signature.identified_by), ("Eve", "mentee", "login"))

    # -- verification

    def test_untouched_agreement_is_intact(self):
        self.assertEqual(self.broken_parts(), [])
        self.assertGreater(len(self.agreement._verify()), 20)

    def test_agreement_stays_intact_when_people_and_program_change(self):
        self.mia.name = "Mia Married"
        self.program.name = "Renamed"
        self.write_text(self.program.agreement_template_id, "<p>Other</p>")
        self.assertEqual(self.broken_parts(), [])

    def test_one_changed_byte_is_found_and_named(self):
        body = str(self.agreement.body)
        image = SIGNATURE.replace(b"A", b"B", 1)
        for record, values, parts in (
            (self.agreement, {"body": body.replace("Max", "Mux", 1)}, ["Text"]),
            (self.agreement, {"lang": "de_DE"}, ["Text"]),
            (self.agreement, {"version": 2}, ["Text"]),
            (self.agreement, {"reading_texts": '{"de_DE": "Anderes"}'}, ["Text"]),
            (self.agreement, {"meeting_duration": 3}, ["Terms: Length of one meeting"]),
            (self.agreement, {"end_date": "2999-12-31"}, ["Terms: Planned end"]),
            (
                self.agreement,
                {"goals": "Other", "rhythm": None},
                ["Terms: When we meet", "Terms: What we want to reach"],
            ),
            (self.by_mentor, {"image": image}, ["Signature of Max: drawing"]),
            (self.by_mentor, {"signed_name": "Maz"}, ["Signature of Max: name"]),
            (self.by_mentee, {"signed_at": "2026-01-01 00:00:00"}, ["Signature of Mia: time"]),
            (self.by_mentee, {"role": "mentor"}, ["Signature of Mia: person and role"]),
            (self.by_mentee, {"ip_address": "192.0.2.9"}, ["Signature of Mia: address and browser"]),
            (self.by_mentee, {"identified_by": "link"}, ["Signature of Mia: identification"]),
            (self.by_mentee, {"body_hash": "0" * 64}, ["Signature of Mia: fingerprint of the text"]),
            (self.by_mentee, {"evidence": self.by_mentee.evidence + " "}, ["Signature of Mia: evidence"]),
            (
                self.by_mentor,
                {"evidence_hash": "0" * 64},
                [
                    "Signature of Max: evidence",
                    "Signature of Mia: link of the chain",
                    "All signatures are there",
                    "Final fingerprint",
                ],
            ),
            (self.agreement, {"signed_at": "2026-01-01 00:00:00"}, ["Time of the last signature", "Final fingerprint"]),
            (self.agreement, {"final_hash": "0" * 64}, ["Final fingerprint"]),
            (self.agreement, {"seal": self.agreement.seal + " "}, ["Final fingerprint"]),
            (self.agreement, {"copy_hash": "0" * 64}, ["Signed copy (PDF)"]),
        ):
            with self.subTest(f"{record} {list(values)}"):
                self.assertEqual(self.tamper(record, **values), parts)
        self.assertEqual(self.broken_parts(), [])

    def test_first_signature_is_made_anew_with_fitting_hashes_and_the_chain_breaks(self):
        evidence = self.by_mentor.evidence.replace('"signed_name":"Max"', '"signed_name":"Maz"')
        self.env.cr.execute("SELECT encode(sha256(%s::bytea), 'hex')", [evidence.encode()])
        [forged] = self.env.cr.fetchone()
        parts = self.tamper(self.by_mentor, signed_name="Maz", evidence=evidence, evidence_hash=forged)
        self.assertEqual(
            parts, ["Signature of Mia: link of the chain", "All signatures are there", "Final fingerprint"]
        )

    def test_evidence_is_emptied_and_it_shows(self):
        parts = self.tamper(self.by_mentee, evidence=None, evidence_hash=None)
        self.assertIn("Signature of Mia: evidence", parts)
        self.assertIn("Signature of Mia: link of the chain", parts)
        parts = self.tamper(self.agreement, seal=None, final_hash=None)
        self.assertIn("Final fingerprint", parts)

    def test_signature_disappears_and_it_shows(self):
        savepoint = self.env.cr.savepoint()
        self.env.cr.execute("DELETE FROM hr_mentorship_signature WHERE id = %s", [self.by_mentee.id])
        self.env.invalidate_all()
        self.assertEqual(self.broken_parts(), ["All signatures are there", "Final fingerprint"])
        savepoint.close(rollback=True)

    def test_file_of_the_copy_changes_on_disk_and_it_shows(self):
        with patch.object(type(self.copy), "_file_read", autospec=True, return_value=PDF + b" "):
            self.assertEqual(self.broken_parts(), ["Signed copy (PDF)"])

    # -- signed before the terms were part of the evidence

    def sign_as_before(self, agreement, person):
        """Sign with evidence of format 1, which had everything but the terms."""
        signatures = type(self.env["hr.mentorship.signature"])
        collect = signatures._collect_evidence

        def collect_as_before(signature):
            evidence = {**collect(signature), "format": 1}
            del evidence["terms"]
            return evidence

        with patch.object(signatures, "_collect_evidence", collect_as_before):
            self.as_user(agreement, person)._sign(person.name, SIGNATURE)

    def test_agreement_signed_before_terms_were_evidence_stays_intact(self):
        otto, eve = self.add_person("otto"), self.add_person("eve")
        self.pair = self.add_mentorship("agreement", mentor=otto, mentee=eve)
        self.agreement = self.pair.agreement_id
        self.sign_as_before(self.agreement, otto)
        savepoint = self.env.cr.savepoint()
        self.sign_as_before(self.agreement, eve)
        verdicts = dict(self.as_user(self.agreement, eve)._verify())
        self.assertEqual(set(verdicts.values()), {True})
        self.assertNotIn("Terms", verdicts)
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.as_user(self.agreement, eve)._sign("Eve", SIGNATURE)
        verdicts = dict(self.as_user(self.agreement, eve)._verify())
        self.assertEqual(set(verdicts.values()), {True})
        self.assertIn("Terms", verdicts, "the second signature proves them for both")

    # -- signed before evidence was kept

    def make_it_old(self):
        """Leave of an agreement what a database of before 19.0.1.1.0 holds, and update that."""
        self.env.flush_all()
        agreement = self.agreement
        text = f"{self.pair.id}\n{agreement.version}\n{agreement.lang}\n{agreement.body}"
        self.env.cr.execute(
            """
            UPDATE hr_mentorship_agreement
               SET body_hash = encode(sha256(%(text)s), 'hex'), seal = NULL, final_hash = NULL, public_id = NULL,
                   copy_hash = NULL, rhythm = NULL, meeting_duration = NULL, end_date = NULL
             WHERE id = %(agreement)s;
            ALTER TABLE hr_mentorship_signature ALTER role DROP NOT NULL, ALTER signer_name DROP NOT NULL;
            UPDATE hr_mentorship_signature
               SET body_hash = encode(sha256(%(text)s), 'hex'), evidence = NULL, evidence_hash = NULL, role = NULL,
                   signer_name = NULL, identified_as = NULL
             WHERE agreement_id = %(agreement)s
            """,
            {"text": text.encode(), "agreement": agreement.id},
        )
        self.run_migration("19.0.1.2.0/post-agreement-terms.py")

    def test_agreement_of_before_evidence_is_not_called_changed(self):
        self.make_it_old()
        verdicts = dict(self.as_user(self.agreement, self.mia)._verify())
        self.assertEqual([part for part, verdict in verdicts.items() if verdict is False], [])
        self.assertTrue(verdicts["Text"])
        self.assertTrue(verdicts["Signature of Max: fingerprint of the text"])
        self.assertEqual(
            [part for part, verdict in verdicts.items() if verdict is None],
            [
                "Signature of Max: signed before further evidence was kept",
                "Signature of Mia: signed before further evidence was kept",
                "Final fingerprint: signed before evidence was kept",
            ],
        )
        self.assertEqual(self.by_mentee.role, "mentee")
        self.assertEqual(self.by_mentee.signer_name, "Mia")
        self.assertEqual(self.agreement._get_terms(), self.pair._get_terms())

    def test_agreement_of_before_evidence_changes_and_it_shows(self):
        self.make_it_old()
        body = str(self.agreement.body).replace("Max", "Mux", 1)
        self.assertEqual(self.tamper(self.agreement, body=body), ["Text"])
        self.assertEqual(self.tamper(self.by_mentee, body_hash="0" * 64), ["Signature of Mia: fingerprint of the text"])

    def test_half_signed_agreement_of_before_evidence_is_signed_by_the_other(self):
        pair = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        self.pair, self.agreement = pair, pair.agreement_id
        self.as_user(self.agreement, self.people["otto"])._sign("Otto", SIGNATURE)
        self.make_it_old()
        self.as_user(self.agreement, self.people["eve"])._sign("Eve", SIGNATURE)
        self.assertEqual(pair.state, "active")
        verdicts = self.agreement._verify()
        self.assertEqual([part for part, verdict in verdicts if verdict is False], [])
        self.assertIn(("Final fingerprint", True), verdicts)

    def test_update_leaves_new_signatures_alone(self):
        self.run_migration("19.0.1.2.0/post-agreement-terms.py")
        self.assertFalse(any(self.agreement.signature_ids.mapped("is_before_evidence")))
        with self.assert_refused():
            self.by_mentee.sudo().write({"is_before_evidence": True})

    def test_member_opens_the_verification_and_reads_the_result(self):
        action = self.as_user(self.agreement, self.mia).action_verify()
        dialogs = self.as_user(self.env["hr.mentorship.verification"], self.mia)
        dialog = dialogs.with_context(**action["context"]).new({"agreement_id": self.agreement.id})
        self.assertTrue(dialog.is_intact)
        self.assertFalse(dialog.replaced_by, "nothing to warn of")
        self.assertIn("fa-check", dialog.result)
        self.assertNotIn("fa-times", dialog.result)
        self.env.cr.execute(
            "UPDATE hr_mentorship_signature SET signed_name = '<b>Maz</b>' WHERE id = %s", [self.by_mentor.id]
        )
        self.env.invalidate_all()
        dialog = self.as_user(self.env["hr.mentorship.verification"], self.mia).new({"agreement_id": self.agreement.id})
        self.assertFalse(dialog.is_intact)
        self.assertIn("Signature of Max: name", dialog.result)

    def test_outsider_opens_the_verification_and_learns_nothing(self):
        for person in (self.olga, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.env["hr.mentorship.verification"], person).create({"agreement_id": self.agreement.id})

    # -- nothing signed is changed, in sudo neither

    def test_sealed_agreement_is_changed_or_deleted_and_it_is_refused(self):
        agreement = self.agreement.sudo()
        forced = agreement.with_context(_force_unlink=True, install_mode=True, module="hr_mentorship")
        ways = {
            "text": lambda: agreement.write({"body": "<p>Other</p>"}),
            "language": lambda: setattr(agreement, "lang", "de_DE"),
            "mentorship": lambda: agreement.write({"mentorship_id": self.pair.copy().id}),
            "fingerprint": lambda: agreement.write({"final_hash": "0"}),
            "seal": lambda: agreement.write({"seal": False}),
            "time": lambda: agreement.write({"signed_at": False}),
            "copy": lambda: agreement.write({"copy_attachment_id": False}),
            "copy's fingerprint": lambda: agreement.write({"copy_hash": False}),
            "status": lambda: agreement.write({"state": "draft"}),
            "status by its step": lambda: agreement._move_to("void"),
            "lines of the mentorship": lambda: self.pair.sudo().write(
                {"agreement_ids": [Command.update(agreement.id, {"body": "<p>Other</p>"})]}
            ),
            "import": lambda: self._load(agreement, "body", "Other"),
            "removal": agreement.unlink,
            "removal as in an uninstallation": forced.unlink,
            "removal of the mentorship": self.pair.sudo().with_context(_force_unlink=True).unlink,
            "signature removed as in an uninstallation": forced.signature_ids.unlink,
            "signature changed as in an uninstallation": lambda: forced.signature_ids.write({"signed_name": "X"}),
            "another signature": lambda: self.by_mentee.sudo().copy(),
        }
        for way, change in ways.items():
            with self.subTest(way), self.assert_refused():
                change()
        self.assertEqual(self.broken_parts(), [])

    def _load(self, agreement, field, value):
        result = agreement.load([".id", field], [[str(agreement.id), value]])
        self.assertIn("carries a signature", result["messages"][0]["message"])
        raise UserError(result["messages"][0]["message"])

    def test_kept_copy_is_changed_or_deleted_and_it_is_refused(self):
        copy = self.copy.sudo()
        ways = {
            "raw": lambda: copy.write({"raw": b"other"}),
            "datas": lambda: copy.write({"datas": SIGNATURE}),
            "name": lambda: copy.write({"name": "Other.pdf"}),
            "document": lambda: copy.write({"res_model": "res.partner", "res_id": 1}),
            "everybody may read it": lambda: copy.write({"public": True}),
            "link instead of a file": lambda: copy.write({"type": "url", "url": "https://example.com"}),
            "removal": copy.unlink,
            "removal as in an uninstallation": copy.with_context(_force_unlink=True).unlink,
        }
        for way, change in ways.items():
            with self.subTest(way), self.assert_refused():
                change()
        self.assertEqual(copy.raw, PDF)
        copy.write({"raw": PDF, "mimetype": copy.mimetype})
        self.assertEqual(self.broken_parts(), [])

    def test_people_change_what_is_signed_by_rpc_and_are_refused(self):
        for person in (self.mia, self.max, self.pia, self.ada):
            for record, values in (
                (self.agreement, {"body": "<p>Other</p>"}),
                (self.by_mentee, {"signed_name": "Other"}),
                (self.copy, {"raw": "b3RoZXI="}),
            ):
                for method, args in (("write", [record.ids, values]), ("unlink", [record.ids])):
                    with self.subTest(f"{person.name} {method} {record}"), self.assert_refused():
                        call_kw(self.env[record._name].with_user(person.user_id), method, args, {})
        self.assertEqual(self.broken_parts(), [])

    def test_other_attachments_are_free(self):
        draft = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        attachment = self.env["ir.attachment"].create(
            {"name": "Note", "raw": b"x", "res_model": "hr.mentorship.agreement", "res_id": draft.agreement_id.id}
        )
        attachment.write({"raw": b"y", "name": "Other"})
        attachment.unlink()
        with mute_logger("odoo.models.unlink"):
            draft.agreement_id.sudo().unlink()
        self.assertFalse(draft.agreement_ids)
