from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

COMPARISONS = {
    "department": ("different", "same"),
    "job": ("different", "same"),
}
"""How kinds compare that leave a choice; the first is the default."""
DISTANCES = {
    "topics": 2,
    "time_zone": 3,
}
"""What is near, or far enough, for kinds that measure: levels, hours …"""
CONFIDENTIAL_KINDS = ()
"""Kinds whose outcome says something about one of the two that the other is not told."""


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
            ("department", "Department"),
            ("job", "Job position"),
            ("place", "Place of work"),
            ("time_zone", "Time zone"),
        ],
        string="Criterion",
        required=True,
    )
    name = fields.Char(compute="_compute_name")
    comparison = fields.Selection(
        [
            ("same", "Same"),
            ("different", "Different"),
        ],
        compute="_compute_options",
        store=True,
        readonly=False,
        precompute=True,
    )
    comparison_choices = fields.Char(compute="_compute_choices", help="What the kind can compare.")
    distance = fields.Float(
        compute="_compute_options",
        store=True,
        readonly=False,
        precompute=True,
        digits=(8, 2),
        help="Topics: how many levels the mentor stands above the mentee. Time zone: how many hours apart are near.",
    )
    has_distance = fields.Boolean(compute="_compute_choices")
    weight = fields.Integer(
        default=5, required=True, aggregator=None, help="How much it counts, from 0 (only reported) to 10."
    )
    is_required = fields.Boolean("Must-have", help="Pairs that do not meet it are never proposed, whatever the rest.")
    is_shown_to_members = fields.Boolean(
        "Shown to Members",
        compute="_compute_options",
        store=True,
        readonly=False,
        precompute=True,
        help="The two people read this reason beside their match. Program managers always do.",
    )

    _weight_range = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 10)", "A criterion has a weight from 0 (does not count) to 10 (counts most)."
    )
    _distance_range = models.Constraint(
        "CHECK(distance >= 0)", "A distance is not negative: say how far apart two people may, or should, be."
    )
    _kind_once = models.UniqueIndex(
        "(program_id, kind)",
        "A program compares each thing once. Change the weight of the line that is there already.",
    )

    @api.depends("kind", "comparison")
    @api.depends_context("lang")
    def _compute_name(self):
        for criterion in self:
            criterion.name = self._name_setting({"kind": criterion.kind, "comparison": criterion.comparison})

    @api.depends("name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = criterion.name

    @api.depends("kind")
    def _compute_options(self):
        for criterion in self:
            choices = criterion._get_comparisons()
            if criterion.comparison not in choices:
                criterion.comparison = choices[0] if choices else False
            criterion.distance = DISTANCES.get(criterion.kind, 0)
            criterion.is_shown_to_members = criterion.kind not in CONFIDENTIAL_KINDS

    @api.depends("kind")
    def _compute_choices(self):
        for criterion in self:
            criterion.comparison_choices = ",".join(criterion._get_comparisons())
            criterion.has_distance = criterion.kind in DISTANCES

    @api.constrains("kind", "comparison")
    def _check_comparison(self):
        for criterion in self:
            choices = criterion._get_comparisons()
            if choices and criterion.comparison not in choices:
                raise ValidationError(
                    self.env._("Say how “%(criterion)s” is compared.", criterion=criterion.name)
                )

    @api.model
    def _name_setting(self, setting):
        """Return the name of a criterion, also of one that has been changed or removed since its snapshot."""
        kinds, comparisons = (
            dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "comparison")
        )
        name = kinds.get(setting["kind"], "")
        if not setting["comparison"]:
            return name
        return self.env._(
            "%(criterion)s (%(comparison)s)", criterion=name, comparison=comparisons.get(setting["comparison"], "")
        )

    def _get_comparisons(self):
        return COMPARISONS.get(self.kind, ())

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
                    {"kind": "interests", "weight": 3},
                    {"kind": "time_zone", "weight": 3},
                ),
                start=1,
            )
        ]

    def _snapshot(self):
        """Return the settings as plain data, for :meth:`HrMentorshipMatcher._build_problem` and to be kept with a run.

        :rtype: list[dict]
        """
        return [
            {
                "key": criterion._get_key(),
                "criterion_id": criterion._origin.id,
                "kind": criterion.kind,
                "comparison": criterion.comparison,
                "distance": criterion.distance,
                "weight": criterion.weight,
                "is_required": criterion.is_required,
                "is_shown": criterion.is_shown_to_members,
            }
            for criterion in self
        ]

    def _get_key(self):
        """Name the criterion within its program, the same at every run."""
        return self.kind
