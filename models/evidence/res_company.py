import base64
import secrets

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..common.private_fields import SecretBinary, SecretChar
from ..common.spoken import say_date
from . import pdf_seal

RENEW = "hr_mentorship.mail_activity_type_renew_seal"


class ResCompany(models.Model):
    """The certificate with which a company seals the members' copies of signed agreements."""

    _inherit = "res.company"

    # NO_ACCESS: our own code alone reads the key, not even whoever has uploaded it
    mentorship_seal_file = SecretBinary(attachment=False, readonly=True, copy=False, groups=NO_ACCESS)
    mentorship_seal_password = SecretChar(readonly=True, copy=False, groups=NO_ACCESS)
    mentorship_seal_subject = fields.Char(
        "Certificate of the Seal", readonly=True, copy=False, groups="base.group_system"
    )
    mentorship_seal_valid_until = fields.Datetime(
        "Seal Valid Until", readonly=True, copy=False, groups="base.group_system"
    )

    def _set_mentorship_seal(self, file, password):
        """Seal from now on with this certificate, once it has proved that it can; the caller checks who asks.

        :param bytes file: PKCS#12
        :raises UserError: a sentence that says what is wrong with it
        """
        self.ensure_one()
        certificate = self._try_mentorship_seal(file, password)
        # sudo: the key is nobody's to write, either
        self._clean_sudo().write(
            {
                "mentorship_seal_file": base64.b64encode(file),
                "mentorship_seal_password": password,
                "mentorship_seal_subject": certificate.subject,
                "mentorship_seal_valid_until": certificate.valid_until,
            }
        )
        self._after_mentorship_seal_changed()

    def _remove_mentorship_seal(self):
        """Send copies without a seal from now on."""
        # sudo: see _set_mentorship_seal
        self._clean_sudo().write(
            dict.fromkeys(
                (
                    "mentorship_seal_file",
                    "mentorship_seal_password",
                    "mentorship_seal_subject",
                    "mentorship_seal_valid_until",
                ),
                False,
            )
        )
        self._after_mentorship_seal_changed()

    def _try_mentorship_seal(self, file, password):
        if not pdf_seal.is_available():
            raise UserError(self._message_seal_needs_pyhanko())
        try:
            certificate = pdf_seal.read_certificate(file, password)
        except pdf_seal.SealError as error:
            raise UserError(
                {
                    pdf_seal.SealError.PASSWORD: self.env._(
                        "The file does not open. Check the password, and that it is a PKCS#12 file (.p12 or .pfx)."
                    ),
                    pdf_seal.SealError.KEY: self.env._(
                        "The file holds no certificate with its private key. Export it again, with the key."
                    ),
                    pdf_seal.SealError.FORMAT: self.env._("This is no PKCS#12 file. Choose a file .p12 or .pfx."),
                }[error.args[0]]
            ) from error
        now = fields.Datetime.now()
        if certificate.valid_until <= now:
            raise UserError(
                self.env._(
                    "The certificate of %(subject)s has expired on %(date)s. Choose one that is valid.",
                    subject=certificate.subject,
                    date=say_date(self.env, certificate.valid_until),
                )
            )
        if certificate.valid_from > now:
            raise UserError(
                self.env._(
                    "The certificate of %(subject)s is valid from %(date)s on only. Choose one that is valid today.",
                    subject=certificate.subject,
                    date=say_date(self.env, certificate.valid_from),
                )
            )
        try:
            proof = pdf_seal.seal(pdf_seal.make_blank_page(), file, password, certificate.subject, "Test")
            works = pdf_seal.is_intact(proof, certificate.der)
        except Exception as error:  # whatever a certificate of an unusual kind makes of it
            raise UserError(self.env._("This certificate cannot seal a PDF: %(error)s", error=error)) from error
        if not works:
            raise UserError(self.env._("This certificate cannot seal a PDF. Choose one made for signatures or seals."))
        return certificate

    def _message_seal_needs_pyhanko(self):
        return self.env._("Sealing needs the Python package pyhanko. Install it into Odoo's Python environment.")

    def _get_mentorship_seal_fault(self):
        """Say why this company, which wants its copies sealed, cannot seal now.

        :returns: a sentence, or False where nothing is in the way or nothing is to be sealed
        """
        self.ensure_one()
        company_sudo = self.sudo()  # sudo: whether the certificate is valid is no secret of the one who signs
        if not company_sudo.mentorship_seal_file:
            return False
        if not pdf_seal.is_available():
            return self._message_seal_needs_pyhanko()
        if company_sudo.mentorship_seal_valid_until <= fields.Datetime.now():
            return self.env._(
                "The certificate of %(subject)s has expired on %(date)s.",
                subject=company_sudo.mentorship_seal_subject,
                date=say_date(self.env, company_sudo.mentorship_seal_valid_until),
            )
        return False

    def _after_mentorship_seal_changed(self):
        # sudo: the to-dos are those of others, and the copies those of all pairs
        mentorships = self.env["hr.mentorship"].sudo().search([("company_id", "in", self.ids)])
        mentorships._drop_activities(RENEW)
        self.env.ref("hr_mentorship.ir_cron_send_signed_copies").sudo()._trigger()

    def _install_test_mentorship_seal(self):
        """Make a certificate for a demo company; its key is made here and now, so none is in the source."""
        for company in self:
            if pdf_seal.is_available():
                password = secrets.token_urlsafe(16)
                name = f"{company.name} (self-made test certificate)"
                company._set_mentorship_seal(pdf_seal.make_test_certificate(name, password), password)
