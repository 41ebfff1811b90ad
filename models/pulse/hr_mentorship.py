from odoo import models


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _after_close(self):
        """Nobody is asked how it goes where it goes on no longer."""
        super()._after_close()
        # sudo: the surveys of the members, whoever ends the mentorship
        pulses = self.env["hr.mentorship.pulse"].sudo()
        pulses.search([("member_id.mentorship_id", "in", self.ids), ("state", "=", "open")])._finish("over")
