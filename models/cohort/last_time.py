"""What closed programs tell of the settings they had, counted for all of them at once, a statement a subject.

Everything is told of *N* people at least (the setting “Smallest Group Shown”), as whoever plans the next program need
not have run the last one; of fewer nothing comes out.
"""

from odoo.tools import SQL

READ_MODELS = (
    "hr.mentorship.program",
    "hr.mentorship.participant",
    "hr.mentorship.member",
    "hr.mentorship",
    "hr.mentorship.checkin",
)


def count(env, program_ids, threshold):
    """Return what concerns settings; the caller has checked that it may be read.

    :param int threshold: the smallest number of people of whom something is told
    :returns: by program id, and by subject: ``seats`` (mentees, left without a mentor), ``enrolment`` (applications,
        days of the window, days until half of them and until nine in ten had come), ``pairs`` (begun, completed, ended,
        day by which half of those were, or None), ``offers`` (made, lapsed), ``meetings`` (held, due)
    :rtype: dict[int, dict[str, tuple]]
    """
    for model in READ_MODELS:
        env[model].flush_model()
    known = {"ids": list(program_ids), "threshold": threshold}
    figures = {program_id: {} for program_id in program_ids}
    for subject, statement in STATEMENTS.items():
        for program_id, people, *numbers in env.execute_query(SQL(statement, **known)):
            if people >= threshold:
                figures[program_id][subject] = tuple(numbers)
    return figures


# Each gives the program, of how many people the numbers are, and the numbers
STATEMENTS = {
    "seats": """
        SELECT participant.program_id, COUNT(*), COUNT(*), COUNT(*) FILTER (WHERE NOT EXISTS (
                   SELECT FROM hr_mentorship_member member
                     JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                    WHERE member.participant_id = participant.id AND mentorship.offered_on IS NOT NULL
               ))
          FROM hr_mentorship_participant participant
          JOIN hr_employee employee ON employee.id = participant.employee_id AND employee.active
         WHERE participant.program_id = ANY(%(ids)s) AND participant.state = 'approved'
           AND participant.role IN ('mentee', 'peer')
      GROUP BY participant.program_id
    """,
    "enrolment": """
        SELECT program.id, COUNT(DISTINCT participant.employee_id), COUNT(*),
               program.enrolment_end_date - program.enrolment_start_date + 1,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY application.day),
               percentile_disc(0.9) WITHIN GROUP (ORDER BY application.day)
          FROM hr_mentorship_program program
          JOIN hr_mentorship_participant participant ON participant.program_id = program.id
    CROSS JOIN LATERAL (
                   SELECT participant.create_date::date - program.enrolment_start_date + 1 AS day
               ) application
         WHERE program.id = ANY(%(ids)s)
           AND participant.create_date::date BETWEEN program.enrolment_start_date AND program.enrolment_end_date
      GROUP BY program.id
    """,
    "pairs": """
        SELECT mentorship.program_id, SUM(mentees.number), COUNT(*),
               COUNT(*) FILTER (WHERE mentorship.state = 'completed'),
               COUNT(*) FILTER (WHERE mentorship.state = 'ended'),
               CASE WHEN SUM(mentees.number) FILTER (WHERE mentorship.state = 'completed') >= %(threshold)s
                    THEN percentile_disc(0.5) WITHIN GROUP (ORDER BY mentorship.closed_on)
                             FILTER (WHERE mentorship.state = 'completed')
                END
          FROM hr_mentorship mentorship
    CROSS JOIN LATERAL (
                   SELECT COUNT(*) AS number
                     FROM hr_mentorship_member member
                    WHERE member.mentorship_id = mentorship.id AND member.role IN ('mentee', 'peer')
               ) mentees
         WHERE mentorship.program_id = ANY(%(ids)s) AND mentorship.start_date IS NOT NULL
      GROUP BY mentorship.program_id
    """,
    "offers": """
        SELECT mentorship.program_id, COUNT(DISTINCT mentee.employee_id), COUNT(DISTINCT mentorship.id),
               COUNT(DISTINCT mentorship.id) FILTER (WHERE mentorship.state = 'declined' AND NOT EXISTS (
                   SELECT FROM hr_mentorship_member member
                    WHERE member.mentorship_id = mentorship.id AND member.response = 'declined'
               ))
          FROM hr_mentorship mentorship
          JOIN hr_mentorship_member mentee ON mentee.mentorship_id = mentorship.id AND mentee.role IN ('mentee', 'peer')
         WHERE mentorship.program_id = ANY(%(ids)s) AND mentorship.offered_on IS NOT NULL
      GROUP BY mentorship.program_id
    """,
    "meetings": """
        SELECT checkin.program_id, COUNT(DISTINCT mentee.employee_id),
               COUNT(DISTINCT checkin.id) FILTER (WHERE checkin.state = 'done'), COUNT(DISTINCT checkin.id)
          FROM hr_mentorship_checkin checkin
          JOIN hr_mentorship_member mentee
            ON mentee.mentorship_id = checkin.mentorship_id AND mentee.role IN ('mentee', 'peer')
         WHERE checkin.program_id = ANY(%(ids)s) AND checkin.state IN ('done', 'missed')
      GROUP BY checkin.program_id
    """,
}
