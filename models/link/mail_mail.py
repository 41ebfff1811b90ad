from datetime import timedelta

from odoo import api, fields, models

RETRY_DAYS = 7
PURPOSES = [
    ("answer", "Answer an offer"),
    ("sign", "Sign an agreement"),
    ("checkin", "Say what became of a check-in"),
    ("fit", "Answer the fit check"),
    ("join", "Answer an invitation"),
    ("survey", "Say how it goes"),
    ("training", "Take a training"),
]
LINK_PLACEHOLDER = "/mentorship/your-link"
"""Stands in the kept mail where the letter that leaves has the personal link."""
PERMANENT_FAILURES = ("mail_email_invalid", "mail_email_missing")
LOST_AFTER = timedelta(hours=24)


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _cron_retry_mentorship_mails(self):
        """Queue our mails again that a mail server did not take: Odoo itself tries each mail once.

        Offers, agreements and signed copies are promised to their members, and whoever has no user has nothing else.
        What no mail server has taken for a day is tried on, and told.
        """
        lost = self.search(
            [
                ("model", "in", self._get_letter_models()),
                ("state", "=", "exception"),
                ("failure_type", "not in", ("mail_email_invalid", "mail_email_missing")),
                ("create_date", ">", fields.Datetime.now() - timedelta(days=RETRY_DAYS)),
            ]
        )
        lost.mark_outgoing()
        old = lost.filtered(lambda mail: mail.create_date < fields.Datetime.now() - LOST_AFTER)
        # sudo: for the job
        old.sudo().recipient_ids._find_mentorship_members()._report_unreachable()
        return lost

    @api.model
    def _get_letter_models(self):
        """Return the models whose mails are letters: what they bring is put in as they leave."""
        return ["hr.mentorship.member"]

    # -- letters

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Put in at the last moment what the database never holds, into the letter that leaves and nowhere else."""
        outgoing = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        letters = self._find_mentorship_letters()
        return letters._put_in(letters.mail_id, outgoing) if letters else outgoing

    def _filter_mail_mail_servers(self, mail_servers):
        """A personal link leaves by no mail server of a person, who would find it among the mails they have sent."""
        servers = super()._filter_mail_mail_servers(mail_servers)
        if self._find_mentorship_letters():
            servers = servers.filtered(lambda server: not server.owner_user_id)
        return servers

    def _find_mentorship_letters(self):
        # sudo: nobody has access to the rows, and the mail queue runs as any user
        models_of_letters = self._get_letter_models()
        mails = self.sudo().filtered(lambda mail: mail.model in models_of_letters)
        letters = self.env["hr.mentorship.letter"].sudo()
        return letters.search([("mail_id", "in", mails.ids)]) if mails else letters

    # -- who cannot be reached

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """What our own mail server refuses at once."""
        if failure_type in PERMANENT_FAILURES:
            mails = self.sudo().filtered(lambda mail: (mail.model or "").startswith("hr.mentorship"))
            mails.recipient_ids._find_mentorship_members()._report_unreachable()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
