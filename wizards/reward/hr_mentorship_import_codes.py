import base64
import binascii
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ...models.common.client_actions import toast
from ...models.common.private_fields import SecretText
from ...models.reward import reward_cipher

LARGEST = 2 * 1024 * 1024
MOST_REFUSALS = 5
"""How often within an hour somebody learns that codes are here already: who asks more often is guessing codes."""


class HrMentorshipImportCodes(models.TransientModel):
    """Gift codes from a CSV file: what is wrong with it is said before anything is kept.

    The file itself is never kept: while the dialog is open, its text is as encrypted as the codes will be.
    """

    _name = "hr.mentorship.import.codes"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Import Gift Codes"

    _document_field = "reward_id"
    reward_id = fields.Many2one("hr.mentorship.reward", required=True, readonly=True)
    file = fields.Binary("CSV File", compute="_compute_file", inverse="_inverse_file", compute_sudo=False)
    file_name = fields.Char()
    content = SecretText(readonly=True, groups=NO_ACCESS)
    refusals = fields.Integer(readonly=True, groups=NO_ACCESS)
    summary = fields.Text(compute="_compute_summary", compute_sudo=False)

    def _compute_file(self):
        self.file = False

    def _inverse_file(self):
        key = self.env["hr.mentorship.reward.code"]._get_key()
        for dialog in self:
            file = dialog.file.decode() if isinstance(dialog.file, bytes) else dialog.file
            # sudo: nobody reads or writes it but this dialog
            dialog.sudo().content = reward_cipher.encrypt(key, file) if file else False

    @api.depends("file")
    def _compute_summary(self):
        codes_model = self.env["hr.mentorship.reward.code"]
        for dialog in self:
            dialog.summary = False
            if not dialog.file or not dialog.reward_id.has_access("write"):
                continue
            content = dialog._decode(dialog.file)
            codes, fault = codes_model._read_rows(content)
            faults = [fault] if fault else codes_model._find_faults(codes, tells_known=False)
            dialog.summary = "\n".join(faults) or self.env._("Codes in this file: %(count)s", count=len(codes))

    def _decode(self, file):
        try:
            content = base64.b64decode(file)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("This file cannot be read. Choose it again.")) from error
        if len(content) > LARGEST:
            raise UserError(self.env._("This file is larger than 2 MB. Import the codes in several files."))
        return content

    def _find_known(self, content):
        """Say which rows are here already, where nothing else is wrong; and to nobody who goes on asking."""
        since = fields.Datetime.now() - timedelta(hours=1)
        # sudo: a count that nobody reads or sets, of the user's own dialogs
        asked = self.sudo().search([("create_uid", "=", self.env.uid), ("write_date", ">=", since)])
        if sum(asked.mapped("refusals")) >= MOST_REFUSALS:
            raise UserError(
                self.env._(
                    "Your files had codes that are here already several times within an hour. Look through your "
                    "files, and go on in an hour."
                )
            )
        codes_model = self.env["hr.mentorship.reward.code"]
        codes, fault = codes_model._read_rows(content)
        if fault or codes_model._find_faults(codes, tells_known=False):
            return ""  # said by the import
        return "\n".join(codes_model._find_faults(codes))

    def _refuse_known(self, known):
        """Say it without an error, which would take back that it has been counted."""
        dialog = self.sudo()  # sudo: see the fields
        dialog.write({"content": False, "refusals": dialog.refusals + 1})
        message = self.env._("Nothing has been imported.\n%(faults)s\nMend the file and choose it again.", faults=known)
        return toast(message, "danger", then=False, stay=True)

    def action_import(self):
        self._check_mine()
        reward = self.reward_id
        reward._check_catalogue_admin()
        content = self.sudo().content  # sudo: see the field
        if not content:
            raise UserError(self.env._("Choose a CSV file with one code a row."))
        codes_model = self.env["hr.mentorship.reward.code"]
        file = reward_cipher.decrypt(codes_model._get_key(), content)
        content = self._decode(file or "")
        if known := self._find_known(content):
            return self._refuse_known(known)
        count = codes_model._import(reward, content)
        self.sudo().content = False
        return toast(self.env._("Codes imported: %(count)s.", count=count))
