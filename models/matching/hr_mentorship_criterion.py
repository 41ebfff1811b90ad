from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .comparable_fields import COMPARISONS_BY_TYPE, find_field, label_field, list_fields, may_compare

COMPARISONS = {
    "department": ("different", "same"),
    "job": ("different", "same"),
    "style": ("similar", "complement"),
}
"""How kinds compare that leave a choice; the first is the default. Custom kinds: by what they compare."""
DISTANCES = {
    "topics": 2,
    "time_zone": 3,
    "seniority": 1,
}
"""What is near, or far enough, for kinds that measure."""
NEVER_REQUIRED_KINDS = ("style", "earlier_mentor", "waiting", "reliability")
"""Kinds that say more or less, and nothing that somebody could lack."""
CONFIDENTIAL_KINDS = ("style", "availability", "wishes", "earlier_mentor", "waiting", "reliability", "custom_answer")
"""Kinds of which the two are not told unless the program manager wants it: the profile promises it of the first two."""
SECRET_KINDS = ("reliability",)
"""Kinds of which the two are never told."""
CUSTOM_KINDS = ("custom_field", "custom_answer")
"""Kinds of which a program may have several."""
MEASURING_COMPARISONS = ("near", "at_least")
VALUE_TYPES = {
    "simple_choice": "many2one",
    "multiple_choice": "many2many",
    "numerical_box": "float",
    "scale": "float",
    "date": "date",
    "char_box": "char",
}
"""Which type of field the answer to a question is like. Free text cannot be compared."""


