from odoo import api, models


class HrMentorshipReleaseAcross(models.AbstractModel):
    _inherit = "hr.mentorship.release.across"

    @api.model
    def _release(self, program_ids):
        """Invented answers, which everybody can look up, make no group of real people larger."""
        programs = self.env["hr.mentorship.program"].sudo().browse(program_ids)  # sudo: as the caller
        return super()._release(programs.filtered(lambda program: not program.is_sample).ids)
