from odoo import models

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many


class HrMentorshipObjective(models.Model):
    _inherit = "hr.mentorship.objective"

    criterion_ids = ReaderOne2many(
        "hr.mentorship.objective.criterion", "objective_id", "Criteria", copy=True, groups=MANAGER
    )
    target_ids = ReaderOne2many("hr.mentorship.objective.target", "objective_id", "Targets", copy=True, groups=MANAGER)
