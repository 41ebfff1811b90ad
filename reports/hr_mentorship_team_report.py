from odoo import api, fields, models
from odoo.tools import SQL


class HrMentorshipTeamReport(models.Model):
    """How much a people manager's team takes part, as figures of closed quarters without names.

    One row a quarter, as it was counted once (``hr.mentorship.quarter``), and with its id. It is of *N* people at
    least, also where the company has become stricter since.
    """

    _name = "hr.mentorship.team.report"
    _description = "Mentorship in a Team"
    _auto = False
    _rec_name = "date_from"
    _order = "date_from desc, id"

    manager_user_id = fields.Many2one("res.users", "Manager's User", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("Until", readonly=True)
    people_from = fields.Integer("People, at Least", readonly=True, aggregator=None)
    people_to = fields.Integer("People, at Most", readonly=True, aggregator=None, help="0: no upper bound.")
    meeting_count = fields.Integer(
        "Meetings of the One in the Middle",
        readonly=True,
        aggregator=None,
        help="Half of the people held as many meetings or fewer, and half as many or more.",
    )
    is_goal_common = fields.Boolean("Half Saw a Goal Reached", readonly=True)
    quarter_text = fields.Char("Quarter", compute="_compute_texts")
    people_text = fields.Char("Taking Part", compute="_compute_texts")
    meeting_text = fields.Char("Meetings", compute="_compute_texts")
    goal_text = fields.Char("Goals", compute="_compute_texts")

    @api.depends_context("lang")
    @api.depends("date_from", "date_to", "people_from", "people_to", "meeting_count", "is_goal_common")
    def _compute_texts(self):
        quarters, releases = self.env["hr.mentorship.quarter"], self.env["hr.mentorship.release"]
        for row in self:
            row.quarter_text = quarters._say_quarter(row.date_from, row.date_to)
            row.people_text = releases._say_people(row.people_from, row.people_to)
            row.meeting_text = quarters._say_meetings(row.meeting_count)
            row.goal_text = quarters._say_goals(row.is_goal_common)

    @api.depends("quarter_text")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.quarter_text

    @property
    def _table_query(self):
        for model in ("hr.mentorship.quarter", "hr.employee", "resource.resource"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT quarter.id, resource.user_id AS manager_user_id, quarter.company_id, quarter.date_from,
                   quarter.date_to, quarter.people_from, quarter.people_to, quarter.meeting_count,
                   quarter.is_goal_common
              FROM hr_mentorship_quarter quarter
              JOIN hr_employee manager ON manager.id = quarter.manager_id
              JOIN resource_resource resource ON resource.id = manager.resource_id
             WHERE quarter.weight >= %s
            """,
            self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        )
