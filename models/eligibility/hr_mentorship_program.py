import ast
from collections.abc import Iterable

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

PEOPLE = "hr.employee.public"
OPEN_MODELS = frozenset(
    {
        PEOPLE,
        "hr.department",
        "hr.employee.skill",
        "hr.job",
        "hr.skill",
        "hr.skill.level",
        "hr.skill.type",
        "hr.work.location",
    }
)
"""What a condition may look into: what every colleague reads. The answer, and be it a number, reaches them all."""

SEARCHED_FIELDS = frozenset({"display_name", "newly_hired"})
"""Not stored, and yet the same for everybody who asks."""


class HrMentorshipProgram(models.Model):
    """Who may join beyond the departments: conditions on employees, which say the same whoever asks.

    They run in sudo, as an employee who applies need not see what a program manager sees. That is why they name only
    what everybody reads: else whoever sets them up could ask for a birthday, and read the answer off a number.
    """

    _inherit = "hr.mentorship.program"

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

    @api.constrains("eligibility_domain")
    def _check_eligibility_domain(self):
        for program in self:
            if problem := program._read_conditions()[1]:
                raise ValidationError(problem)

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

    def _has_conditions(self):
        return (self.sudo().eligibility_domain or "").strip() not in ("", "[]")

    def _search_people(self, conditions, limit=None):
        """Return whom ``conditions`` find, archived people among them: the same whoever asks, and in any language."""
        self.ensure_one()
        program = self.sudo()  # sudo: see the class; the conditions have been read by _read_conditions()
        # Public employees are a view in the database, which does not know what waits to be written to its tables
        self.env["hr.employee"].flush_model()
        self.env["hr.version"].flush_model()
        context = {"active_test": False, "lang": program.create_uid.lang or "en_US", "tz": program.create_uid.tz}
        # Replaced: nothing that a client sends along has a say
        people = self.env[PEOPLE].sudo().with_context(context)  # pylint: disable=context-overridden
        return people.search(conditions & Domain("company_id", "in", program.company_id.ids), limit=limit)

    # -- reading them

    def _read_conditions(self):
        """Return the conditions, and what is wrong with them in words.

        :rtype: tuple[Domain, str]
        """
        self.ensure_one()
        text = (self.sudo().eligibility_domain or "").strip() or "[]"
        try:
            conditions = Domain(ast.literal_eval(text))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return Domain.FALSE, self.env._(
                "The conditions on who may join “%(program)s” cannot be read. Set them up again, with fixed values "
                "only.",
                program=self.name or "",
            )
        try:
            return conditions, self._find_problem(conditions, self.env[PEOPLE]) or self._try(conditions)
        except (ValueError, TypeError):  # conditions on a part are read with it
            return Domain.FALSE, self._say_unusable()

    def _find_problem(self, conditions, model):
        """Say which field stands in the way of ``conditions`` on ``model``; empty if they may be asked."""
        for condition in conditions.iter_conditions():
            field, unknown = self._follow(condition.field_expr, model)
            if unknown:
                return self.env._(
                    "“%(field)s” is not a field of employees (any more). Remove that condition on who may join "
                    "“%(program)s”, or choose another field.",
                    field=condition.field_expr,
                    program=self.name or "",
                )
            if field is None:
                return self._say_hidden(condition)
            if not field.relational:
                continue
            is_open = field.comodel_name in OPEN_MODELS
            if condition.operator in ("any", "not any"):
                if not is_open:
                    return self._say_hidden(condition)
                if problem := self._find_problem(Domain(condition.value), self.env[field.comodel_name]):
                    return problem
            elif not is_open and not self._names_ids(condition.value):
                return self._say_hidden(condition)  # a text is looked for in more than the name
        return ""

    def _say_hidden(self, condition):
        return self.env._(
            "“%(field)s” is nothing that every colleague can read, so it cannot decide who may join “%(program)s”. "
            "Choose another field, e.g. department, job, manager, work location or skills.",
            field=condition.field_expr,
            program=self.name or "",
        )

    @api.model
    def _follow(self, path, model):
        """Return the field at the end of ``path``, None if not everybody reads all on the way, and if it is unknown."""
        *way, last = path.split(".")
        for name in way:
            field = model._fields.get(name)
            if field is None:
                return None, True
            if not self._is_open_field(field):
                return None, False
            if field.type in ("date", "datetime"):
                return field, False  # a part of a date
            if not field.relational:
                return None, True
            if field.comodel_name not in OPEN_MODELS:
                return None, False
            model = self.env[field.comodel_name]
        field = model._fields.get(last)
        return (field if field is not None and self._is_open_field(field) else None), field is None

    @api.model
    def _is_open_field(self, field):
        """Say whether every colleague reads ``field``, and finds the same in it as anybody else."""
        return (
            (not field.groups or field.groups == "base.group_user")
            and field.type != "binary"
            and (field.store or bool(field.related) or field.name in SEARCHED_FIELDS)
        )

    @api.model
    def _names_ids(self, value):
        if isinstance(value, str):
            return False
        return all(isinstance(each, int | None) for each in (value if isinstance(value, Iterable) else [value]))

    def _try(self, conditions):
        """Say what stands against asking ``conditions``; empty if they can be asked."""
        try:
            with self.env.cr.savepoint(flush=False):
                self._search_people(conditions, limit=1)
        except (UserError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError, psycopg2.Error):
            return self._say_unusable()
        return ""

    def _say_unusable(self):
        return self.env._(
            "The conditions on who may join “%(program)s” cannot be used: a value does not fit its field, or a field "
            "cannot be searched. Set them up again.",
            program=self.name or "",
        )
