from random import randint

from odoo import fields, models


class HrMentorshipInterest(models.Model):
    """A topic outside the skill catalogue that brings two people together: a hobby, a cause, a life situation."""

    _name = "hr.mentorship.interest"
    _description = "Mentorship Interest"
    _inherit = ["hr.mentorship.archived.mixin"]
    _order = "name"

    _used_by = [("hr.mentorship.profile", "interest_ids")]
    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: randint(1, 11))

    _name_unique = models.Constraint(
        "UNIQUE(name)", "An interest with this name exists already. If you do not see it, it is archived."
    )
