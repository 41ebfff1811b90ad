from odoo import api, fields, models


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
        of_one = self.env._("the time zone of one of the two") if self.is_among_peers else ""
        return self.meeting_tz or of_one or self.env._("the mentor's time zone")

    @api.depends("format")
    def _compute_home_tz_text(self):
        return super()._compute_home_tz_text()

    def _describe_home_tz(self):
        """Whose it is, as there is no pair yet."""
        if self.is_among_peers:
            return self.env._("The time zone of one of the two")
        return self.env._("The mentor's time zone")
