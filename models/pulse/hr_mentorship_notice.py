from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("survey_open", "How it goes"),
            ("survey_reminder", "How it goes, once more"),
            ("survey_closing", "Looking back"),
            ("survey_closing_reminder", "Looking back, once more"),
        ],
        ondelete={
            "survey_open": "cascade",
            "survey_reminder": "cascade",
            "survey_closing": "cascade",
            "survey_closing_reminder": "cascade",
        },
    )

    @api.model
    def _get_notice_texts(self):
        how, back = self.env._("How does your mentorship go?"), self.env._("Looking back at your mentorship")
        asking = {
            "button": self.env._("Answer (2 minutes)"),
            "target": "/odoo/mentorship",
            "purpose": "survey",
            "rank": 33,
            "asks": True,
            "has_card": True,
            "mail_kind": "surveys",
        }
        on_the_way = {**asking, "subject": how, "mentorship_states": ("active",)}
        at_the_end = {**asking, "subject": back, "mentorship_states": ("completed", "ended")}
        return {
            **super()._get_notice_texts(),
            "survey_open": NoticeText(
                text=self.env._(
                    "How does it go with %(partner)s? Two minutes, until %(closes_on)s. Nobody reads your answers: "
                    "they become figures of many people."
                ),
                **on_the_way,
            ),
            "survey_reminder": NoticeText(
                text=self.env._(
                    "You can still say how it goes with %(partner)s, until %(closes_on)s. “Not now” is an answer, too."
                ),
                **on_the_way,
            ),
            "survey_closing": NoticeText(
                text=self.env._(
                    "What was your mentorship with %(partner)s like? Two minutes, until %(closes_on)s. Nobody reads "
                    "your answers: they become figures of many people."
                ),
                **at_the_end,
            ),
            "survey_closing_reminder": NoticeText(
                text=self.env._(
                    "You can still look back at your mentorship with %(partner)s, until %(closes_on)s. “Not now” is "
                    "an answer, too."
                ),
                **at_the_end,
            ),
        }
