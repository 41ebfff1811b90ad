from odoo import fields, models

from ...models.common.client_actions import reload


class HrMentorshipAskForChanges(models.TransientModel):
    """The sponsor says what shall change before a program is approved."""

    _name = "hr.mentorship.ask.for.changes"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Ask for Changes"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    state = fields.Selection(related="program_id.state", related_sudo=False)
    reason = fields.Text("What Shall Change?", required=True)

    def action_send(self):
        self.ensure_one()
        self.program_id._ask_for_changes(self.reason)
        return reload()
