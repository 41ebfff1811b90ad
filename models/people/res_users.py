from odoo import api, models
from odoo.tools import email_normalize


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("partner_id")
    def _check_lang_is_installed(self):
        """Whoever gets an account may have had any language as a contact before."""
        self.partner_id._check_lang_is_installed()

    def _is_reached_at(self, address):
        """Return whether this account is that of whoever reads mail at ``address``."""
        known = {email_normalize(self.login), self.partner_id.email_normalized}
        return email_normalize(address or "") in known - {False, None, ""}
