from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText
from ..program.hr_mentorship_program import GIVING

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
                mail_kind="thanks",
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

    def _has_card(self, kind):
        """Only who can answer or congratulate has a card for it: the others of a group read of it here alone."""
        goals_sudo = self.sudo().mentorship_id.goal_ids  # sudo: what the reader may do, whatever of it they may read
        if self.kind == "goal_suggested":
            return any(goal.state == "suggested" and goal.can_decide for goal in goals_sudo)
        if self.kind == "goal_reached":
            return any(goals_sudo.mapped("can_congratulate"))
        return super()._has_card(kind)

    def _get_mentee_goals(self):
        """Return the goals of the mentee who reads the line."""
        return self.mentorship_id.goal_ids.filtered(lambda goal: goal.member_id == self.member_id)

    def _has_goal_to_congratulate(self):
        """Whether the mentor who reads the line has not said a word yet on what was reached; others only read it."""
        if self.member_id.role not in GIVING:
            return True
        return any(
            goal.state == "reached"
            and goal.member_id != self.member_id
            and self.member_id.user_id not in goal.congratulated_by_ids
            for goal in self.mentorship_id.goal_ids
        )

    def _has_goal_due(self):
        due_on = (self.params or {}).get("target_date", {}).get("date")
        return any(
            goal.state == "active" and fields.Date.to_string(goal.target_date) == due_on
            for goal in self._get_mentee_goals()
        )
