from odoo import models


class HrMentorshipGoal(models.Model):
    _inherit = "hr.mentorship.goal"

    def _check_is_goal_time(self):
        self.mentorship_id._check_takes_time()
        return super()._check_is_goal_time()
