from odoo import models

from odoo.addons.mail.tools.discuss import Store


class HrMentorshipConversationMixin(models.AbstractModel):
    """A document whose chatter belongs to its members: what two people write to each other is read by the two.

    Whoever may read the document for another reason, program managers and administrators, reads changes of status
    there, and messages that are sent to them: by a mention, as to anybody else. They do not follow it either, as
    followers are sent every message.
    """

    _name = "hr.mentorship.conversation.mixin"
    _description = "Conversation of a Mentorship"
    _inherit = ["hr.mentorship.thread.mixin"]

    def _get_conversation_users(self):
        """Return whose conversation the chatter of this record (in sudo) is."""
        self.ensure_one()
        return self.mentorship_id.member_ids.user_id

    def _filter_own_conversations(self):
        records_sudo = self.sudo()  # sudo: whose it is does not hang on what the user may read of it
        return self.browse(
            [record.id for record in records_sudo if self.env.user in record._get_conversation_users()]
        ).with_prefetch(self._prefetch_ids)

    def _thread_to_store(self, store, fields, *, request_list=None):
        """Show above the messages what the reader has to do: what our steps give to somebody else stands with them.

        It is written in their language, and the button beside it would finish what they are asked for.
        """
        result = super()._thread_to_store(store, fields, request_list=request_list)
        if "activities" in (request_list or ()) and "activity_ids" in self._fields:
            for record in self.with_context(active_test=True):
                todos = record.activity_ids
                of_others = todos.filtered(lambda todo: todo.user_id and todo.user_id != self.env.user)
                shown = todos - of_others._filter_readable_steps()
                store.add(record, {"activities": Store.Many(shown)}, as_thread=True)
        return result

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
