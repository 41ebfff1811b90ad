from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    """What the plan of check-ins tells both members."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("moved_date", "Check-in on another day"),
            ("agreed_on_leave", "Agreed time on a day off"),
            ("planned_far", "Check-in further away"),
            ("planned_none", "Check-in without a day that fits"),
            ("planned_untimed", "Check-in without a time that is free"),
            ("out_of_hours", "Meetings outside of working hours"),
            ("day_moved", "Check-in moved by the partner"),
        ],
        ondelete={
            "moved_date": "cascade",
            "agreed_on_leave": "cascade",
            "planned_far": "cascade",
            "planned_none": "cascade",
            "planned_untimed": "cascade",
            "out_of_hours": "cascade",
            "day_moved": "cascade",
        },
    )

    @api.model
    def _get_notice_texts(self):
        common = {
            "button": self.env._("Look at the check-in"),
            "target": "checkin",
            "rank": 40,
            "checkin_states": ("planned",),
            "mentorship_states": ("active",),
        }
        return {
            **super()._get_notice_texts(),
            "moved_date": NoticeText(
                text=self.env._(
                    "Your check-in with %(partner)s is on %(day)s now, because one of you does not work on %(former)s. "
                    "If that day does not suit you, choose another one together."
                ),
                subject=self.env._("Your check-in with %(partner)s has moved to %(day)s"),
                shows_meeting=True,
                **common,
            ),
            "agreed_on_leave": NoticeText(
                text=self.env._(
                    "You have agreed to meet %(partner)s on %(day)s, and one of you does not work on that day now. "
                    "If it does not suit you, choose another time together."
                ),
                subject=self.env._("Does your check-in with %(partner)s on %(day)s still suit you?"),
                **common,
            ),
            "planned_far": NoticeText(
                text=self.env._(
                    "Your check-in with %(partner)s is planned for %(day)s: around %(wanted)s there is no day on which "
                    "you both work."
                ),
                subject=self.env._("Your check-in with %(partner)s is planned for %(day)s"),
                **common,
            ),
            "planned_none": NoticeText(
                text=self.env._(
                    "Your check-in with %(partner)s stands on %(day)s, although one of you does not work on it: no day "
                    "near it suits you both. Choose one together."
                ),
                subject=self.env._("Choose a day for your check-in with %(partner)s"),
                **common,
            ),
            "planned_untimed": NoticeText(
                text=self.env._(
                    "Your check-in with %(partner)s on %(day)s has no time yet: around the one you have agreed on, one "
                    "of you always has another appointment. Choose a time together."
                ),
                subject=self.env._("Your check-in with %(partner)s needs a time"),
                **common,
            ),
            "day_moved": NoticeText(
                text=self.env._(
                    "%(partner)s has moved your check-in to %(day)s. If that day does not suit you, choose another one."
                ),
                subject=self.env._("%(partner)s has moved your check-in to %(day)s"),
                shows_meeting=True,
                **common,
            ),
            "out_of_hours": NoticeText(
                text=self.env._(
                    "The time you have agreed on for your meetings with %(partner)s lies outside of the working hours "
                    "of one of you. If that is not what you want, agree on another time."
                ),
                subject=self.env._("The time of your meetings with %(partner)s"),
                **common,
            ),
        }
