from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

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


class HrMentorshipCriterion(models.Model):
    """One reason for two people to be a good pair: what a program compares, and how much it counts.

    How a kind is compared, and what is said about it, stands in :class:`HrMentorshipMatcher`.
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

    @api.depends("kind", "comparison")
    @api.depends_context("lang")
    def _compute_name(self):
        for criterion in self:
            criterion.name = self._name_setting(criterion._get_setting())

    @api.depends("name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = criterion.name

    @api.depends("kind")
    def _compute_comparison(self):
        for criterion in self:
            choices = criterion._get_comparisons()
            if criterion.comparison not in choices:
                criterion.comparison = choices[0] if choices else False

    @api.depends("kind")
    def _compute_distance(self):
        for criterion in self:
            criterion.distance = DISTANCES.get(criterion.kind, 0)

    @api.depends("kind")
    def _compute_is_shown_to_members(self):
        for criterion in self:
            criterion.is_shown_to_members = criterion.kind not in CONFIDENTIAL_KINDS

    @api.depends("kind", "comparison")
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
        return COMPARISONS.get(self.kind, ())

    def _get_distance_unit(self):
        """Return what the distance is measured in, nothing if the kind measures nothing."""
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
        return {
            "key": self._get_key(),
            "criterion_id": self._origin.id,
            "kind": self.kind,
            "comparison": self.comparison,
            "distance": self.distance,
            "weight": self.weight,
            "is_required": self.is_required,
            "is_shown": self.is_shown_to_members and self.kind not in SECRET_KINDS,
        }

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
        return dict(self._fields["kind"]._description_selection(self.env)).get(setting["kind"], "")
