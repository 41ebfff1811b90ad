from odoo import fields, models
from odoo.tools import SQL

from ..models.mentorship.figures import WAS_MATCHED
from ..models.program.hr_mentorship_program import ROLES


class HrMentorshipParticipationReport(models.Model):
    """How much each team takes part in the programs that the reader runs, as numbers without names.

    One row a people manager, program and role; the record rules show those of the own programs alone. Whoever runs a
    program reads each participant anyway, and so every number of it. The people manager reads closed quarters of the
    own team, see ``hr.mentorship.team.report``.
    """

    _name = "hr.mentorship.participation.report"
    _description = "Mentorship Participation"
    _auto = False
    _rec_name = "program_id"
    _order = "program_id desc, role"

    manager_id = fields.Many2one("hr.employee", readonly=True)
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
                       bool_or(%(matched)s) AS is_matched,
                       bool_or(mentorship.state = 'completed') AS is_completed
                  FROM hr_mentorship_participant participant
                  JOIN hr_employee employee ON employee.id = participant.employee_id
             LEFT JOIN hr_mentorship_member member ON member.participant_id = participant.id
             LEFT JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                 WHERE participant.state = 'approved'
              GROUP BY participant.id, employee.parent_id
            )
            -- The same row has the same id, whoever reads and however many rows they see; 53 bits, as a browser counts
            SELECT hashtextextended(concat_ws('/', program_id, coalesce(manager_id, 0), role), 0) & 9007199254740991
                       AS id,
                   manager_id,
                   program_id,
                   company_id,
                   role,
                   COUNT(DISTINCT employee_id) AS participant_count,
                   COUNT(DISTINCT employee_id) FILTER (WHERE is_matched) AS matched_count,
                   COUNT(DISTINCT employee_id) FILTER (WHERE is_completed) AS completed_count
              FROM part
          GROUP BY manager_id, program_id, company_id, role
            """,
            matched=WAS_MATCHED,
        )
