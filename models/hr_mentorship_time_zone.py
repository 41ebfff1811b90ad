from odoo import models


class HrMentorship(models.Model):
    """Whose clock counts: the mentor's, where the terms say nothing else."""

    _inherit = "hr.mentorship"

    def _get_home_tz(self):
        # sudo: a mentee does not read the employee record of the mentor
        mentors_sudo = self.sudo().member_ids.filtered(lambda member: member.role == "mentor").employee_id
        return mentors_sudo[:1].tz or super()._get_home_tz()

    def _get_terms(self):
        # An agreement names the time zone: what is signed must not change because the mentor moves
        terms = super()._get_terms()
        if terms["has_meeting_time"]:
            terms["meeting_tz"] = self._get_meeting_tz()
        return terms
