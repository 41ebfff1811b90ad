from odoo import api, fields, models

from .hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("meeting_declined", "Meeting declined")], ondelete={"meeting_declined": "cascade"}
    )

    @api.model
    def _get_notice_texts(self):
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
        }
