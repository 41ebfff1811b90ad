from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

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

    mentorship_link = fields.Selection(
        PURPOSES,
        readonly=True,
        groups=NO_ACCESS,
        help="The personal link that this mail brings to its member.",
    )

    def _prepare_outgoing_body(self):
        """Put the personal link in at the last moment, so that the database never holds it.

        Whether a mail brings a link is said by a field that only our own code sets, not by its text: otherwise
        whoever can write mails could have the link of somebody else sent to themselves.
        """
        body = super()._prepare_outgoing_body()
        mail = self.sudo()  # sudo: the field is nobody's, and the mail queue runs as any user
        if not mail.mentorship_link or mail.model != "hr.mentorship.member" or LINK_PLACEHOLDER not in body:
            return body
        member = mail.env["hr.mentorship.member"].browse(mail.res_id).exists()
        if not member or not member._takes_link(mail):
            return body
        link = mail.env["hr.mentorship.access.token"]._mint(member, mail.mentorship_link)
        return body.replace(LINK_PLACEHOLDER, link)

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
