from odoo import models
from odoo.exceptions import UserError


class HrMentorshipKindCustomField(models.AbstractModel):
    """A field of employees or profiles."""

    _name = "hr.mentorship.kind.custom_field"
    _inherit = "hr.mentorship.kind.custom"
    _description = "Kind of a Matching Criterion: Custom Field"

    def _check(self, program, setting):
        if self._find_field(setting) is None:
            raise UserError(
                self.env._(
                    "“%(program)s” compares the field “%(field)s”, which does not exist any more. Remove the "
                    "criterion, or let it compare another field.",
                    program=program.name,
                    field=setting["label"] or setting["field_name"],
                )
            )
        return super()._check(program, setting)

    def _read_fields(self, pool, setting):
        field = self._find_field(setting)
        if field.model_name == "hr.mentorship.profile":
            sides = (pool.mentee_profiles, pool.mentor_profiles)
        else:
            sides = (pool.mentee_employees, pool.mentor_employees)
        return [[self._read_field(record, field) for record in side] for side in sides]

    def _read_field(self, record, field):
        value = record[field.name] if record else None
        if field.type == "many2many":
            return tuple(value.ids) if value else None
        if field.type == "many2one":
            return value.id or None if value else None
        if field.type == "char":
            return (value or "").strip() or None
        if field.type in ("boolean", "integer", "float"):
            return value  # no and 0 are answers
        return value or None

    def _build(self, pool, setting):
        return self._build_comparison(setting, *self._fold(self._read_fields(pool, setting)))

    def _get_facts(self, pool, setting, pairs):
        field = self._find_field(setting)
        comodel = field.comodel_name if field.relational else False
        facts = self._get_custom_facts(setting, pairs, self._read_fields(pool, setting), field.type, comodel)
        if field.groups:
            # What stands in fields that not everybody reads is written down nowhere, only how it compares
            for fact in facts:
                fact.update(mentee=None, mentor=None, shared=[])
        return facts

    def _get_references(self, fact):
        return self._get_custom_references(fact)

    def _explain(self, fact, names, reader):
        return self._explain_custom(fact, names, reader)

    def _find_gaps(self, pool, setting):
        field = self._find_field(setting)
        if field is None:
            return {}

        def read(person):
            record = pool.get_profile(person) if field.model_name == "hr.mentorship.profile" else person.employee_id
            return self._read_field(record, field) is not None

        return self._ask_for_missing(pool, setting, read)
