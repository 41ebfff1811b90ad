from odoo import api, fields, models
from odoo.fields import Domain

EARNED = ("earn", "gift", "reversal")
"""Kinds of entries that count for a level: what has been earned, spent or not, and not what no longer holds."""


class HrMentorshipLevel(models.Model):
    """A step that somebody reaches by the points they have earned in all. It has a name, and gives nothing else."""

    _name = "hr.mentorship.level"
    _description = "Mentorship Level"
    _order = "points, id"

    name = fields.Char(required=True, translate=True)
    points = fields.Integer(
        "From Points", required=True, default=0, aggregator=None, help="Earned in all, spent or not."
    )
    active = fields.Boolean(default=True)

    _in_range = models.Constraint(
        "CHECK(points BETWEEN 0 AND 1000000000)", "A level begins at a number of points from zero on."
    )
    _one_each = models.UniqueIndex("(points) WHERE active", "Another level begins at this number of points already.")

    @api.model
    def _place(self, totals):
        """Return for each total of points the level it reaches, and the one after that; either may be none.

        :param totals: list of points earned
        :rtype: list[tuple[hr.mentorship.level, hr.mentorship.level]]
        """
        levels = self.search_fetch(Domain.TRUE, ["name", "points"])  # a handful
        return [
            (
                levels.filtered(lambda level, total=total: level.points <= total)[-1:],
                levels.filtered(lambda level, total=total: level.points > total)[:1],
            )
            for total in totals
        ]
