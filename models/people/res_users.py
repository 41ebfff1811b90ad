from odoo import models
from odoo.tools import email_normalize


class ResUsers(models.Model):
    _inherit = "res.users"

    def _is_reached_at(self, address):
        """Return whether this account is that of whoever reads mail at ``address``."""
        known = {email_normalize(self.login), self.partner_id.email_normalized}
        return email_normalize(address or "") in known - {False, None, ""}
