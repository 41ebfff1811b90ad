from odoo import fields, models


class HrMentorshipValue(models.Model):
    """What somebody is thanked for, in a word or two: the values that a company wants to see."""

    _name = "hr.mentorship.value"
    _description = "Value to Be Thanked For"
    _inherit = ["hr.mentorship.archived.mixin"]
    _order = "sequence, id"

    _used_by = (("hr.mentorship.note", "value_id"),)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
