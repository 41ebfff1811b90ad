import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_mentorship import RUNNING_STATES
from .mail_mail import LINK_PLACEHOLDER, PURPOSES

VALID_DAYS = 14
IS_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}").fullmatch
UNKNOWN = hashlib.sha256(b"").hexdigest()


class HrMentorshipAccessToken(models.Model):
    """The key of a personal link, for a member who does not log in; only its hash is kept.

    A link opens one door for one member: to answer an offer, or to sign an agreement. It is made when its mail leaves
    (see ``mail.mail``), so that neither mails nor messages in the database hold it, and a newer link takes its place.
    Nobody has access to this model; the pages work in sudo on the one token whose secret they were shown.
    """

    _name = "hr.mentorship.access.token"
    _description = "Personal Mentorship Link"
    _order = "id desc"
    _rec_name = "purpose"

    member_id = fields.Many2one("hr.mentorship.member", required=True, index=True, ondelete="cascade")
    purpose = fields.Selection(PURPOSES, required=True)
    selector = fields.Char(required=True, help="Finds the token without telling anything about its secret.")
    secret_hash = fields.Char(required=True)
    email = fields.Char(required=True, help="The address that the link was sent to.")
    expires_at = fields.Datetime(required=True)
    used_at = fields.Datetime()

    _one_selector = models.Constraint("UNIQUE(selector)", "A link has a selector of its own.")
    _one_live_token = models.UniqueIndex(
        "(member_id, purpose) WHERE used_at IS NULL", "A member has one link for each purpose."
    )

    @api.model
    def _mint(self, member, purpose):
        """Make a new link for ``member`` (sudo), in place of any earlier one for the same purpose.

        :returns: its path, the only place that holds the secret
        """
        selector, secret = secrets.token_urlsafe(12), secrets.token_urlsafe(32)
        self.search([("member_id", "=", member.id), ("purpose", "=", purpose), ("used_at", "=", False)]).unlink()
        self.create(
            {
                "member_id": member.id,
                "purpose": purpose,
                "selector": selector,
                "secret_hash": self._hash(secret),
                "email": member._get_link_address(),
                "is_requested": member.has_login,
                "expires_at": fields.Datetime.now() + timedelta(days=VALID_DAYS),
            }
        )
        return f"/mentorship/link/{selector}/{secret}"

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
        member = self.member_id
        # Somebody who can log in by now does that unless they asked for the link, and a link sent to an address of the
        # past opens nothing
        if member.has_login != self.is_requested or member._get_link_address() != self.email:
            return False
        return member._may_use_link(self.purpose)

    def _use(self):
        """Make the link useless. Two requests at once write the same row, so one of them is run again."""
        self.ensure_one()
        self.used_at = fields.Datetime.now()

    @api.autovacuum
    def _gc_tokens(self):
        self.search([("expires_at", "<", fields.Datetime.now() - timedelta(days=30))]).unlink()


