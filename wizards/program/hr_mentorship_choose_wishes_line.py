from odoo import fields, models


class HrMentorshipChooseWishesLine(models.TransientModel):
    """One person wished for, in the dialog; where they stand says how much."""

    _name = "hr.mentorship.choose.wishes.line"
    _description = "Choose Mentorship Wishes: One Person"
    _order = "sequence, id"

    choice_id = fields.Many2one("hr.mentorship.choose.wishes", required=True, ondelete="cascade")
    # Behind all others, as long as nobody has moved it
    sequence = fields.Integer(default=100)
    employee_id = fields.Many2one("hr.employee.public", "Person", required=True)
