from odoo import fields, models


class HrMentorshipNudge(models.Model):
    """A step that has fired for a check-in; there is one of each at most, whatever runs how often."""

    _name = "hr.mentorship.nudge"
    _description = "Reminder Given"
    _rec_name = "step_id"
    _order = "id desc"

    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True, index=True, ondelete="cascade")
    step_id = fields.Many2one("hr.mentorship.nudge.step", required=True, readonly=True, index=True, ondelete="cascade")

    _once = models.Constraint("UNIQUE(checkin_id, step_id)", "This step has been taken for this check-in already.")
