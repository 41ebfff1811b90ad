from odoo import api, fields, models

from ...models.common.client_actions import reload


class HrMentorshipApprove(models.TransientModel):
    """The sponsor agrees as well to what a program has become since."""

    _inherit = "hr.mentorship.approve"

    change_text = fields.Text(related="program_id.approval_change_text", related_sudo=False)
    # Not read-only: it goes back with the dialog, and says which program it was that the sponsor has read
    seen = fields.Char(compute="_compute_seen", compute_sudo=False, store=True, readonly=False)

    @api.depends("program_id")
    def _compute_seen(self):
        for dialog in self:
            program = dialog.program_id
            dialog.seen = program._get_seen() if program.is_my_approval else False

    def action_agree(self):
        """Agree to what has changed, as it was when the dialog was opened, and keep the word of support."""
        self._check_mine()
        program = self.program_id
        program._agree_to_changes(self.seen)
        if program.is_my_word:
            program._say_word(self.word)
        return reload()
