from odoo import fields, models


class HrMentorshipLetter(models.Model):
    _inherit = "hr.mentorship.letter"

    participant_id = fields.Many2one("hr.mentorship.participant", index="btree_not_null", ondelete="cascade")
