from odoo import fields, models


class HrMentorshipPause(models.TransientModel):
    """Pause a mentorship until a day of return, with no reason needed."""

    _name = "hr.mentorship.pause"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Pause a Mentorship"
    _document_field = "mentorship_id"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    pause_until = fields.Date("Back On", required=True)

    def action_pause(self):
        self.ensure_one()
        self.mentorship_id._pause(self.pause_until)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
