from odoo import fields, models
from odoo.tools import SQL

from ..models.hr_mentorship_program import ROLES


class HrMentorshipParticipationReport(models.Model):
    """How much of a people manager's team takes part, as numbers without names.

    One row a people manager, program and role, only where at least *N* of their direct reports take part in that
    role (see ``hr.mentorship.feedback.report`` for N).
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

    @property
    def _table_query(self):
        for model in ("hr.mentorship.participant", "hr.mentorship.member", "hr.mentorship", "hr.employee"):
            self.env[model].flush_model()
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
                 WHERE participant.state = 'approved' AND employee.parent_id IS NOT NULL
                   AND employee.parent_id != employee.id
              GROUP BY participant.id, employee.parent_id
            )
            SELECT row_number() OVER (ORDER BY part.program_id, part.manager_id, part.role) AS id,
                   part.manager_id,
                   resource.user_id AS manager_user_id,
                   part.program_id,
                   part.company_id,
                   part.role,
                   COUNT(DISTINCT part.employee_id) AS participant_count,
                   COUNT(DISTINCT part.employee_id) FILTER (WHERE part.is_matched) AS matched_count,
                   COUNT(DISTINCT part.employee_id) FILTER (WHERE part.is_completed) AS completed_count
              FROM part
              JOIN hr_employee manager ON manager.id = part.manager_id
              JOIN resource_resource resource ON resource.id = manager.resource_id
          GROUP BY part.manager_id, resource.user_id, part.program_id, part.company_id, part.role
            HAVING COUNT(DISTINCT part.employee_id) >= %(threshold)s
            """,
            threshold=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        )
