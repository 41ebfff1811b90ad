from odoo import models


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    def _after_log(self):
        super()._after_log()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
