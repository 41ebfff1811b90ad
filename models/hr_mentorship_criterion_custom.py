from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .hr_mentorship_criterion import CUSTOM_KINDS

COMPARISONS_BY_TYPE = {
    "selection": ("same", "different"),
    "many2one": ("same", "different"),
    "char": ("same", "different"),
    "boolean": ("same", "different"),
    "many2many": ("overlap",),
    "integer": ("near", "at_least", "same", "different"),
    "float": ("near", "at_least", "same", "different"),
    "date": ("near", "at_least", "same", "different"),
}
MEASURING_COMPARISONS = ("near", "at_least")

FIELD_MODELS = ("hr.employee", "hr.mentorship.profile")
TECHNICAL_FIELDS = {
    "active",
    "address_id",
    "barcode",
    "birthday_public_display",
    "color",
    "company_id",
    "contract_template_id",
    "current_version_id",
    "date_version",
    "department_id",
    "distance_home_work_unit",
    "employee_id",
    "hr_responsible_id",
    "id",
    "identification_id",
    "is_custom_job_title",
    "is_flexible",
    "is_fully_flexible",
    "job_id",
    "km_home_work",
    "legal_name",
    "mobile_phone",
    "name",
    "permit_no",
    "pin",
    "resource_id",
    "skill_ids",
    "ssnid",
    "structure_type_id",
    "today_location_name",
    "user_id",
    "work_contact_id",
    "work_email",
    "work_location_id",
    "work_phone",
}
"""Fields that are different for everybody, say nothing about people, or have a kind of their own."""
TECHNICAL_PREFIXES = (
    "activity_",
    "bank_",
    "create_",
    "departure_",
    "emergency_",
    "last_modified_",
    "message_",
    "monday_",
    "tuesday_",
    "wednesday_",
    "thursday_",
    "friday_",
    "saturday_",
    "sunday_",
    "passport_",
    "private_email",
    "private_phone",
    "private_street",
    "private_zip",
    "private_car",
    "rating_",
    "spouse_",
    "visa_",
    "website_",
    "work_permit_",
    "write_",
)


