from odoo import fields, models


class HrMentorshipProgram(models.Model):
    """Group mentoring: one mentor and up to as many mentees as the mentor has seats, in one mentorship."""

    _inherit = "hr.mentorship.program"

    format = fields.Selection(
        selection_add=[("group", "Group: one mentor, several mentees together")], ondelete={"group": "set default"}
    )
