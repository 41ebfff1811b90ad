from odoo import fields, models


class HrMentorshipReleaseMark(models.Model):
    """Which answers are in the figures of a release, and so in those of no other; nobody reads it, nor of which one."""

    _name = "hr.mentorship.release.mark"
    _description = "Released Answer"
    _log_access = False

    source = fields.Char(required=True, readonly=True)
    answer_id = fields.Integer(required=True, readonly=True)

    _released_once = models.Constraint("UNIQUE(source, answer_id)", "This answer has been released already.")
