from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _filter_of_mentorship(self):
        """Return those of ``self`` (in sudo) that belong to a document of mentorship, or to a message written there."""

        def is_ours(model):
            return (model or "").startswith("hr.mentorship")

        attachments_sudo = self.sudo().exists()  # sudo: what is asked is whose they are, not what is in them
        in_messages_sudo = attachments_sudo.filtered(lambda attachment: attachment.res_model == "mail.message")
        messages_sudo = self.env["mail.message"].sudo().browse(in_messages_sudo.mapped("res_id")).exists()
        message_ids = set(messages_sudo.filtered(lambda message: is_ours(message.model)).ids)
        return attachments_sudo.filtered(
            lambda attachment: (
                is_ours(attachment.res_model)
                or (attachment.res_model == "mail.message" and attachment.res_id in message_ids)
            )
        )
