from odoo import models

from ..common.private_fields import PrivateOne2many


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    training_pass_ids = PrivateOne2many(
        "hr.mentorship.training.pass", "employee_id", readonly=True, groups="hr.group_hr_user"
    )
