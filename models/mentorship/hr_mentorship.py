from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import format_list

from ..common.client_actions import ask, toast
from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many, SecretSelection
from ..common.spoken import by_count
from ..program.hr_mentorship_program import GIVING, LEARNING
from .todos import ANSWER_OFFER, THANK_YOU

UNTOLD_STATES = ("proposed", "requested")
"""Live states of which whoever is to be asked knows nothing yet: a seat is kept for what may become of it."""
LIVE_STATES = (*UNTOLD_STATES, "offered", "agreement", "active", "paused")
RUNNING_STATES = ("active", "paused")
END_REASONS = [
    ("none", "No reason given"),
    ("goals_reached", "We reached what we wanted"),
    ("time", "Not enough time"),
    ("fit", "Not the right fit"),
    ("change", "New job, team or place"),
    ("other", "Something else"),
]


class HrMentorship(models.Model):
    """The relationship between the members of a pair, from the proposal to its end."""

    _name = "hr.mentorship"
    _description = "Mentorship"
    _inherit = [
        "hr.mentorship.conversation.mixin",
        "hr.mentorship.todo.mixin",
        "hr.mentorship.lifecycle.mixin",
        "hr.mentorship.terms.mixin",
    ]
    _order = "start_date desc, id desc"
    _mail_post_access = "read"
    _has_work_of_managers = True

    name = fields.Char(compute="_compute_name", store=True)
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("requested", "Waits for Approval"),
            ("offered", "Offered"),
            ("agreement", "Agreement"),
            ("active", "Active"),
            ("paused", "Paused"),
            ("completed", "Completed"),
            ("ended", "Ended"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    member_ids = ReaderOne2many("hr.mentorship.member", "mentorship_id", readonly=True)
    # compute_sudo: a computed relation to employees is checked against hr.employee, which ordinary users do not read
    mentor_ids = fields.Many2many(
        "hr.employee", compute="_compute_people", compute_sudo=True, search="_search_mentor_ids"
    )
    mentee_ids = fields.Many2many(
        "hr.employee", compute="_compute_people", compute_sudo=True, search="_search_mentee_ids"
    )
    score = fields.Float(
        "Match", readonly=True, aggregator="avg", digits=(5, 1), help="How well the two fit, from 0 to 100."
    )
    offered_on = fields.Date("Published On", readonly=True, copy=False)
    offer_expires_on = fields.Date("Answer Until", readonly=True, copy=False)
    rhythm = fields.Selection(compute="_compute_terms", store=True, readonly=False, precompute=True)
    rhythm_days = fields.Integer(compute="_compute_terms", store=True, readonly=False, precompute=True)
    rhythm_rule = fields.Char(compute="_compute_terms", store=True, readonly=False, precompute=True)
    meeting_weekday = fields.Selection(compute="_compute_terms", store=True, readonly=False, precompute=True)
    meeting_time = fields.Float(compute="_compute_terms", store=True, readonly=False, precompute=True)
    has_meeting_time = fields.Boolean(compute="_compute_terms", store=True, readonly=False, precompute=True)
    meeting_tz = fields.Selection(compute="_compute_terms", store=True, readonly=False, precompute=True)
    meeting_duration = fields.Float(compute="_compute_terms", store=True, readonly=False, precompute=True)
    meeting_mode = fields.Selection(compute="_compute_terms", store=True, readonly=False, precompute=True)
    meeting_location = fields.Char(compute="_compute_terms", store=True, readonly=False, precompute=True)
    start_date = fields.Date(readonly=True, copy=False, tracking=True)
    end_date = fields.Date(
        "Planned End", compute="_compute_terms", store=True, readonly=False, precompute=True, tracking=True
    )
    closed_on = fields.Date(readonly=True, copy=False)
    given_end_reason = SecretSelection(END_REASONS, readonly=True, copy=False, groups=NO_ACCESS)
    end_reason = fields.Selection(END_REASONS, compute="_compute_end_reason", groups=MANAGER)
    my_member_id = fields.Many2one("hr.mentorship.member", compute="_compute_my_part")
    can_answer = fields.Boolean(compute="_compute_my_part")
    can_thank = fields.Boolean(compute="_compute_my_part")
    is_my_program = fields.Boolean(compute="_compute_is_my_program")
    can_edit_terms = fields.Boolean(
        compute="_compute_can_edit_terms", help="The current user manages the program and may change the terms here."
    )

    _offer_needs_expiry = models.Constraint(
        "CHECK(state != 'offered' OR offer_expires_on IS NOT NULL)", "An offer needs a date until which to answer."
    )

    # -- computes

    @api.depends("member_ids.employee_id.name", "member_ids.role")
    def _compute_name(self):
        for mentorship in self:
            peers = mentorship.member_ids.filtered(lambda member: member.role == "peer")
            if peers:
                first_come = peers.sorted(lambda member: member.participant_id.id)
                mentorship.name = " ↔ ".join(member.employee_id.name for member in first_come)
                continue
            mentors, mentees = (
                ", ".join(mentorship.member_ids.filtered(lambda m, r=role: m.role == r).employee_id.mapped("name"))
                for role in ("mentor", "mentee")
            )
            mentorship.name = f"{mentors} → {mentees}" if mentors or mentees else False

    @api.depends_context("uid", "lang")
    @api.depends("name", "member_ids.user_id")
    def _compute_display_name(self):
        """To its members it is “My mentor …”; to whoever runs it, and in what is written for others, both names."""
        for mentorship in self:
            mentorship.display_name = mentorship.name if self.env.su else mentorship._get_page_title()

    @api.depends("member_ids.employee_id", "member_ids.role")
    def _compute_people(self):
        for mentorship in self:
            members = mentorship.member_ids
            mentorship.mentor_ids = members.filtered(lambda member: member.role in GIVING).employee_id
            mentorship.mentee_ids = members.filtered(lambda member: member.role in LEARNING).employee_id

    def _search_mentor_ids(self, operator, value):
        return Domain("member_ids", "any", Domain("role", "in", GIVING) & Domain("employee_id", operator, value))

    def _search_mentee_ids(self, operator, value):
        return Domain("member_ids", "any", Domain("role", "in", LEARNING) & Domain("employee_id", operator, value))

    @api.depends("program_id")
    def _compute_terms(self):
        for mentorship in self:
            mentorship.update(mentorship.program_id._get_terms())

    @api.depends_context("uid")
    @api.depends(
        "state",
        "member_ids.response",
        "member_ids.thanked_on",
    )
    def _compute_my_part(self):
        for mentorship in self:
            members = mentorship.member_ids
            # A slice forgets its siblings, and would read the agreements of each mentorship one by one
            member = members.filtered(lambda member: member.user_id == self.env.user)[:1].with_prefetch(
                members._prefetch_ids
            )
            mentorship.my_member_id = member
            mentorship.can_answer = bool(member) and mentorship.state == "offered" and member.response == "pending"
            mentorship.can_thank = bool(member) and mentorship.state == "completed" and not member.thanked_on

    @api.depends_context("uid")
    @api.depends("program_id.manager_ids")
    def _compute_is_my_program(self):
        for mentorship in self:
            mentorship.is_my_program = mentorship.program_id.is_my_program

    @api.depends_context("uid")
    @api.depends("given_end_reason")
    def _compute_end_reason(self):
        """The program manager reads the reason, but not where they are the partner themselves."""
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):
            may_read = mentorship.is_my_program and not mentorship.my_member_id
            mentorship.end_reason = mentorship_sudo.given_end_reason if may_read else False

    def _describe_company(self, member):
        """Hook: say to ``member`` in whose company they would meet their partner; nothing, where two are alone."""
        return ""

    @api.model
    def _get_published_live_states(self):
        """States in which the members take part knowingly."""
        return [state for state in LIVE_STATES if state not in UNTOLD_STATES]

    def write(self, vals):
        # Once a match is published, nobody changes behind the members' backs what they are asked for and sign
        if not self.env.su and not vals.keys().isdisjoint(self._get_term_fields()):
            self.filtered(lambda mentorship: not mentorship.can_edit_terms)._check_state_in("proposed")
        return super().write(vals)

    @api.depends_context("uid")
    @api.depends("state", "program_id.manager_ids")
    def _compute_can_edit_terms(self):
        for mentorship in self:
            mentorship.can_edit_terms = mentorship.is_my_program and mentorship.state == "proposed"

    # -- transitions

    def action_ask_to_publish(self):
        """Ask before these are published; without any say what to do first, instead of asking about nothing."""
        if not self:
            # No error: nothing has gone wrong, and everything stays as it is
            return toast(self._say_tick(), "warning", then=False)
        self.program_id._check_manager()
        self._check_state_in("proposed")
        question = by_count(
            len(self),
            self.env._("Publish this match? Its members are asked by mail at once."),
            self.env._("Publish these %(count)s matches? Their members are asked by mail at once.", count=len(self)),
        )
        return ask(question, self.env._("Publish"), self, "action_offer")

    def _say_tick(self):
        return self.env._("Tick the pairs that you want to publish, then press Publish.")

    def action_offer(self):
        """Publish proposals, many of them in the background."""
        if not self:
            raise UserError(self._say_tick())
        jobs = self.env["hr.mentorship.job"]
        if jobs._is_for(self):
            self.program_id._check_manager()
            self._check_state_in("proposed")
            return jobs._queue("publish", self)
        return self._offer()._after_offer()

    def _after_offer(self):
        """Hook: these have just been published, by somebody who waits for the answer."""

    def _offer(self):
        """Ask both sides, each by mail and by a to-do.

        :returns: the mentorships that have come of it
        """
        self.program_id._check_manager()
        self._check_state_in("proposed")
        for mentorship in self:
            if mentorship.program_id.state != "open":
                raise UserError(
                    self.env._(
                        "“%(program)s” is not open, so its matches cannot be published.",
                        program=mentorship.program_id.name,
                    )
                )
        # Whoever withdraws in the same moment changes the same row, and one of the two runs again
        self.sudo().member_ids.participant_id._serialize()
        gone = self.sudo().member_ids.participant_id.filtered(
            lambda participant: participant.state != "approved" or not participant.employee_id.active
        )
        if gone:
            raise UserError(
                self.env._(
                    "These people no longer take part: %(names)s. Discard their proposals and match again.",
                    names=", ".join(gone.employee_id.mapped("name")),
                )
            )
        if unfit := self._find_unfit():
            raise UserError(
                self.env._(
                    "Since they were proposed, something has changed for these pairs, and they cannot be published: "
                    "%(names)s. Discard their proposals and match again.",
                    names=", ".join(unfit.mapped("name")),
                )
            )
        today = fields.Date.context_today(self)
        for program, mentorships in self.grouped("program_id").items():
            mentorships._move_to(
                "offered",
                offered_on=today,
                offer_expires_on=today + timedelta(days=program.offer_validity_days),
            )
        self._schedule_activities(
            ANSWER_OFFER,
            [(mentorship, mentorship.sudo().member_ids.user_id, mentorship.offer_expires_on) for mentorship in self],
        )
        self.sudo().member_ids._send("hr_mentorship.mail_template_offer")
        return self

    def _find_unfit(self):
        """Return the proposals that the rules of matching no longer allow.

        Without the reason: it may be a block, of which nobody learns, and so the others go without one as well.
        """
        mentorships_sudo = self.sudo()  # sudo: blocks, and lines of command, are not the program manager's to read
        employees = mentorships_sudo.member_ids.employee_id
        blocked = self.env["hr.mentorship.block"]._get_blocked_pairs(employees)
        managers = employees._get_lines_of_command()

        def is_unfit(mentorship):
            members = mentorship.member_ids
            return any(members.participant_id.mapped("needs_training")) or any(
                (one.id, other.id) in blocked or other.id in managers[one.id]
                for one in members.employee_id
                for other in members.employee_id - one
            )

        return mentorships_sudo.filtered(is_unfit).with_env(self.env)

    def _withdraw_impossible(self):
        """Hook: withdraw offers (in sudo) that can no longer become what they offer, and return them."""
        return self.browse()

    def _is_yet_to_come(self):
        """Hook: whether the rules of matching are asked once more before this becomes a mentorship."""
        self.ensure_one()
        return self.state == "proposed"

    def action_discard(self):
        """Drop proposals that nobody has seen yet."""
        self.program_id._check_manager()
        self._check_state_in("proposed")
        self._move_to("cancelled", closed_on=fields.Date.context_today(self))

    def _get_conversation_users(self):
        return self.member_ids.user_id if self.offered_on else self.env["res.users"]

    def action_complete(self):
        """The time together has reached its end: thank everybody."""
        for mentorship in self:
            if not (mentorship.is_my_program or mentorship.my_member_id or self.env.su):
                raise AccessError(self.env._("Only a member or a program manager completes a mentorship."))
        self._check_state_in("active")
        self._complete()

    def _complete(self):
        self._move_to("completed", closed_on=fields.Date.context_today(self))
        self._after_close()
        self._after_complete()

    def action_end(self):
        """Open the dialog in which a member leaves, or a program manager ends the mentorship."""
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_end_action")

    def _end(self, reason="none", by=None, tell=True):
        """End without fault, at any time, for any reason or none; everything planned goes with it.

        :param by: the member who ends it, where it is not the current user: somebody without one
        :param tell: put a line into the members' daily mail; not where they are told in other words
        """
        for mentorship in self:
            if not (mentorship.is_my_program or mentorship.my_member_id or self.env.su):
                raise AccessError(self.env._("Only a member or a program manager ends a mentorship."))
        self._check_state_in("offered", "agreement", *RUNNING_STATES)
        leaving = by or self.my_member_id
        self._move_to("ended", closed_on=fields.Date.context_today(self), given_end_reason=reason)
        self._after_close()
        if tell:
            self._tell_ended(leaving)

    def _tell_ended(self, leaving):
        """Hook: tell the members but ``leaving`` that these mentorships have ended."""

    def action_accept(self):
        """The current user accepts the match."""
        self._check_offer_is_there()
        self._my_members()._answer("accepted")
        return True

    def action_decline(self):
        """The current user declines the match; nobody is told who or why."""
        self._check_offer_is_there()
        self._my_members()._answer("declined")
        return True

    def _check_offer_is_there(self):
        """Say in words that an offer has gone, as one does that is accepted twice in the same moment."""
        if len(self.exists()) < len(self):
            raise UserError(
                self.env._("This offer is no longer there: it has been answered already. Open “My Mentorship” anew.")
            )

    def action_thank(self, receiver_id=False):
        """Open the dialog in which one thanks the others.

        :param int receiver_id: the member who is thanked, at first; the dialog checks, and offers the others
        """
        self.ensure_one()
        return self._open_dialog(
            "hr_mentorship.hr_mentorship_thank_you_action", default_receiver_id=receiver_id or False
        )

    def _open_dialog(self, xmlid, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["context"] = {"default_mentorship_id": self.id, **context}
        return action

    # -- hooks of the transitions, for the rooms further down

    def _after_all_accepted(self):
        """Hook: everybody has accepted. What needs no signature starts at once."""
        self._drop_activities(ANSWER_OFFER)
        to_sign = self.filtered(lambda mentorship: mentorship._needs_agreement())
        to_sign._move_to("agreement")
        (self - to_sign)._activate()

    def _needs_agreement(self):
        """Hook: whether the members sign an agreement before they start."""
        self.ensure_one()
        return True

    def _after_decline(self):
        self._move_to("declined", closed_on=fields.Date.context_today(self))
        self._after_close()

    def _activate(self):
        """Start the mentorship; the agreement calls this when the last member has signed."""
        self._move_to("active", start_date=fields.Date.context_today(self))
        self._after_activate()

    def _after_activate(self):
        """Hook: these mentorships have just started."""

    def _after_terms_changed(self, before=None):
        """The members have signed other terms than those in force until now.

        :param dict before: what was in force, the values of :meth:`_get_terms` by mentorship
        """

    def _after_pause(self):
        """These mentorships have just been paused; ``pause_until`` is the day of return."""

    def _after_resume(self):
        """These mentorships go on from today."""

    def _after_close(self):
        """Hook: these mentorships are over, whatever the way; no to-do and no planned meeting outlives them."""
        self._drop_activities(ANSWER_OFFER)

    def _after_complete(self):
        members_sudo = self.sudo().member_ids
        self.env["gamification.badge.user"]._grant_for_completion(members_sudo)
        self._schedule_activities(
            THANK_YOU,
            [
                (mentorship, mentorship.sudo().member_ids.user_id, mentorship.closed_on + timedelta(days=7))
                for mentorship in self
            ],
        )

    # -- helpers

    def _get_todos_of_members(self):
        return (*super()._get_todos_of_members(), ANSWER_OFFER, THANK_YOU)

    def _filter_run_by_user(self):
        run = self.sudo().filtered("is_my_program")  # sudo: who runs it does not hang on who reads it
        return run.with_env(self.env)

    def _my_members(self):
        members = self.my_member_id
        if len(members) != len(self):
            raise AccessError(self.env._("Only the members of a mentorship answer for themselves."))
        return members

    @api.model
    def _cron_expire_offers(self, batch_size=100):
        """Close offers that were not answered in time, and free the seats they held."""
        today = fields.Date.context_today(self)
        domain = [("state", "in", ("requested", "offered")), ("offer_expires_on", "<", today)]
        while True:
            expired = self.search(domain, limit=batch_size).try_lock_for_update()
            if not expired:
                break
            expired._expire_offers()
            if not self.env["ir.cron"]._commit_progress(len(expired), remaining=self.search_count(domain)):
                break

    def _expire_offers(self):
        self._move_to("declined", closed_on=fields.Date.context_today(self))
        self._after_close()
        self._tell_expired()

    def _tell_expired(self):
        """Hook: tell the members of offers (in sudo) that nobody has answered them in time."""
        self.member_ids._send("hr_mentorship.mail_template_offer_expired")

    def _tell_declined(self, decliners):
        """Hook: tell the members of offers (in sudo) but ``decliners`` that it comes to nothing, not by whom."""
        (self.member_ids - decliners)._send("hr_mentorship.mail_template_declined")

    def _get_page_title(self):
        """Return what the reader calls this mentorship: by their partner, where they are a member themselves."""
        self.ensure_one()
        me = self.my_member_id
        others = self.member_ids - me
        mentors = others.filtered(lambda member: member.role == "mentor")
        # sudo: partners read each other's names; all of a list at once, which a difference of records forgets
        named = (mentors or others).sudo().with_prefetch(self.member_ids._prefetch_ids)
        names = format_list(self.env, named.employee_id.mapped("name"))
        if not me or not others:
            return self.name or ""
        if me.role == "peer":
            return self.env._("My peer %(name)s", name=names)
        if me.role == "mentee" and mentors:
            return self.env._("My mentor %(name)s", name=names)
        if len(others) > 1:
            return self.env._("My mentees %(names)s", names=names)
        return self.env._("My mentee %(name)s", name=names)

    # -- Whose clock counts: the mentor's, where the terms say nothing else.

    def _get_home_tz(self):
        # sudo: a mentee does not read the employee record of the mentor
        mentors_sudo = self.sudo().member_ids.filtered(lambda member: member.role in GIVING).employee_id
        return mentors_sudo[:1].tz or super()._get_home_tz()

    def _get_terms(self):
        # An agreement names the time zone: what is signed must not change because the mentor moves
        terms = super()._get_terms()
        if terms["has_meeting_time"]:
            terms["meeting_tz"] = self._get_meeting_tz()
        return terms
