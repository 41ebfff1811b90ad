from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mentorship.hr_mentorship import LIVE_STATES


def _wrap_up(mentorships, arguments):
    # sudo: the right to end the program has been checked; its mentorships end with it
    mentorships.sudo()._end_with_program(arguments["outcome"], mentorships.browse(arguments["not_completed"]))


class HrMentorshipJob(models.Model):
    """The mentorships of a big program end some at a time, and the program after the last of them."""

    _inherit = "hr.mentorship.job"

    kind = fields.Selection(selection_add=[("wrap_up", "End the program")], ondelete={"wrap_up": "cascade"})

    @api.model
    def _get_steps(self):
        return {
            **super()._get_steps(),
            "wrap_up": ("hr.mentorship", LIVE_STATES, _wrap_up),
        }

    def _find_obstacle(self):
        """A program that somebody has closed or cancelled meanwhile is not ended once more."""
        obstacle = super()._find_obstacle()
        if obstacle or self.kind != "wrap_up":
            return obstacle
        try:
            # sudo: what was given with the job
            self.program_id._check_may_wrap_up(self.sudo().arguments["outcome"])
        except UserError as error:
            return str(error)
        return ""

    def _conclude(self):
        note = super()._conclude()
        return self._conclude_wrap_up() if self.kind == "wrap_up" else note

    def _conclude_wrap_up(self):
        """Close or cancel the program, unless a mentorship could not end."""
        if self.left_out_count:
            return self.env._(
                "“%(program)s” is not over yet, and nobody has been told of it. End these mentorships one by one, then "
                "end the program again.",
                program=self.program_id.display_name,
            )
        job_sudo = self.sudo()  # sudo: what was given with the job, and see _wrap_up
        arguments, mentorships = job_sudo.arguments, self.env["hr.mentorship"].sudo()
        given = mentorships.browse(mentorship_id for unit in job_sudo.units for mentorship_id in unit).exists()
        # What has been proposed since then ends with the rest
        late = job_sudo.program_id.mentorship_ids._end_with_program(
            arguments["outcome"], mentorships.browse(arguments["not_completed"])
        )
        self.program_id._finish(
            arguments["outcome"],
            arguments["word"],
            ended=given.filtered(lambda mentorship: mentorship.state == "ended") | late["ended"],
            told=given.filtered(lambda mentorship: mentorship.state == "completed") | late["completed"],
        )
        name = self.program_id.display_name
        return self.env._("“%(program)s” is over, and its people are told by mail.", program=name)
