from odoo import fields, models


class HrMentorshipApply(models.TransientModel):
    """Whoever applies is told how near-equals are drawn, before they do."""

    _inherit = "hr.mentorship.apply"

    lottery_words = fields.Char(related="program_id.lottery_words", related_sudo=False)
