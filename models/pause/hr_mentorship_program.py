from odoo import fields, models

"""How long ago an absence may have begun that is still looked at; a longer one is found by its later parts."""
"""Two absences with no more than this between them are one: a weekend parts many of them in the calendar."""


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    leave_pause_days = fields.Integer(
        "Pause in Long Absences",
        default=15,
        help="An absence of more days than this pauses a mentorship from its first day until the return. 0: never.",
    )

    _leave_pause_days_range = models.Constraint(
        "CHECK(leave_pause_days BETWEEN 0 AND 365)", "Absences that pause a mentorship have between 0 and 365 days."
    )
