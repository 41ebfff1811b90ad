from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.client_actions import toast
from ...models.common.given_values import is_readable

KINDS = [("summary", "All of us"), ("private", "Only me")]


class HrMentorshipNoteDialog(models.TransientModel):
    """A member writes something down that belongs to no meeting, or changes what they have written."""

    _name = "hr.mentorship.note.dialog"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Write a Note"

    _document_field = "mentorship_id"
    _given_at_creation = ("note_id",)
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True, ondelete="cascade")
    note_id = fields.Many2one("hr.mentorship.note", "Mentorship Note", readonly=True, ondelete="set null")
    kind = fields.Selection(KINDS, "Who Reads It", default="summary", required=True)
    body = fields.Text("Note", compute="_compute_body", store=True, readonly=False, precompute=True, compute_sudo=False)

    @api.depends("note_id")
    def _compute_body(self):
        """Begin with the words that are changed."""
        # The cache, which another step may have filled, asks nobody
        self.note_id.check_access("read")
        for dialog in self:
            dialog.body = dialog.note_id.body

    def action_save(self):
        self._check_mine()
        if note := self.note_id:
            note._change(self.body)
            return self._say(self.env._("Your note is changed.") if note.exists() else self.env._("Your note is gone."))
        if not is_readable(self.body or ""):
            raise UserError(self.env._("Write a few words first."))
        self.mentorship_id._write_down(self.kind, self.body)
        return self._say(self.env._("It stands among your notes."))

    def _say(self, words):
        # The page below loads itself again, with the tab of the notes; a reload would open the first one
        return toast(words, then={"type": "ir.actions.act_window_close"})
