from odoo import api, fields, models


class HrEmployee(models.Model):
    """Where the personal links of somebody without a user go: to the address that HR knows, and nowhere else.

    Odoo lets whoever may edit contacts change the e-mail of the work contact, and shows it as the employee's. Whoever
    does that must not get links with which others answer and sign, so the address counts that stood there when HR made
    the contact the employee's, or that HR has entered or confirmed since.
    """

    _inherit = "hr.employee"

    mentorship_link_email = fields.Char(
        "Address of Personal Links",
        compute="_compute_mentorship_link_email",
        store=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Where the personal links of mentorships are sent if the employee has no user.",
    )
    mentorship_link_email_differs = fields.Boolean(
        compute="_compute_mentorship_link_email_differs", groups="hr.group_hr_user"
    )

    # Not of the contact's e-mail: that is the point
    @api.depends("work_contact_id", "user_id")
    def _compute_mentorship_link_email(self):
        for employee in self:
            # sudo: a contact may belong to another company
            employee.mentorship_link_email = employee.sudo().work_contact_id.email_normalized

    @api.depends("mentorship_link_email", "work_contact_id.email_normalized")
    def _compute_mentorship_link_email_differs(self):
        for employee in self:
            address = employee.sudo().work_contact_id.email_normalized  # sudo: see above
            employee.mentorship_link_email_differs = (address or "") != (employee.mentorship_link_email or "")

    def _find_link_obstacles(self):
        """Say of whom (sudo) no personal mail is sure to be read alone, and why.

        :rtype: dict[hr.employee, str] of the people with an obstacle: ``changed``, ``missing`` or ``shared``
        """
        by_link = self._origin.filtered(lambda employee: not employee.user_id.active)
        addresses = {employee: employee.work_contact_id.email_normalized for employee in by_link}
        holders = self.search([("work_contact_id.email_normalized", "in", list(filter(None, addresses.values())))])
        by_address = holders.grouped(lambda employee: employee.work_contact_id.email_normalized)
        obstacles = {}
        for employee, address in addresses.items():
            if employee.mentorship_link_email_differs:
                obstacles[employee] = "changed"
            elif not address:
                obstacles[employee] = "missing"
            elif by_address.get(address, self.browse()) - employee:
                obstacles[employee] = "shared"
        return obstacles

    def write(self, vals):
        result = super().write(vals)
        if "work_email" in vals:
            self._take_link_email()
        return result

    def action_confirm_link_email(self):
        """Somebody who keeps employees' data says that the address is right."""
        self.check_access("write")
        self._take_link_email()

    def _take_link_email(self):
        for employee in self.sudo():  # sudo: whoever writes the work e-mail says where links go
            employee.mentorship_link_email = employee.work_contact_id.email_normalized
