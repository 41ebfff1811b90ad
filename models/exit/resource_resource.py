from odoo import models


class ResourceResource(models.Model):
    """Other working hours: meetings on days that are no working days any more move."""

    _inherit = "resource.resource"

    def write(self, vals):
        result = super().write(vals)
        if {"calendar_id", "tz"} & vals.keys() and self.employee_id:
            # sudo: whoever writes working hours need not see any mentorship
            mentorships_sudo = (
                self.env["hr.mentorship"]
                .sudo()
                .search([("state", "=", "active"), ("member_ids.employee_id", "in", self.employee_id.ids)])
            )
            self.env["hr.mentorship.checkin"]._move_to_working_days(mentorships_sudo)
        return result
