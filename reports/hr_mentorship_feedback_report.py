from odoo import api, fields, models
from odoo.tools import SQL

from ..models.program.hr_mentorship_program import ROLES
from ..models.program.res_config_settings import ANONYMITY_DEFAULT, ANONYMITY_FLOOR, ANONYMITY_PARAMETER

SATISFIED_FROM = 4


class HrMentorshipFeedbackReport(models.Model):
    """Ratings of check-ins without the people behind them.

    One row an answer, but only of closed months, and in cells (program, role, month) in which at least *N* different
    people have answered, N being the setting “Smallest Group Shown” and never under three. It is made of releases
    (``hr.mentorship.release``), so it stays as it was first shown. A row knows nothing finer than its cell, so no
    grouping, filter or export of this model reaches a smaller group. Its ``id`` is the rank inside the result.
    """

    _name = "hr.mentorship.feedback.report"
    _description = "Mentorship Satisfaction"
    _auto = False
    _order = "month desc, program_id, role"
    _rec_name = "program_id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    role = fields.Selection(ROLES, readonly=True)
    month = fields.Date(readonly=True)
    rating = fields.Float(readonly=True, aggregator="avg", digits=(3, 2), help="From 1 (poor) to 5 (excellent).")
    satisfied_share = fields.Float(
        "Satisfied", readonly=True, aggregator="avg", help="Share of the answers with a rating of 4 or 5."
    )

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
            SELECT row_number() OVER (
                       ORDER BY release.program_id, release.role, release.month, cell.rating
                   ) AS id,
                   release.program_id,
                   release.company_id,
                   release.role,
                   release.month,
                   cell.rating,
                   CASE WHEN cell.rating >= %(satisfied)s THEN 1.0 ELSE 0.0 END AS satisfied_share
              FROM hr_mentorship_release release
        CROSS JOIN LATERAL (VALUES %(counts)s) AS cell(rating, count)
        CROSS JOIN LATERAL generate_series(1, cell.count)
             WHERE release.people_count >= %(threshold)s
            """,
            counts=SQL(", ").join(
                SQL("(%s, %s)", rating, SQL.identifier("release", f"rating_{rating}_count")) for rating in range(1, 6)
            ),
            threshold=self._get_anonymity_threshold(),
            satisfied=SATISFIED_FROM,
        )
