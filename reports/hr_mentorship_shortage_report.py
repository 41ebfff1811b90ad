from odoo import fields, models
from odoo.tools import SQL


class HrMentorshipShortageReport(models.Model):
    """Which topics mentees wait for, and how many seats are free with mentors who offer them, by place.

    One row a program, topic and place. A mentor with two free seats and three topics counts two seats in each: what
    stands here says where mentors are missing, and does not add up over topics.
    """

    _name = "hr.mentorship.shortage.report"
    _description = "Shortage of Mentors"
    _auto = False
    _rec_name = "skill_id"
    _order = "shortage desc, skill_id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    skill_id = fields.Many2one("hr.skill", "Topic", readonly=True)
    work_location_id = fields.Many2one("hr.work.location", "Place", readonly=True)
    waiting_count = fields.Integer("Mentees Who Wait", readonly=True)
    seat_count = fields.Integer("Free Seats", readonly=True)
    shortage = fields.Integer("Missing Seats", readonly=True)

    @property
    def _table_query(self):
        for model in (
            "hr.mentorship.participant",
            "hr.mentorship.member",
            "hr.mentorship",
            "hr.employee",
            "hr.version",
        ):
            self.env[model].flush_model()
        relation = self.env["hr.mentorship.participant"]._fields["skill_ids"]
        offered = self.env["hr.mentorship.participant"]._fields["offered_skill_ids"]
        return SQL(
            """
            SELECT hashtextextended(concat_ws('/', program_id, skill_id, coalesce(work_location_id, 0)), 0)
                       & 9007199254740991 AS id,
                   program_id, company_id, skill_id, work_location_id,
                   waiting AS waiting_count,
                   seats AS seat_count,
                   GREATEST(waiting - seats, 0) AS shortage
              FROM (
                       SELECT participant.program_id, participant.company_id, topic.%(skill)s AS skill_id,
                              version.work_location_id,
                              COUNT(*) FILTER (WHERE participant.role IN ('mentee', 'peer') AND NOT topic.is_offered
                                                     AND participant.seats_left > 0) AS waiting,
                              COALESCE(SUM(participant.seats_left) FILTER (
                                  WHERE (participant.role = 'mentor' OR participant.role = 'peer' AND topic.is_offered)
                                    AND participant.seats_left > 0), 0)::int AS seats
                         FROM hr_mentorship_participant participant
                         JOIN hr_mentorship_program program ON program.id = participant.program_id
                         JOIN (
                                  SELECT %(column)s, %(skill)s, FALSE AS is_offered FROM %(relation)s
                               UNION ALL
                                  -- What peers want stands apart from what they can help with
                                  SELECT %(offered_column)s, %(offered_skill)s, TRUE FROM %(offered_relation)s
                              ) topic ON topic.%(column)s = participant.id
                         JOIN hr_employee employee ON employee.id = participant.employee_id
                    LEFT JOIN hr_version version ON version.id = employee.current_version_id
                        WHERE participant.state = 'approved' AND program.state = 'open'
                     GROUP BY participant.program_id, participant.company_id, topic.%(skill)s, version.work_location_id
                   ) topic
             WHERE waiting > 0 OR seats > 0
            """,
            relation=SQL.identifier(relation.relation),
            column=SQL.identifier(relation.column1),
            skill=SQL.identifier(relation.column2),
            offered_relation=SQL.identifier(offered.relation),
            offered_column=SQL.identifier(offered.column1),
            offered_skill=SQL.identifier(offered.column2),
        )
