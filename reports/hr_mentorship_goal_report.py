from odoo import fields, models
from odoo.tools import SQL

from ..models.goal.hr_mentorship_goal import GOAL_STATES

REPORTED_STATES = ("active", "reached", "unfinished", "dropped")
"""A draft is nobody's business yet, nor what a mentor has only suggested."""


class HrMentorshipGoalReport(models.Model):
    """Where the goals of a program stand: status, dates and progress, without a word of them.

    What a goal is about is read by its mentee and mentors alone; this is what program managers read.
    """

    _name = "hr.mentorship.goal.report"
    _description = "Mentorship Goal Status"
    _auto = False
    _rec_name = "mentorship_id"
    _order = "program_id desc, mentorship_id, id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    mentorship_id = fields.Many2one("hr.mentorship", readonly=True)
    state = fields.Selection([item for item in GOAL_STATES if item[0] in REPORTED_STATES], "Status", readonly=True)
    progress = fields.Float(readonly=True, aggregator="avg", digits=(5, 1))
    started_on = fields.Date(readonly=True)
    target_date = fields.Date(readonly=True)
    reached_on = fields.Date(readonly=True)
    days_to_reach = fields.Integer("Days until Reached", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        self.env["hr.mentorship.goal"].flush_model()
        return SQL(
            """
            SELECT id, program_id, company_id, mentorship_id, state, progress, started_on, target_date, reached_on,
                   reached_on - started_on AS days_to_reach
              FROM hr_mentorship_goal
             WHERE state IN %s
            """,
            REPORTED_STATES,
        )
