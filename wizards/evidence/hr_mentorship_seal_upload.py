import base64

from odoo import fields, models

from ...models.common.private_fields import SecretBinary, SecretChar


class HrMentorshipSealUpload(models.TransientModel):
    """A system administrator gives the certificate with which a company seals signed copies, or takes it away."""

    _name = "hr.mentorship.seal.upload"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Upload the Certificate of the Seal"

    _document_field = "company_id"
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company.id)
    subject = fields.Char(related="company_id.mentorship_seal_subject", related_sudo=False)
    file = SecretBinary("Certificate with Key (PKCS#12)", attachment=False)
    filename = fields.Char()
    password = SecretChar()

    def action_upload(self):
        self.ensure_one()
        file = base64.b64decode(self.with_context(bin_size=False).file or b"")
        self.company_id._set_mentorship_seal(file, self.password or "")
        return self._close()

    def action_remove(self):
        self.ensure_one()
        self.company_id._remove_mentorship_seal()
        return self._close()

    def _close(self):
        # Dialogs are kept for hours; this one holds a key and its password. sudo: nobody may unlink dialogs
        self.sudo().unlink()
        return {"type": "ir.actions.client", "tag": "reload"}
