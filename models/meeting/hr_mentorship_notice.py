from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


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

    def _get_details(self, kind):
        """Return when and where the meeting of the line is, as far as that is agreed."""
        checkin = self.checkin_id
        if not kind.shows_meeting or not self.member_id or not checkin:
            return []
        modes = dict(checkin._fields["meeting_mode"]._description_selection(self.env))
        place = ", ".join(filter(None, [modes.get(checkin.meeting_mode), checkin.meeting_location]))
        when = ""
        if checkin.planned_at:
            tz = self._get_tz()
            when = self.env._("%(when)s (%(time_zone)s)", when=checkin._describe_time(tz), time_zone=tz)
        return [line for line in (when, place) if line]

    def _get_join_link(self, kind):
        """Return label and address of the video call of the meeting, for those who take part in it."""
        if not kind.shows_meeting or not self.member_id or self.checkin_id.meeting_mode != "video":
            return []
        # sudo: the event is private, and the line is for one of its members
        link = self.sudo().checkin_id.event_id.videocall_location
        return [(self.env._("Join the video call"), link)] if link else []

    # -- meeting

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
