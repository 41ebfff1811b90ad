from odoo import fields, models
from odoo.tools import SQL

from ..models.health.hr_mentorship import HEALTH
from ..models.mentorship.hr_mentorship import RUNNING_STATES

ACTIVE_WITHIN = 45
"""Days within which a pair has met to count as active: three times the usual two weeks and a bit."""


class HrMentorshipEngagementReport(models.Model):
    """How lively the mentorships that have begun are: when they met, whether both log, whether a goal is set.

    One row a mentorship, of its plan and its log alone. Whether somebody has rated a meeting is theirs, and in no row.
    """

    _name = "hr.mentorship.engagement.report"
    _description = "Mentorship Engagement"
    _auto = False
    _rec_name = "mentorship_id"
    _order = "program_id desc, last_met_on, id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    mentorship_id = fields.Many2one("hr.mentorship", readonly=True)
    state = fields.Selection(selection=lambda self: self._selection_state(), string="Status", readonly=True)
    health = fields.Selection(HEALTH, readonly=True)
    start_date = fields.Date(readonly=True)
    last_met_on = fields.Date(readonly=True)
    is_running = fields.Boolean(readonly=True)
    active_share = fields.Float(
        "Active in %",
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="Of the running ones, those that have met within 45 days, or have begun since.",
    )
    meeting_count = fields.Integer("Meetings", readonly=True)
    hours = fields.Float(readonly=True)
    two_sided_share = fields.Float(
        "Logged by Both in %", readonly=True, aggregator="avg", digits=(5, 1), help="Of the meetings that were held."
    )
    goal_share = fields.Float(
        "With a Goal in %", readonly=True, aggregator="avg", digits=(5, 1), help="At least one goal was taken up."
    )

    def _selection_state(self):
        return self.env["hr.mentorship"]._fields["state"]._description_selection(self.env)

    @property
    def _table_query(self):
        for model in ("hr.mentorship", "hr.mentorship.checkin", "hr.mentorship.goal"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT mentorship.id,
                   mentorship.id AS mentorship_id,
                   mentorship.program_id,
                   mentorship.company_id,
                   mentorship.state,
                   mentorship.health,
                   mentorship.start_date,
                   mentorship.state IN %(running)s AS is_running,
                   meeting.last_met_on,
                   CASE WHEN mentorship.state IN %(running)s
                        THEN CASE WHEN GREATEST(meeting.last_met_on, mentorship.start_date) >= %(active_since)s
                                  THEN 100.0 ELSE 0.0 END
                   END AS active_share,
                   COALESCE(meeting.count, 0) AS meeting_count,
                   COALESCE(meeting.hours, 0) AS hours,
                   100.0 * meeting.confirmed / meeting.count AS two_sided_share,
                   CASE WHEN goal.mentorship_id IS NULL THEN 0.0 ELSE 100.0 END AS goal_share
              FROM hr_mentorship mentorship
         LEFT JOIN (
                       SELECT mentorship_id, MAX(held_on) AS last_met_on, COUNT(*) AS count, SUM(duration) AS hours,
                              COUNT(confirmed_on) AS confirmed
                         FROM hr_mentorship_checkin
                        WHERE state = 'done'
                     GROUP BY mentorship_id
                   ) meeting ON meeting.mentorship_id = mentorship.id
         LEFT JOIN (
                       SELECT DISTINCT mentorship_id
                         FROM hr_mentorship_goal
                        WHERE state IN ('active', 'reached', 'unfinished')
                   ) goal ON goal.mentorship_id = mentorship.id
             WHERE mentorship.start_date IS NOT NULL
            """,
            running=RUNNING_STATES,
            active_since=fields.Date.subtract(fields.Date.context_today(self), days=ACTIVE_WITHIN),
        )
