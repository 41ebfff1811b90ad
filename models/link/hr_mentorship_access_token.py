import hashlib
import hmac
import logging
import re
import secrets
import sys
import traceback
from datetime import timedelta

from odoo import api, fields, models

from .mail_mail import PURPOSES

IS_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}").fullmatch
UNKNOWN = hashlib.sha256(b"").hexdigest()
SECRET = re.compile(r"(/mentorship/(?:link|reminders)/[^/\s]*/)[^\s\"'?]+")
LOGGERS = ("werkzeug", "odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_http", "odoo.addons.mail")


class HideLinks(logging.Filter):
    """Keeps the secrets of personal links out of the logs, which more people read than the database."""

    def filter(self, record):
        message = record.getMessage()
        if "/mentorship/" in message:
            record.msg, record.args = SECRET.sub(r"\1***", message), ()
        if record.exc_info and not record.exc_text:
            trace = "".join(traceback.format_exception(*sys.exc_info() if record.exc_info is True else record.exc_info))
            if "/mentorship/" in trace:
                record.exc_text = SECRET.sub(r"\1***", trace)
        return True


# On the loggers that know addresses, and on whatever writes a log by now: a filter sees its own logger's records alone
for place in (*map(logging.getLogger, LOGGERS), *logging.getLogger().handlers):
    place.addFilter(HideLinks())


class HrMentorshipAccessToken(models.Model):
    """The key of a personal link, for a member who does not log in; only its hash is kept.

    A link opens one door for one holder, a member most often: to answer an offer, or to sign an agreement. It is made
    when its mail leaves (see ``mail.mail``), so that neither mails nor messages in the database hold it, and a newer
    link takes its place.
    Nobody has access to this model; the pages work in sudo on the one token whose secret they were shown.
    """

    _name = "hr.mentorship.access.token"
    _description = "Personal Mentorship Link"
    _order = "id desc"
    _rec_name = "purpose"

    member_id = fields.Many2one("hr.mentorship.member", index=True, ondelete="cascade")
    purpose = fields.Selection(PURPOSES, required=True)
    selector = fields.Char(required=True, help="Finds the token without telling anything about its secret.")
    secret_hash = fields.Char(required=True)
    email = fields.Char(required=True, help="The address that the link was sent to.")
    expires_at = fields.Datetime(required=True)
    used_at = fields.Datetime()
    is_requested = fields.Boolean(help="Asked for by its member, who could sign in Odoo as well.")

    _one_selector = models.Constraint("UNIQUE(selector)", "A link has a selector of its own.")
    _one_live_token = models.UniqueIndex(
        "(member_id, purpose) WHERE used_at IS NULL", "A member has one link for each purpose."
    )

    @api.model
    def _mint(self, holder, purpose):
        """Make a new link for ``holder`` (sudo), in place of any earlier one for the same purpose.

        :param holder: a member, or whatever else :meth:`_get_holder` knows

        :returns: its path, the only place that holds the secret
        """
        selector, secret = secrets.token_urlsafe(12), secrets.token_urlsafe(32)
        name = self._get_holder_names()[holder._name]
        self.search([(name, "=", holder.id), ("purpose", "=", purpose), ("used_at", "=", False)]).unlink()
        self.create(
            {
                name: holder.id,
                "purpose": purpose,
                "selector": selector,
                "secret_hash": self._hash(secret),
                "email": holder._get_link_address(),
                "is_requested": holder.has_login,
                "expires_at": fields.Datetime.now() + timedelta(days=holder._get_link_days()),
            }
        )
        return f"/mentorship/link/{selector}/{secret}"

    @api.model
    def _get_holder_names(self):
        """Hook: return by model which field holds who a link is for; a link has one holder."""
        return {"hr.mentorship.member": "member_id"}

    def _get_holder(self):
        """Return the one for whom the link is."""
        self.ensure_one()
        return next(filter(None, (self[name] for name in self._get_holder_names().values())), self.member_id)

    @api.model
    def _hash(self, secret):
        # Secrets of 256 random bits: there is nothing to guess that a slower hash would protect
        return hashlib.sha256(secret.encode()).hexdigest()

    @api.model
    def _find(self, selector, secret):
        """Return the token whose secret this is, whether it still opens anything or not; else nothing."""
        if not (IS_SAFE(selector) and IS_SAFE(secret)):
            selector = secret = ""
        token = self.search([("selector", "=", selector)])
        # Compared even if there is no such token, so that the answer takes as long
        is_right = hmac.compare_digest(token.secret_hash or UNKNOWN, self._hash(secret))
        return token if is_right else self.browse()

    def _is_valid(self):
        """Whether the link still opens its door; an empty token opens none."""
        if not self or self.used_at or self.expires_at <= fields.Datetime.now():
            return False
        holder = self._get_holder()
        # Somebody who can log in by now does that unless they asked for the link, and a link sent to an address of the
        # past opens nothing
        if holder.has_login != self.is_requested or holder._get_link_address() != self.email:
            return False
        return holder._may_use_link(self.purpose)

    def _use(self):
        """Make the link useless. Two requests at once write the same row, so one of them is run again."""
        self.ensure_one()
        self.used_at = fields.Datetime.now()

    @api.autovacuum
    def _gc_tokens(self):
        self.search([("expires_at", "<", fields.Datetime.now() - timedelta(days=30))]).unlink()
