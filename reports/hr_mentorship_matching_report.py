from odoo import fields, models
from odoo.tools import SQL

from ..models.mentorship.figures import WAS_MATCHED
from ..models.program.hr_mentorship_program import ROLES

WHY_NOT = [
    ("no_seat", "No mentor had a free seat"),
    ("ruled_out", "No mentor fits the must-haves"),
    ("full", "Those who fit had no seat left"),
    ("not_tried", "Not matched yet"),
]


class HrMentorshipMatchingReport(models.Model):
    """Who of a program has found a partner, after how many days, and why not. One row a place.

    Read by those who run the program, who read each application anyway. Why somebody has nobody is told by its kind
    alone: what the engine knows of single people, above all whom they block, is in no row.
    """

    _name = "hr.mentorship.matching.report"
    _description = "Mentorship Matching Figures"
    _auto = False
    _rec_name = "program_id"
    _order = "program_id desc, id"

    program_id = fields.Many2one("hr.mentorship.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    participant_id = fields.Many2one("hr.mentorship.participant", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    work_location_id = fields.Many2one("hr.work.location", readonly=True)
    role = fields.Selection(ROLES, readonly=True)
    joined_on = fields.Date(readonly=True)
    matched_on = fields.Date(readonly=True)
    is_matched = fields.Boolean(readonly=True)
    matched_share = fields.Float("Matched in %", readonly=True, aggregator="avg", digits=(5, 1))
    days_to_match = fields.Integer("Days until Matched", readonly=True, aggregator="avg")
    why_not = fields.Selection(WHY_NOT, "Why Not Matched", readonly=True)
    seats = fields.Integer("Free Seats", readonly=True)

    @property
    def _table_query(self):
        for model in (
            "hr.mentorship.participant",
            "hr.mentorship.member",
            "hr.mentorship",
            "hr.mentorship.matching.line",
            "hr.employee",
            "hr.version",
        ):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT participant.id,
                   participant.id AS participant_id,
                   participant.program_id,
                   participant.company_id,
                   participant.role,
                   participant.create_date::date AS joined_on,
                   version.department_id,
                   version.work_location_id,
                   match.offered_on AS matched_on,
                   match.offered_on IS NOT NULL AS is_matched,
                   CASE WHEN match.offered_on IS NULL THEN 0.0 ELSE 100.0 END AS matched_share,
                   CASE WHEN match.offered_on >= participant.create_date::date
                        THEN match.offered_on - participant.create_date::date END AS days_to_match,
                   CASE WHEN participant.role = 'mentor' THEN GREATEST(participant.seats_left, 0) END AS seats,
                   CASE WHEN match.offered_on IS NOT NULL OR participant.role = 'mentor' THEN NULL
                        WHEN line.facts IS NULL THEN 'not_tried'
                        WHEN COALESCE((line.facts->>'n_mentors')::int, 0) = 0 THEN 'no_seat'
                        WHEN COALESCE((line.facts->>'eligible')::int, 0) = 0 THEN 'ruled_out'
                        ELSE 'full'
                   END AS why_not
              FROM hr_mentorship_participant participant
              JOIN hr_employee employee ON employee.id = participant.employee_id
         LEFT JOIN hr_version version ON version.id = employee.current_version_id
         LEFT JOIN (
                       SELECT member.participant_id, MIN(mentorship.offered_on) AS offered_on
                         FROM hr_mentorship_member member
                         JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                        WHERE %(matched)s
                     GROUP BY member.participant_id
                   ) match ON match.participant_id = participant.id
         LEFT JOIN (
                       SELECT DISTINCT ON (mentee_id) mentee_id, facts
                         FROM hr_mentorship_matching_line
                        WHERE mentor_id IS NULL
                     ORDER BY mentee_id, id DESC
                   ) line ON line.mentee_id = participant.id
             WHERE participant.state = 'approved'
            """,
            matched=WAS_MATCHED,
        )
