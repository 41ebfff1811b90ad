"""Which fields of employees and profiles a program may compare, how each type is compared, and by whom."""

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


def list_fields(env):
    """Return the names, with their models, of fields that can be compared: stored, one value or a set of them.

    :rtype: list[str]
    """
    return [
        f"{model}.{name}"
        for model in FIELD_MODELS
        for name, field in env[model]._fields.items()
        if _is_comparable(name, field)
    ]


def find_field(env, field_name):
    """Return the field that a criterion names, None if it does not exist any more."""
    model, _dot, name = (field_name or "").rpartition(".")
    field = env[model]._fields.get(name) if model in FIELD_MODELS else None
    return field if field is not None and _is_comparable(name, field) else None


def label_field(env, field_name):
    return find_field(env, field_name)._description_string(env)


def may_compare(env, field_name):
    """Whoever compares a field learns what is in it, so they must be allowed to read it for everybody."""
    field = find_field(env, field_name)
    if field is None:
        return True  # a field that has been removed tells nothing
    if env.su:
        return True
    is_public = field.name in env["hr.employee.public"]._fields or field.model_name != "hr.employee"
    if not is_public and not env["hr.employee"].has_access("read"):
        return False
    return not field.groups or env.user.has_groups(field.groups)


def _is_comparable(name, field):
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
