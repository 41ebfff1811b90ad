from odoo import fields, models


class HrMentorshipOutcomeMark(models.Model):
    """Whose year is in the figures of an outcome, on either side, and so in those of no other; nobody reads it."""

    _name = "hr.mentorship.outcome.mark"
    _description = "Year in an Outcome"
    _log_access = False

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, ondelete="cascade")
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)

    _counted_once = models.Constraint("UNIQUE(employee_id, date_from)", "This year of somebody has been counted.")
