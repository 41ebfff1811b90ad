from odoo import api, fields, models
from odoo.exceptions import AccessError

from .hr_mentorship import RUNNING_STATES
from .hr_mentorship_notice import NoticeText


class HrMentorshipMember(models.Model):
    """Whether somebody whose mentorship has ended early wants another partner.

    Nobody is matched anew on the day their mentorship ends: the seat stays empty until they say that they want it.
    """

    _inherit = "hr.mentorship.member"

    pool_answer = fields.Selection(
        [("asked", "Not answered yet"), ("yes", "Yes"), ("no", "Not now")],
        "Back to the Pool",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _ask_back_to_pool(self, but=None):
        """Ask those of ``self`` who can still be matched in their program; their seat waits for the answer.

        :param but: members who need no mail, as they have ended the mentorship themselves
        """
        asked = self.filtered(
            lambda member: member.participant_id.state == "approved" and member.program_id.state == "open"
        )
        # sudo: members write nothing of their seat; the callers end mentorships
        asked.sudo().pool_answer = "asked"
        (asked - but if but else asked)._notify("pool_question")

    def _holds_known_seat(self, published):
        held = self.mentorship_state == "ended" and self.pool_answer in ("asked", "no")
        return held or super()._holds_known_seat(published)

    def _answer_pool(self, answer):
        """Record whether ``self`` want another partner; asked again, they may change their mind.

        :param str answer: ``yes`` or ``no``
        """
        # sudo: see _ask_back_to_pool; the callers have checked that the members answer for themselves
        self.sudo().filtered("pool_answer").pool_answer = answer


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    can_return = fields.Boolean(compute="_compute_can_return", help="The current user is asked for another partner.")

    @api.depends_context("uid")
    @api.depends("state", "member_ids.pool_answer", "program_id.state", "member_ids.participant_id.state")
    def _compute_can_return(self):
        for mentorship in self:
            members = mentorship.my_member_id or mentorship._get_members_to_answer_for()
            mentorship.can_return = (
                mentorship.state == "ended"
                and mentorship.program_id.state == "open"
                and any(
                    # sudo: their own participation
                    member.pool_answer in ("asked", "no") and member.sudo().participant_id.state == "approved"
                    for member in members
                )
            )

    def action_back_to_pool(self):
        """The current user wants another partner in this program."""
        self._answer_pool("yes")

    def action_stay_out_of_pool(self):
        """The current user does not want another partner now, and may change their mind at any time."""
        self._answer_pool("no")

    def _answer_pool(self, answer):
        for mentorship in self:
            members = mentorship.my_member_id or mentorship._get_members_to_answer_for()
            if not members:
                raise AccessError(self.env._("Only the members of a mentorship answer for themselves."))
            mentorship._check_state_in("ended")
            members._answer_pool(answer)

    def _get_members_to_answer_for(self):
        """Return the members without a user, for whom their program manager answers after having asked them."""
        self.ensure_one()
        # sudo: managers are no members; checked here
        members = self.sudo().member_ids.filtered(lambda member: not member.has_login and member.pool_answer)
        return members if self.is_my_program else members.browse()

    def _end(self, reason="none", by=None, tell=True):
        was_running = self.filtered(lambda mentorship: mentorship.state in ("agreement", *RUNNING_STATES))
        result = super()._end(reason, by, tell)
        if tell:  # whose time is over, or whose program, is not asked for another partner in it
            was_running.sudo().member_ids._ask_back_to_pool(but=self.my_member_id.sudo())
        return result


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    @api.depends("member_ids.pool_answer")
    def _compute_seats(self):
        return super()._compute_seats()

    def _count_seats(self, live_states):
        seats = super()._count_seats(live_states)
        members = self.env["hr.mentorship.member"]
        held = dict(
            members._read_group(
                [
                    ("participant_id", "in", self.ids),
                    ("pool_answer", "in", ("asked", "no")),
                    ("mentorship_id.state", "=", "ended"),
                ],
                ["participant_id"],
                ["__count"],
            )
        )
        for participant in self:
            if waiting := held.get(participant._origin):
                taken, left = seats[participant]
                seats[participant] = (taken, max(left - waiting, 0))
        return seats


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("partner_left", "Partner no longer takes part"),
            ("match_gone", "Match no longer takes part"),
            ("pool_question", "Another partner?"),
        ],
        ondelete={"partner_left": "cascade", "match_gone": "cascade", "pool_question": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "partner_left": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s has ended, as %(partner)s no longer takes part. "
                    "It is nobody's fault, and nothing is asked of you. Thank you for your time and your trust."
                ),
                subject=self.env._("Your mentorship with %(partner)s has ended"),
                button=self.env._("Open the mentorship"),
                rank=75,
                is_essential=True,
                mentorship_states=("ended",),
            ),
            "match_gone": NoticeText(
                text=self.env._(
                    "%(partner)s no longer takes part in %(program)s, so your match does not go ahead. You stay in "
                    "the program, and somebody else may be found for you."
                ),
                subject=self.env._("Your match in %(program)s does not go ahead"),
                rank=70,
                is_essential=True,
            ),
            "pool_question": NoticeText(
                text=self.env._(
                    "Would you like another partner in %(program)s? You are matched again as soon as you say so, and "
                    "not before."
                ),
                subject=self.env._("Would you like another partner in %(program)s?"),
                button=self.env._("Answer now"),
                rank=69,
                is_essential=True,
                mentorship_states=("ended",),
                asks=True,
                has_card=True,
                holds=lambda notice: notice.member_id.pool_answer == "asked",
            ),
        }
