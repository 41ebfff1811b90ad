from odoo import models
from odoo.tools import SQL


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _leave_mentorships(self):
        result = super()._leave_mentorships()
        self.env["hr.mentorship.post"]._withdraw_for_leavers(self)
        # Whoever comes back takes part again, and says anew whether they want to be named
        self.env["hr.mentorship.program"]._forget_leaderboard(SQL("employee_id = ANY(%s)", self.ids))
        return result
