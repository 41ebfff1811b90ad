from odoo import api, fields, models
from odoo.tools import SQL


class HrMentorshipSkillReport(models.Model):
    """Which skills people have agreed to have grown in, where enough of them have.

    One row a program and skill. Who has grown is between the person and HR: so a row is shown from *N* people on, and
    moves in steps of *N* people, so that no two looks differ by fewer.
    """

    _name = "hr.mentorship.skill.report"
    _description = "Skills Gained in Mentorships"
    _auto = False
    _rec_name = "skill_id"
    _order = "people_count desc, skill_id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    skill_id = fields.Many2one("hr.skill", readonly=True)
    skill_type_id = fields.Many2one("hr.skill.type", readonly=True)
    people_count = fields.Integer("People", readonly=True)

    @api.model
    def _get_threshold(self):
        return self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()

    @property
    def _table_query(self):
        for model in ("hr.mentorship.skill.proposal", "hr.mentorship.goal", "hr.skill"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT hashtextextended(concat_ws('/', goal.program_id, proposal.skill_id), 0) & 9007199254740991 AS id,
                   goal.program_id,
                   goal.company_id,
                   proposal.skill_id,
                   skill.skill_type_id,
                   COUNT(DISTINCT goal.employee_id) - COUNT(DISTINCT goal.employee_id) %% %(threshold)s AS people_count
              FROM hr_mentorship_skill_proposal proposal
              JOIN hr_mentorship_goal goal ON goal.id = proposal.goal_id
              JOIN hr_skill skill ON skill.id = proposal.skill_id
             WHERE proposal.state IN ('agreed', 'applied')
          GROUP BY goal.program_id, goal.company_id, proposal.skill_id, skill.skill_type_id
            HAVING COUNT(DISTINCT goal.employee_id) >= %(threshold)s
            """,
            threshold=self._get_threshold(),
        )
