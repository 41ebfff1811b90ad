from dataclasses import replace

from odoo import api, fields, models

from ..mentorship.hr_mentorship import RUNNING_STATES
from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("partner_left", "Partner no longer takes part"),
            ("match_gone", "Match no longer takes part"),
            ("pool_question", "Another partner?"),
            ("ends_soon", "Mentorship ends soon"),
            ("ran_out", "Mentorship over without a meeting"),
            ("taken_up", "Mentorship goes on"),
            ("line_of_command", "Partner in the line of command"),
            ("company_changed", "Member in another company"),
            ("work_changed", "Member in another department or job"),
        ],
        ondelete={
            "partner_left": "cascade",
            "match_gone": "cascade",
            "pool_question": "cascade",
            "ends_soon": "cascade",
            "ran_out": "cascade",
            "taken_up": "cascade",
            "line_of_command": "cascade",
            "company_changed": "cascade",
            "work_changed": "cascade",
        },
    )

    def _get_text(self, texts):
        if self.kind == "ends_soon" and not self.mentorship_id.agreement_ids:
            return replace(
                texts[self.kind],
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s ends on %(end)s, as planned. Would you like more "
                    "time? Ask your program manager before that day."
                ),
            )
        if (self.params or {}).get("is_reader") and (words := self._say_own_change()):
            return replace(texts[self.kind], text=words)
        return super()._get_text(texts)

    def _say_own_change(self):
        """Return what whoever has moved reads themselves: nobody is told about themselves like about somebody else."""
        return {
            "company_changed": self.env._(
                "You work for another company now. Your mentorship with %(partner)s in %(program)s goes on as you have "
                "agreed. If it does not fit any more, change your agreement, or end it without a reason."
            ),
            "work_changed": self.env._(
                "You work in another place or job now. Your mentorship with %(partner)s in %(program)s goes on as you "
                "have agreed. If it does not fit any more, change your agreement, or end it without a reason."
            ),
        }.get(self.kind)

    @api.model
    def _get_notice_texts(self):
        common = {
            "button": self.env._("Open the mentorship"),
            "rank": 45,
            "mentorship_states": tuple(self.env["hr.mentorship"]._get_published_live_states()),
        }
        return {
            **super()._get_notice_texts(),
            "partner_left": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s has ended, as %(partner)s no longer takes part. "
                    "It is nobody's fault, and nothing is asked of you. Thank you for your time and your trust."
                ),
                subject=self.env._("Your mentorship with %(partner)s has ended"),
                button=self.env._("Open the mentorship"),
                rank=75,
                is_essential=True,
                mentorship_states=("ended",),
                # Who came back may end it for another reason later
                holds=lambda notice: notice.mentorship_id.ended_by_departure,
            ),
            "match_gone": NoticeText(
                text=self.env._(
                    "%(partner)s no longer takes part in %(program)s, so your match does not go ahead. You stay in "
                    "the program, and somebody else may be found for you."
                ),
                subject=self.env._("Your match in %(program)s does not go ahead"),
                rank=70,
                is_essential=True,
            ),
            "pool_question": NoticeText(
                text=self.env._(
                    "Would you like another partner in %(program)s? You are matched again as soon as you say so, and "
                    "not before."
                ),
                subject=self.env._("Would you like another partner in %(program)s?"),
                button=self.env._("Answer now"),
                rank=69,
                is_essential=True,
                mentorship_states=("ended",),
                asks=True,
                has_card=True,
                holds=lambda notice: notice.member_id.pool_answer == "asked",
            ),
            "ends_soon": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s ends on %(end)s, as planned. Would you like more "
                    "time? Change the end in your agreement together before that day."
                ),
                subject=self.env._("Your mentorship with %(partner)s ends soon"),
                button=self.env._("Open the mentorship"),
                rank=55,
                is_essential=True,
                mentorship_states=RUNNING_STATES,
            ),
            "ran_out": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s has come to its planned end, and no meeting was "
                    "logged. It is closed now. Your program manager can bring you together again."
                ),
                subject=self.env._("Your mentorship in %(program)s is over"),
                button=self.env._("Open the mentorship"),
                rank=70,
                is_essential=True,
                mentorship_states=("ended",),
            ),
            "taken_up": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s goes on. Meetings that were planned are back in "
                    "your plan."
                ),
                subject=self.env._("Your mentorship with %(partner)s goes on"),
                button=self.env._("Open the mentorship"),
                rank=70,
                is_essential=True,
                mentorship_states=("agreement", "active"),
            ),
            "line_of_command": NoticeText(
                text=self.env._(
                    "One of you leads the other since a change at work, and mentoring works outside of the line of "
                    "command. Your program managers know and talk to you; you can end your mentorship with "
                    "%(partner)s at any time, without a reason."
                ),
                subject=self.env._("Your mentorship and a change at work"),
                is_essential=True,
                holds=lambda notice: bool(notice.mentorship_id._find_in_line()),
                **common,
            ),
            "company_changed": NoticeText(
                text=self.env._(
                    "%(who)s works for another company now. Your mentorship in %(program)s goes on as you have agreed. "
                    "If it does not fit any more, change your agreement, or end it without a reason."
                ),
                subject=self.env._("Your mentorship and a change at work"),
                **common,
            ),
            "work_changed": NoticeText(
                text=self.env._(
                    "%(who)s works in another place or job now. Your mentorship in %(program)s goes on as you have "
                    "agreed. If it does not fit any more, change your agreement, or end it without a reason."
                ),
                subject=self.env._("Your mentorship and a change at work"),
                **common,
            ),
        }
