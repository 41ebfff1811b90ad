from odoo import api, fields, models


class HrMentorshipWrapUp(models.TransientModel):
    """Lessons are written down while they are fresh: in the step that closes the program, beside its figures."""

    _inherit = "hr.mentorship.wrap.up"

    figures = fields.Text(compute="_compute_figures", compute_sudo=False)
    keep_lessons = fields.Text("What to Keep", help="One lesson a line.")
    change_lessons = fields.Text("What to Change", help="One lesson a line.")

    @api.depends("program_id", "outcome")
    def _compute_figures(self):
        self.figures = False
        for wizard in self.filtered(lambda each: each.program_id and each.outcome == "closed"):
            program = wizard.program_id
            program._check_manager()
            # sudo: figures of a program that the user manages; nothing of it is written
            wizard.figures = program.sudo()._preview_results()

    def action_wrap_up(self):
        self.ensure_one()
        program, lessons = self.program_id, self.env["hr.mentorship.lesson"]
        if self.outcome == "closed":
            for kind, text in (("keep", self.keep_lessons), ("change", self.change_lessons)):
                lessons._note_down(program, kind, text)
        return super().action_wrap_up()
