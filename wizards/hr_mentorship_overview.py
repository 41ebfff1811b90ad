from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..models.goal.goal_rights import OPEN_STATES
from ..models.mentorship.hr_mentorship import RUNNING_STATES
from ..models.resource.hr_mentorship_resource import SHOWN_AT_ONCE

NEXT_CHECKINS = 3
EVERYTHING = (
    "gamification.badge.user",
    "hr.mentorship.invitation",
    "hr.mentorship.next.step",
    "hr.mentorship.notice",
    "hr.mentorship.participant",
    "hr.mentorship.program",
    "hr.mentorship.skill.proposal",
)
"""What is asked for only where there is any; see :meth:`HrMentorshipOverview._find_what_there_is`."""
HISTORY = timedelta(days=90)
"""How far back the page looks at what two people have done; the rest stands on their own pages."""


class HrMentorshipOverview(models.TransientModel):
    """What My Mentorship shows: what waits for me, what comes next, what I can join, and what I run.

    The fields are what is found, one each; :meth:`get_page` (in ``wizards/overview/``) makes of it what the page shows.
    """

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
        self.display_name = self.env._("My Mentorship")

    def _compute_mine(self):
        found = self._find_mine(self._find_what_there_is())
        for overview in self:
            overview.update({name: found[name] for name in found if name in self._fields})

    @api.model
    def _find_mine(self, there):
        """Return what hangs on the own mentorships and participations, by field; and what the page needs of it.

        :param there: the models of :meth:`_find_what_there_is` of which there is anything
        """
        uid = self.env.uid
        mine = self._find_my_mentorships()
        # The page names them in many places: all of them are read at once, with their jobs and one's own
        mine.member_ids.mapped("job_title")
        todo = mine.filtered(lambda mentorship: mentorship.can_answer or mentorship.can_sign or mentorship.can_thank)
        checkins = self._find_my_checkins(mine)
        waiting = checkins.filtered("is_waiting_for_me")
        upcoming = checkins.filtered(lambda checkin: checkin.state == "planned") - waiting
        [(held, hours)] = checkins._read_group(
            [("mentorship_id", "in", mine.ids), ("state", "=", "done")], aggregates=["__count", "duration:sum"]
        )
        participations = self._search_whole(
            "hr.mentorship.participant",
            [
                ("user_id", "=", uid),
                ("state", "in", ("applied", "waiting", "approved")),
                ("program_id.state", "=", "open"),
            ],
        )
        employee = self.env["hr.mentorship.profile"]._get_my_employee()
        thank_yous = self.env["hr.mentorship.note"]
        if thank_yous._name in there:
            thank_yous = self._search_whole(
                thank_yous._name, Domain("mentorship_id", "in", mine.ids) & thank_yous._get_thanked_domain()
            )
        badge_count = "gamification.badge.user" in there and self.env["gamification.badge.user"].search_count(
            [("user_id", "=", uid), ("is_of_mentorship", "=", True)]
        )
        requested = mine.filtered("is_my_request")
        return {
            "mine": mine,
            "checkins": checkins,
            "thank_yous": thank_yous,
            "todo_mentorship_ids": todo,
            "returning_mentorship_ids": mine.filtered(
                lambda mentorship: mentorship.can_return and mentorship.my_member_id.pool_answer == "asked"
            ),
            "requested_mentorship_ids": requested,
            "answered_mentorship_ids": mine.filtered(
                lambda mentorship: mentorship.trace and mentorship.state not in RUNNING_STATES
            )
            - requested,
            # What waits for an answer or a signature has its card above
            "active_mentorship_ids": mine.filtered(lambda mentorship: mentorship.state in RUNNING_STATES) - todo,
            "waiting_participant_ids": (
                participations.filtered(lambda participant: participant.state in ("applied", "waiting"))
                | participations._filter_waiting_as_known()
            ).filtered(
                # These choose themselves, and have a card of their own
                lambda participant: (
                    not (participant.can_find_mentor and participant.program_id.matching_mode == "request")
                )
            ),
            "unconfirmed_checkin_ids": waiting.filtered(lambda checkin: checkin.state == "done"),
            "checkin_ids": waiting.filtered(lambda checkin: checkin.state != "done") + upcoming[:NEXT_CHECKINS],
            "has_topics": "hr.mentorship.profile" in there,
            "has_employee": bool(employee),
            "held_checkin_count": held,
            # As people say it: 5, or 5.5 with the point or comma of their language
            "held_hours": formatLang(self.env, hours, digits=1 if round(hours % 1, 1) else 0),
            "thank_you_count": len(thank_yous),
            "badge_count": badge_count or 0,
        }

    @api.model
    def _find_what_there_is(self):
        """Return what there may be of the current user, by model, in one query.

        Most people have few of these, and asking for each by itself would take longer than all the rest of the page.
        Only whether to ask: what is shown is read by the ORM, under the record rules.
        """
        self.env.flush_all()
        exists = self._get_there_queries()
        columns = SQL(", ").join(SQL("EXISTS (%s)", query) for query in exists.values())
        [row] = self.env.execute_query(SQL("SELECT %s", columns))
        return {model for model, is_there in zip(exists, row, strict=True) if is_there}

    @api.model
    def _get_there_queries(self):
        """Return by model a query that finds something if there is any of it for the current user; a hook."""
        uid, partner_id = self.env.uid, self.env.user.partner_id.id
        return {
            "hr.mentorship.invitation": SQL(
                "SELECT FROM hr_mentorship_invitation WHERE user_id = %s AND state = 'invited'", uid
            ),
            "hr.mentorship.notice": SQL(
                "SELECT FROM hr_mentorship_notice WHERE partner_id = %s AND is_dismissed IS NOT TRUE", partner_id
            ),
            "hr.mentorship.skill.proposal": SQL(
                "SELECT FROM hr_mentorship_skill_proposal WHERE user_id = %s AND state = 'proposed'", uid
            ),
            "gamification.badge.user": SQL(
                "SELECT FROM gamification_badge_user WHERE user_id = %s AND is_of_mentorship", uid
            ),
            "hr.mentorship.program": SQL(
                """
                SELECT FROM hr_mentorship_program WHERE sponsor_id = %s AND state = 'submitted'
                 UNION ALL
                SELECT FROM hr_mentorship_program_manager_rel WHERE res_users_id = %s
                """,
                uid,
                uid,
            ),
            "hr.mentorship.participant": SQL(
                """
                SELECT FROM hr_mentorship_participant participant
                  JOIN hr_mentorship_program program ON program.id = participant.program_id
                 WHERE participant.user_id = %s AND participant.role = 'mentee' AND participant.state = 'approved'
                   AND program.state = 'open' AND program.matching_mode != 'manager'
                """,
                uid,
            ),
            "hr.mentorship.next.step": SQL(
                "SELECT FROM hr_mentorship_next_step WHERE user_id = %s AND state = 'open'", uid
            ),
            "hr.mentorship.note": SQL(
                """
                SELECT FROM hr_mentorship_note note
                  JOIN hr_mentorship_member member ON member.mentorship_id = note.mentorship_id
                 WHERE member.user_id = %s AND note.kind = 'thank_you' AND note.author_id IS DISTINCT FROM %s
                """,
                uid,
                uid,
            ),
            "hr.mentorship.wallet": self._get_my_points_query(),
            "hr.mentorship.profile": self._get_my_topics_query(),
        }

    @api.model
    def _get_my_topics_query(self):
        """Return a query that finds something if the current user's profile in this company names a topic."""
        topics = Domain("offered_skill_ids", "!=", False) | Domain("wanted_skill_ids", "!=", False)
        mine = Domain("user_id", "=", self.env.uid) & Domain("company_id", "=", self.env.company.id)
        return self.env["hr.mentorship.profile"]._search(mine & topics, order="id").select()

    @api.model
    def _get_my_points_query(self):
        """Return a query that finds something if the current user has, or can earn, points in this company."""
        return SQL(
            """
            SELECT FROM hr_mentorship_wallet wallet
              JOIN hr_employee employee ON employee.id = wallet.employee_id
             WHERE employee.user_id = %(user)s AND employee.company_id = %(company)s AND wallet.balance > 0
             UNION ALL
            SELECT FROM hr_mentorship_participant participant
              JOIN hr_employee employee ON employee.id = participant.employee_id
              JOIN hr_mentorship_program program ON program.id = participant.program_id
             WHERE employee.user_id = %(user)s AND employee.company_id = %(company)s AND participant.state = 'approved'
               AND program.state = 'open' AND program.has_recognition AND program.active
            """,
            user=self.env.uid,
            company=self.env.company.id,
        )

    @api.model
    def _find_my_balance(self, there=EVERYTHING):
        """Return the points that the current user can spend; None, where points are none of their business."""
        if "hr.mentorship.wallet" not in there:
            return None
        employee = self.env["hr.mentorship.profile"]._get_my_employee()
        wallets = self.env["hr.mentorship.wallet"].search_fetch([("employee_id", "in", employee.ids)], ["balance"])
        return sum(wallets.mapped("balance"))

    @api.model
    def _search_whole(self, model, domain, **options):
        """Find records and read them in the same query: a page that everybody opens asks for as little as it can."""
        records = self.env[model]
        names = [
            name
            for name, field in records._fields.items()
            if field.prefetch is True and field.store and field.column_type and records._has_field_access(field, "read")
        ]
        return records.search_fetch(domain, names, **options)

    @api.model
    def _find_my_mentorships(self):
        return self._search_whole(
            "hr.mentorship",
            # What is not published is nobody's to know but theirs who have asked for it themselves
            Domain("member_ids", "any", Domain("user_id", "=", self.env.uid) & Domain("response", "=", "accepted"))
            | (Domain("member_ids.user_id", "=", self.env.uid) & Domain("offered_on", "!=", False)),
        )

    @api.model
    def _find_my_checkins(self, mentorships):
        """Return what is still to come, the next first, and what was held lately."""
        lately = fields.Date.context_today(self) - HISTORY
        held = Domain("state", "=", "done") & Domain("held_on", ">=", lately)
        return self._search_whole(
            "hr.mentorship.checkin",
            Domain("mentorship_id", "in", mentorships.ids) & (Domain("state", "=", "planned") | held),
            order="planned_date, id",
        )

    def _compute_invitation_ids(self):
        self.invitation_ids = self._find_my_invitations()

    @api.model
    def _find_my_invitations(self, there=EVERYTHING):
        if "hr.mentorship.invitation" not in there:
            return self.env["hr.mentorship.invitation"]
        mine = self.env["hr.mentorship.invitation"].search([("user_id", "=", self.env.uid), ("state", "=", "invited")])
        return mine.filtered(lambda each: each.can_join_as_mentor or each.can_join_as_mentee or each.can_join_as_peer)

    def _compute_notice_ids(self):
        self.notice_ids = self._find_my_notices()

    @api.model
    def _find_my_notices(self, there=EVERYTHING):
        if "hr.mentorship.notice" not in there:
            return self.env["hr.mentorship.notice"]
        news = self.env["hr.mentorship.notice"]._find_my_news()
        kinds = news._get_notice_kinds()
        # What has a card of its own on this page is not said twice
        return news.filtered(lambda notice: not notice._has_card(kinds[notice.kind]))

    @api.depends("active_mentorship_ids", "todo_mentorship_ids", "waiting_participant_ids")
    def _compute_resource_ids(self):
        for overview in self:
            overview.resource_ids = self._pick_resources(
                (overview.todo_mentorship_ids | overview.active_mentorship_ids)._origin,
                overview.waiting_participant_ids._origin,
            )

    @api.model
    def _pick_resources(self, mentorships, waiting):
        """What helps in the phase of the own mentorships; while somebody waits for one, what helps to begin."""
        resources = self.env["hr.mentorship.resource"]
        found = mentorships.resource_ids
        if not found and waiting:
            for_beginners = resources._find_by_phase(waiting.company_id).get("before", resources)
            first = waiting[:1]
            found = for_beginners._pick_for(first.role, first.company_id, first.program_id.format)
        return resources.browse(found.ids[:SHOWN_AT_ONCE])._filtered_access("read")

    def _compute_next_steps(self):
        self.next_step_ids = self._find_my_next_steps()

    @api.model
    def _find_my_next_steps(self, there=EVERYTHING):
        if "hr.mentorship.next.step" not in there:
            return self.env["hr.mentorship.next.step"]
        return self._search_whole(
            "hr.mentorship.next.step", [("user_id", "=", self.env.uid), ("state", "=", "open")], limit=6
        )

    def _compute_goals(self):
        found = self._find_goals()
        for overview in self:
            overview.update({name: found[name] for name in found if name in self._fields})

    @api.model
    def _find_goals(self, there=EVERYTHING):
        # As far as the record rules let the user read them: the own ones, and those of the own mentees
        readable = self._search_whole("hr.mentorship.goal", [("state", "in", (*OPEN_STATES, "reached"))])
        proposals = self.env["hr.mentorship.skill.proposal"]
        if proposals._name in there:
            proposals = proposals.search([("user_id", "=", self.env.uid), ("state", "=", "proposed")])
        return {
            "goals": readable,
            "goal_ids": readable.filtered(lambda goal: goal.is_open and goal.user_id == self.env.user)[:6],
            "reached_goal_count": len(readable.filtered(lambda goal: goal.state == "reached")),
            "skill_proposal_ids": proposals,
        }

    def _compute_programs(self):
        found = self._find_programs()
        for overview in self:
            overview.update(found)

    @api.model
    def _find_programs(self, there=EVERYTHING):
        programs = self.env["hr.mentorship.program"]
        # Whoever is in, or has applied, finds that where they wait, or among their people
        joinable = self._search_whole(
            "hr.mentorship.program", Domain("is_enrolment_open", "=", True) & Domain("is_my_program", "=", False)
        ).filtered(
            lambda program: (
                not program.my_participant_ids
                and (program.can_join_as_mentor or program.can_join_as_mentee or program.can_join_as_peer)
            )
        )
        # No sudo: a program that the user does not see offers nothing to choose
        my_choosing = self.env["hr.mentorship.participant"]
        if my_choosing._name in there:
            my_choosing = my_choosing._find_my_choosing()
        choosing = programs.search([("id", "in", my_choosing.program_id.ids)]) if my_choosing else programs
        for_me = Domain("state", "=", "submitted") & Domain("sponsor_id", "=", self.env.uid)
        by_me = Domain("state", "in", ("draft", "submitted", "open")) & Domain("manager_ids", "in", self.env.uid)
        concerning_me = programs.search(for_me | by_me) if programs._name in there else programs
        to_approve = concerning_me.filtered(
            lambda program: program.state == "submitted" and program.sponsor_id == self.env.user
        )
        return {
            "choosing_program_ids": choosing,
            "open_program_ids": joinable - choosing,
            "approval_program_ids": to_approve,
            "managed_program_ids": concerning_me.filtered(lambda program: self.env.user in program.manager_ids),
        }

    @api.model
    def action_open(self):
        """Open the page of the current user."""
        return self.env["ir.actions.actions"]._for_xml_id("hr_mentorship.hr_mentorship_overview_action")

    def action_open_my_profile(self):
        return self.env["hr.mentorship.profile"].action_open_my_profile()

    def action_guide_my_profile(self):
        return self.env["hr.mentorship.profile.guide"]._open_for(
            self.env["hr.mentorship.profile"]._get_my_employee().mentorship_profile_ids.with_env(self.env)
        )
