import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from .goal_progress import measure_progress, share_done
from .hr_mentorship import RUNNING_STATES
from .private_fields import ReaderOne2many

GOAL_STATES = [
    ("suggested", "Suggested"),
    ("draft", "Draft"),
    ("active", "In Progress"),
    ("reached", "Reached"),
    ("unfinished", "Open at the End"),
    ("dropped", "Dropped"),
]
OPEN_STATES = ("suggested", "draft", "active")
"""Still to be worked on; the rest is history and keeps its words."""

GOAL_TIME = ("agreement", *RUNNING_STATES)
"""States of a mentorship in which its mentee may set goals."""


class HrMentorshipGoal(models.Model):
    """What a mentee wants to reach: specific, measurable, achievable, relevant and with a date.

    The mentee owns it. The mentors of the mentorship read it as soon as it is more than a draft, suggest, comment and
    log progress. Nobody else reads its words, administrators included; program managers read status, dates and
    progress in ``hr.mentorship.goal.report``.
    """

    _name = "hr.mentorship.goal"
    _description = "Mentorship Goal"
    _inherit = ["hr.mentorship.conversation.mixin", "mail.activity.mixin", "hr.mentorship.lifecycle.mixin"]
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
        "Mentee",
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
    can_edit = fields.Boolean(compute="_compute_my_part")
    can_log = fields.Boolean(compute="_compute_my_part")
    can_decide = fields.Boolean(compute="_compute_my_part")
    can_congratulate = fields.Boolean(compute="_compute_my_part")

    @api.model
    def _default_mentorship_id(self):
        """The mentorship in which the user learns, if there is one only."""
        mine = self.env["hr.mentorship"].search(
            [
                ("state", "in", GOAL_TIME),
                ("member_ids", "any", [("user_id", "=", self.env.uid), ("role", "=", "mentee")]),
            ],
            limit=2,
        )
        return mine if len(mine) == 1 else mine.browse()

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

    def _describe_way(self):
        """Return from where to where the figure goes, as in “40 → 10 mails a week”."""
        self.ensure_one()
        # As many digits as it takes: 4 talks, but 1.5 hours
        figures = (
            formatLang(self.env, value, digits=0 if value == round(value) else 2)
            for value in (self.baseline, self.target)
        )
        way = " → ".join(figures)
        return f"{way} {self.unit}" if self.unit else way

    @api.depends("progress_ids")
    def _compute_history_chart(self):
        for goal in self:
            # From the start on: a single point draws no line
            points = [(goal.started_on or fields.Date.to_date(goal.create_date), 0)] if goal.progress_ids else []
            points += [(line.logged_on, line.progress) for line in goal.progress_ids.sorted("id")]
            goal.history_chart = json.dumps(
                [
                    {
                        "key": self.env._("Progress in %"),
                        "values": [{"x": format_date(self.env, date), "y": progress} for date, progress in points],
                    }
                ]
            )

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
        questions = self._get_smart_questions()
        for goal in self:
            is_measurable = (goal.measured_by == "value" and goal.target != goal.baseline) or goal.milestone_ids
            there = {
                "S": len((goal.name or "").split()) >= 3,
                "M": is_measurable or (goal.measure or "").strip(),
                "A": (goal.first_step or "").strip(),
                "R": (goal.reason or "").strip(),
                "T": goal.target_date,
            }
            missing = [letter for letter, is_there in there.items() if not is_there]
            # Never empty: the client reads an empty string as false, in which it cannot look for letters
            goal.smart_missing = "".join(missing) or "-"
            goal.smart_hint = "\n".join(questions[letter] for letter in missing)

    @api.model
    def _get_smart_questions(self):
        """Return what to ask for each letter that is missing, in the reader's language."""
        return {
            "S": self.env._("Specific: what exactly will be different? A few more words help."),
            "M": self.env._("Measurable: how will you both see it? A figure, milestones or a sentence."),
            "A": self.env._("Achievable: what is the first small step?"),
            "R": self.env._("Relevant: why does it matter to you?"),
            "T": self.env._("Time-bound: by when?"),
        }

    @api.depends_context("uid")
    @api.depends("state", "mentorship_id.state", "member_id", "congratulated_by_ids")
    def _compute_my_part(self):
        user = self.env.user
        for goal in self:
            mentors = goal.mentorship_id.member_ids.filtered(lambda member: member.role == "mentor")
            is_mentor = user in mentors.user_id
            goal.is_mine = bool(goal.user_id) and goal.user_id == user
            # Somebody without a user writes nothing down: the mentor does, while they talk
            is_owner = goal.is_mine or (is_mentor and bool(goal.member_id) and not goal.user_id)
            is_running = goal.mentorship_id.state in GOAL_TIME
            # Nothing is saved yet: whoever writes it may start it right away
            goal.can_decide = not goal._origin or (is_owner and is_running)
            goal.can_edit = goal.can_decide and (not goal._origin or goal.is_open)
            goal.can_log = (is_owner or is_mentor) and is_running and goal.state == "active"
            goal.can_congratulate = (
                is_mentor and goal.state == "reached" and user not in goal.congratulated_by_ids and bool(goal.user_id)
            )

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("user_id", "=", self.env.uid)

    @api.constrains("member_id", "mentorship_id")
    def _check_member(self):
        for goal in self:
            member = goal.member_id
            if not member or member.mentorship_id != goal.mentorship_id or member.role != "mentee":
                raise ValidationError(self.env._("A goal belongs to a mentee. Choose a mentorship in which you learn."))

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
        mentorship = self.env["hr.mentorship"].browse(vals.get("mentorship_id") or self._default_mentorship_id().id)
        mentees = mentorship.member_ids.filtered(lambda member: member.role == "mentee")
        mine = mentees.filtered(lambda member: member.user_id == self.env.user)
        if not (mine or len(mentees) == 1):
            raise ValidationError(self.env._("A goal belongs to a mentee. Choose a mentorship in which you learn."))
        return (mine or mentees)[:1].id

    def write(self, vals):
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
            raise AccessError(self.env._("Only the mentee whose goal it is decides about it."))

    def _check_can_log(self):
        if not self.env.su and any(not goal.can_log for goal in self):
            raise AccessError(
                self.env._("Only the mentee and the mentors log progress, while the mentorship and the goal run.")
            )

    def _get_mentors(self):
        """Return the seats of the mentors, who read along."""
        # sudo: whom to tell, whoever asks
        return self.sudo().mentorship_id.member_ids.filtered(lambda member: member.role == "mentor")
