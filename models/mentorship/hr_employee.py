from odoo import models

from ..common.private_fields import PrivateOne2many


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    mentorship_member_ids = PrivateOne2many(
        "hr.mentorship.member",
        "employee_id",
        string="Mentorships",
        groups="hr.group_hr_user",
        domain=[("mentorship_id.offered_on", "!=", False)],
    )

    def action_view_mentorships(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_action")
        action["domain"] = [("member_ids.employee_id", "=", self.id)]
        action["context"] = {}
        return action
