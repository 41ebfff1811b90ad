from odoo import fields, models


class HrMentorshipProgram(models.Model):
    """How the meetings of a program are planned."""

    _inherit = "hr.mentorship.program"

    planned_ahead = fields.Integer(
        "Check-ins Planned Ahead",
        default=2,
        required=True,
        help="How many of its next regular check-ins a pair sees in advance; the others follow as time goes by.",
    )

    _planned_ahead_range = models.Constraint(
        "CHECK(planned_ahead BETWEEN 1 AND 12)", "Between 1 and 12 check-ins are planned ahead."
    )

    def _describe_time_zone(self):
        return self.meeting_tz or self.env._("the mentor's time zone")
