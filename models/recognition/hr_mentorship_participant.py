from odoo import fields, models
from odoo.exceptions import UserError


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    mentor_of_cohort_on = fields.Date("Mentor of the Cohort Since", readonly=True, copy=False)

    def action_name_mentor_of_cohort(self):
        """A program manager names the mentor whom everybody should hear of."""
        self.program_id._check_manager()
        for participant in self:
            if participant.employee_id.user_id == self.env.user:
                raise UserError(
                    self.env._("Nobody names themselves. Ask another program manager or an administrator to do so.")
                )
            if participant.role != "mentor" or participant.state != "approved":
                raise UserError(
                    self.env._(
                        "%(name)s is no approved mentor of “%(program)s”. Choose one who is.",
                        name=participant.employee_id.name,
                        program=participant.program_id.name,
                    )
                )
        # sudo: the step sets it, and no client
        self.sudo().mentor_of_cohort_on = fields.Date.context_today(self)
        self.env["hr.mentorship.recognition.event"]._collect_soon()

    def action_unname_mentor_of_cohort(self):
        """Take it back, and with it what it was worth."""
        self.program_id._check_manager()
        self.sudo().mentor_of_cohort_on = False  # sudo: the step sets it, and no client
        self.env["hr.mentorship.recognition.event"]._collect_soon()
