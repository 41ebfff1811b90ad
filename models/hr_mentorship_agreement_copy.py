import base64
import io
import logging
import secrets

import qrcode

from odoo import Command, api, fields, models

from .hr_mentorship_signature import digest

_logger = logging.getLogger(__name__)

WITHOUT_COPY = [("state", "=", "signed"), ("copy_attachment_id", "=", False)]


class HrMentorshipAgreement(models.Model):
    """The members' own copy: a PDF with the evidence and an address at which anybody holding it verifies it."""

    _inherit = "hr.mentorship.agreement"

    public_id = fields.Char(
        "Verification Code", readonly=True, copy=False, help="Part of the public address that says whether it is valid."
    )

    _one_public_id = models.Constraint("UNIQUE(public_id)", "An agreement has a verification code of its own.")

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
        """Return the signed agreements whose copies can be made now."""
        return self.search(WITHOUT_COPY, order="signed_at")

    def _render_copy(self):
        """Make the document that the members keep.

        :returns: the PDF, and further values that the agreement keeps of it
        :rtype: tuple[bytes, dict]
        """
        self.ensure_one()
        pdf, _extension = self.env["ir.actions.report"]._render_qweb_pdf(
            "hr_mentorship.hr_mentorship_agreement_report_action", self.ids
        )
        return pdf, {}

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
