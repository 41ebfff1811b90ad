from datetime import timedelta

from odoo import api, fields, models

from .hr_mentorship_notice import NoticeText

REMIND_BEFORE = timedelta(days=7)

MY_GOALS = "/odoo/my-mentorship-goals"


class HrMentorshipNotice(models.Model):
    """What members hear about goals. The words of a goal stay in Odoo: mails go further than one thinks."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("goal_suggested", "Goal suggested"),
            ("goal_milestone", "Milestone done"),
            ("goal_reached", "Goal reached"),
            ("goal_congratulated", "Congratulations"),
            ("goal_due", "Goal due soon"),
        ],
        ondelete=dict.fromkeys(
            ("goal_suggested", "goal_milestone", "goal_reached", "goal_congratulated", "goal_due"), "cascade"
        ),
    )

    @api.model
    def _get_notice_texts(self):
        texts = super()._get_notice_texts()
        running = ("agreement", "active", "paused")
        texts.update(
            goal_suggested=NoticeText(
                text=self.env._("%(by)s suggests a goal to you. You take it up, change it, or say no."),
                subject=self.env._("%(by)s suggests a goal to you"),
                button=self.env._("Look at it"),
                target=MY_GOALS,
                rank=20,
                mentorship_states=running,
                asks=True,
                holds=lambda notice: "suggested" in notice._get_mentee_goals().mapped("state"),
            ),
            goal_milestone=NoticeText(
                text=self.env._("A milestone on the way to a goal is done in your mentorship with %(partner)s."),
                subject=self.env._("A milestone in your mentorship with %(partner)s"),
                button=self.env._("See the goals"),
                target=MY_GOALS,
            ),
            goal_reached=NoticeText(
                text=self.env._("%(mentee)s has reached a goal. One click says that you are happy about it."),
                subject=self.env._("%(mentee)s has reached a goal"),
                button=self.env._("Congratulate"),
                target="mentorship",
                rank=30,
                asks=True,
                holds=lambda notice: notice._has_goal_to_congratulate(),
            ),
            goal_congratulated=NoticeText(
                text=self.env._("%(by)s congratulates you on the goal that you have reached."),
                subject=self.env._("%(by)s congratulates you"),
                button=self.env._("See the goals"),
                target="mentorship",
            ),
            goal_due=NoticeText(
                text=self.env._(
                    "The day that you had in mind for a goal is %(target_date)s. Is it close, or does it need another "
                    "day?"
                ),
                subject=self.env._("The day that you had in mind for a goal is near"),
                button=self.env._("See the goals"),
                target=MY_GOALS,
                mentorship_states=("active",),
                asks=True,
                holds=lambda notice: notice._has_goal_due(),
            ),
        )
        return texts

    def _get_mentee_goals(self):
        """Return the goals of the mentee who reads the line."""
        return self.mentorship_id.goal_ids.filtered(lambda goal: goal.member_id == self.member_id)

    def _has_goal_to_congratulate(self):
        """Whether the mentor who reads the line has not said a word yet on what was reached; others only read it."""
        if self.member_id.role != "mentor":
            return True
        return any(
            goal.state == "reached" and self.member_id.user_id not in goal.congratulated_by_ids
            for goal in self.mentorship_id.goal_ids
        )

    def _has_goal_due(self):
        due_on = (self.params or {}).get("target_date", {}).get("date")
        return any(
            goal.state == "active" and fields.Date.to_string(goal.target_date) == due_on
            for goal in self._get_mentee_goals()
        )


class HrMentorshipGoal(models.Model):
    """Whom the steps of a goal are told."""

    _inherit = "hr.mentorship.goal"

    is_reminded = fields.Boolean(
        compute="_compute_is_reminded",
        store=True,
        readonly=True,
        copy=False,
        help="The mentee has been reminded of this target date; a new date counts anew.",
    )

    @api.depends("target_date")
    def _compute_is_reminded(self):
        self.is_reminded = False

    def _after_suggest(self):
        result = super()._after_suggest()
        for goal in self:
            goal.member_id._notify("goal_suggested", by=self.env.user)
        return result

    def _after_milestone(self):
        result = super()._after_milestone()
        self._get_partners()._notify("goal_milestone")
        return result

    def _after_reach(self):
        result = super()._after_reach()
        for mentee, goals in self.sudo().grouped("member_id").items():  # sudo: see member._notify
            goals._get_partners()._notify("goal_reached", mentee=mentee.employee_id)
        return result

    def _after_congratulate(self):
        result = super()._after_congratulate()
        for goal in self:
            goal.member_id._notify("goal_congratulated", by=self.env.user)
        return result

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