class HrMentorshipMember(models.Model):
    """How a member without a user is reached."""

    _inherit = "hr.mentorship.member"

    has_login = fields.Boolean(compute="_compute_has_login", help="This member answers and signs in Odoo.")

    @api.depends("user_id.active")
    def _compute_has_login(self):
        for member in self:
            member.has_login = member.sudo().user_id.active  # sudo: archived users, and those of another company

    def _get_link_partner(self):
        """Return whose mailbox personal mails go to."""
        self.ensure_one()
        return self.employee_id.work_contact_id

    def _get_link_address(self):
        """Return the only address that personal links are sent to; none while it is not confirmed."""
        self.ensure_one()
        employee = self.employee_id.sudo()  # sudo: what is asked is whether the address is theirs, by whomever
        address = employee.work_contact_id.email_normalized or ""
        return address if address == employee.mentorship_link_email else ""

    def _has_lost_address(self):
        """Whether somebody who does not keep employees' data has changed where this member's mail goes."""
        self.ensure_one()
        return not self.has_login and self.employee_id.sudo().mentorship_link_email_differs

    def _get_link(self):
        """Return what the button of a mail to this member opens; ``mail.mail`` puts in the personal link."""
        self.ensure_one()
        if self.has_login:
            return f"{self.get_base_url()}/mail/view?model=hr.mentorship&res_id={self.mentorship_id.id}"
        return f"{self.get_base_url()}{LINK_PLACEHOLDER}"

    def _get_lang(self):
        self.ensure_one()
        return self.user_id.lang or self.employee_id.work_contact_id.lang or self.company_id.partner_id.lang or "en_US"

    def _awaits_answer(self):
        self.ensure_one()
        return self.mentorship_id.state == "offered" and self.response == "pending"

    def _awaits_signature(self):
        self.ensure_one()
        mentorship = self.mentorship_id
        return (
            mentorship.state in ("agreement", *RUNNING_STATES)
            and bool(mentorship.open_agreement_id)
            and not self.has_signed
        )


class HrMentorshipParticipant(models.Model):
    """Who may take part without a user: whoever can be reached alone."""

    _inherit = "hr.mentorship.participant"

    link_obstacle = fields.Selection(
        [
            ("changed", "Work e-mail changed by somebody else than HR"),
            ("missing", "Neither a user nor a work e-mail"),
            ("shared", "Work e-mail shared with somebody"),
        ],
        compute="_compute_link_obstacle",
        compute_sudo=True,
        groups="hr_mentorship.group_hr_mentorship_manager",
        help="Why this person cannot be reached alone, and so neither be approved nor matched.",
    )

    @api.depends("employee_id.mentorship_link_email", "employee_id.work_contact_id.email_normalized", "user_id.active")
    def _compute_link_obstacle(self):
        """Without a user, offers and agreements come by a personal link, which is only as personal as the mailbox."""
        by_link = self.filtered(lambda participant: not participant.user_id.active)
        (self - by_link).link_obstacle = False
        addresses = {person: person.work_contact_id.email_normalized for person in by_link.employee_id}
        holders = self.env["hr.employee"].search(
            [("work_contact_id.email_normalized", "in", list(filter(None, addresses.values())))]
        )
        by_address = holders.grouped(lambda employee: employee.work_contact_id.email_normalized)
        for participant in by_link:
            employee = participant.employee_id
            address = addresses.get(employee)  # no person yet on a form that is being filled in
            if employee.mentorship_link_email_differs:
                participant.link_obstacle = "changed"
            elif not address:
                participant.link_obstacle = "missing"
            else:
                others = by_address.get(address, holders.browse()) - employee._origin
                participant.link_obstacle = "shared" if others else False

    def _check_reachable(self):
        by_obstacle = {
            obstacle: participants.employee_id
            # sudo: whoever may approve people is told who cannot be reached
            for obstacle, participants in self.sudo().grouped("link_obstacle").items()
        }
        if changed := by_obstacle.get("changed"):
            raise UserError(
                self.env._(
                    "The work e-mail of these people was changed by somebody who does not keep employees' data: "
                    "%(names)s. Have HR confirm it on the employee, on the tab Mentorship, and approve them then.",
                    names=", ".join(changed.mapped("name")),
                )
            )
        if missing := by_obstacle.get("missing"):
            raise UserError(
                self.env._(
                    "These people have neither a user nor a work e-mail to answer and sign with: %(names)s. Enter a "
                    "work e-mail for each employee first, or approve the others.",
                    names=", ".join(missing.mapped("name")),
                )
            )
        if shared := by_obstacle.get("shared"):
            raise UserError(
                self.env._(
                    "These people share their work e-mail with somebody, who could answer and sign for them: "
                    "%(names)s. Enter an address of their own first, or link a user to each employee.",
                    names=", ".join(shared.mapped("name")),
                )
            )
