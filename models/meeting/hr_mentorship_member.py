from odoo import models


class HrMentorshipMember(models.Model):
    """Who members are in the calendar, where people are partners."""

    _inherit = "hr.mentorship.member"

    def _get_calendar_partners(self):
        """Return the partner of each member: of the user, or where there is none, the work contact of the employee.

        :rtype: dict[member, partner], the partner being empty where it is archived
        """
        employees_sudo = self.sudo().employee_id  # sudo: partners do not read each other's employee record
        employees_sudo.filtered(lambda employee: not employee._get_mentorship_partner())._create_work_contacts()
        return {member: member.sudo().employee_id._get_mentorship_partner().filtered("active") for member in self}
