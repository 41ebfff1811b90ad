from odoo import api, models


class HrMentorshipConversationMixin(models.AbstractModel):
    """A document whose chatter belongs to its members: what two people write to each other is read by the two.

    Whoever may read the document for another reason, program managers and administrators, reads changes of status
    there, and messages that are sent to them: by a mention, as to anybody else. They do not follow it either, as
    followers are sent every message.
    """

    _name = "hr.mentorship.conversation.mixin"
    _description = "Conversation of a Mentorship"
    _inherit = ["mail.thread"]

    def _get_conversation_users(self):
        """Return whose conversation the chatter of this record (in sudo) is."""
        self.ensure_one()
        return self.mentorship_id.member_ids.user_id

    def _filter_own_conversations(self):
        records_sudo = self.sudo()  # sudo: whose it is does not hang on what the user may read of it
        return self.browse(
            [record.id for record in records_sudo if self.env.user in record._get_conversation_users()]
        ).with_prefetch(self._prefetch_ids)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation != "create":
            own = set(self._filter_own_conversations().ids)
            operations.update({record: False for record in self if record.id not in own})
        return operations

    def _mail_group_by_operation_for_mail_message_operation(self, message_operation):
        by_operation = super()._mail_group_by_operation_for_mail_message_operation(message_operation)
        by_operation.pop(False, None)
        return by_operation

    def _message_post_after_hook(self, message, msg_vals):
        """A file is read by whoever reads the message that brought it, not by whoever reads the document."""
        result = super()._message_post_after_hook(message, msg_vals)
        # sudo: the file has just been put on this document by the host, for the same user
        files = message.sudo().attachment_ids.filtered(
            lambda file: file.res_model == self._name and file.res_id == self.id and file.create_uid == self.env.user
        )
        files.write({"res_model": message._name, "res_id": message.id})
        return result


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
        return model in self.env and isinstance(
            self.env[model], self.env.registry["hr.mentorship.conversation.mixin"]
        )

    def _filter_status_logs(self):
        """Return the messages that say what has changed, and nothing else, in documents that the user may read."""
        logs_sudo = self.sudo().filtered(  # sudo: which of them may be read is what is found out here
            lambda message: self._is_conversation(message.model)
            and message.message_type == "notification"
            and message.tracking_value_ids
            and not message.body
            and not message.attachment_ids
        )
        readable = self.browse()
        for model, messages_sudo in logs_sudo.grouped("model").items():
            documents = self.env[model].browse(messages_sudo.mapped("res_id")).exists()._filtered_access("read")
            readable |= self.browse(messages_sudo.filtered(lambda m, d=documents: m.res_id in d._ids).ids)
        return readable


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody follows what two people write to each other but the two, however the host comes to add them."""
        return super().create(self._drop_outsiders(vals_list))

    def _drop_outsiders(self, vals_list):
        messages = self.env["mail.message"]
        models_of_ours = set(filter(messages._is_conversation, [vals.get("res_model") for vals in vals_list]))
        partners = {}
        for model in models_of_ours:
            ids = {vals["res_id"] for vals in vals_list if vals.get("res_model") == model and vals.get("res_id")}
            for record in self.env[model].sudo().browse(ids).exists():  # sudo: see _filter_own_conversations
                partners[model, record.id] = set(record._get_conversation_users().partner_id.ids)
        return [
            vals
            for vals in vals_list
            if vals.get("res_model") not in models_of_ours
            or vals.get("partner_id") in partners.get((vals["res_model"], vals.get("res_id")), ())
        ]
