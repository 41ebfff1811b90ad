from odoo import fields, models


class HrMentorshipCheckinLogLine(models.TransientModel):
    """One line of the agenda, to tick in the dialog."""

    _name = "hr.mentorship.checkin.log.line"
    _description = "Log a Check-in: Agenda"

    log_id = fields.Many2one("hr.mentorship.checkin.log", required=True, ondelete="cascade")
    item_id = fields.Many2one("hr.mentorship.agenda.item", ondelete="cascade")
    question = fields.Char()
    name = fields.Text("Topic")
    is_done = fields.Boolean("Talked About", default=True)
