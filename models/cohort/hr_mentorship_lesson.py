from odoo import api, fields, models

KINDS = [("keep", "Keep"), ("change", "Change")]


class HrMentorshipLesson(models.Model):
    """What a program has taught those who ran it: something to keep, or to change the next time."""

    _name = "hr.mentorship.lesson"
    _description = "Lesson of a Mentorship Program"
    _order = "program_id, kind, id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, default="change", required=True)
    name = fields.Char("Lesson", required=True)
    area = fields.Selection(
        [
            ("people", "Who takes part"),
            ("dates", "Dates and length"),
            ("matching", "Matching"),
            ("meetings", "Meetings"),
            ("preparation", "Preparation"),
            ("support", "Support by leaders"),
            ("other", "Anything else"),
        ],
        default="other",
        required=True,
        string="About",
    )
    is_taken_up = fields.Boolean("Taken Up", help="The next program has been set up accordingly.")

    @api.model_create_multi
    def create(self, vals_list):
        self.env["hr.mentorship.program"]._check_manages_named(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if "program_id" in vals:
            self.env["hr.mentorship.program"]._check_manages_named([vals])
        return super().write(vals)

    def action_take_up(self):
        """Note that the next program has been set up accordingly."""
        self.check_access("read")
        # sudo: whoever reads a lesson runs its program or the next one; what others have learned they do not rewrite
        self.sudo().is_taken_up = True

    @api.model
    def _note_down(self, program, kind, text):
        """Make a lesson of every line of ``text``."""
        names = [line.strip(" \t-–•*") for line in (text or "").splitlines()]
        return self.create([{"program_id": program.id, "kind": kind, "name": name} for name in names if name])
