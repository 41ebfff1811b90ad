from collections import defaultdict

from odoo import fields, models

from .own_context import Own, get_own

LOGGED = "mentorship_logged"


class Logged(Own):
    """Collects what the host would log record by record; stands in the context as ``LOGGED``."""

    def __init__(self):
        self.entries = []


class HrMentorshipThreadMixin(models.AbstractModel):
    """A document with a chatter that tells nobody more than the messages which they may read themselves."""

    _name = "hr.mentorship.thread.mixin"
    _description = "Chatter of a Mentorship Document"
    _inherit = ["mail.thread"]

    # The host joins messages to their document without asking who reads them: “found” would spell out their words
    message_ids = fields.One2many(bypass_search_access=False)
    website_message_ids = fields.One2many(bypass_search_access=False)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # Set where followers have been added in one batch already (hr.mentorship.lifecycle.mixin, _schedule_activities)
        if get_own(self.env, "mentorship_followed"):
            return True
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def _message_compute_author(self, author_id=None, email_from=None):
        """Let nobody write as somebody else: the host believes the author that a client names."""
        if not self.env.su:
            author_id, email_from = None, None
        return super()._message_compute_author(author_id, email_from)

    # -- what has changed of many documents at once

    def _message_track(self, fields_iter, initial_values_dict):
        """Log what has changed in one batch of messages, where the host makes each by itself with queries of its own.

        All the rest is left to it: what is tracked, who is its author, and what is posted because of it.
        """
        if len(self) < 2:
            return super()._message_track(fields_iter, initial_values_dict)
        logged = Logged()
        many = self.with_context(**{LOGGED: logged})
        tracking = super(HrMentorshipThreadMixin, many)._message_track(fields_iter, initial_values_dict)
        self._write_log(logged.entries)
        return tracking

    def _message_log(
        self,
        *,
        body="",
        subject=False,
        author_id=None,
        email_from=None,
        message_type="notification",
        partner_ids=False,
        attachment_ids=False,
        tracking_value_ids=False,
    ):
        logged = get_own(self.env, LOGGED, Logged)
        is_plain = message_type == "notification" and not (subject or email_from or partner_ids or attachment_ids)
        if logged is None or not is_plain:
            return super()._message_log(
                body=body,
                subject=subject,
                author_id=author_id,
                email_from=email_from,
                message_type=message_type,
                partner_ids=partner_ids,
                attachment_ids=attachment_ids,
                tracking_value_ids=tracking_value_ids,
            )
        logged.entries.append((self.id, author_id, body, tracking_value_ids))
        return self.env["mail.message"]

    def _write_log(self, entries):
        """Write messages, each with the values that have changed.

        :param entries: list of id, id of the author or None, text, and commands that create tracking values
        """
        by_author = defaultdict(list)
        for record_id, author_id, body, commands in entries:
            by_author[author_id].append((record_id, body, commands))
        changes = []
        for author_id, logs in by_author.items():
            records = self.browse([record_id for record_id, _body, _commands in logs])
            messages = records._message_log_batch(
                {record_id: body for record_id, body, _commands in logs}, author_id=author_id
            )
            changes += [
                {**values, "mail_message_id": message.id}
                for message, (_record_id, _body, commands) in zip(messages, logs, strict=True)
                for _operation, _id, values in commands or ()
            ]
        # sudo: as the host writes them
        self.env["mail.tracking.value"]._clean_sudo().create(changes)
        self.invalidate_recordset(["message_ids"])
