from odoo import api, fields, models


class HrMentorshipProgram(models.Model):
    """Who brings mentors and mentees together: the program manager, the mentees themselves, or both."""

    _inherit = "hr.mentorship.program"

    can_find_mentor = fields.Boolean(
        compute="_compute_can_find_mentor", help="The current user is a mentee who may ask a mentor of this program."
    )

    @api.depends_context("uid")
    @api.depends("state", "matching_mode", "participant_ids.state", "mentorship_ids.state")
    def _compute_can_find_mentor(self):
        programs = self.env["hr.mentorship.participant"]._find_my_choosing().program_id
        for program in self:
            program.can_find_mentor = program._origin.id in programs.ids

    def action_find_mentor(self):
        """Show the current user, a mentee, the mentors whom they may ask."""
        self.ensure_one()
        return self.env["hr.mentorship.candidate"]._open(self)