class HrMentorshipCriterion(models.Model):
    """One reason for two people to be a good pair: what a program compares, and how much it counts.

    How a kind is compared, and what is said about it, stands in its model, ``hr.mentorship.kind.<kind>``.
    """

    _name = "hr.mentorship.criterion"
    _description = "Matching Criterion"
    _order = "program_id, sequence, id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("topics", "Topics"),
            ("interests", "Interests"),
            ("languages", "Languages"),
            ("department", "Department"),
            ("job", "Job position"),
            ("place", "Place of work"),
            ("time_zone", "Time zone"),
            ("seniority", "Work experience"),
            ("style", "Working style"),
            ("availability", "Free at the same time"),
            ("wishes", "Wishes"),
            ("earlier_mentor", "Good mentorship before"),
            ("waiting", "Time of waiting"),
            ("reliability", "Kept check-ins"),
            ("custom_field", "Other field of the employee"),
            ("custom_answer", "Answer of the application survey"),
        ],
        string="Criterion",
        required=True,
    )
    name = fields.Char(compute="_compute_name")
    comparison = fields.Selection(
        [
            ("same", "Same"),
            ("different", "Different"),
            ("overlap", "Something in common"),
            ("near", "Near each other"),
            ("at_least", "Mentor at least as much"),
            ("similar", "Alike"),
            ("complement", "Complementing each other"),
        ],
        compute="_compute_comparison",
        store=True,
        readonly=False,
        precompute=True,
    )
    comparison_choices = fields.Char(compute="_compute_choices")
    distance = fields.Float(
        compute="_compute_distance",
        store=True,
        readonly=False,
        precompute=True,
        digits=(8, 1),
        help="How far ahead of the mentee a mentor is best (topics, experience, at least as much), or how far apart "
        "two people may be and still count as near.",
    )
    distance_unit = fields.Char(compute="_compute_choices")
    weight = fields.Integer(
        default=5, required=True, aggregator=None, help="How much it counts, from 0 (only reported) to 10."
    )
    is_required = fields.Boolean("Must-have", help="Pairs that do not meet it are never proposed, whatever the rest.")
    can_be_required = fields.Boolean(compute="_compute_choices")
    is_shown_to_members = fields.Boolean(
        "Shown to Members",
        compute="_compute_is_shown_to_members",
        store=True,
        readonly=False,
        precompute=True,
        help="The two people read this reason beside their match. Program managers always do.",
    )
    can_be_shown = fields.Boolean(compute="_compute_choices")
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
    survey_id = fields.Many2one(related="program_id.application_survey_id", string="Application Survey")
    # Set null, not cascade: a question that goes away would take the criterion along in silence
    question_id = fields.Many2one(
        "survey.question",
        domain=f"[('survey_id', '=', survey_id), ('question_type', 'in', {tuple(VALUE_TYPES)})]",
        index="btree_not_null",
        ondelete="set null",
        help="The question whose answers are compared.",
    )
    question_label = fields.Char(
        compute="_compute_question_label", store=True, help="The question, for the day when it is removed."
    )

    _weight_range = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 10)", "A criterion has a weight from 0 (does not count) to 10 (counts most)."
    )
    _distance_range = models.Constraint(
        "CHECK(distance >= 0)", "A distance is not negative: say how far apart two people may, or should, be."
    )
    _kind_once = models.UniqueIndex(
        "(program_id, kind) WHERE kind NOT IN ('custom_field', 'custom_answer')",
        "A program compares each thing once. Change the weight of the line that is there already.",
    )

    @api.depends("kind", "comparison", "field_name", "question_id")
    @api.depends_context("lang")
    def _compute_name(self):
        for criterion in self:
            criterion.name = self._name_setting(criterion._get_setting())

    @api.depends("name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = criterion.name

    @api.depends("kind", "field_name", "question_id")
    def _compute_comparison(self):
        for criterion in self:
            choices = criterion._get_comparisons()
            if criterion.comparison not in choices:
                criterion.comparison = choices[0] if choices else False

    @api.depends("kind")
    def _compute_distance(self):
        for criterion in self:
            criterion.distance = DISTANCES.get(criterion.kind, 0)

    @api.depends("kind", "field_name")
    def _compute_is_shown_to_members(self):
        """What the employee form keeps to the HR officers is not told to colleagues."""
        for criterion in self:
            field = find_field(self.env, criterion.field_name)
            is_kept_by_hr = field is not None and field.groups
            criterion.is_shown_to_members = criterion.kind not in CONFIDENTIAL_KINDS and not is_kept_by_hr

    @api.depends("kind", "comparison", "field_name", "question_id")
    @api.depends_context("lang")
    def _compute_choices(self):
        for criterion in self:
            criterion.comparison_choices = ",".join(criterion._get_comparisons())
            criterion.distance_unit = criterion._get_distance_unit()
            criterion.can_be_required = criterion.kind not in NEVER_REQUIRED_KINDS
            criterion.can_be_shown = criterion.kind not in SECRET_KINDS

    @api.constrains("kind", "comparison", "is_required", "is_shown_to_members")
    def _check_settings(self):
        for criterion in self:
            choices = criterion._get_comparisons()
            if choices and criterion.comparison not in choices:
                raise ValidationError(self.env._("Say how “%(criterion)s” is compared.", criterion=criterion.name))
            if criterion.is_required and criterion.kind in NEVER_REQUIRED_KINDS:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” is more or less true of everybody, so it cannot be a must-have. Give it a "
                        "weight instead.",
                        criterion=criterion.name,
                    )
                )
            if criterion.is_shown_to_members and criterion.kind in SECRET_KINDS:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” says something about one of the two that the other is never told.",
                        criterion=criterion.name,
                    )
                )

    @api.model
    def _get_default_criteria(self):
        """Return the criteria that a new program starts with.

        Something to learn from each other is a must; nothing else is, because people answer little at first.
        """
        return [
            Command.create({"sequence": 10 * position, **values})
            for position, values in enumerate(
                (
                    {"kind": "topics", "weight": 10, "is_required": True},
                    {"kind": "languages", "weight": 5},
                    {"kind": "wishes", "weight": 4},
                    {"kind": "interests", "weight": 3},
                    {"kind": "seniority", "weight": 2},
                    {"kind": "availability", "weight": 2},
                    {"kind": "style", "weight": 2},
                    {"kind": "time_zone", "weight": 2},
                    {"kind": "waiting", "weight": 1},
                ),
                start=1,
            )
        ]

    def _get_comparisons(self):
        """Return how the kind can be compared, the default first; nothing if there is only one way."""
        self.ensure_one()
        if self.kind == "custom_field":
            field = find_field(self.env, self.field_name)
            return COMPARISONS_BY_TYPE[field.type] if field is not None else ()
        if self.kind == "custom_answer":
            return COMPARISONS_BY_TYPE.get(VALUE_TYPES.get(self.question_id.question_type), ())
        return COMPARISONS.get(self.kind, ())

    def _get_distance_unit(self):
        """Return what the distance is measured in, nothing if the kind measures nothing."""
        if self.kind in CUSTOM_KINDS:
            if self.comparison not in MEASURING_COMPARISONS:
                return ""
            return self.env._("days") if self._is_date() else self.env._("points")
        return {
            "topics": self.env._("levels above"),
            "time_zone": self.env._("hours apart"),
            "seniority": self.env._("steps ahead"),
        }.get(self.kind, "")

    def _snapshot(self):
        """Return the settings as plain data, for :meth:`HrMentorshipMatcher._build_problem` and to be kept with a run.

        :rtype: list[dict]
        """
        return [criterion._get_setting() for criterion in self]

    def _get_setting(self):
        self.ensure_one()
        setting = {
            "key": self._get_key(),
            "criterion_id": self._origin.id,
            "kind": self.kind,
            "comparison": self.comparison,
            "distance": self.distance,
            "weight": self.weight,
            "is_required": self.is_required,
            "is_shown": self.is_shown_to_members and self.kind not in SECRET_KINDS,
        }
        if self.kind == "custom_field":
            setting.update(field_name=self.field_name, label=self.field_label, has_explanation=bool(self.explanation))
        elif self.kind == "custom_answer":
            setting.update(
                question_id=self.question_id.id, label=self.question_label, has_explanation=bool(self.explanation)
            )
        return setting

    def _get_key(self):
        """Name the criterion within its program, the same at every run."""
        return f"{self.kind}-{self._origin.id}" if self.kind in CUSTOM_KINDS else self.kind

    @api.model
    def _name_setting(self, setting):
        """Return the name of a criterion, also of one that has been changed or removed since its snapshot."""
        name = self._name_thing(setting)
        if not setting["comparison"]:
            return name
        comparisons = dict(self._fields["comparison"]._description_selection(self.env))
        return self.env._(
            "%(criterion)s (%(comparison)s)", criterion=name, comparison=comparisons.get(setting["comparison"], "")
        )

    def _name_thing(self, setting):
        """Return what is compared."""
        name = ""
        if setting["kind"] == "custom_field":
            is_there = find_field(self.env, setting["field_name"]) is not None
            name = label_field(self.env, setting["field_name"]) if is_there else setting["label"]
        elif setting["kind"] == "custom_answer":
            # sudo: whoever reads the criterion reads what it compares
            question = self.env["survey.question"].sudo().browse(setting["question_id"] or ()).exists()
            name = question.title or setting["label"]
        return name or dict(self._fields["kind"]._description_selection(self.env)).get(setting["kind"], "")

    # -- Criteria without code: any suitable field of employees and profiles.

    @api.depends("field_name")
    def _compute_field_label(self):
        for criterion in self:
            if find_field(self.env, criterion.field_name) is not None:
                criterion.field_label = label_field(self.env, criterion.field_name)
            elif not criterion.field_name:
                criterion.field_label = False

    @api.depends_context("uid")
    @api.depends("program_id")
    def _compute_field_choices(self):
        used = self._get_used_fields()
        choices = [name for name in list_fields(self.env) if name in used or may_compare(self.env, name)]
        for criterion in self:
            criterion.field_choices = choices

    @api.model
    def _selection_field_name(self):
        options = ((name, label_field(self.env, name)) for name in list_fields(self.env))
        return sorted(options, key=lambda option: option[1])

    @api.model_create_multi
    def create(self, vals_list):
        self.env["hr.mentorship.program"]._check_manages_named(vals_list)
        criteria = super().create(vals_list)
        criteria._check_may_compare()
        return criteria

    def write(self, vals):
        if "program_id" in vals:
            self.env["hr.mentorship.program"]._check_manages_named([vals])
        result = super().write(vals)
        if "field_name" in vals:
            self._check_may_compare()
        return result

    def _check_may_compare(self):
        """Refuse a field to whoever may not read it. Not a constraint: those run in sudo and do not see who asks."""
        used = None
        for criterion in self:
            if not criterion.field_name or may_compare(self.env, criterion.field_name):
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

    def _get_used_fields(self, but=()):
        """Return the fields that the programs of the user compare already: copying a program changes nothing."""
        criteria = self.search([("kind", "=", "custom_field")])
        return {criterion.field_name for criterion in criteria if criterion not in but}

    def _is_date(self):
        if self.kind == "custom_answer":
            return self.question_id.question_type == "date"
        field = find_field(self.env, self.field_name)
        return field is not None and field.type == "date"

    # -- Criteria without code: answers of the application survey.

    @api.depends("question_id")
    def _compute_question_label(self):
        for criterion in self:
            if criterion.question_id:
                criterion.question_label = criterion.question_id.title
            elif criterion.kind != "custom_answer":
                criterion.question_label = False

    @api.constrains("kind", "question_id", "program_id")
    def _check_question(self):
        for criterion in self:
            if criterion.kind != "custom_answer" or (criterion.question_label and not criterion.question_id):
                continue
            question = criterion.question_id
            if not question:
                raise ValidationError(self.env._("Choose the question whose answers the criterion compares."))
            if question.survey_id != criterion.program_id.application_survey_id:
                raise ValidationError(
                    self.env._(
                        "“%(program)s” does not ask “%(question)s”. Choose a question of its application survey.",
                        program=criterion.program_id.name,
                        question=question.title,
                    )
                )
            if question.question_type not in VALUE_TYPES:
                raise ValidationError(
                    self.env._(
                        "Answers to “%(question)s” cannot be compared. Choose a question with a choice, a number, a "
                        "scale, a date or a short text.",
                        question=question.title,
                    )
                )
