from odoo import fields, models


class HrMentorshipRewardCategory(models.Model):
    """A shelf of the catalogue. Nothing hangs on it: administrators name, sort and delete them as they like."""

    _name = "hr.mentorship.reward.category"
    _description = "Reward Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
