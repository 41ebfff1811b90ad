from odoo import models


class HrMentorshipLetterboxMixin(models.AbstractModel):
    """A document that our mails hang on: they are their receiver's, not of whoever may read the document."""

    _name = "hr.mentorship.letterbox.mixin"
    _description = "Document of Mentorship Mails"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        return dict.fromkeys(self, False)

    def _mail_group_by_operation_for_mail_message_operation(self, message_operation):
        return {}
