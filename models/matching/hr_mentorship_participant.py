from odoo import api, fields, models

from ..common.groups import MANAGER
from ..program.hr_mentorship_participant import OPEN_STATES


class HrMentorshipParticipant(models.Model):
    """A participant as the matching workspace shows it."""

    _inherit = "hr.mentorship.participant"

    not_ready_reason = fields.Char(
        compute="_compute_not_ready_reason",
        groups=MANAGER,
        help="What keeps this person from being matched, or makes the match poor.",
    )

    def _find_plans(self):
        """Hook: return what is planned for these mentees (in sudo), and gives way when they ask somebody themselves."""
        return self.member_ids.mentorship_id.filtered(lambda mentorship: mentorship.state == "proposed")

    @api.depends_context("lang", "uid")
    def _compute_not_ready_reason(self):
        matcher = self.env["hr.mentorship.matcher"]
        reasons = {
            participant.id: reason
            for program, participants in self.grouped("program_id").items()
            if program.is_my_program
            # sudo: whoever manages the program reads what keeps its people from being matched
            for participant, reason in matcher._check_people(
                program, participants._origin.sudo().filtered(lambda each: each.state in OPEN_STATES)
            )
        }
        for participant in self:
            participant.not_ready_reason = reasons.get(participant.id)

    # -- left over

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
