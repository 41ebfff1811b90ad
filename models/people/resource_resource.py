from odoo import models


class ResourceResource(models.Model):
    """The account of an employee is kept in their resource, which can be written by itself."""

    _inherit = "resource.resource"

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        # sudo: of all companies; the employee's own write has changed its value already, and asks itself
        with self.sudo().employee_id._guard_owners():
            return super().write(vals)
