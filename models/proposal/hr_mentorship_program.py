from odoo import api, fields, models


class HrMentorshipProgram(models.Model):
    """How a program wins its sponsor: what it costs and brings, and the word with which leaders stand behind it."""

    _inherit = "hr.mentorship.program"

    sponsor_word = fields.Text(
        "Word of Support",
        readonly=True,
        copy=False,
        help="What the sponsor says to the people whom the program is for, on its page and above its invitation.",
    )
    sponsor_word_on = fields.Date("Said On", readonly=True, copy=False)
    # Whoever is the sponsor later has not said it
    sponsor_word_user_id = fields.Many2one("res.users", "Said By", readonly=True, copy=False, index=False)
    sponsor_word_image = fields.Image(related="sponsor_word_user_id.avatar_256", string="Picture")
    sponsor_word_name = fields.Char(related="sponsor_word_user_id.name", string="Name")
    sponsor_word_title = fields.Char("Job of Who Says It", compute="_compute_sponsor_word_title", compute_sudo=True)

    @api.depends("sponsor_word_user_id", "company_id")
    def _compute_sponsor_word_title(self):
        for program in self:
            employees = program.sponsor_word_user_id.employee_ids
            here = employees.filtered(lambda employee, company=program.company_id: employee.company_id == company)
            program.sponsor_word_title = (here or employees)[:1].job_title
