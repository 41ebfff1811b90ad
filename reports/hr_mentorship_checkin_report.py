from odoo import fields, models
from odoo.tools import SQL

STATES = [
    ("held", "Held"),
    ("missed", "Missed"),
    ("skipped", "Skipped"),
    ("late", "Not logged"),
    ("planned", "Planned"),
]


class HrMentorshipCheckinReport(models.Model):
    """Which meetings were planned, held, missed and left unlogged. One row a check-in, without a word of it.

    Read by those who run the program, who read dates and status of each check-in anyway; nothing of ratings.
    """

    _name = "hr.mentorship.checkin.report"
    _description = "Mentorship Check-in Figures"
    _auto = False
    _rec_name = "mentorship_id"
    _order = "day desc, id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    mentorship_id = fields.Many2one("hr.mentorship", readonly=True)
    kind = fields.Selection(selection=lambda self: self._selection_kind(), readonly=True)
    state = fields.Selection(STATES, "Status", readonly=True)
    day = fields.Date(readonly=True, help="On which it was held, else for which it was planned.")
    is_due = fields.Boolean(readonly=True, help="Its day is over.")
    held_share = fields.Float(
        "Held in %", readonly=True, aggregator="avg", digits=(5, 1), help="Of those whose day is over."
    )
    days_late = fields.Integer(
        "Days Later than Planned", readonly=True, aggregator="avg", help="Below zero: earlier than planned."
    )
    duration = fields.Float("Hours", readonly=True)
    confirmed_share = fields.Float(
        "Confirmed by Both in %", readonly=True, aggregator="avg", digits=(5, 1), help="Of those that were held."
    )

    def _selection_kind(self):
        return self.env["hr.mentorship.checkin"]._fields["kind"]._description_selection(self.env)

    @property
    def _table_query(self):
        for model in ("hr.mentorship.checkin", "hr.mentorship"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT id, program_id, company_id, mentorship_id, kind, day, duration, days_late,
                   CASE WHEN state = 'done' THEN 'held'
                        WHEN state = 'planned' AND day < %(today)s THEN 'late'
                        ELSE state
                   END AS state,
                   state != 'planned' OR day < %(today)s AS is_due,
                   CASE WHEN state = 'done' THEN 100.0
                        WHEN state = 'missed' OR (state = 'planned' AND day < %(today)s) THEN 0.0
                   END AS held_share,
                   CASE WHEN state = 'done' THEN CASE WHEN confirmed_on IS NULL THEN 0.0 ELSE 100.0 END
                   END AS confirmed_share
              FROM (
                       SELECT id, program_id, company_id, mentorship_id, kind, state, confirmed_on,
                              COALESCE(CASE WHEN state = 'done' THEN held_on END, planned_date) AS day,
                              CASE WHEN state = 'done' THEN duration END AS duration,
                              CASE WHEN state = 'done' THEN held_on - planned_date END AS days_late
                         FROM hr_mentorship_checkin
                        WHERE state IN ('planned', 'done', 'missed', 'skipped')
                   ) checkin
            """,
            today=fields.Date.context_today(self),
        )
