from datetime import timedelta

from odoo import api, fields, models

RETRY_DAYS = 7

PURPOSES = [
    ("answer", "Answer an offer"),
    ("sign", "Sign an agreement"),
    ("checkin", "Say what became of a check-in"),
    ("fit", "Answer the fit check"),
]

LINK_PLACEHOLDER = "/mentorship/your-link"
"""Stands in the kept mail where the letter that leaves has the personal link."""


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _cron_retry_mentorship_mails(self):
        """Queue our mails again that a mail server did not take: Odoo itself tries each mail once.

        Offers, agreements and signed copies are promised to their members, and whoever has no user has nothing else.
        """
        lost = self.search(
            [
                ("model", "in", ("hr.mentorship.member", "hr.mentorship.digest")),
                ("state", "=", "exception"),
                ("failure_type", "not in", ("mail_email_invalid", "mail_email_missing")),
                ("create_date", ">", fields.Datetime.now() - timedelta(days=RETRY_DAYS)),
            ]
        )
        lost.mark_outgoing()
        return lost
