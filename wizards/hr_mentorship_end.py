from odoo import fields, models

from ..models.hr_mentorship import END_REASONS


class HrMentorshipEnd(models.TransientModel):
    """Leave a mentorship in two clicks, with no reason needed."""

    _name = "hr.mentorship.end"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "End a Mentorship"
    _document_field = "mentorship_id"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    planned_checkin_count = fields.Integer(compute="_compute_planned_checkin_count")
    reason = fields.Selection(
        END_REASONS, default="none", required=True, help="Only your program manager sees this, never your partner."
    )

    def _compute_planned_checkin_count(self):
        for wizard in self:
            planned = wizard.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
            wizard.planned_checkin_count = len(planned)

    def action_end(self):
        self.ensure_one()
        self.mentorship_id._end(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
