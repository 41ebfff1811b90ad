from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipNextCohort(models.TransientModel):
    """A program manager plans the program that follows a closed one, with its figures and lessons in view."""

    _name = "hr.mentorship.next.cohort"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Plan the Next Cohort"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    name = fields.Char(
        compute="_compute_from_program",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    start_date = fields.Date(
        "Mentoring Starts",
        required=True,
        # A sponsor has to approve, and people to be invited
        default=lambda self: self.env["hr.mentorship.program"]._get_start_in(weeks=8),
    )
    sponsor_id = fields.Many2one(
        "res.users",
        compute="_compute_from_program",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain=lambda self: [
            ("share", "=", False),
            ("id", "!=", self.env.uid),
            ("company_ids", "in", self.env.company.ids),
        ],
    )
    asks_left_over = fields.Boolean(
        "Ask Who Was Left Over", default=True, help="By mail, when the program opens. Nobody is enrolled without a yes."
    )
    left_over_count = fields.Integer(compute="_compute_last_time", compute_sudo=False)
    last_duration = fields.Char("Duration, Last Time", compute="_compute_last_time", compute_sudo=False)
    last_enrolment = fields.Char("Enrolment, Last Time", compute="_compute_last_time", compute_sudo=False)
    result_words = fields.Text(related="program_id.result_words", related_sudo=False)
    lesson_ids = fields.Many2many("hr.mentorship.lesson", compute="_compute_last_time", compute_sudo=False)
    left_out = fields.Char(compute="_compute_last_time", compute_sudo=False)

    @api.depends("program_id")
    def _compute_from_program(self):
        for wizard in self:
            program = wizard.program_id
            wizard.name = program and self.env._("%(program)s, next cohort", program=program.name)
            wizard.sponsor_id = program.sponsor_id.filtered("active") - self.env.user

    @api.depends("program_id")
    def _compute_last_time(self):
        for wizard in self:
            program = wizard.program_id
            if program:
                program._check_manager()
            # sudo: what the settings of a program have brought that the user manages; nothing of it is written
            words = program.sudo()._say_last_settings().get(program, {})
            wizard.last_duration = words.get("last_duration")
            wizard.last_enrolment = words.get("last_enrolment")
            wizard.left_over_count = len(program._find_left_over().employee_id) if program else 0
            wizard.lesson_ids = program.lesson_ids.filtered(lambda lesson: not lesson.is_taken_up)
            wizard.left_out = program._describe_left_out(program.company_id) if program else False

    def action_create_program(self):
        self._check_mine()
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the program a name."))
        program = self.program_id._create_successor(
            self.name.strip(), self.start_date, self.sponsor_id, self.asks_left_over
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": program._name,
            "res_id": program.id,
            "views": [(False, "form")],
        }
