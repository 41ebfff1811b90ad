from dataclasses import replace

from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    """What those are told for whom a publishing has brought nobody."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("left_over", "No mentor this time"),
            ("left_over_mentor", "No mentee this time"),
            ("left_over_peer", "No partner this time"),
        ],
        ondelete={"left_over": "cascade", "left_over_mentor": "cascade", "left_over_peer": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        common = {
            "subject": self.env._("No match yet in %(program)s"),
            "button": self.env._("Open the program"),
            "target": "program",
            "rank": 50,
            "is_essential": True,
            "holds": lambda notice: bool(notice.participant_id._filter_left_over()),
        }
        return {
            **super()._get_notice_texts(),
            "left_over": NoticeText(
                text=self.env._(
                    "Matches of %(program)s have been published, and this time there is no mentor for you among them. "
                    "That says nothing about you. You stay on the list, and hear from us as soon as there is a match."
                ),
                **common,
            ),
            "left_over_mentor": NoticeText(
                text=self.env._(
                    "Matches of %(program)s have been published, and this time there is no mentee for you among them. "
                    "That says nothing about you. You stay on the list, and hear from us as soon as there is a match."
                ),
                **common,
            ),
            "left_over_peer": NoticeText(
                text=self.env._(
                    "Matches of %(program)s have been published, and this time there is no partner for you among them. "
                    "That says nothing about you. You stay on the list, and hear from us as soon as there is a match."
                ),
                **common,
            ),
        }

    def _get_text(self, texts):
        text = super()._get_text(texts)
        return replace(text, text=self._say_what_happens_next() or text.text) if self.kind == "left_over" else text

    def _say_what_happens_next(self):
        """Return other words for a mentee who may do something, or for whom the waiting counts."""
        program = self.sudo().program_id  # sudo: how a program works, not what it holds of anybody
        if program.matching_mode != "manager":
            return self.env._(
                "Matches of %(program)s have been published, and this time there is no mentor for you among them. That "
                "says nothing about you. You stay on the list, and you may ask a mentor yourself as well."
            )
        if any(criterion.kind == "waiting" and criterion.weight for criterion in program.criterion_ids):
            return self.env._(
                "Matches of %(program)s have been published, and this time there is no mentor for you among them. That "
                "says nothing about you. You stay on the list, the time that you have waited counts for you, and you "
                "hear from us as soon as there is a match."
            )
        return ""
