from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _prepare_mail_values(self, res_ids):
        """Let nobody write about a mentorship as somebody else: the host believes the author that a client names."""
        values_by_id = super()._prepare_mail_values(res_ids)
        if self.env.su or not self.model or not self.env[self.model]._is_mentorship_model():
            return values_by_id
        me = {"author_id": self.env.user.partner_id.id, "email_from": self.env.user.email_formatted}
        return {res_id: {**values, **me} for res_id, values in values_by_id.items()}
