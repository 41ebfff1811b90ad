from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _leave_mentorships(self):
        result = super()._leave_mentorships()
        self.env["hr.mentorship.redemption"]._close_for_leavers(self)
        return result
