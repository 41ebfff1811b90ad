from odoo import api, fields, models
from odoo.tools import SQL

from ..models.program.hr_mentorship_program import ROLES


class HrMentorshipParticipationReport(models.Model):
    """How much of a people manager's team takes part, as numbers without names.

    One row a people manager, program and role. A people manager reads it only where at least *N* of their direct
    reports take part in that role (see ``hr.mentorship.feedback.report`` for N); how many of them are matched or have
    completed is told where these, and those who are left, are at least *N* people as well. Whoever runs the program
    reads each participant anyway, and so every number of it.
    """

    _name = "hr.mentorship.participation.report"
    _description = "Mentorship Participation"
    _auto = False
    _rec_name = "program_id"
    _order = "program_id desc, role"

    manager_id = fields.Many2one("hr.employee", readonly=True)
    manager_user_id = fields.Many2one("res.users", "Manager's User", readonly=True)
    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    program_name = fields.Char(related="program_id.name", string="Name of the Program")
    company_id = fields.Many2one("res.company", readonly=True)
    role = fields.Selection(ROLES, readonly=True)
    participant_count = fields.Integer("Taking Part", readonly=True)
    matched_count = fields.Integer("Matched", readonly=True)
    completed_count = fields.Integer("Completed", readonly=True)
    is_matched_shown = fields.Boolean("Matched Is Shown", readonly=True)
    is_completed_shown = fields.Boolean("Completed Is Shown", readonly=True)
    matched_text = fields.Char("Matched or Not", compute="_compute_texts")
    completed_text = fields.Char("Completed or Not", compute="_compute_texts")

    @api.depends("matched_count", "completed_count", "is_matched_shown", "is_completed_shown")
    @api.depends_context("lang")
    def _compute_texts(self):
        hidden = self.env._("too few to say")
        for row in self:
            row.matched_text = str(row.matched_count) if row.is_matched_shown else hidden
            row.completed_text = str(row.completed_count) if row.is_completed_shown else hidden

    @property
    def _table_query(self):
        for model in ("hr.mentorship.participant", "hr.mentorship.member", "hr.mentorship", "hr.employee"):
            self.env[model].flush_model()
        my_programs = self.env["hr.mentorship.program"]._find_my_programs().ids
        return SQL(
            """
            WITH part AS (
                SELECT participant.id, participant.program_id, participant.company_id, participant.role,
                       participant.employee_id, employee.parent_id AS manager_id,
                       bool_or(mentorship.state IN ('offered', 'agreement', 'active', 'paused', 'completed'))
                           AS is_matched,
                       bool_or(mentorship.state = 'completed') AS is_completed
                  FROM hr_mentorship_participant participant
                  JOIN hr_employee employee ON employee.id = participant.employee_id
             LEFT JOIN hr_mentorship_member member ON member.participant_id = participant.id
             LEFT JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                 WHERE participant.state = 'approved'
              GROUP BY participant.id, employee.parent_id
            ), cell AS (
                SELECT part.manager_id, resource.user_id AS manager_user_id,
                       part.program_id, part.company_id, part.role,
                       part.program_id IN %(my_programs)s AS is_mine,
                       COUNT(DISTINCT part.employee_id) AS people,
                       COUNT(DISTINCT part.employee_id) FILTER (WHERE part.is_matched) AS matched,
                       COUNT(DISTINCT part.employee_id) FILTER (WHERE part.is_completed) AS completed
                  FROM part
             LEFT JOIN hr_employee manager ON manager.id = part.manager_id
             LEFT JOIN resource_resource resource ON resource.id = manager.resource_id
                 WHERE part.program_id IN %(my_programs)s OR part.manager_id != part.employee_id
              GROUP BY part.manager_id, resource.user_id, part.program_id, part.company_id, part.role
            ), shown AS (
                SELECT cell.*,
                       is_mine OR (matched >= %(threshold)s AND (people = matched OR people - matched >= %(threshold)s))
                           AS is_matched_shown,
                       is_mine OR (completed >= %(threshold)s
                           AND (people = completed OR people - completed >= %(threshold)s)
                           AND (matched = completed OR matched - completed >= %(threshold)s)) AS is_completed_shown
                  FROM cell
                 WHERE is_mine OR people >= %(threshold)s
            )
            -- The same row has the same id, whoever reads and however many rows they see; 53 bits, as a browser counts
            SELECT hashtextextended(concat_ws('/', program_id, coalesce(manager_id, 0), role), 0) & 9007199254740991
                       AS id,
                   manager_id,
                   manager_user_id,
                   program_id,
                   company_id,
                   role,
                   people AS participant_count,
                   CASE WHEN is_matched_shown THEN matched END AS matched_count,
                   CASE WHEN is_completed_shown THEN completed END AS completed_count,
                   is_matched_shown,
                   is_completed_shown
              FROM shown
            """,
            my_programs=tuple(my_programs) or (0,),
            threshold=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        )