class HrMentorshipCriterionCustom(models.Model):
    """Criteria without code: any suitable field of employees and profiles."""

    _inherit = "hr.mentorship.criterion"

    # Not a link to ir.model.fields: only administrators read those, and a field that goes away would take or empty
    # the criterion in silence. This way the name stays, and the matching says what is missing.
    field_name = fields.Selection("_selection_field_name", string="Field", help="What the criterion compares.")
    field_choices = fields.Json(compute="_compute_field_choices")
    field_label = fields.Char(
        compute="_compute_field_label", store=True, help="How the field was called, for the day when it is removed."
    )
    explanation = fields.Char(
        "Own Sentence",
        translate=True,
        help="What is said about a pair that meets the criterion, e.g. “Both know the night shift.”",
    )

    @api.depends("field_name")
    def _compute_name(self):
        return super()._compute_name()

    @api.depends("field_name")
    def _compute_comparison(self):
        return super()._compute_comparison()

    @api.depends("field_name")
    def _compute_choices(self):
        return super()._compute_choices()

    @api.depends("field_name")
    def _compute_is_shown_to_members(self):
        """What the employee form keeps to the HR officers is not told to colleagues."""
        result = super()._compute_is_shown_to_members()
        for criterion in self:
            field = self._find_field(criterion.field_name)
            if field is not None and field.groups:
                criterion.is_shown_to_members = False
        return result

    @api.depends("field_name")
    def _compute_field_label(self):
        for criterion in self:
            if self._find_field(criterion.field_name) is not None:
                criterion.field_label = self._label_field(criterion.field_name)
            elif not criterion.field_name:
                criterion.field_label = False

    @api.depends_context("uid")
    @api.depends("program_id")
    def _compute_field_choices(self):
        used = self._get_used_fields()
        choices = [name for name in self._get_suitable_fields() if name in used or self._may_compare(name)]
        for criterion in self:
            criterion.field_choices = choices

    @api.model
    def _selection_field_name(self):
        return sorted(
            ((name, self._label_field(name)) for name in self._get_suitable_fields()), key=lambda option: option[1]
        )

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._check_may_compare()
        return criteria

    def write(self, vals):
        result = super().write(vals)
        if "field_name" in vals:
            self._check_may_compare()
        return result

    def _check_may_compare(self):
        """Refuse a field to whoever may not read it. Not a constraint: those run in sudo and do not see who asks."""
        used = None
        for criterion in self:
            if not criterion.field_name or self._may_compare(criterion.field_name):
                continue
            used = self._get_used_fields(but=self) if used is None else used
            if criterion.field_name not in used:
                raise UserError(
                    self.env._(
                        "“%(field)s” is not for everybody to read. Ask somebody from HR to add this criterion.",
                        field=criterion.field_label,
                    )
                )

    @api.constrains("kind", "field_name")
    def _check_field(self):
        for criterion in self:
            if criterion.kind == "custom_field" and not criterion.field_name:
                raise ValidationError(self.env._("Choose the field that the criterion compares."))

    @api.model
    def _get_suitable_fields(self):
        """Return the names, with their models, of fields that can be compared: stored, one value or a set of them."""
        return [
            f"{model}.{name}"
            for model in FIELD_MODELS
            for name, field in self.env[model]._fields.items()
            if self._is_suitable(name, field)
        ]

    def _is_suitable(self, name, field):
        base = field.base_field if field.inherited else field
        # Our own answers, and single ones of the working style least of all, have kinds of their own
        is_ours = field.model_name == "hr.mentorship.profile" and field._module == "hr_mentorship"
        return (
            base.type in COMPARISONS_BY_TYPE
            and base.store
            and not is_ours
            and name not in TECHNICAL_FIELDS
            and not name.startswith(TECHNICAL_PREFIXES)
        )

    @api.model
    def _find_field(self, field_name):
        """Return the field that a criterion names, None if it does not exist any more."""
        model, _dot, name = (field_name or "").rpartition(".")
        field = self.env[model]._fields.get(name) if model in FIELD_MODELS else None
        return field if field is not None and self._is_suitable(name, field) else None

    def _label_field(self, field_name):
        return self._find_field(field_name)._description_string(self.env)

    def _may_compare(self, field_name):
        """Whoever compares a field learns what is in it, so they must be allowed to read it for everybody."""
        field = self._find_field(field_name)
        if field is None:
            return True  # a field that has been removed tells nothing
        if self.env.su:
            return True
        is_public = field.name in self.env["hr.employee.public"]._fields or field.model_name != "hr.employee"
        if not is_public and not self.env["hr.employee"].has_access("read"):
            return False
        return not field.groups or self.env.user.has_groups(field.groups)

    def _get_used_fields(self, but=()):
        """Return the fields that the programs of the user compare already: copying a program changes nothing."""
        criteria = self.search([("kind", "=", "custom_field")])
        return {criterion.field_name for criterion in criteria if criterion not in but}

    def _get_comparisons(self):
        if self.kind != "custom_field":
            return super()._get_comparisons()
        field = self._find_field(self.field_name)
        return COMPARISONS_BY_TYPE[field.type] if field is not None else ()

    def _get_distance_unit(self):
        if self.kind not in CUSTOM_KINDS:
            return super()._get_distance_unit()
        if self.comparison not in MEASURING_COMPARISONS:
            return ""
        return self.env._("days") if self._is_date() else self.env._("points")

    def _is_date(self):
        field = self._find_field(self.field_name)
        return field is not None and field.type == "date"

    def _get_setting(self):
        setting = super()._get_setting()
        if self.kind == "custom_field":
            setting.update(field_name=self.field_name, label=self.field_label, has_explanation=bool(self.explanation))
        return setting

    def _name_thing(self, setting):
        if setting["kind"] == "custom_field":
            if self._find_field(setting["field_name"]) is not None:
                return self._label_field(setting["field_name"])
            return setting["label"] or super()._name_thing(setting)
        return super()._name_thing(setting)
