from odoo import models

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    nudge_step_ids = ReaderOne2many(
        "hr.mentorship.nudge.step",
        "program_id",
        string="Reminders",
        copy=True,
        default=lambda self: self.env["hr.mentorship.nudge.step"]._get_default_steps(),
        groups=MANAGER,
    )
