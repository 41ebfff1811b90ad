from odoo import models

VERSION_FIELDS = ("department_id", "job_id")


class HrVersion(models.Model):
    """Department and job stand in the version of an employee that is in force."""

    _inherit = "hr.version"

    def write(self, vals):
        current = self.filtered(lambda version: version == version.employee_id.current_version_id)
        with current.employee_id._follow_moves([name for name in VERSION_FIELDS if name in vals]):
            return super().write(vals)
