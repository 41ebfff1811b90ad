import logging
import re

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.hr_mentorship.models.link.hr_mentorship_member import WORDS_PLACEHOLDER
from odoo.addons.hr_mentorship.models.link.mail_mail import LINK_PLACEHOLDER

_logger = logging.getLogger(__name__)

SECRET = "/mentorship/link/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+"
WORDS = re.compile(r"(<blockquote[^>]*>).*?(</blockquote>)", re.DOTALL)
MEMBER, DIGEST = "hr.mentorship.member", "hr.mentorship.digest"


def migrate(cr, version):
    """No field of a mail decides about a personal link any more, and no mail keeps the words of a request.

    Before, anybody could have the link of somebody else sent to themselves. So every link that is out there stops
    working, whoever waits for one gets a new mail, and daily mails that wait in the queue get theirs as they leave.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    keep_words_out_of_templates(cr)
    drop_stored_secrets(cr)
    keep_words_out_of_mails(env)
    env.invalidate_all()
    cr.execute("DELETE FROM hr_mentorship_access_token WHERE used_at IS NULL")
    take_out_mails_with_links(env)
    note_daily_mails(env)
    sent = send_links_again(env)
    _logger.info("Personal links that were out there are closed; %s people get a new one.", sent)


def keep_words_out_of_templates(cr):
    """In all languages, and where somebody has changed the text as well."""
    old, new = "object.mentorship_id.given_request_message", "object._get_request_words()"
    cr.execute(
        SQL(
            "UPDATE mail_template SET body_html = REPLACE(body_html::text, %s, %s)::jsonb"
            " WHERE body_html::text LIKE %s",
            old,
            new,
            f"%{old}%",
        )
    )


def drop_stored_secrets(cr):
    for table, column in (("mail_mail", "body_html"), ("mail_message", "body"), ("ir_logging", "message")):
        cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = REGEXP_REPLACE(%(column)s, %(secret)s, %(place)s, 'g')"
                " WHERE %(column)s LIKE '%%/mentorship/link/%%'",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                secret=SECRET,
                place=LINK_PLACEHOLDER,
            )
        )


def keep_words_out_of_mails(env):
    """What a mentee has written to a mentor stays in the request; mails that still wait get it as they leave."""
    requests = env["hr.mentorship"].search([]).filtered("given_request_message")
    mentors = requests.member_ids.filtered(lambda member: member.role == "mentor")
    domain = [("model", "=", MEMBER), ("res_id", "in", mentors.ids), ("body", "like", "<blockquote")]
    messages = env["mail.message"].search(domain)
    for message in messages:
        env.cr.execute(SQL("UPDATE mail_message SET body = %s WHERE id = %s", hide_words(message.body), message.id))
    mails = env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
    for mail in mails:
        env.cr.execute(SQL("UPDATE mail_mail SET body_html = %s WHERE id = %s", hide_words(mail.body_html), mail.id))
    env.invalidate_all()
    contents = []
    for mail in mails.filtered(lambda mail: mail.state in ("outgoing", "exception")):
        member = env[MEMBER].browse(mail.res_id)
        if member.has_login and is_ours(mail, member._get_link_partner()) and member._get_link_address():
            contents.append((mail, member, False, WORDS_PLACEHOLDER))
    env["hr.mentorship.letter"]._queue(contents)


def hide_words(body):
    return WORDS.sub(rf"\1{WORDS_PLACEHOLDER}\2", body or "")


def is_ours(mail, partner):
    return mail.recipient_ids == partner and not (mail.email_to or mail.email_cc or mail.headers)


def find_queued_mails(env, model):
    waiting = [("state", "in", ("outgoing", "exception")), ("body_html", "like", LINK_PLACEHOLDER)]
    return env["mail.mail"].search([("model", "=", model), *waiting])


def take_out_mails_with_links(env):
    """New ones take their place; which of these are ours nobody can say for sure."""
    find_queued_mails(env, MEMBER).unlink()


def note_daily_mails(env):
    contents = []
    for mail in find_queued_mails(env, DIGEST):
        digest = env[DIGEST].browse(mail.res_id).exists()
        if not digest or not is_ours(mail, digest.partner_id):
            continue
        mail.write(env["hr.mentorship.letter"]._get_mail_values(digest.company_id))
        contents += [
            (mail, line.member_id, line._get_purpose(), line._get_link_placeholder())
            for line in digest.notice_ids.filtered(lambda line: line._brings_link())
        ]
    env["hr.mentorship.letter"]._queue(contents)


def send_links_again(env):
    """Links of daily mails come with the next one; who has a user and has asked for a link asks again."""
    members = env[MEMBER].search([("mentorship_id.state", "in", ("offered", "agreement", "active", "paused"))])
    members = members.filtered(lambda member: not member.has_login)
    asked = members.filtered(lambda member: member._awaits_answer())
    requested = asked.filtered(lambda member: member.mentorship_id.origin == "request")
    signing = members.filtered(lambda member: member._awaits_signature())
    amending = signing.filtered(lambda member: member.mentorship_id.open_agreement_id.is_amendment)
    requested._send("hr_mentorship.mail_template_request")
    (asked - requested)._send("hr_mentorship.mail_template_offer")
    amending._send("hr_mentorship.mail_template_amendment")
    (signing - amending)._send("hr_mentorship.mail_template_sign_agreement")
    return len(asked | signing)
