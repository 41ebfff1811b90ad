from odoo import models

from .hr_mentorship_checkin import ESCALATION


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _after_close(self):
        super()._after_close()
        self._drop_activities(ESCALATION)

    def _after_pause(self):
        super()._after_pause()
        self._drop_activities(ESCALATION)
