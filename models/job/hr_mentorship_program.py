from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.groups import MANAGER
from .hr_mentorship_job import OPEN_STATES


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    open_job_id = fields.Many2one("hr.mentorship.job", "In the Background", compute="_compute_open_job", groups=MANAGER)
    open_job_progress = fields.Float(compute="_compute_open_job", groups=MANAGER)

    @api.depends_context("uid")
    def _compute_open_job(self):
        jobs = self._find_open_jobs().grouped("program_id")
        for program in self:
            job = jobs.get(program._origin, self.env["hr.mentorship.job"])
            program.open_job_id = job
            program.open_job_progress = job.progress

    def _find_open_jobs(self):
        """Return what the user sees of the jobs that are not finished, one a program."""
        return self.env["hr.mentorship.job"].search([("program_id", "in", self.ids), ("state", "in", OPEN_STATES)])

    def action_view_job(self):
        self.ensure_one()
        return self.open_job_id.action_open()

    def _check_no_job(self):
        """Raise where something is being done in the background that what is asked for now could contradict."""
        for job in self._find_open_jobs():
            raise UserError(
                self.env._(
                    "“%(job)s” is still under way in the background. Done so far: %(done)s of %(total)s. Wait until it "
                    "is through, or cancel it on its page.",
                    job=job.display_name,
                    done=job.handled_count,
                    total=job.total_count,
                )
            )
