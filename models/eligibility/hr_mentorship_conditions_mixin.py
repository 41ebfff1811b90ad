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


class HrMentorshipConditionsMixin(models.AbstractModel):
    """Something that is for certain employees: conditions on them, which say the same whoever asks.

    They run in sudo, as an employee who asks need not see what those see who set them up. That is why they name only
    what everybody reads: else whoever sets them up could ask for a birthday, and read the answer off a number.
    """

    _name = "hr.mentorship.conditions.mixin"
    _description = "Mentorship Conditions on Employees"

    eligibility_domain = fields.Char("For Employees", help="Conditions on employees. Empty: no conditions.")
    eligibility_words = fields.Char(
        "In Words", translate=True, help="How you tell employees whom it is for. They read it where it is not for them."
    )

    @api.constrains("eligibility_domain")
    def _check_eligibility_domain(self):
        for record in self:
            if problem := record._read_conditions()[1]:
                raise ValidationError(problem)

    def _get_conditions_companies(self):
        """Return (in sudo) the companies whose people the conditions may find; none for those of all."""
        return self.company_id

    def _has_conditions(self):
        return (self.sudo().eligibility_domain or "").strip() not in ("", "[]")

    def _search_people(self, conditions, limit=None):
        """Return whom ``conditions`` find, archived people among them: the same whoever asks, and in any language."""
        self.ensure_one()
        record = self.sudo()  # sudo: see the class; the conditions have been read by _read_conditions()
        # Public employees are a view in the database, which does not know what waits to be written to its tables
        self.env["hr.employee"].flush_model()
        self.env["hr.version"].flush_model()
        context = {"active_test": False, "lang": record.create_uid.lang or "en_US", "tz": record.create_uid.tz}
        # Replaced: nothing that a client sends along has a say
        people = self.env[PEOPLE].sudo().with_context(context)  # pylint: disable=context-overridden
        if companies := record._get_conditions_companies():
            conditions &= Domain("company_id", "in", companies.ids)
        return people.search(conditions, limit=limit)

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
                "The conditions of “%(name)s” cannot be read. Set them up again, with fixed values only.",
                name=self.name or "",
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
                    "“%(field)s” is not a field of employees (any more). Remove that condition of “%(name)s”, or "
                    "choose another field.",
                    field=condition.field_expr,
                    name=self.name or "",
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
            "“%(field)s” is nothing that every colleague can read, so it cannot decide whom “%(name)s” is for. "
            "Choose another field, e.g. department, job, manager, work location or skills.",
            field=condition.field_expr,
            name=self.name or "",
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
            "The conditions of “%(name)s” cannot be used: a value does not fit its field, or a field cannot be "
            "searched. Set them up again.",
            name=self.name or "",
        )
