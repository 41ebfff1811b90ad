from odoo import api, models


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    def _after_log(self):
        super()._after_log()
        self.mentorship_id._refresh_health()
        held = self.filtered(lambda checkin: checkin.state == "done")
        # sudo: whoever logs asks for both sides
        held.mentorship_id.sudo().member_ids._ask_fit()

    @api.model
    def _reschedule(self, moves, notify=False):
        result = super()._reschedule(moves, notify)
        self.browse([checkin.id for checkin in moves]).mentorship_id._refresh_health()
        return result
