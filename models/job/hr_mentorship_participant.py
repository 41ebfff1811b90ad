from odoo import models


class HrMentorshipParticipant(models.Model):
    """Many applications are answered in the background."""

    _inherit = "hr.mentorship.participant"

    def action_approve(self):
        jobs = self.env["hr.mentorship.job"]
        if not jobs._is_for(self):
            return super().action_approve()
        self.program_id._check_manager()
        self._check_state_in("applied", "waiting")
        self.program_id._check_takes_people()
        return jobs._queue("approve", self)

    def _reject(self, reason):
        jobs = self.env["hr.mentorship.job"]
        if not jobs._is_for(self):
            return super()._reject(reason)
        self.program_id._check_manager()
        self._check_state_in("applied", "waiting")
        self._check_reason(reason)
        return jobs._queue("reject", self, reason=reason)
