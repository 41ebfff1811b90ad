from odoo import api, models


class HrMentorshipTrainingPass(models.Model):
    _inherit = "hr.mentorship.training.pass"

    @api.model
    def _record(self, answers):
        result = super()._record(answers)
        self.env["hr.mentorship.recognition.event"]._collect_soon()
        return result
