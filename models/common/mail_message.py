from odoo import api, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model
    def _find_allowed_doc_ids(self, model_ids):
        allowed = super()._find_allowed_doc_ids(model_ids)
        ids = {
            message_id
            for model, by_document in model_ids.items()
            if self._is_conversation(model)
            for message_ids in by_document.values()
            for message_id in message_ids
        }
        return allowed | set(self.browse(ids - allowed)._filter_status_logs().ids)

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if operation == "read" and forbidden and self.env.user._is_internal():
            forbidden -= forbidden._filter_status_logs()
        return forbidden

    def _is_conversation(self, model):
        return model in self.env and isinstance(self.env[model], self.env.registry["hr.mentorship.conversation.mixin"])

    def _filter_status_logs(self):
        """Return the messages that say what has changed, and nothing else, in documents that the user may read."""
        logs_sudo = self.sudo().filtered(  # sudo: which of them may be read is what is found out here
            lambda message: (
                self._is_conversation(message.model)
                and message.message_type == "notification"
                and message.tracking_value_ids
                and not message.body
                and not message.attachment_ids
            )
        )
        readable = self.browse()
        for model, messages_sudo in logs_sudo.grouped("model").items():
            documents = self.env[model].browse(messages_sudo.mapped("res_id")).exists()._filtered_access("read")
            readable |= self.browse(messages_sudo.filtered(lambda m, d=documents: m.res_id in d._ids).ids)
        return readable
