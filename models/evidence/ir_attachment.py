from odoo import api, models
from odoo.exceptions import UserError

CONTENT_FIELDS = {
    "name",
    "type",
    "url",
    "raw",
    "datas",
    "db_datas",
    "store_fname",
    "checksum",
    "file_size",
    "mimetype",
    "res_model",
    "res_id",
    "res_field",
    "company_id",
    "public",
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        fields_changed = CONTENT_FIELDS & vals.keys()
        if fields_changed and (copies := self._filter_signed_copies()):
            # Whoever may not read it does not learn from the refusal whose copy this is
            self.check_access("read")
            for attachment in copies:
                # What changes nothing passes: moving the files between database and disk writes them anew
                if any(attachment[name] != vals[name] for name in fields_changed):
                    attachment._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_except_signed_copies(self):
        copies = self._filter_signed_copies()
        if copies and not self.env["hr.mentorship.agreement"]._is_being_uninstalled():
            copies[0]._refuse_change()

    def _filter_signed_copies(self):
        """Return those of ``self`` (in sudo) that are the kept copy of a signed agreement."""
        candidates = self.sudo().filtered(lambda attachment: attachment.res_model == "hr.mentorship.agreement")
        if not candidates:
            return candidates
        # sudo: whoever touches the file need not see the agreement
        agreements = self.env["hr.mentorship.agreement"].sudo().search([("copy_attachment_id", "in", candidates.ids)])
        return candidates & agreements.copy_attachment_id

    def _refuse_change(self):
        raise UserError(
            self.env._("“%(name)s” is the kept copy of a signed agreement and stays as it is.", name=self.name)
        )
