from odoo import api, fields, models

from ...models.common.client_actions import reload


class HrMentorshipApprove(models.TransientModel):
    """The sponsor says yes to a program, and a word to those whom it is for; or the word alone, later."""

    _name = "hr.mentorship.approve"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Approve a Program"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    state = fields.Selection(related="program_id.state", related_sudo=False)
    goal = fields.Text(related="program_id.goal", related_sudo=False)
    effort_text = fields.Char(related="program_id.effort_text", related_sudo=False)
    budget_text = fields.Char(related="program_id.budget_text", related_sudo=False)
    is_my_word = fields.Boolean(related="program_id.is_my_word", related_sudo=False)
    word = fields.Text("Your Word of Support", compute="_compute_word", compute_sudo=False, store=True, readonly=False)

    @api.depends("program_id")
    def _compute_word(self):
        for dialog in self:
            dialog.word = dialog.program_id.sponsor_word if dialog.is_my_word else False

    def action_confirm(self):
        """Approve what waits for it, and put the word on the program's page."""
        self._check_mine()
        program = self.program_id
        program._check_sponsor()
        if program.is_my_word:
            program._say_word(self.word)
        if program.state != "open":  # a program that has been taken back says so itself
            program.action_approve()
        return reload()
