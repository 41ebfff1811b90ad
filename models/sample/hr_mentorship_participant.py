from odoo import api, models
from odoo.exceptions import ValidationError


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    @api.constrains("program_id", "employee_id")
    def _check_invented(self):
        """Invented people are with each other alone: removing the sample must take nothing of anybody else."""
        for participant in self.sudo():  # sudo: invented or not, whoever asks
            if obstacle := participant.program_id._find_sample_obstacle(participant.employee_id):
                raise ValidationError(obstacle)

    def _send(self, template_xmlid):
        """Invented people have no address."""
        real = self.filtered(lambda participant: not participant.program_id.is_sample)
        return super(HrMentorshipParticipant, real)._send(template_xmlid) if real else None
