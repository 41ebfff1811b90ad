from odoo import fields, models


class HrMentorshipQuarterMark(models.Model):
    """Of whom the figures of a team are, so that the next ones are of the same people or of *N* others.

    Nobody reads it.
    """

    _name = "hr.mentorship.quarter.mark"
    _description = "Person in the Figures of a Team"
    _log_access = False

    manager_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")

    _one_each = models.Constraint("UNIQUE(manager_id, employee_id)", "This person is in the figures of the team.")
