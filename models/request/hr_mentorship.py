from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command

from ..common.private_fields import SecretText
from ..mentorship.todos import ANSWER_OFFER

MOST_LETTERS = 1000
"""Length of the words with which a mentee asks: a mail, not an application."""


class HrMentorship(models.Model):
    """A mentorship that a mentee has asked for: an offer that only the mentor still has to accept."""

    _inherit = "hr.mentorship"

    origin = fields.Selection(
        [("manager", "Proposed"), ("request", "Requested by the mentee")],
        default="manager",
        required=True,
        readonly=True,
        copy=False,
    )
    given_request_message = SecretText(readonly=True, copy=False, groups=NO_ACCESS)
    request_message = fields.Text(
        "Message", compute="_compute_request_message", help="Only the two of you read this, not the program manager."
    )
    is_my_request = fields.Boolean(
        compute="_compute_my_request", help="The current user has asked, and waits for the answer."
    )
    is_request_to_me = fields.Boolean(
        compute="_compute_my_request", help="The current user is the mentor who has been asked."
    )

    @api.depends_context("uid")
    @api.depends("given_request_message")
    def _compute_request_message(self):
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):
            may_read = self.env.su or mentorship.my_member_id
            mentorship.request_message = mentorship_sudo.given_request_message if may_read else False

    @api.depends_context("uid")
    @api.depends("origin", "state", "member_ids.participant_id")
    def _compute_my_request(self):
        for mentorship in self:
            is_pending = mentorship.origin == "request" and mentorship.state == "offered"
            role = mentorship.my_member_id.role
            mentorship.is_my_request = is_pending and role == "mentee"
            mentorship.is_request_to_me = is_pending and role == "mentor"

    @api.model
    def _request(self, mentee, mentor, message=""):
        """Ask ``mentor`` to take on ``mentee``, who is the current user; both are participants of one program.

        A proposal for this mentee that is not published yet, locked or not, gives way: what a mentee wants counts more
        than what was planned for them, and refusing would tell them that there is a plan.

        :returns: the request, which holds the mentor's seat until it is answered, taken back or expired
        :rtype: hr.mentorship
        :raises UserError: if this is not possible, or not possible any more
        """
        mentee, mentor = mentee.sudo(), mentor.sudo()  # sudo: mentees read no mentors; checked from here on
        self._check_may_request(mentee, mentor, message)
        (mentee | mentor)._lock_seats()
        mentee._discard_own_proposals()
        ranking = self.env["hr.mentorship.matcher"]._rank_mentors(mentee, mentor)
        if not ranking:
            # One sentence whatever the reason: nobody learns from it who has blocked whom
            raise UserError(
                self.env._(
                    "%(name)s cannot take another mentee now: the last seat may just have been taken. Choose "
                    "somebody else.",
                    name=mentor.employee_id.name,
                )
            )
        [rating] = ranking
        today = fields.Date.context_today(self)
        # sudo: a mentee creates nothing but their own request, which has been checked
        request = (
            self.sudo()
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "program_id": mentee.program_id.id,
                    "origin": "request",
                    "state": "offered",
                    "offered_on": today,
                    "offer_expires_on": today + timedelta(days=mentee.program_id.offer_validity_days),
                    "given_request_message": (message or "").strip(),
                    "score": rating["score"],
                    "match_facts": rating["facts"],
                    "member_ids": [
                        Command.create(
                            {
                                "participant_id": mentor.id,
                                "slot": self.env["hr.mentorship.matcher"]._find_free_slots(mentor)[0],
                            }
                        ),
                        Command.create(
                            {
                                "participant_id": mentee.id,
                                "slot": 1,
                                "response": "accepted",
                                "responded_at": fields.Datetime.now(),
                            }
                        ),
                    ],
                }
            )
        )
        request._schedule_activities(
            ANSWER_OFFER,
            [(request, mentor.user_id, request.offer_expires_on)],
        )
        request.member_ids.filtered(lambda member: member.role == "mentor")._send("hr_mentorship.mail_template_request")
        return request.with_env(self.env)

    def _check_may_request(self, mentee, mentor, message):
        program = mentee.program_id
        if mentee.user_id != self.env.user or mentee.role != "mentee":
            raise AccessError(self.env._("Everybody asks for themselves, as a mentee of the program."))
        if program.matching_mode == "manager":
            raise UserError(
                self.env._(
                    "In “%(program)s” the program manager brings people together. You will hear from them.",
                    program=program.name,
                )
            )
        if mentee not in mentee.with_env(self.env)._find_my_choosing():
            raise UserError(self._explain_why_not_now(mentee))
        if mentor.program_id != program or mentor.role != "mentor":
            raise AccessError(self.env._("Ask a mentor of the same program."))
        if len(message or "") > MOST_LETTERS:
            raise UserError(
                self.env._(
                    "Your message has %(count)s letters. Say it in at most %(most)s, and keep the rest for your first "
                    "meeting.",
                    count=len(message),
                    most=MOST_LETTERS,
                )
            )

    def _explain_why_not_now(self, mentee):
        """Say why a mentee may not ask, from what they know themselves."""
        pending = mentee.member_ids.mentorship_id.filtered(
            lambda mentorship: mentorship.state in self._get_published_live_states()
        )[:1]
        mentor = pending.member_ids.filtered(lambda member: member.role == "mentor").employee_id.name
        if pending.origin == "request" and pending.state == "offered":
            return self.env._(
                "You have asked %(mentor)s already. Wait for the answer, or take that request back first.",
                mentor=mentor,
            )
        if pending.state == "offered":
            return self.env._(
                "There is a match with %(mentor)s for you. Answer it first; if you decline, you can ask somebody else.",
                mentor=mentor,
            )
        if pending:
            return self.env._(
                "You have a mentor in “%(program)s” already: %(mentor)s.",
                program=mentee.program_id.name,
                mentor=mentor,
            )
        return self.env._(
            "Approved mentees of an open program ask for a mentor. In “%(program)s” that is not possible now.",
            program=mentee.program_id.name,
        )

    def action_take_back(self):
        """The mentee who has asked does so no longer, and may ask somebody else, or the same mentor another time."""
        members = self._my_members()
        if any(mentorship.origin != "request" for mentorship in self) or set(members.mapped("role")) - {"mentee"}:
            raise AccessError(self.env._("Only the mentee who has asked takes a request back."))
        self._check_state_in("offered")
        self._serialize()
        self._move_to("cancelled", closed_on=fields.Date.context_today(self))
        self._after_close()
        (self.sudo().member_ids - members)._send("hr_mentorship.mail_template_request_taken_back")
        return True
