from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    """What the steps say, unless the program has words of its own."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("checkin_reminder", "Check-in ahead"),
            ("checkin_nudge", "Check-in not logged"),
            ("checkin_choices", "Check-in not logged, with choices"),
            ("checkin_escalation", "Pair that does not meet"),
        ],
        ondelete={
            "checkin_reminder": "cascade",
            "checkin_nudge": "cascade",
            "checkin_choices": "cascade",
            "checkin_escalation": "cascade",
        },
    )

    step_id = fields.Many2one("hr.mentorship.nudge.step", compute="_compute_step_id", groups=NO_ACCESS)

    @api.depends("params")
    def _compute_step_id(self):
        steps = self.env["hr.mentorship.nudge.step"]
        named = {notice: steps.browse((notice.params or {}).get("step_id")) for notice in self}
        # One that has been deleted since has no words of its own any more
        left = steps.union(*named.values()).exists()
        for notice, step in named.items():
            notice.step_id = step & left

    def _get_notice_texts(self):
        still = {"checkin_states": ("planned",), "mentorship_states": ("active",)}
        # One that has been moved on is nothing that anybody waits for
        overdue = {**still, "asks": True, "holds": lambda notice: notice.checkin_id.is_overdue}
        return {
            **super()._get_notice_texts(),
            "checkin_reminder": NoticeText(
                text=self.env._("Your check-in with %(partner)s is on %(day)s."),
                subject=self.env._("Your check-in with %(partner)s on %(day)s"),
                button=self.env._("Have a look"),
                target="checkin",
                purpose="checkin",
                rank=30,
                shows_meeting=True,
                has_card=True,
                holds=lambda notice: not notice.checkin_id.is_overdue,
                **still,
            ),
            "checkin_nudge": NoticeText(
                text=self.env._(
                    "Your check-in with %(partner)s on %(day)s is not logged yet. Did you meet? Then say so, it takes "
                    "a minute; if not, choose another day."
                ),
                subject=self.env._("Did you meet %(partner)s?"),
                button=self.env._("Log or move it"),
                target="checkin",
                purpose="checkin",
                rank=40,
                has_card=True,
                **overdue,
            ),
            "checkin_choices": NoticeText(
                text=self.env._(
                    "You and %(partner)s wanted to meet on %(day)s, and we have not heard how it went. What fits? Each "
                    "of these is fine."
                ),
                subject=self.env._("How do you and %(partner)s want to go on?"),
                button=self.env._("We met"),
                target="/mentorship/checkin/%(checkin_id)s/log",
                choices=(
                    (self.env._("Another day"), "/mentorship/checkin/%(checkin_id)s/plan"),
                    (self.env._("Take a break"), "/mentorship/checkin/%(checkin_id)s/pause"),
                    (self.env._("End it kindly"), "/mentorship/checkin/%(checkin_id)s/end"),
                ),
                purpose="checkin",
                rank=50,
                **overdue,
            ),
            "checkin_escalation": NoticeText(
                text=self.env._(
                    "%(pair)s have not logged their check-in of %(day)s. A friendly word from you may help them to go "
                    "on."
                ),
                subject=self.env._("%(pair)s may need you"),
                button=self.env._("Open their mentorship"),
                rank=45,
                **overdue,
            ),
        }

    def _get_text(self, texts):
        text = super()._get_text(texts)
        # sudo: its words are for whoever the line is for, and they read no steps
        return text.with_words(self.sudo().step_id.text)
