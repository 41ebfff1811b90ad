from odoo import models


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _after_activate(self):
        super()._after_activate()
        self.env["hr.mentorship.recognition.event"]._collect_soon()

    def _after_complete(self):
        super()._after_complete()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
