from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_mentorship_conditions_mixin import PEOPLE


class HrMentorshipProgram(models.Model):
    """Who may join beyond the departments: conditions on employees."""

    _name = "hr.mentorship.program"
    _inherit = ["hr.mentorship.program", "hr.mentorship.conditions.mixin"]

    eligibility_domain = fields.Char(
        "Open to Employees", help="Conditions on employees, beside the departments. Empty: no further conditions."
    )
    eligibility_words = fields.Char(
        "In Words",
        translate=True,
        help="How you tell employees who may join. They read it where they cannot.",
    )
    eligible_count = fields.Integer("Employees Who Can Join", compute="_compute_eligible_count")
    eligibility_problem = fields.Char(compute="_compute_eligible_count", help="Why the conditions cannot be used.")
    join_obstacle = fields.Char(
        compute="_compute_join_obstacle", help="Why the current user cannot join, although enrolment is open."
    )

    @api.depends_context("uid")
    @api.depends("eligibility_domain", "department_ids", "company_id", "manager_ids", "sponsor_id")
    def _compute_eligible_count(self):
        """Counted on a form only, and for those who decide."""
        self.eligible_count = 0
        self.eligibility_problem = False
        for program in self.filtered(lambda each: each.is_my_program or each.is_my_approval):
            program.eligibility_problem = program._read_conditions()[1]
            if not program.eligibility_problem:
                program.eligible_count = len(program._find_eligible())

    @api.depends_context("uid", "lang")
    @api.depends("is_enrolment_open", "participant_ids.state", "eligibility_domain", "department_ids")
    def _compute_join_obstacle(self):
        self.join_obstacle = False
        # sudo: who the user is as an employee
        employees = self.env.user.sudo().employee_ids
        for program in self.filtered(lambda each: each.is_enrolment_open and not each.my_participant_ids):
            obstacles = [
                program._find_entry_obstacle(employee)
                for employee in employees
                if employee.company_id == program.company_id
            ]
            if obstacles and all(obstacles):
                program.join_obstacle = obstacles[0]

    def action_view_eligible(self):
        """List the employees who can join, as colleagues see each other."""
        self.ensure_one()
        self._check_manager()
        if self.eligibility_problem:
            raise UserError(self.eligibility_problem)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Can Join %(program)s", program=self.name),
            "res_model": PEOPLE,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", self._find_eligible().ids)],
            "context": {"create": False},
        }

    # -- the conditions at work

    def _get_eligible_domain(self):
        domain = super()._get_eligible_domain()
        for program in self.filtered(lambda each: each._has_conditions()):
            conditions, problem = program._read_conditions()
            domain &= Domain.FALSE if problem else Domain("id", "in", program._search_people(conditions).ids)
        return domain

    def _find_entry_obstacle(self, employee):
        obstacle = super()._find_entry_obstacle(employee)
        if obstacle or not self._has_conditions():
            return obstacle
        conditions, problem = self._read_conditions()
        program = self.sudo()  # sudo: whoever is turned away reads the name, the words and whom to ask
        managers = ", ".join(program.manager_ids.mapped("name"))
        if problem:
            return self.env._(
                "Who may join “%(program)s” cannot be told now: one of its conditions names something that is not "
                "there any more. %(managers)s can mend that on the program.",
                program=program.name,
                managers=managers,
            )
        if program._search_people(conditions & Domain("id", "in", employee.ids)):
            return ""
        if program.eligibility_words:
            return self.env._(
                "“%(program)s” is not open to %(employee)s. Who may join: %(words)s",
                program=program.name,
                employee=employee.name,
                words=program.eligibility_words,
            )
        return self.env._(
            "“%(program)s” is open to certain people, and %(employee)s is not among them. Ask %(managers)s if that "
            "seems wrong.",
            program=program.name,
            employee=employee.name,
            managers=managers,
        )
