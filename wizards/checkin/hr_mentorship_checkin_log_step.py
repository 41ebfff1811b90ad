from odoo import fields, models


class HrMentorshipCheckinLogStep(models.TransientModel):
    """One new next step, in the dialog."""

    _name = "hr.mentorship.checkin.log.step"
    _description = "Log a Check-in: Next Steps"

    log_id = fields.Many2one("hr.mentorship.checkin.log", required=True, ondelete="cascade")
    mentorship_id = fields.Many2one(related="log_id.mentorship_id", related_sudo=False)
    name = fields.Char("What")
    member_id = fields.Many2one("hr.mentorship.member", "Who", required=True, ondelete="cascade")
    due_date = fields.Date("Until", required=True)
