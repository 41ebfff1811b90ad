import base64
import io
import json
import logging
import secrets

import qrcode

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..agreement.fingerprint import canonical, digest
from ..agreement.terms import TERMS, label_terms
from ..common import fonts
from ..common.groups import ADMIN
from ..common.own_context import OURS, get_own
from . import pdf_seal
from .res_company import RENEW

SEAL_FORMAT = 1
"""Stands in what is hashed: whoever changes what :meth:`_collect_seal` collects raises it."""
TEXT_FIELDS = (
    "body",
    "reading_texts",
    "goals",
    "channels",
    "body_hash",
    "lang",
    "version",
    "mentorship_id",
    "public_id",
)
"""Fixed from the first signature on."""
SEAL_FIELDS = ("signed_at", "seal", "final_hash", "copy_attachment_id", "copy_hash")
_logger = logging.getLogger(__name__)
WITHOUT_COPY = [("state", "=", "signed"), ("copy_attachment_id", "=", False)]
PLACE_ON_THE_PAGE = "mentorship_seal_place"
"""In the context while the copy is made that is going to be sealed: the page then says so, and leaves the place."""
INSTALL_FONT = "hr_mentorship.mail_activity_type_install_font"


def _name_letters(letters):
    # The code as well: whoever reads this may have no font for the letter either
    return " ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)


