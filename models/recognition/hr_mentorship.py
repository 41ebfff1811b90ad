from odoo import models


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _after_activate(self):
        result = super()._after_activate()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
        return result

    def _after_complete(self):
        result = super()._after_complete()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
        return result
