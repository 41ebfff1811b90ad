from odoo import fields, models


class HrMentorshipCheckinLog(models.TransientModel):
    _inherit = "hr.mentorship.checkin.log"

    is_group = fields.Boolean(related="mentorship_id.is_group", related_sudo=False)
