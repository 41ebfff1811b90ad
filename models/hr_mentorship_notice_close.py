from odoo import api, fields, models

from .hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    """What members are told when their time together is over, whichever way."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("ended", "Mentorship ended early"),
            ("completed", "Mentorship completed"),
            ("thanked", "Thank-you received"),
        ],
        ondelete={"ended": "cascade", "completed": "cascade", "thanked": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "ended": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s has ended earlier than planned. Nobody has to "
                    "explain why, and it says nothing about you. Meetings that were planned are cancelled."
                ),
                subject=self.env._("Your mentorship in %(program)s has ended"),
                button=self.env._("Open the mentorship"),
                rank=75,
                is_essential=True,
                mentorship_states=("ended",),
            ),
            "completed": NoticeText(
                text=self.env._(
                    "You and %(partner)s have completed your mentorship in %(program)s. Congratulations! One thing "
                    "remains: a few words of thanks to each other."
                ),
                subject=self.env._("Congratulations on your mentorship!"),
                button=self.env._("Write a thank-you"),
                rank=70,
                is_essential=True,
                mentorship_states=("completed",),
                asks=True,
                has_card=True,
                holds=lambda notice: not notice.member_id.thanked_on,
            ),
            "thanked": NoticeText(
                text=self.env._("%(partner)s has written you a thank-you for your time together."),
                subject=self.env._("A thank-you for you"),
                button=self.env._("Read it"),
                rank=65,
                is_essential=True,
            ),
        }
