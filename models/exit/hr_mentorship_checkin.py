from odoo import api, fields, models


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    @api.model
    def _move_to_working_days(self, mentorships):
        """Move what is planned for days on which somebody does not work any more."""
        today = fields.Date.context_today(self)
        planned = self.sudo().search(  # sudo: see _plan_for
            [("mentorship_id", "in", mentorships.ids), ("state", "=", "planned"), ("planned_date", ">", today)]
        )
        self._move_off_days_off(planned)
