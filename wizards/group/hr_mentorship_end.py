from odoo import fields, models


class HrMentorshipEnd(models.TransientModel):
    _inherit = "hr.mentorship.end"

    is_mentee_of_group = fields.Boolean(related="mentorship_id.is_mentee_of_group", related_sudo=False)
