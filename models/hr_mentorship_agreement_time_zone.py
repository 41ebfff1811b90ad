from odoo import models


class HrMentorshipAgreement(models.Model):
    _inherit = "hr.mentorship.agreement"

    def _get_home_tz(self):
        return self.mentorship_id._get_home_tz()
