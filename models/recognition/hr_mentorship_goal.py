from odoo import models


class HrMentorshipGoal(models.Model):
    _inherit = "hr.mentorship.goal"

    def _before_reopen(self):
        super()._before_reopen()
        self.env["hr.mentorship.recognition.event"]._collect_soon()

    def _after_congratulate(self):
        super()._after_congratulate()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
