from odoo import fields, models


class HrMentorshipThreadMixin(models.AbstractModel):
    """A document with a chatter that tells nobody more than the messages which they may read themselves."""

    _name = "hr.mentorship.thread.mixin"
    _description = "Chatter of a Mentorship Document"
    _inherit = ["mail.thread"]

    # The host joins messages to their document without asking who reads them: “found” would spell out their words
    message_ids = fields.One2many(bypass_search_access=False)
    website_message_ids = fields.One2many(bypass_search_access=False)

    def _message_compute_author(self, author_id=None, email_from=None):
        """Let nobody write as somebody else: the host believes the author that a client names."""
        if not self.env.su:
            author_id, email_from = None, None
        return super()._message_compute_author(author_id, email_from)
