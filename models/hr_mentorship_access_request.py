import logging
import re
import sys
import traceback

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

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
    """A link that a member with a user has asked for, to sign where they are not logged in."""

    _inherit = "hr.mentorship.access.token"

    is_requested = fields.Boolean(help="Asked for by its member, who could sign in Odoo as well.")


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _get_link_address(self):
        if self.has_login:
            # sudo: the address of a user in another company, too
            return self.sudo().user_id.partner_id.email_normalized or ""
        return super()._get_link_address()

    def _get_link_partner(self):
        if self.has_login:
            return self.sudo().user_id.partner_id  # sudo: the same
        return super()._get_link_partner()

    def _request_link(self):
        """Send this member, who has been identified, a link to sign with."""
        self.ensure_one()
        member = self.sudo()  # sudo: links are nobody's to read; this one goes to the user's own mailbox
        limits = self.env["hr.mentorship.access.limit"].sudo()
        if limits._is_exceeded("request", member.id):
            raise UserError(self.env._("You have asked for several links already. Look into your mailbox, or wait."))
        limits._count("request", member.id)
        address = member._get_link_address()
        if not address:
            raise UserError(self.env._("Your user has no e-mail address. Enter one in your preferences first."))
        users = member.env["res.users"].search([("email_normalized", "=", address)]) - member.user_id
        employees = member.env["hr.employee"].search([("work_contact_id.email_normalized", "=", address)])
        if users or employees - member.employee_id:
            raise UserError(
                self.env._("You share your e-mail address with somebody, who could sign for you. Sign here instead.")
            )
        member._send("hr_mentorship.mail_template_sign_link", is_requested=True)


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def action_send_my_link(self):
        """Send the current user a link by which they sign without logging in."""
        self.ensure_one()
        member = self.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship get a link to sign."))
        if not member._awaits_signature():
            raise UserError(self.env._("Nothing waits for your signature here. Reload the page to see why."))
        member._request_link()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("A link is on its way to %(address)s.", address=member._get_link_address()),
            },
        }
