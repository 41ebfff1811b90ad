from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from .hr_mentorship_digest import NEWS_FOR
from .hr_mentorship_notice import NoticeText

KIND_OF_ROLE = {"mentee": "left_over", "mentor": "left_over_mentor"}


class HrMentorshipNotice(models.Model):
    """What those are told for whom a publishing has brought nobody."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("left_over", "No mentor this time"), ("left_over_mentor", "No mentee this time")],
        ondelete={"left_over": "cascade", "left_over_mentor": "cascade"},
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


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    def _filter_left_over(self):
        """Return those of ``self`` (in sudo) who can be matched and, as far as they may know, have nobody yet.

        As far as they may know: a proposal that is not published is one to nobody, and neither a line that comes nor
        one that stays away may tell of it.
        """
        matcher = self.env["hr.mentorship.matcher"]
        published = self.env["hr.mentorship"]._get_published_live_states()
        return self._filter_waiting_as_known().filtered(
            lambda participant: (
                participant.program_id.state == "open"
                and not any(member.mentorship_state in published for member in participant.member_ids)
                and not matcher._find_obstacle(participant)
            )
        )


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    def _tell_left_over(self):
        """Tell everybody in these programs (in sudo) who is still without a partner, once for all that is published.

        Not again while the line of a publishing before stands on their overview: where pairs are published one by one,
        nobody is told every day that there is nothing for them.
        """
        live = self.env["hr.mentorship"]._get_published_live_states()
        waiting = Domain("member_ids", "not any", [("mentorship_id.state", "in", live)])
        people = self.env["hr.mentorship.participant"].search(
            Domain("program_id", "in", self.ids) & Domain("state", "=", "approved") & waiting, order="id"
        )
        people -= self._find_told_left_over(people)
        for role, participants in people._filter_left_over().grouped("role").items():
            participants._notify(KIND_OF_ROLE[role])

    def _find_told_left_over(self, people):
        told = self.env["hr.mentorship.notice"].search_fetch(
            [
                ("kind", "in", list(KIND_OF_ROLE.values())),
                ("participant_id", "in", people.ids),
                ("state", "=", "sent"),
                ("create_date", ">=", fields.Datetime.now() - NEWS_FOR),
            ],
            ["participant_id"],
        )
        return told.participant_id


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def action_offer(self):
        result = super().action_offer()
        self.sudo().program_id._tell_left_over()  # sudo: whoever publishes tells all people of the program
        return result
