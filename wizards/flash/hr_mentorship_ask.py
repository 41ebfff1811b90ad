from odoo import fields, models


class HrMentorshipAsk(models.TransientModel):
    _inherit = "hr.mentorship.ask"

    format = fields.Selection(related="candidate_id.program_id.format", related_sudo=False)
