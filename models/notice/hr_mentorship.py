from odoo import models


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _tell_ended(self, leaving):
        (self.sudo().member_ids - leaving)._notify("ended")
        return super()._tell_ended(leaving)

    def _after_complete(self):
        super()._after_complete()
        self.sudo().member_ids._notify("completed")
