from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..common.client_actions import celebrate, toast
from ..common.given_values import given_ids
from ..common.private_fields import ReaderOne2many
from ..program.hr_mentorship_program import GIVING, LEARNING
from .goal_progress import measure_progress, share_done
from .goal_rights import (
    GOAL_TIME,
    OPEN_STATES,
    find_readable,
    find_writable,
    list_steps,
    may_read,
    may_write,
    mentors_of,
)
from .goal_words import draw_history, find_missing, list_questions, praise

GOAL_STATES = [
    ("suggested", "Suggested"),
    ("draft", "Draft"),
    ("active", "In Progress"),
    ("reached", "Reached"),
    ("unfinished", "Open at the End"),
    ("dropped", "Dropped"),
]
ANSWER_TODO = "hr_mentorship.mail_activity_type_answer_goal"
ANSWER_WITHIN = timedelta(days=7)
REMIND_BEFORE = timedelta(days=7)


class HrMentorshipGoal(models.Model):
    """What a mentee wants to reach: specific, measurable, achievable, relevant and with a date.

    The mentee owns it. The mentors of the mentorship read it as soon as it is more than a draft, suggest, comment and
    log progress. Nobody else reads its words, administrators included; program managers read status, dates and
    progress in ``hr.mentorship.goal.report``.
    """

    _name = "hr.mentorship.goal"
    _description = "Mentorship Goal"
    _inherit = ["hr.mentorship.conversation.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "is_open desc, target_date, id"
    _mail_post_access = "read"

    name = fields.Char("Goal", required=True, help="What will be different? Say it in one sentence.")
    mentorship_id = fields.Many2one(
        "hr.mentorship",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_mentorship_id(),
    )
    member_id = fields.Many2one(
        "hr.mentorship.member",
        "Whose",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Whose goal it is.",
    )
    employee_id = fields.Many2one(related="member_id.employee_id", store=True, index=True)
    user_id = fields.Many2one(related="member_id.user_id", store=True, index=True)
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    state = fields.Selection(
        GOAL_STATES, string="Status", default="draft", required=True, readonly=True, copy=False, index=True
    )
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    reason = fields.Text("Why It Matters")
    measure = fields.Text("How We Will See It")
    first_step = fields.Char(help="Something small that can be done within a week.")
    target_date = fields.Date("By")
    suggested_by_id = fields.Many2one("res.users", readonly=True, copy=False, index="btree_not_null")
    measured_by = fields.Selection(
        [("milestones", "Milestones"), ("value", "A figure")],
        default="milestones",
        required=True,
        help="A figure goes from a baseline to a target, up or down; milestones are ticked off one by one.",
    )
    unit = fields.Char(help="What the figure counts: talks, %, hours a week …")
    baseline = fields.Float("From", help="Where you stand today.")
    target = fields.Float("To", help="Where you want to be. Lower than today is fine: the bar runs that way.")
    current_value = fields.Float("Now", compute="_compute_current_value")
    milestone_ids = ReaderOne2many("hr.mentorship.milestone", "goal_id")
    next_milestone_id = fields.Many2one("hr.mentorship.milestone", compute="_compute_next_milestone_id")
    progress = fields.Float(compute="_compute_progress", store=True, aggregator="avg", digits=(5, 1))
    progress_ids = ReaderOne2many("hr.mentorship.goal.progress", "goal_id", "History", readonly=True, copy=False)
    history_chart = fields.Text(compute="_compute_history_chart")
    started_on = fields.Date(readonly=True, copy=False)
    reached_on = fields.Date(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    kind_words = fields.Char(compute="_compute_is_overdue", help="What to say about a date that has passed.")
    smart_missing = fields.Char(compute="_compute_smart")
    smart_hint = fields.Text(compute="_compute_smart")
    congratulated_by_ids = fields.Many2many(
        "res.users", "hr_mentorship_goal_congratulation_rel", "goal_id", "user_id", readonly=True, copy=False
    )
    is_mine = fields.Boolean(compute="_compute_my_part", search="_search_is_mine")
    can_read = fields.Boolean(
        compute="_compute_access",
        compute_sudo=True,
        search="_search_can_read",
        help="What the record rules ask for: the mentee, and the mentors once it is more than a draft.",
    )
    can_write = fields.Boolean(
        compute="_compute_access",
        compute_sudo=True,
        search="_search_can_write",
        help="What the record rules ask for: the mentee, and the mentors of a mentee without a user.",
    )
    can_edit = fields.Boolean(compute="_compute_my_part")
    can_log = fields.Boolean(compute="_compute_my_part")
    can_decide = fields.Boolean(compute="_compute_my_part")
    can_congratulate = fields.Boolean(compute="_compute_my_part")
    skill_id = fields.Many2one("hr.skill", ondelete="set null", index="btree_not_null")
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        "Level to Reach",
        compute="_compute_skill_level_id",
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('skill_type_id', '=', skill_type_id)]",
        help="When the goal is reached, this level is proposed to the mentee, then to HR. Nothing is written silently.",
    )
    proposal_state = fields.Selection(
        lambda self: self.env["hr.mentorship.skill.proposal"]._fields["state"]._description_selection(self.env),
        compute="_compute_proposal",
    )
    is_reminded = fields.Boolean(
        compute="_compute_is_reminded",
        store=True,
        readonly=True,
        copy=False,
        help="The mentee has been reminded of this target date; a new date counts anew.",
    )

    @api.model
    def _default_mentorship_id(self):
        """The mentorship in which the user learns, if there is one only."""
        mine = self.env["hr.mentorship"].search(self._get_learning_domain(), limit=2)
        return mine if len(mine) == 1 else mine.browse()

    @api.model
    def _get_learning_domain(self):
        """Return the mentorships in which the current user may set goals."""
        return Domain("state", "in", GOAL_TIME) & Domain(
            "member_ids", "any", [("user_id", "=", self.env.uid), ("role", "in", LEARNING)]
        )

    @api.depends("state")
    def _compute_is_open(self):
        for goal in self:
            goal.is_open = goal.state in OPEN_STATES

    @api.depends("baseline", "progress_ids.value", "progress_ids.has_value")
    def _compute_current_value(self):
        for goal in self:
            values = goal.progress_ids.filtered("has_value").sorted("id")
            goal.current_value = values[-1:].value if values else goal.baseline

    @api.depends("milestone_ids.done_on", "milestone_ids.planned_date", "milestone_ids.sequence")
    def _compute_next_milestone_id(self):
        for goal in self:
            goal.next_milestone_id = goal.milestone_ids.filtered(lambda milestone: not milestone.done_on)[:1]

    @api.depends("state", "measured_by", "baseline", "target", "current_value", "milestone_ids.done_on")
    def _compute_progress(self):
        for goal in self:
            if goal.state == "reached":
                goal.progress = 100
            elif goal.measured_by == "value":
                goal.progress = measure_progress(goal.baseline, goal.target, goal.current_value)
            else:
                milestones = goal.milestone_ids
                goal.progress = share_done(len(milestones.filtered("done_on")), len(milestones))

    def _preview_progress(self, value=None):
        """Return what the bar shows once the figure stands at ``value``."""
        self.ensure_one()
        if value is None or self.measured_by != "value" or self.state == "reached":
            return self.progress
        return measure_progress(self.baseline, self.target, value)

    @api.depends("progress_ids")
    def _compute_history_chart(self):
        for goal in self:
            goal.history_chart = draw_history(goal)

    @api.depends("state", "target_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for goal in self:
            goal.is_overdue = goal.state == "active" and bool(goal.target_date) and goal.target_date < today
            goal.kind_words = goal.is_overdue and self.env._(
                "The day you had in mind has passed. Choose a new one, make the goal smaller, or talk it over."
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "active") & Domain("target_date", "<", fields.Date.context_today(self))

    @api.depends("name", "reason", "measure", "measured_by", "baseline", "target", "unit", "first_step", "target_date")
    @api.depends("milestone_ids")
    @api.depends_context("lang")
    def _compute_smart(self):
        questions = list_questions(self.env)
        for goal in self:
            missing = find_missing(goal)
            # Never empty: the client reads an empty string as false, in which it cannot look for letters
            goal.smart_missing = "".join(missing) or "-"
            goal.smart_hint = "\n".join(questions[letter] for letter in missing)

    @api.depends_context("uid")
    @api.depends("state", "mentorship_id.state", "member_id", "congratulated_by_ids")
    def _compute_my_part(self):
        for goal in self:
            goal.update(list_steps(goal, self.env.user))

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("user_id", "=", self.env.uid)

    @api.depends_context("uid")
    @api.depends("user_id", "state", "mentorship_id.member_ids.user_id", "mentorship_id.member_ids.role")
    def _compute_access(self):
        for goal in self:
            goal.can_read = may_read(goal, self.env.user)
            goal.can_write = may_write(goal, self.env.user)

    def _search_can_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        return find_readable(self.sudo(), self.env.user)  # sudo: the record rules themselves ask for this

    def _search_can_write(self, operator, value):
        if operator != "in":
            return NotImplemented
        return find_writable(self.sudo(), self.env.user)  # sudo: the record rules themselves ask for this

    @api.constrains("member_id", "mentorship_id")
    def _check_member(self):
        for goal in self:
            member = goal.member_id
            if not member or member.mentorship_id != goal.mentorship_id or member.role not in LEARNING:
                raise ValidationError(
                    self.env._("A goal belongs to whoever learns. Choose a mentorship in which you do.")
                )

    @api.constrains("skill_id", "skill_level_id")
    def _check_skill_level(self):
        for goal in self:
            if goal.skill_level_id and goal.skill_level_id.skill_type_id != goal.skill_id.skill_type_id:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is not a level of “%(skill)s”. Choose the level again.",
                        level=goal.skill_level_id.name,
                        skill=goal.skill_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        goals = super().create([{"member_id": self._find_mentee(vals), **vals} for vals in vals_list])
        if not self.env.su:
            goals._check_is_goal_time()
        return goals

    @api.model
    def _find_mentee(self, vals):
        """Return the id of the seat that a new goal belongs to: the user's own, or that of the only mentee."""
        given = given_ids([vals], "mentorship_id") or self._default_mentorship_id().ids
        mentorship = self.env["hr.mentorship"].browse(given)
        mentees = mentorship.member_ids.filtered(lambda member: member.role in LEARNING)
        mine = mentees.filtered(lambda member: member.user_id == self.env.user)
        if not (mine or len(mentees) == 1):
            raise ValidationError(self.env._("A goal belongs to whoever learns. Choose a mentorship in which you do."))
        return (mine or mentees)[:1].id

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        # What has been reached or given up keeps its words
        if not self.env.su and not self._get_word_fields().isdisjoint(vals):
            self._check_state_in(*OPEN_STATES)
            self._check_is_goal_time()
        return super().write(vals)

    @api.model
    def _get_word_fields(self):
        """Fields that the mentee writes."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and not field.readonly and not name.startswith(("message_", "activity_", "website_"))
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if not self.env.su and any(goal.state != "draft" for goal in self):
            raise UserError(self.env._("A goal that you have started stays as history. Drop it instead."))

    def _check_is_goal_time(self):
        for goal in self:
            if goal.mentorship_id.state not in GOAL_TIME:
                raise UserError(
                    self.env._(
                        "“%(name)s” does not run (any more), so its goals stay as they are.",
                        name=goal.mentorship_id.name,
                    )
                )

    def _check_can_decide(self):
        if not self.env.su and any(not goal.can_decide for goal in self):
            raise AccessError(self.env._("Only the person whose goal it is decides about it."))

    def _check_can_log(self):
        if not self.env.su and any(not goal.can_log for goal in self):
            raise AccessError(
                self.env._(
                    "Only those whose goal it is, and who help, log progress, while the mentorship and the goal run."
                )
            )

    def _get_mentors(self):
        """Return the seats of the mentors, who read along."""
        # sudo: whom to tell, whoever asks
        return mentors_of(self.sudo())

    # -- The way of a goal: who decides what, who is told, and what is celebrated.

    @api.model
    def _suggest(self, mentorship, values, member=None):
        """A mentor suggests a goal to a mentee, who accepts it or not.

        :param dict values: the words of the goal
        :param member: the mentee's seat, where there are several
        """
        mentorship._check_state_in("agreement", "active", "paused")
        my_member = mentorship.my_member_id
        if my_member.role not in GIVING:
            raise AccessError(self.env._("Only those who help in a mentorship suggest goals to those who learn there."))
        others = mentorship.sudo().member_ids - my_member.sudo()
        mentees = others.filtered(lambda mentee: mentee.role in LEARNING)
        mentee = mentees & member.sudo() if member else mentees[:1]
        if not mentee:
            raise UserError(self.env._("Choose whom you suggest the goal to."))
        # Somebody without a user cannot accept: what the two have agreed on in their talk counts at once
        state = "suggested" if mentee.user_id else "active"
        # sudo: a mentor writes no goals of others but this way
        goal_sudo = self.sudo().create(
            {
                **values,
                "mentorship_id": mentorship.id,
                "member_id": mentee.id,
                "suggested_by_id": self.env.uid,
                "state": state,
                "started_on": fields.Date.context_today(self) if state == "active" else False,
            }
        )
        goal_sudo._after_suggest()
        goal_sudo._ask_mentee()
        return goal_sudo.with_env(self.env)

    def _ask_mentee(self):
        """One to-do for whom a suggestion waits."""
        deadline = fields.Date.context_today(self) + ANSWER_WITHIN
        self._schedule_activities(ANSWER_TODO, [(goal, goal.user_id, deadline) for goal in self])

    def action_accept(self):
        """The mentee takes up what a mentor has suggested."""
        self._check_can_decide()
        self._check_state_in("suggested")
        self._start()

    def action_start(self):
        """The mentee shows the goal to the mentors and begins."""
        self._check_can_decide()
        self._check_state_in("draft")
        self._start()

    def _start(self):
        self._move_to("active", started_on=fields.Date.context_today(self), closed_on=False)
        self._finish_activities(ANSWER_TODO)
        for goal in self:
            # So that they hear of comments; sudo: a mentee may not look up whom to subscribe
            goal.sudo().message_subscribe(goal._get_mentors().user_id.partner_id.ids)
        self._after_start()

    def action_drop(self):
        """The mentee gives a goal up, or declines a suggestion; no reason is asked for."""
        self._check_can_decide()
        self._check_state_in("suggested", "draft", "active")
        self._move_to("dropped", closed_on=fields.Date.context_today(self))
        self._finish_activities(ANSWER_TODO)

    def action_reopen(self):
        """The mentee goes on with a goal that was marked too early, or given up."""
        self._check_can_decide()
        self._check_state_in("reached", "dropped")
        self._before_reopen()
        self._move_to("active", reached_on=False, closed_on=False)
        for goal in self.filtered(lambda goal: not goal.started_on):
            goal.sudo().started_on = fields.Date.context_today(self)

    def action_reach(self):
        """The goal is reached: celebrate, and tell the partners."""
        return self._log_moves({goal.id: {"is_reached": True} for goal in self})

    def action_update(self):
        """Open the dialog in which a member logs progress."""
        self.ensure_one()
        return self._open_goal_dialog("hr_mentorship.hr_mentorship_goal_update_action")

    def _open_goal_dialog(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["context"] = {"default_goal_id": self.id}
        return action

    def _log_progress(self, value=None, milestones=None, note=None, checkin=None, is_reached=False):
        """Log what has moved in one goal; see :meth:`_log_moves`."""
        self.ensure_one()
        move = {"value": value, "milestones": milestones, "note": note, "is_reached": is_reached}
        return self._log_moves({self.id: move}, checkin=checkin)

    def _log_moves(self, moves, checkin=None):
        """Log what has moved in these goals, as the current user, who is a member.

        :param dict moves: by the id of a goal a dict of ``value`` (where its figure stands now; None if it has not
            been looked at), ``milestones`` that are done now, ``note``, and ``is_reached``
        :param checkin: the meeting in which they were logged
        :returns: an action with something to celebrate, or None
        """
        self._check_can_log()
        ticked = self.env["hr.mentorship.milestone"]
        reached = self.browse()
        entries = {}
        for goal in self:
            move = moves[goal.id]
            value, note, milestones = move.get("value"), move.get("note"), move.get("milestones") or ticked.browse()
            steps = milestones.filtered(lambda step, goal=goal: not step.done_on and step.goal_id == goal)
            has_moved = value is not None and value != goal.current_value
            if has_moved or steps or note or move.get("is_reached"):
                entries[goal] = {"value": value if has_moved else None, "note": note}
            if move.get("is_reached"):
                reached += goal
            ticked += steps
        ticked._mark_done()
        reached._mark_reached()
        self.env["hr.mentorship.goal.progress"]._record(entries, checkin=checkin)
        if further := ticked.filtered(lambda step: step.goal_id not in reached):
            further.goal_id._after_milestone()
        if reached:
            reached._after_reach()
        words = praise(reached, further)
        return celebrate(words) if words else None

    def _mark_reached(self):
        """The caller has checked that the user is a member."""
        self._check_state_in("active")
        today = fields.Date.context_today(self)
        self._move_to("reached", reached_on=today, closed_on=today)

    def action_congratulate(self):
        """A mentor congratulates with one click; the mentee finds the words below the goal."""
        for goal in self:
            if not goal.can_congratulate:
                raise AccessError(self.env._("Those who help congratulate on a goal that is reached, once."))
            # sudo: who has congratulated is nothing that anybody edits
            goal.sudo().congratulated_by_ids = [fields.Command.link(self.env.uid)]
            goal.message_post(body=self.env._("👏 Congratulations! You have reached this goal."))
        self._after_congratulate()
        return toast(self.env._("Your congratulations stand below the goal."))

    def _close_with_mentorship(self):
        """What is open when a mentorship ends stays with the employee as history."""
        today = fields.Date.context_today(self)
        running = self.filtered(lambda goal: goal.state == "active")
        running._move_to("unfinished", closed_on=today)
        self.filtered(lambda goal: goal.state in ("suggested", "draft"))._move_to("dropped", closed_on=today)
        self._drop_activities(ANSWER_TODO)

    # -- hooks for the rooms further down

    def _after_suggest(self):
        """Tell the mentees that a mentor has just suggested these goals."""
        for goal in self:
            goal.member_id._notify("goal_suggested", by=self.env.user)

    def _after_start(self):
        """Hook: these goals have just been started."""

    def _after_milestone(self):
        """Tell the partners that the current user has just ticked off a milestone of these goals."""
        self._get_partners()._notify("goal_milestone")

    def _before_reopen(self):
        """These goals are about to go on: what their reaching has proposed is taken back."""
        self.env["hr.mentorship.skill.proposal"]._take_back_for(self)

    def _after_reach(self):
        """These goals have just been reached: propose the skills they were about, and tell the partners."""
        self.env["hr.mentorship.skill.proposal"]._propose_for(self)
        for mentee, goals in self.sudo().grouped("member_id").items():  # sudo: see member._notify
            goals._get_partners()._notify("goal_reached", mentee=mentee.employee_id)

    def _after_congratulate(self):
        """Tell the mentees that the current user has just congratulated on these goals."""
        for goal in self:
            goal.member_id._notify("goal_congratulated", by=self.env.user)

    # -- A skill and a level that the goal leads to; reaching it proposes the level, and writes nothing.

    @api.depends("skill_id")
    def _compute_skill_level_id(self):
        for goal in self:
            if goal.skill_level_id.skill_type_id != goal.skill_id.skill_type_id:
                goal.skill_level_id = False

    @api.depends("state")
    def _compute_proposal(self):
        # sudo: that there is a proposal is known to whoever reads the goal it comes from
        found = self.env["hr.mentorship.skill.proposal"].sudo().search([("goal_id", "in", self.ids)], order="id")
        by_goal = {proposal.goal_id.id: proposal.state for proposal in found}
        for goal in self:
            goal.proposal_state = by_goal.get(goal.id, False)

    # -- Whom the steps of a goal are told.

    @api.depends("target_date")
    def _compute_is_reminded(self):
        self.is_reminded = False

    def _get_partners(self):
        """Return who takes part in these goals beside the current user: the mentees and the mentors."""
        seats = self.sudo().member_id | self._get_mentors()
        return seats.filtered(lambda member: member.user_id != self.env.user)

    @api.model
    def _cron_remind(self, batch_size=500):
        """Remind mentees of a goal whose day comes near, once for each day they choose."""
        today = fields.Date.context_today(self)
        domain = [
            ("state", "=", "active"),
            ("mentorship_id.state", "=", "active"),
            ("is_reminded", "=", False),
            ("target_date", ">=", today),
            ("target_date", "<=", today + REMIND_BEFORE),
        ]
        while goals := self.search(domain, limit=batch_size).try_lock_for_update():
            for target_date, same_day in goals.grouped("target_date").items():
                same_day.member_id._notify("goal_due", target_date=target_date)
            goals.is_reminded = True
            if not self.env["ir.cron"]._commit_progress(len(goals), remaining=self.search_count(domain)):
                break