class HrMentorshipAgreement(models.Model):
    """What makes a signed agreement evidence: hashes that chain text and signatures, and nothing that changes them.

    The text's hash goes into the evidence of the first signature, each signature's hash into that of the next, and
    all of them into the seal of the agreement, whose hash stands on the members' own copies, outside of the database.
    """

    _inherit = "hr.mentorship.agreement"

    seal = fields.Text(readonly=True, copy=False, help="What the final fingerprint was made of, in its canonical form.")
    final_hash = fields.Char(
        "Final Fingerprint",
        readonly=True,
        copy=False,
        help="SHA-256 over the text and all signatures. It stands on each member's copy as well.",
    )
    copy_attachment_id = fields.Many2one(
        "ir.attachment", "Signed Copy", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    copy_hash = fields.Char(readonly=True, copy=False, help="SHA-256 of the signed copy as it was mailed.")
    public_id = fields.Char(
        "Verification Code", readonly=True, copy=False, help="Part of the public address that says whether it is valid."
    )
    seal_certificate = fields.Binary(
        attachment=False, readonly=True, copy=False, help="The certificate, without its key, that sealed the copy."
    )
    seal_subject = fields.Char("Sealed By", readonly=True, copy=False)

    _one_public_id = models.Constraint("UNIQUE(public_id)", "An agreement has a verification code of its own.")

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if any(field in vals for field in TEXT_FIELDS):
            self._check_unsigned()
        self._check_seal_stays(vals)
        result = super().write(vals)
        if vals.get("state") == "signed":
            self._seal()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_only_unsigned(self):
        if not self._is_being_uninstalled():
            self._check_unsigned()

    def _check_seal_stays(self, vals):
        """What was sealed stays; a signed agreement can only be followed by a newer one."""
        for agreement in self.sudo():
            if any(name in vals and agreement[name] for name in agreement._get_seal_fields()) or (
                agreement.final_hash and vals.get("state", "superseded") != "superseded"
            ):
                raise UserError(
                    self.env._("“%(name)s” is signed by everybody and stays as it is.", name=agreement.display_name)
                )

    @api.model
    def _get_seal_fields(self):
        """Return the names of the fields that are written once, from the last signature on."""
        return (*SEAL_FIELDS, "seal_certificate", "seal_subject")

    def _verify_terms(self):
        """Compare the terms with those in the evidence of each signature; older ones have them in their text alone."""
        self.ensure_one()
        known = [signature._get_known().get("terms") for signature in self.signature_ids]
        known = [terms for terms in known if isinstance(terms, dict)]
        if not known:
            return []
        actual = json.loads(canonical(self._collect_terms()))
        labels = label_terms(self.env)
        changed = [
            labels[term]
            for term, names in TERMS.items()
            # A term that came into being later is in no earlier evidence
            if any(name in terms and terms[name] != actual[name] for terms in known for name in names)
        ]
        if not changed:
            return [(self.env._("Terms"), True)]
        return [(self.env._("Terms: %(term)s", term=term), False) for term in changed]

    def _seal(self):  # pylint: disable=missing-return
        # super: our own write() guards these very fields
        for agreement in self:
            seal = canonical(agreement._collect_seal())
            super(HrMentorshipAgreement, agreement).write(  # pylint: disable=super-method-mismatch
                {"seal": seal, "final_hash": digest(seal)}
            )

    def _collect_seal(self):
        self.ensure_one()
        return {
            "format": SEAL_FORMAT,
            "agreement": self.id,
            "text": self.body_hash,
            "signed_at": f"{fields.Datetime.to_string(self.signed_at)} UTC",
            "signatures": [
                [signature.id, signature.member_id.id, signature.evidence_hash]
                for signature in self.signature_ids.sorted("id")
            ],
        }

    def action_verify(self):
        """Open the dialog that recomputes everything."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_verification_action")
        action["context"] = {"default_agreement_id": self.id}
        return action

    def _verify(self):
        """Recompute every hash, on what the database holds now.

        :returns: list of ``(part, is_intact)``, the parts named in the reader's language; ``None`` stands for what
            cannot be told, and the part says why
        """
        self.ensure_one()
        agreement = self.sudo()  # sudo: who may read the agreement may know whether it is intact, the copy included
        agreement.invalidate_recordset()
        agreement.signature_ids.invalidate_recordset()
        findings = [(self.env._("Text"), not agreement.body_hash or agreement._hash_text() == agreement.body_hash)]
        findings += agreement._verify_terms()
        for signature in agreement.signature_ids.sorted("id"):
            findings += [
                (
                    self.env._("Signature of %(name)s: %(part)s", name=signature.member_id.employee_id.name, part=part),
                    is_intact,
                )
                for part, is_intact in signature._verify()
            ]
        if agreement.signed_at or agreement.final_hash or agreement.seal:
            findings += agreement._verify_seal()
        return findings

    def _verify_seal(self):
        was_sealed = self.seal or self.final_hash or self.copy_hash
        if not was_sealed and all(self.signature_ids.mapped("is_before_evidence")):
            return [(self.env._("Final fingerprint: signed before evidence was kept"), None)]
        try:
            known = dict(json.loads(self.seal or "{}"))
        except ValueError:
            known = {}
        actual = json.loads(canonical(self._collect_seal()))
        findings = [
            (self.env._("All signatures are there"), known.get("signatures") == actual["signatures"]),
            (self.env._("Time of the last signature"), known.get("signed_at") == actual["signed_at"]),
            (
                self.env._("Final fingerprint"),
                known == actual and bool(self.seal) and digest(self.seal) == self.final_hash,
            ),
        ]
        return findings + self._verify_copy()

    def _verify_copy(self):
        findings = []
        copy = self.copy_attachment_id.raw or b""
        if self.copy_hash:
            findings.append((self.env._("Signed copy (PDF)"), digest(copy) == self.copy_hash))
        if self.seal_certificate:
            if pdf_seal.is_available():
                part = self.env._("PDF seal of %(subject)s", subject=self.seal_subject)
                certificate = base64.b64decode(self.with_context(bin_size=False).seal_certificate)
                verdict = pdf_seal.is_intact(copy, certificate)
            else:
                part = self.env._(
                    "PDF seal of %(subject)s: cannot be checked here, the Python package pyhanko is not installed",
                    subject=self.seal_subject,
                )
                verdict = None
            findings.append((part, verdict))
        return findings

    def _describe(self, findings):
        """Return the findings of :meth:`_verify` as a list for people."""
        icons = {True: "fa-check text-success", False: "fa-times text-danger", None: "fa-minus text-muted"}
        labels = {True: self.env._("intact"), False: self.env._("changed"), None: self.env._("not known")}
        shown = [
            {"part": part, "icon": icons[is_intact], "label": labels[is_intact], "is_changed": is_intact is False}
            for part, is_intact in findings
        ]
        return self.env["ir.qweb"]._render("hr_mentorship.agreement_findings", {"findings": shown})

    # -- The members' own copy: a PDF with the evidence and an address at which anybody holding it verifies it.

    @api.model_create_multi
    def create(self, vals_list):
        # Opaque: nobody finds another agreement by counting
        return super().create([{**vals, "public_id": secrets.token_urlsafe(16)} for vals in vals_list])

    @api.model
    def _find_sealed(self, public_id):
        """Return the agreement (sudo) that everybody has signed under this code, or nothing."""
        return self.sudo().search([("public_id", "=", public_id), ("final_hash", "!=", False)])

    def _get_verify_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/mentorship/verify/{self.public_id}"

    def _get_verify_qr(self):
        """Return the QR code of the address as a picture that the document carries itself.

        :rtype: bytes, PNG in base64
        """
        # Not by Odoo's barcode(): that needs a drawing library which most installations lack
        picture = io.BytesIO()
        qrcode.make(self._get_verify_url(), border=2, box_size=5).save(picture, "PNG")
        return base64.b64encode(picture.getvalue())

    def _get_initials(self):
        self.ensure_one()
        return [
            "".join(f"{word[0].upper()}." for word in signature.signer_name.split())
            for signature in self.signature_ids.sorted("id")
        ]

    @api.model
    def _cron_send_signed_copies(self):
        """Make the PDF of each newly signed agreement, keep it, and mail it to its members.

        One at a time with a commit after each: a run may be killed anywhere without mailing anything twice, and a
        document that cannot be made keeps no other one from its members.
        """
        pending = self._find_copies_to_make()
        remaining = len(pending)
        for candidate in pending:
            remaining -= 1
            agreement = candidate.try_lock_for_update().filtered_domain(WITHOUT_COPY)
            try:
                with self.env.cr.savepoint():
                    agreement._attach_and_mail_copy()
            except Exception:
                _logger.exception("No signed copy of %s yet; the next run tries again", agreement)
                agreement = self.browse()
            if not self.env["ir.cron"]._commit_progress(len(agreement), remaining=remaining):
                break

    @api.model
    def _find_copies_to_make(self):
        """Return the signed agreements whose copies can be made now.

        Left out are those whose company cannot seal now, and those with a letter that no font has; the administrators
        are told once.
        """
        pending = self.search(WITHOUT_COPY, order="signed_at")
        for company, agreements in pending.grouped("company_id").items():
            if fault := company._get_mentorship_seal_fault():
                agreements._ask_to_renew_seal(fault)
                pending -= agreements
        # One question for all copies: nearly always nothing is missing
        texts = (text for agreement in pending for _place, text in agreement._get_printed_places())
        if not fonts.find_missing("".join(texts)):
            pending.mentorship_id._drop_activities(INSTALL_FONT)
            return pending
        for agreement in pending:
            if unprintable := agreement._find_unprintable():
                agreement._ask_to_install_font(unprintable)
                pending -= agreement
        if pending:
            pending.mentorship_id._drop_activities(INSTALL_FONT)
        return pending

    def _render_copy(self):
        """Make the document that the members keep as PDF, sealed where the company has a certificate.

        :returns: the document, and what the agreement keeps of its seal
        :rtype: tuple[bytes, dict]
        """
        self.ensure_one()
        # sudo: nobody else reads the key
        is_sealed = bool(self.company_id.sudo().mentorship_seal_file)
        report = self.env["ir.actions.report"].with_context(**({PLACE_ON_THE_PAGE: OURS} if is_sealed else {}))
        pdf, _extension = report._render_qweb_pdf("hr_mentorship.hr_mentorship_agreement_report_action", self.ids)
        return self._seal_pdf(pdf) if is_sealed else (pdf, {})

    def _attach_and_mail_copy(self):
        for agreement in self:
            pdf, values = agreement._render_copy()
            attachment = self.env["ir.attachment"].create(
                {
                    "name": f"{agreement.display_name}.pdf",
                    "mimetype": "application/pdf",
                    "raw": pdf,
                    "res_model": agreement._name,
                    "res_id": agreement.id,
                }
            )
            agreement.write({"copy_attachment_id": attachment.id, "copy_hash": digest(pdf), **values})
            template = "signed_amendment" if agreement.is_amendment else "signed_copy"
            agreement.mentorship_id.member_ids._send(
                f"hr_mentorship.mail_template_{template}",
                attachment_ids=[Command.link(agreement.copy_attachment_id.id)],
            )

    # -- The seal on the members' copies: a company's certificate, so that any PDF reader shows whether one was
    # changed.
    #
    # A copy is made once and never replaced. So one that is to be sealed waits while the seal is out of order, as
    # it waits for the PDF engine, and the administrators are told; the signatures and the mentorship do not wait.

    def _ask_to_renew_seal(self, fault):
        company = self.company_id
        mentorships = self.env["hr.mentorship"].search([("company_id", "=", company.id)])
        if mentorships._find_activities([RENEW]):
            return
        admins = self.env.ref(ADMIN).all_user_ids
        admins = admins.filtered(lambda user: user.active and company in user.company_ids)
        note = self.env._(
            "Signed agreements wait for their seal. %(fault)s A system administrator uploads a new certificate in the "
            "settings, or removes the old one so that the copies leave without a seal.",
            fault=fault,
        )
        self[0].mentorship_id._schedule_activities(
            RENEW, [(self[0].mentorship_id, admins, fields.Date.context_today(self))], note=note
        )

    def _seal_pdf(self, pdf):
        """Seal a PDF with the certificate of the agreement's company.

        :returns: the sealed document, and what the agreement keeps of the seal
        :rtype: tuple[bytes, dict]
        """
        self.ensure_one()
        company_sudo = self.company_id.sudo().with_context(bin_size=False)  # sudo: see _render_copy
        file = base64.b64decode(company_sudo.mentorship_seal_file)
        password = company_sudo.mentorship_seal_password
        certificate = pdf_seal.read_certificate(file, password)
        reason = self.with_context(lang=self._get_lang()).env._(
            "Mentorship agreement, sealed by %(company)s", company=company_sudo.name
        )
        return (
            pdf_seal.seal(pdf, file, password, company_sudo.name, reason),
            {"seal_certificate": base64.b64encode(certificate.der), "seal_subject": certificate.subject},
        )

    def _get_seal_place(self):
        """Return what the page says where the seal is, or nothing where there is none."""
        self.ensure_one()
        if not get_own(self.env, PLACE_ON_THE_PAGE):
            return None
        company_sudo = self.company_id.sudo()  # sudo: the name of the certificate stands in the document anyway
        return {
            "subject": company_sudo.mentorship_seal_subject,
            "url": f"{self._get_verify_url()}{pdf_seal.PLACE_MARK}",
        }

    # -- Each letter of a copy is printed: what no font of the server has would be blank in it for ever.
    #
    # So such a copy waits, as it waits for the seal, and the administrators are told which letter of whom it is.

    def _find_unprintable(self):
        """Return what no font has of the agreement.

        :returns: (whose name or which text, its characters) of each place
        :rtype: list[tuple[str, str]]
        """
        places = self._get_printed_places()
        missing = fonts.find_missing("".join(text for _place, text in places))
        found = {}
        for place, text in places:
            letters = "".join(letter for letter in missing if letter in text)
            if letters:
                found[place] = found.get(place, "") + letters
                # The text repeats the names: each letter is told once, where people look for it
                missing = "".join(letter for letter in missing if letter not in letters)
        return list(found.items())

    def _get_printed_places(self):
        """Return what is printed, by whose name or which text it is.

        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        places = [
            *((signature.signer_name, signature.signed_name) for signature in self.signature_ids),
            *((signature.signer_name, signature.signer_name) for signature in self.signature_ids),
            (self.company_id.name, self.company_id.name),
            (self.program_id.name, self.program_id.name),
            (self.env._("the text of the agreement"), html2plaintext(self.body or "")),
        ]
        return [(place, text or "") for place, text in places]

    def _ask_to_install_font(self, unprintable):
        mentorship = self.mentorship_id
        if mentorship._find_activities([INSTALL_FONT]):
            return
        admins = self.env.ref(ADMIN).all_user_ids
        admins = admins.filtered(lambda user: user.active and self.company_id in user.company_ids)
        note = self.env._(
            "The signed copy waits: no font of the server has %(places)s. Have whoever runs the server install a font "
            "that has it, such as one of the packages fonts-noto-core, fonts-noto-cjk and fonts-symbola; the copy then "
            "leaves by itself within the hour.",
            places=", ".join(f"{_name_letters(letters)} – {place}" for place, letters in unprintable),
        )
        mentorship._schedule_activities(
            INSTALL_FONT, [(mentorship, admins, fields.Date.context_today(self))], note=note
        )
