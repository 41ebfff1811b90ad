from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("paused", "Mentorship paused"),
            ("paused_away", "Mentorship paused while somebody is away"),
            ("resumed", "Mentorship goes on"),
        ],
        ondelete={"paused": "cascade", "paused_away": "cascade", "resumed": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "paused": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s takes a break until %(back)s. Check-ins in between are off, and "
                    "you hear from us when it goes on."
                ),
                subject=self.env._("Your mentorship with %(partner)s takes a break"),
                button=self.env._("Open the mentorship"),
                rank=40,
                is_essential=True,
                mentorship_states=("paused",),
            ),
            "paused_away": NoticeText(
                text=self.env._(
                    "%(away)s is away until %(back)s, so your mentorship takes a break. Check-ins in between are off, "
                    "and you hear from us when it goes on."
                ),
                subject=self.env._("Your mentorship with %(partner)s takes a break"),
                button=self.env._("Open the mentorship"),
                rank=40,
                is_essential=True,
                mentorship_states=("paused",),
            ),
            "resumed": NoticeText(
                text=self.env._("Your mentorship with %(partner)s goes on. Your next check-ins are planned."),
                subject=self.env._("Your mentorship with %(partner)s goes on"),
                button=self.env._("Open the mentorship"),
                rank=40,
                mentorship_states=("active",),
            ),
        }
