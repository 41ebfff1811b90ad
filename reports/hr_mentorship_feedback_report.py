from odoo import api, fields, models
from odoo.tools import SQL

from ..models.hr_mentorship_program import ROLES
from ..models.res_config_settings import ANONYMITY_DEFAULT, ANONYMITY_FLOOR, ANONYMITY_PARAMETER

SATISFIED_FROM = 4


class HrMentorshipFeedbackReport(models.Model):
    """Ratings of check-ins without the people behind them.

    One row an answer, but only in cells (program, role, month) in which at least *N* different people have
    answered, N being the setting “Smallest Group Shown” and never under three. A row knows nothing finer than its
    cell, so no grouping, filter or export of this model reaches a smaller group. Its ``id`` is the rank inside the
    result, not that of the answer.
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
        self.env["hr.mentorship.feedback"].flush_model()
        self.env["hr.mentorship.checkin"].flush_model()
        return SQL(
            """
            WITH answer AS (
                SELECT feedback.id,
                       feedback.program_id,
                       feedback.company_id,
                       feedback.rating,
                       member.employee_id,
                       member.role,
                       date_trunc('month', checkin.held_on)::date AS month
                  FROM hr_mentorship_feedback feedback
                  JOIN hr_mentorship_member member ON member.id = feedback.member_id
                  JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                 WHERE checkin.held_on IS NOT NULL
            ), cell AS (
                SELECT program_id, role, month
                  FROM answer
                 GROUP BY program_id, role, month
                HAVING COUNT(DISTINCT employee_id) >= %(threshold)s
            )
            SELECT row_number() OVER (
                       ORDER BY answer.program_id, answer.role, answer.month, answer.rating
                   ) AS id,
                   answer.program_id,
                   answer.company_id,
                   answer.role,
                   answer.month,
                   answer.rating,
                   CASE WHEN answer.rating >= %(satisfied)s THEN 1.0 ELSE 0.0 END AS satisfied_share
              FROM answer
              JOIN cell USING (program_id, role, month)
            """,
            threshold=self._get_anonymity_threshold(),
            satisfied=SATISFIED_FROM,
        )
