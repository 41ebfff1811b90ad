import base64

from odoo import api, fields, models

from . import pdf_seal
from .res_company import RENEW

PLACE_ON_THE_PAGE = "mentorship_seal_place"
"""In the context while the copy is made that is going to be sealed: the page then says so, and leaves the place."""


class HrMentorshipAgreement(models.Model):
    """The seal on the members' copies: a company's certificate, so that any PDF reader shows whether one was changed.

    A copy is made once and never replaced. So one that is to be sealed waits while the seal is out of order, as it
    waits for the PDF engine, and the administrators are told; the signatures and the mentorship do not wait.
    """

    _inherit = "hr.mentorship.agreement"

    seal_certificate = fields.Binary(
        attachment=False, readonly=True, copy=False, help="The certificate, without its key, that sealed the copy."
    )
    seal_subject = fields.Char("Sealed By", readonly=True, copy=False)

    @api.model
    def _get_seal_fields(self):
        return (*super()._get_seal_fields(), "seal_certificate", "seal_subject")

    @api.model
    def _find_copies_to_make(self):
        """Leave out those whose company cannot seal now, and tell its administrators once."""
        pending = super()._find_copies_to_make()
        for company, agreements in pending.grouped("company_id").items():
            if fault := company._get_mentorship_seal_fault():
                agreements._ask_to_renew_seal(fault)
                pending -= agreements
        return pending

    def _ask_to_renew_seal(self, fault):
        company = self.company_id
        mentorships = self.env["hr.mentorship"].search([("company_id", "=", company.id)])
        if mentorships._find_activities([RENEW]):
            return
        admins = self.env.ref("hr_mentorship.group_hr_mentorship_admin").all_user_ids
        admins = admins.filtered(lambda user: user.active and company in user.company_ids)
        note = self.env._(
            "Signed agreements wait for their seal. %(fault)s A system administrator uploads a new certificate in the "
            "settings, or removes the old one so that the copies leave without a seal.",
            fault=fault,
        )
        self[0].mentorship_id._schedule_activities(
            RENEW, [(self[0].mentorship_id, admins, fields.Date.context_today(self))], note=note
        )

    def _render_copy(self):
        """Make the copy as PDF, sealed where the company has a certificate.

        :returns: the document, and what the agreement keeps of its seal
        :rtype: tuple[bytes, dict]
        """
        # sudo: nobody else reads the key
        if not self.company_id.sudo().mentorship_seal_file:
            return super()._render_copy()
        pdf, values = super(HrMentorshipAgreement, self.with_context(**{PLACE_ON_THE_PAGE: True}))._render_copy()
        pdf, kept = self._seal_pdf(pdf)
        return pdf, {**values, **kept}

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
        reason = self.with_context(lang=self.lang).env._(
            "Mentorship agreement, sealed by %(company)s", company=company_sudo.name
        )
        return (
            pdf_seal.seal(pdf, file, password, company_sudo.name, reason),
            {"seal_certificate": base64.b64encode(certificate.der), "seal_subject": certificate.subject},
        )

    def _get_seal_place(self):
        """Return what the page says where the seal is, or nothing where there is none."""
        self.ensure_one()
        if not self.env.context.get(PLACE_ON_THE_PAGE):
            return None
        company_sudo = self.company_id.sudo()  # sudo: the name of the certificate stands in the document anyway
        return {
            "subject": company_sudo.mentorship_seal_subject,
            "url": f"{self._get_verify_url()}{pdf_seal.PLACE_MARK}",
        }

    def _verify_copy(self):
        findings = super()._verify_copy()
        if self.seal_certificate:
            if pdf_seal.is_available():
                part = self.env._("PDF seal of %(subject)s", subject=self.seal_subject)
                certificate = base64.b64decode(self.with_context(bin_size=False).seal_certificate)
                verdict = pdf_seal.is_intact(self.copy_attachment_id.raw or b"", certificate)
            else:
                part = self.env._(
                    "PDF seal of %(subject)s: cannot be checked here, the Python package pyhanko is not installed",
                    subject=self.seal_subject,
                )
                verdict = None
            findings.append((part, verdict))
        return findings
