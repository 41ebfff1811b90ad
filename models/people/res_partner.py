from odoo import api, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.constrains("lang")
    def _check_lang_is_installed(self):
        """Refuse a language that is not installed to whoever has an account.

        Odoo offers none, and takes any from a client. Whatever is said to that person then fails, and with it what is
        done for all others in the same step: one account would stop a program from being published.
        """
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for partner in self.filtered(lambda partner: partner.lang and partner.lang not in installed):
            if partner.sudo().user_ids:  # sudo: whoever writes a partner may not read accounts
                raise ValidationError(
                    self.env._(
                        "The language “%(code)s” is not installed here. Choose one of the list.", code=partner.lang
                    )
                )
