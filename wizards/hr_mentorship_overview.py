from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..models.mentorship.hr_mentorship import RUNNING_STATES
from ..models.resource.hr_mentorship_resource import SHOWN_AT_ONCE


class HrMentorshipOverview(models.TransientModel):
    """The first page: what waits for me, what comes next, what I can join, and what I run."""

    _name = "hr.mentorship.overview"
    _description = "Mentorship Overview"

    todo_mentorship_ids = fields.Many2many("hr.mentorship", compute="_compute_mine", string="Waiting for You")
    returning_mentorship_ids = fields.Many2many("hr.mentorship", compute="_compute_mine", string="Another Partner?")
    requested_mentorship_ids = fields.Many2many("hr.mentorship", compute="_compute_mine", string="Your Request")
    answered_mentorship_ids = fields.Many2many(
        "hr.mentorship", compute="_compute_mine", string="Waiting for the Other Side"
    )
    active_mentorship_ids = fields.Many2many("hr.mentorship", compute="_compute_mine", string="Your Mentorships")
    waiting_participant_ids = fields.Many2many(
        "hr.mentorship.participant", compute="_compute_mine", string="You Wait for a Match"
    )
    checkin_ids = fields.Many2many("hr.mentorship.checkin", compute="_compute_mine", string="Next Check-ins")
    unconfirmed_checkin_ids = fields.Many2many(
        "hr.mentorship.checkin", compute="_compute_mine", string="For You to Confirm"
    )
    skill_proposal_ids = fields.Many2many(
        "hr.mentorship.skill.proposal", compute="_compute_goals", string="A Level for Your File"
    )
    next_step_ids = fields.Many2many("hr.mentorship.next.step", compute="_compute_next_steps", string="Your Next Steps")
    goal_ids = fields.Many2many("hr.mentorship.goal", compute="_compute_goals", string="Your Goals")
    open_program_ids = fields.Many2many(
        "hr.mentorship.program", compute="_compute_programs", string="Open for Enrolment"
    )
    choosing_program_ids = fields.Many2many(
        "hr.mentorship.program", compute="_compute_programs", string="Choose Your Mentor"
    )
    approval_program_ids = fields.Many2many(
        "hr.mentorship.program", compute="_compute_programs", string="For You to Approve"
    )
    managed_program_ids = fields.Many2many("hr.mentorship.program", compute="_compute_programs", string="You Manage")
    invitation_ids = fields.Many2many(
        "hr.mentorship.invitation", compute="_compute_invitation_ids", string="You Are Invited"
    )
    notice_ids = fields.Many2many("hr.mentorship.notice", compute="_compute_notice_ids", string="News")
    resource_ids = fields.Many2many("hr.mentorship.resource", compute="_compute_resource_ids", string="Good for Now")
    has_topics = fields.Boolean(compute="_compute_mine")
    has_employee = fields.Boolean(compute="_compute_mine")
    held_checkin_count = fields.Integer("Meetings", compute="_compute_mine")
    held_hours = fields.Char("Hours", compute="_compute_mine")
    reached_goal_count = fields.Integer("Goals Reached", compute="_compute_goals")
    thank_you_count = fields.Integer("Thank-yous", compute="_compute_mine")
    badge_count = fields.Integer("Badges", compute="_compute_mine")

    def _compute_display_name(self):
        self.display_name = self.env._("Overview")

    def _compute_mine(self):
        uid = self.env.uid
        mine = self.env["hr.mentorship"].search([("member_ids.user_id", "=", uid), ("offered_on", "!=", False)])
        todo = mine.filtered(lambda mentorship: mentorship.can_answer or mentorship.can_sign or mentorship.can_thank)
        checkins = self.env["hr.mentorship.checkin"]
        waiting = checkins.search([("is_waiting_for_me", "=", True)], order="planned_date")
        upcoming = checkins.search(
            [("mentorship_id", "in", mine.ids), ("state", "=", "planned"), ("id", "not in", waiting.ids)],
            order="planned_date",
            limit=3,
        )
        [(held, hours)] = checkins._read_group(
            [("mentorship_id", "in", mine.ids), ("state", "=", "done")], aggregates=["__count", "duration:sum"]
        )
        participations = self.env["hr.mentorship.participant"].search(
            [
                ("user_id", "=", uid),
                ("state", "in", ("applied", "waiting", "approved")),
                ("program_id.state", "=", "open"),
            ]
        )
        profile = self.env["hr.mentorship.profile"].search(
            [("employee_id", "=", self.env["hr.mentorship.profile"]._get_my_employee().id)]
        )
        thank_yous = self.env["hr.mentorship.note"].search_count(
            [("mentorship_id", "in", mine.ids), ("kind", "=", "thank_you"), ("author_id", "!=", uid)]
        )
        badges = self.env["gamification.badge.user"].search_count(
            [("user_id", "=", uid), ("is_of_mentorship", "=", True)]
        )
        for overview in self:
            overview.todo_mentorship_ids = todo
            overview.returning_mentorship_ids = mine.filtered(
                lambda mentorship: mentorship.can_return and mentorship.my_member_id.pool_answer == "asked"
            )
            overview.requested_mentorship_ids = mine.filtered("is_my_request")
            overview.answered_mentorship_ids = mine.filtered(
                lambda mentorship: mentorship.trace and mentorship.state not in RUNNING_STATES
            ) - mine.filtered("is_my_request")
            # What waits for an answer or a signature has its card above
            overview.active_mentorship_ids = mine.filtered(lambda mentorship: mentorship.state in RUNNING_STATES) - todo
            overview.waiting_participant_ids = (
                participations.filtered(lambda participant: participant.state in ("applied", "waiting"))
                | participations._filter_waiting_as_known()
            ).filtered(
                # These choose themselves, and have a card of their own
                lambda participant: (
                    not (participant.can_find_mentor and participant.program_id.matching_mode == "request")
                )
            )
            overview.unconfirmed_checkin_ids = waiting.filtered(lambda checkin: checkin.state == "done")
            overview.checkin_ids = waiting.filtered(lambda checkin: checkin.state != "done") + upcoming
            overview.has_topics = bool(profile.offered_skill_ids or profile.wanted_skill_ids)
            overview.has_employee = bool(profile)
            overview.held_checkin_count = held
            # As people say it: 5, or 5.5 with the point or comma of their language
            overview.held_hours = formatLang(self.env, hours, digits=1 if round(hours % 1, 1) else 0)
            overview.thank_you_count = thank_yous
            overview.badge_count = badges

    def _compute_invitation_ids(self):
        mine = self.env["hr.mentorship.invitation"].search([("user_id", "=", self.env.uid), ("state", "=", "invited")])
        self.invitation_ids = mine.filtered(lambda each: each.can_join_as_mentor or each.can_join_as_mentee)

    def _compute_notice_ids(self):
        news = self.env["hr.mentorship.notice"]._find_my_news()
        kinds = news._get_notice_kinds()
        # What has a card of its own on this page is not said twice
        self.notice_ids = news.filtered(lambda notice: not kinds[notice.kind].has_card)

    @api.depends("active_mentorship_ids", "todo_mentorship_ids", "waiting_participant_ids")
    def _compute_resource_ids(self):
        """What helps in the phase of the own mentorships; while somebody waits for one, what helps to begin."""
        resources = self.env["hr.mentorship.resource"]
        for overview in self:
            found = (overview.todo_mentorship_ids | overview.active_mentorship_ids).resource_ids
            if not found:
                waiting = overview.waiting_participant_ids
                for_beginners = resources._find_by_phase(waiting.company_id).get("before", resources)
                for participant in waiting[:1]:
                    found = for_beginners._pick_for(participant.role, participant.company_id)
            overview.resource_ids = resources.browse(found.ids[:SHOWN_AT_ONCE])

    def _compute_next_steps(self):
        steps = self.env["hr.mentorship.next.step"].search(
            [("user_id", "=", self.env.uid), ("state", "=", "open")], limit=6
        )
        for overview in self:
            overview.next_step_ids = steps

    def _compute_goals(self):
        goals = self.env["hr.mentorship.goal"]
        mine = goals.search([("user_id", "=", self.env.uid), ("is_open", "=", True)], limit=6)
        proposals = self.env["hr.mentorship.skill.proposal"].search(
            [("user_id", "=", self.env.uid), ("state", "=", "proposed")]
        )
        for overview in self:
            overview.goal_ids = mine
            overview.skill_proposal_ids = proposals
            # As far as the record rules let the user read them: the own ones, and those of the own mentees
            overview.reached_goal_count = goals.search_count([("state", "=", "reached")])

    def _compute_programs(self):
        programs = self.env["hr.mentorship.program"]
        open_programs = programs.search([("is_enrolment_open", "=", True)])
        joinable = open_programs.filtered(
            lambda program: (
                not program.is_my_program
                and (program.can_join_as_mentor or program.can_join_as_mentee or program.my_participant_ids)
            )
        )
        # No sudo: a program that the user does not see offers nothing to choose
        my_choosing = self.env["hr.mentorship.participant"]._find_my_choosing()
        choosing = programs.search([("id", "in", my_choosing.program_id.ids)])
        for overview in self:
            overview.choosing_program_ids = choosing
            overview.open_program_ids = joinable - choosing
            overview.approval_program_ids = programs.search(
                [("state", "=", "submitted"), ("sponsor_id", "=", self.env.uid)]
            )
            overview.managed_program_ids = programs.search(
                [("state", "in", ("draft", "submitted", "open")), ("manager_ids", "in", self.env.uid)]
            )

    @api.model
    def action_open(self):
        """Open the overview of the current user."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mentorship"),
            "res_model": self._name,
            "res_id": self._get_mine().id,
            "views": [(False, "form")],
            "target": "main",
        }

    @api.model
    def _get_mine(self):
        """Return the overview of the current user: one is as good as another, as all of it is computed."""
        mine = self.search([("create_uid", "=", self.env.uid)], order="id desc", limit=1)
        # The web client runs this without the right to write as well, when it only wants to know a page's name
        return mine if mine or self.env.cr.readonly else self.create({})

    def web_read(self, specification):
        """Let whoever is sent the address of somebody's overview, or keeps an old one, read their own there.

        What it shows hangs on the reader alone; the record is only what the web client needs for a form.
        """
        if self.exists()._filtered_access("read") == self:
            return super().web_read(specification)
        [values] = super(HrMentorshipOverview, self._get_mine()).web_read(specification)
        return [{**values, "id": overview_id} for overview_id in self.ids]

    # Unlike Odoo's own: a first overview is made by reading
    web_read._readonly = False

    def action_open_my_profile(self):
        return self.env["hr.mentorship.profile"].action_open_my_profile()
