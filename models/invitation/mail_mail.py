from odoo import api, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _get_letter_models(self):
        return [*super()._get_letter_models(), "hr.mentorship.invitation"]
