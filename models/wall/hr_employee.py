from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _leave_mentorships(self):
        result = super()._leave_mentorships()
        self.env["hr.mentorship.post"]._withdraw_for_leavers(self)
        return result
