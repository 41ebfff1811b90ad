import hashlib
import json
import logging
from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models
from odoo.tools import html2plaintext

from .mail_mail import PURPOSES

_logger = logging.getLogger(__name__)
"""Stands in the kept mail where the letter that leaves has the words of one person to another."""
KEPT_DAYS = 14
"""After that no link is put into a mail that still waits: whoever is concerned has been sent another one."""
SEALED_FIELDS = ("body_html", "subject", "email_from", "reply_to", "headers", "email_to", "email_cc", "model", "res_id")
"""What must still be in a mail as our own code has queued it."""


class HrMentorshipLetter(models.Model):
    """Says that our own code has queued this mail for this member, and what is put into it as it leaves.

    A mail brings a personal link, or words that only two people read, because there is a row here; nothing that
    stands in the mail itself decides about that. Anybody may have a mail made with values of their own
    (``mail.template.send_mail(email_values=…)`` writes them in sudo), so the rows hang on no field of ``mail.mail``:
    a one2many there could be filled by the same way. Nobody has access to this model.
    """

    _name = "hr.mentorship.letter"
    _description = "Mentorship Mail with a Personal Link"
    _rec_name = "placeholder"
    _order = "id"

    mail_id = fields.Many2one("mail.mail", required=True, index=True, ondelete="cascade")
    member_id = fields.Many2one("hr.mentorship.member", index=True, ondelete="cascade")
    purpose = fields.Selection(PURPOSES, help="The personal link that the mail brings; none, only words.")
    placeholder = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    email = fields.Char(required=True, help="The only address that the mail may leave for.")
    seal = fields.Char(required=True, help="The hash of the mail as it was queued.")

    @api.model
    def _queue(self, contents):
        """Note what is put into mails of ours as they leave.

        :param contents: list of ``(mail, holder, purpose, placeholder)``, the mails and holders in sudo: members, or
            whatever else personal links are for
        """
        recipients = {mail: holder._get_link_partner() for mail, holder, *_rest in contents}
        for mail, partner in recipients.items():
            if mail.recipient_ids != partner:  # a template that has been changed
                mail.recipient_ids = partner
        names = self.env["hr.mentorship.access.token"]._get_holder_names()
        seals = {mail: self._hash(mail) for mail in recipients}
        # sudo: nobody has access; the rows are our own code's
        return self.sudo().create(
            [
                {
                    "mail_id": mail.id,
                    names[holder._name]: holder.id,
                    "purpose": purpose,
                    "placeholder": placeholder,
                    "partner_id": holder._get_link_partner().id,
                    "email": holder._get_link_address(),
                    "seal": seals[mail],
                }
                for mail, holder, purpose, placeholder in contents
            ]
        )

    def _get_holder(self):
        """Return the one for whom the letter is."""
        self.ensure_one()
        names = self.env["hr.mentorship.access.token"]._get_holder_names().values()
        return next(filter(None, (self[name] for name in names)), self.member_id)

    @api.model
    def _get_mail_values(self, company):
        """Return what the mails with something personal have in common, whatever their template says.

        Nobody else gets them, and whoever has set them off does not get what comes back: a bounce quotes the whole
        mail.
        """
        sender = company.email_formatted or self.env.ref("base.partner_root").sudo().email_formatted
        return {
            "email_to": False,
            "email_cc": False,
            "headers": False,
            "scheduled_date": False,
            "email_from": sender,
            "reply_to": sender,
        }

    @api.model
    def _hash(self, mail):
        return hashlib.sha256(json.dumps([mail[name] or "" for name in SEALED_FIELDS]).encode()).hexdigest()

    def _put_in(self, mail, outgoing):
        """Fill in the one letter that ``mail`` becomes, if it still is what we have queued.

        :param list outgoing: of ``mail._prepare_outgoing_list()``
        """
        if not self._is_as_queued(mail, outgoing):
            _logger.warning("Mail %s has been changed since it was queued: nothing personal is put into it.", mail.id)
            return outgoing
        [letter] = outgoing
        body, minted = str(letter["body"]), {}
        # The longest placeholder first: …/1 is the beginning of …/12
        for row in self.sorted(lambda row: (-len(row.placeholder), row.id)):
            body = row._put_in_words(body) if not row.purpose else row._put_in_link(body, minted)
        return [{**letter, "body": body, "body_alternative": html2plaintext(body)}]

    def _is_as_queued(self, mail, outgoing):
        """Whether the mail leaves for its member's own address alone, with the text that our code gave it."""
        if len(outgoing) != 1 or mail.recipient_ids != self.partner_id or mail.headers:
            return False
        [letter] = outgoing
        oldest = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        return (
            not letter["email_cc"]
            and letter["partner_id"] == mail.recipient_ids
            and all(
                letter["email_to_normalized"] == [row.email]
                and row.seal == self._hash(mail)
                and row.create_date > oldest
                and row.partner_id == row._get_holder()._get_link_partner()
                and row.email == row._get_holder()._get_link_address()
                for row in self
            )
        )

    def _put_in_link(self, body, minted):
        """Replace the target of our own button, nothing else: not a picture, not an address of another site."""
        holder = self._get_holder()
        target = f'href="{holder.get_base_url()}{self.placeholder}"'
        if target not in body:
            return body
        key = (holder, self.purpose)
        if key not in minted:
            minted[key] = self.env["hr.mentorship.access.token"]._mint(*key)
        return body.replace(target, f'href="{holder.get_base_url()}{minted[key]}"')

    def _put_in_words(self, body):
        words = escape(self._get_holder()._get_words_of_letter())
        return body.replace(self.placeholder, str(words))

    @api.autovacuum
    def _gc_letters(self):
        self.search([("create_date", "<", fields.Datetime.now() - timedelta(days=2 * KEPT_DAYS))]).unlink()
