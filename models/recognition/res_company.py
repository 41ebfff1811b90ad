from odoo import fields, models
from odoo.tools import formatLang


class ResCompany(models.Model):
    _inherit = "res.company"

    mentorship_point_value = fields.Monetary(
        "Value of a Point",
        currency_field="currency_id",
        help="What one point costs the company; 0: points have no value.",
    )
    mentorship_allowance = fields.Integer(
        "Points to Give a Month",
        default=50,
        help="What everybody may give with thank-yous each month. What is left of it lapses; 0: nobody gives points.",
    )

    mentorship_points_months = fields.Integer(
        "Points Last for Months",
        help="How long points can be spent at least, and then until the quarter is over; 0: they never expire. "
        "Everybody is told 30 days before.",
    )
    mentorship_has_levels = fields.Boolean(
        "Levels",
        help="Name the steps that people reach by the points they have earned in all. Each reads their own, and shows "
        "it to colleagues or not.",
    )

    _mentorship_points = models.Constraint(
        "CHECK(mentorship_allowance BETWEEN 0 AND 100000 AND COALESCE(mentorship_point_value, 0) >= 0)",
        "What may be given a month is a number from 0 to 100,000, and a point is worth nothing below zero.",
    )

    _mentorship_points_last = models.Constraint(
        "CHECK(COALESCE(mentorship_points_months, 0) = 0 OR mentorship_points_months BETWEEN 3 AND 120)",
        "Points last for 3 to 120 months; 0: they never expire.",
    )

    def _say_mentorship_points(self, points):
        """Return the value of points in money, in words; nothing where points have none."""
        if not self.mentorship_point_value:
            return ""
        return formatLang(self.env, points * self.mentorship_point_value, currency_obj=self.currency_id)
