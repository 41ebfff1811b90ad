from odoo import fields, models

from ..common.spoken import say_duration


class HrMentorshipProgram(models.Model):
    """Group mentoring: one mentor and up to as many mentees as the mentor has seats, in one mentorship."""

    _inherit = "hr.mentorship.program"

    format = fields.Selection(
        selection_add=[("group", "Group: one mentor, several mentees together")], ondelete={"group": "set default"}
    )

    def _describe_effort(self, count):
        if self.format != "group" or count == 1:
            return super()._describe_effort(count)
        return self.env._(
            "About %(count)s meetings of %(length)s: %(total)s for everybody in the group.",
            count=count,
            length=say_duration(self.env, self.meeting_duration),
            total=say_duration(self.env, count * self.meeting_duration),
        )
