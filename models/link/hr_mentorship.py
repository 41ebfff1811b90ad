from odoo import models

from .hr_mentorship_member import UNREACHED


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    # -- who cannot be reached

    def _after_close(self):
        super()._after_close()
        self._drop_activities(UNREACHED)
