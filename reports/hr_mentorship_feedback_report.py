from functools import cache

from odoo import api, fields, models
from odoo.tools import SQL

from ..models.program.res_config_settings import ANONYMITY_DEFAULT, ANONYMITY_FLOOR, ANONYMITY_PARAMETER
from ..models.release.hr_mentorship_release import ROLES_OF_RELEASES

WEIGHTED = ("rating:avg", "satisfied_share:avg")


class HrMentorshipFeedbackReport(models.Model):
    """What people have answered, without the people.

    One row a release (``hr.mentorship.release``) with its id, and nothing finer than its figures: a mean of *N* people
    at least, or a band of means, and bands of how many they are and how many are satisfied. A mean of several rows
    weighs them by their people, and tells no more than the rows do. Rows never change, and appear when their period is
    over; so it does not matter who looks, how often, and by which filter, grouping, order or export.
    """

    _name = "hr.mentorship.feedback.report"
    _description = "Mentorship Satisfaction"
    _auto = False
    _order = "date_to desc, program_id, measure, role, id"
    _rec_name = "program_id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, help="Empty where the answers of a department are too few to stand alone."
    )
    role = fields.Selection(ROLES_OF_RELEASES, readonly=True)
    measure = fields.Selection("_get_measures", "About", readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("Until", readonly=True)
    rating = fields.Float(
        readonly=True,
        aggregator="avg",
        digits=(2, 1),
        help="From 1 (poor) to 5 (excellent), a value a person. Of a band, its middle.",
    )
    rating_from = fields.Float("Rating, at Least", readonly=True, aggregator=None, digits=(2, 1))
    rating_to = fields.Float("Rating, at Most", readonly=True, aggregator=None, digits=(2, 1))
    rating_text = fields.Char("Mean Rating", compute="_compute_texts")
    satisfied_share = fields.Float(
        "Satisfied",
        readonly=True,
        aggregator="avg",
        help="Share of the people whose mean is 3.5 or more: the middle of the band in which it lies.",
    )
    satisfied_text = fields.Char("Satisfied People", compute="_compute_texts")
    has_shares = fields.Boolean(readonly=True)
    satisfied_from = fields.Float("Satisfied, at Least", readonly=True, aggregator=None)
    satisfied_to = fields.Float("Satisfied, at Most", readonly=True, aggregator=None)
    people_from = fields.Integer("People, at Least", readonly=True, aggregator=None)
    people_to = fields.Integer("People, at Most", readonly=True, aggregator=None, help="0: no upper bound.")
    people_text = fields.Char("People", compute="_compute_texts")

    @api.model
    def _get_measures(self):
        return list(self.env["hr.mentorship.release"]._get_measure_labels().items())

    @api.depends_context("lang")
    @api.depends("rating_from", "rating_to", "satisfied_from", "satisfied_to", "people_from", "people_to")
    def _compute_texts(self):
        releases = self.env["hr.mentorship.release"]
        # Bands are few, and a page has many rows of each: numbers are put into words once
        mean, share, people = (cache(say) for say in (releases._say_mean, releases._say_share, releases._say_people))
        hidden = self.env._("not shown")
        for row in self:
            row.rating_text = mean(row.rating_from, row.rating_to)
            row.satisfied_text = share(row.satisfied_from, row.satisfied_to) if row.has_shares else hidden
            row.people_text = people(row.people_from, row.people_to)

    @api.model
    def _get_anonymity_threshold(self):
        """Return the number of people from which on a group's answers are shown."""
        # sudo: a setting that protects the readers' colleagues, not a secret
        value = self.env["ir.config_parameter"].sudo().get_param(ANONYMITY_PARAMETER, ANONYMITY_DEFAULT)
        return max(int(value), ANONYMITY_FLOOR)

    @property
    def _table_query(self):
        self.env["hr.mentorship.release"].flush_model()
        return SQL(
            """
            SELECT id, program_id, company_id, department_id, role, measure, date_from, date_to,
                   round(((mean_from + mean_to) / 2)::numeric, 2) AS rating,
                   mean_from AS rating_from,
                   mean_to AS rating_to,
                   CASE WHEN has_shares THEN (high_from + high_to) / 2 END AS satisfied_share,
                   has_shares,
                   high_from AS satisfied_from,
                   high_to AS satisfied_to,
                   people_from,
                   people_to
              FROM hr_mentorship_release
             WHERE %s
            """,
            self.env["hr.mentorship.release"]._get_shown_condition(),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Weigh means by people: each release is as good as the answers in it.

        By the middle of the band that is shown, or the means of two releases would tell how many it was exactly.
        """
        if aggregate_spec not in WEIGHTED:
            return super()._read_group_select(aggregate_spec, query)
        value = SQL.identifier(query.table, aggregate_spec.removesuffix(":avg"))
        band = [SQL.identifier(query.table, name) for name in ("people_from", "people_to")]
        weight = SQL("(%s + GREATEST(%s, %s))", band[0], *band)  # no upper bound is 0
        return SQL(
            "(SUM(%(value)s * %(weight)s) / NULLIF(SUM(%(weight)s) FILTER (WHERE %(value)s IS NOT NULL), 0))",
            value=value,
            weight=weight,
        )
