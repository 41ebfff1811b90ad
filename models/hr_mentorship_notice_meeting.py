from odoo import api, fields, models

from .hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("meeting_declined", "Meeting declined"),
            ("meeting_removed", "Meeting taken out of the calendar"),
            ("meeting_moved", "Meeting moved in the calendar"),
            ("meeting_after_end", "Meeting after the end"),
        ],
        ondelete={
            "meeting_declined": "cascade",
            "meeting_removed": "cascade",
            "meeting_moved": "cascade",
            "meeting_after_end": "cascade",
        },
    )

    @api.model
    def _get_notice_texts(self):
        common = {
            "button": self.env._("Look at the meeting"),
            "target": "checkin",
            "rank": 50,
            "is_essential": True,
            "checkin_states": ("planned",),
        }
        return {
            **super()._get_notice_texts(),
            "meeting_declined": NoticeText(
                text=self.env._("%(partner)s cannot come to your meeting on %(day)s. Please agree on another time."),
                subject=self.env._("%(partner)s cannot come to your meeting on %(day)s"),
                button=self.env._("Look at the meeting"),
                target="checkin",
                rank=70,
                is_urgent=True,
                is_essential=True,
                checkin_states=("planned",),
                asks=True,
                holds=lambda notice: "declined" in notice.checkin_id.event_id.attendee_ids.mapped("state"),
            ),
            "meeting_removed": NoticeText(
                text=self.env._(
                    "Your meeting with %(partner)s on %(day)s has been taken out of the calendar. The day stays in "
                    "your plan: agree on a time again, or choose another day."
                ),
                subject=self.env._("Your meeting with %(partner)s has no time now"),
                is_urgent=True,
                **common,
            ),
            "meeting_moved": NoticeText(
                text=self.env._(
                    "Your meeting with %(partner)s has been moved in the calendar: it is on %(day)s now. If that does "
                    "not suit you, choose another time."
                ),
                subject=self.env._("Your meeting with %(partner)s has moved"),
                is_urgent=True,
                **common,
            ),
            "meeting_after_end": NoticeText(
                text=self.env._(
                    "Your meeting with %(partner)s is on %(day)s now, after the end of your mentorship on %(end)s. "
                    "Choose an earlier day, or agree on a later end."
                ),
                subject=self.env._("Your meeting with %(partner)s is after the end"),
                **common,
            ),
        }
