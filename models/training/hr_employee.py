from odoo import models

from ..common.private_fields import PrivateOne2many


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    training_pass_ids = PrivateOne2many(
        "hr.mentorship.training.pass", "employee_id", readonly=True, groups="hr.group_hr_user"
    )

    def _get_training_partner(self):
        """Return whose answers count as those of this employee: of the user, or of the mailbox where there is none."""
        self.ensure_one()
        return self.user_id.partner_id or self.work_contact_id
