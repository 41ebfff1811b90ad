from odoo import api, fields, models


class HrMentorshipParticipantMatching(models.Model):
    """A participant as the matching workspace shows it."""

    _inherit = "hr.mentorship.participant"

    not_ready_reason = fields.Char(
        compute="_compute_not_ready_reason",
        groups="hr_mentorship.group_hr_mentorship_manager",
        help="What keeps this person from being matched, or makes the match poor.",
    )

    @api.depends_context("lang", "uid")
    def _compute_not_ready_reason(self):
        matcher = self.env["hr.mentorship.matcher"]
        reasons = {
            participant.id: reason
            for program in self.program_id
            if program.is_my_program
            for participant, reason in matcher._check_pool(program)
        }
        for participant in self:
            participant.not_ready_reason = reasons.get(participant.id)
