from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText

"""Somebody who has been meeting for longer than this does not begin any more."""
ASK_STATES = ("agreement", "active")
"""Who has met before signing is asked before signing: saying no costs least then."""


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(selection_add=[("fit_check", "Fit check")], ondelete={"fit_check": "cascade"})

    @api.model
    def _get_notice_texts(self):
        texts = super()._get_notice_texts()
        texts["fit_check"] = NoticeText(
            text=self.env._(
                "You have met %(partner)s. Does it fit? One tap is enough, and nobody but you reads your answer: not "
                "your partner, not your program manager."
            ),
            subject=self.env._("Do you and %(partner)s fit?"),
            button=self.env._("Answer now"),
            purpose="fit",
            rank=35,
            mentorship_states=ASK_STATES,
            asks=True,
            has_card=True,
        )
        return texts
