"""What has happened that a rule may pay for, and what has been undone: queries of the tables of other rooms."""

from odoo.tools import SQL

QUERIES = {
    "training_passed": SQL(
        """
        SELECT pass.employee_id, participant.program_id, participant.role, pass.id AS source_id,
               pass.passed_on AS day, NULL::bigint AS position, NULL::int AS from_employee_id, TRUE AS is_open
          FROM hr_mentorship_training_pass pass
          JOIN hr_mentorship_participant participant
            ON participant.employee_id = pass.employee_id AND participant.state = 'approved'
          JOIN hr_mentorship_program course
            ON course.id = participant.program_id
           AND pass.survey_id = CASE participant.role
                   WHEN 'mentor' THEN course.mentor_training_id ELSE course.mentee_training_id END
        """
    ),
    "agreement_signed": SQL(
        """
        SELECT member.employee_id, member.program_id, member.role, member.id AS source_id,
               MIN(agreement.signed_at)::date AS day, NULL::bigint AS position, NULL::int AS from_employee_id,
               TRUE AS is_open
          FROM hr_mentorship_signature signature
          JOIN hr_mentorship_agreement agreement
            ON agreement.id = signature.agreement_id AND agreement.state IN ('signed', 'superseded')
          JOIN hr_mentorship_member member ON member.id = signature.member_id
      GROUP BY member.id
        """
    ),
    "checkin_confirmed": SQL(
        """
        SELECT member.employee_id, member.program_id, member.role, checkin.id AS source_id,
               checkin.confirmed_on AS day, NULL::bigint AS position, NULL::int AS from_employee_id,
               TRUE AS is_open
          FROM hr_mentorship_checkin checkin
          JOIN hr_mentorship_checkin_confirmation_rel confirmed ON confirmed.checkin_id = checkin.id
          JOIN hr_mentorship_member member ON member.id = confirmed.member_id
         WHERE checkin.state = 'done' AND checkin.confirmed_on IS NOT NULL
        """
    ),
    # A meeting that one of the two has logged alone neither counts nor breaks the row
    "checkin_streak": SQL(
        """
        SELECT member.employee_id, member.program_id, member.role, member.mentorship_id AS source_id,
               held.confirmed_on AS day, held.position, NULL::int AS from_employee_id, TRUE AS is_open
          FROM (
                SELECT id, confirmed_on,
                       ROW_NUMBER() OVER (PARTITION BY mentorship_id, row ORDER BY planned_date, id) AS position
                  FROM (
                        SELECT id, mentorship_id, planned_date, state, confirmed_on,
                               COUNT(*) FILTER (WHERE state = 'missed')
                                   OVER (PARTITION BY mentorship_id ORDER BY planned_date, id) AS row
                          FROM hr_mentorship_checkin
                         WHERE state IN ('done', 'missed')
                       ) logged
                 WHERE state = 'done' AND confirmed_on IS NOT NULL
               ) held
          JOIN hr_mentorship_checkin_confirmation_rel confirmed ON confirmed.checkin_id = held.id
          JOIN hr_mentorship_member member ON member.id = confirmed.member_id
        """
    ),
    "meetings_held": SQL(
        """
        SELECT employee_id, program_id, role, position AS source_id, day, position,
               NULL::int AS from_employee_id, TRUE AS is_open
          FROM (
                SELECT member.employee_id, member.program_id, member.role, checkin.confirmed_on AS day,
                       ROW_NUMBER() OVER (
                           PARTITION BY member.employee_id, member.role
                               ORDER BY checkin.confirmed_on, checkin.id) AS position
                  FROM hr_mentorship_checkin checkin
                  JOIN hr_mentorship_checkin_confirmation_rel confirmed ON confirmed.checkin_id = checkin.id
                  JOIN hr_mentorship_member member ON member.id = confirmed.member_id
                 WHERE checkin.state = 'done' AND checkin.confirmed_on IS NOT NULL
               ) held
        """
    ),
    # Whose goal it is says that it is reached, and a mentor that it is so
    "goal_reached": SQL(
        """
        SELECT member.employee_id, goal.program_id, member.role, goal.id AS source_id, goal.reached_on AS day,
               NULL::bigint AS position, NULL::int AS from_employee_id, TRUE AS is_open
          FROM hr_mentorship_goal goal
          JOIN hr_mentorship_member member
            ON member.mentorship_id = goal.mentorship_id
           AND (member.id = goal.member_id OR member.role IN ('mentor', 'peer'))
         WHERE goal.state = 'reached'
           AND EXISTS (
                   SELECT FROM hr_mentorship_goal_congratulation_rel congratulation
                     JOIN hr_mentorship_member mentor
                       ON mentor.mentorship_id = goal.mentorship_id AND mentor.role IN ('mentor', 'peer')
                      AND mentor.id != goal.member_id
                      AND mentor.user_id = congratulation.user_id
                    WHERE congratulation.goal_id = goal.id)
        """
    ),
    "mentorship_completed": SQL(
        """
        SELECT member.employee_id, member.program_id, member.role, member.id AS source_id,
               mentorship.closed_on AS day, NULL::bigint AS position, NULL::int AS from_employee_id,
               TRUE AS is_open
          FROM hr_mentorship mentorship
          JOIN hr_mentorship_member member ON member.mentorship_id = mentorship.id
         WHERE mentorship.state = 'completed'
           AND EXISTS (
                   SELECT FROM hr_mentorship_checkin checkin
                    WHERE checkin.mentorship_id = mentorship.id
                      AND checkin.state = 'done' AND checkin.confirmed_on IS NOT NULL)
        """
    ),
    "first_mentor": SQL(
        """
        SELECT DISTINCT ON (member.employee_id)
               member.employee_id, member.program_id, member.role, member.employee_id AS source_id,
               mentorship.start_date AS day, NULL::bigint AS position, NULL::int AS from_employee_id,
               TRUE AS is_open
          FROM hr_mentorship mentorship
          JOIN hr_mentorship_member member ON member.mentorship_id = mentorship.id AND member.role = 'mentor'
         WHERE mentorship.start_date IS NOT NULL
      ORDER BY member.employee_id, mentorship.start_date, mentorship.id
        """
    ),
    # The first of a month from the same person; from the next day on, when it is no longer rewritten; and none
    # that answers another one, or two could thank each other for being thanked.
    "thanked": SQL(
        """
        SELECT DISTINCT ON (giver.employee_id, member.employee_id, DATE_TRUNC('month', note.day))
               member.employee_id, member.program_id, member.role, note.id AS source_id, note.day,
               NULL::bigint AS position, giver.employee_id AS from_employee_id, FALSE AS is_open
          FROM hr_mentorship_note note
          JOIN hr_mentorship_member giver
            ON giver.mentorship_id = note.mentorship_id
           AND (giver.id = note.member_id OR giver.user_id = note.author_id)
          JOIN hr_mentorship_member member
            ON member.mentorship_id = note.mentorship_id AND member.id != giver.id
           AND member.employee_id != giver.employee_id
           AND (note.receiver_id IS NULL OR note.receiver_id = member.id)
         WHERE note.kind = 'thank_you' AND note.day < CURRENT_DATE
           AND NOT EXISTS (
                   SELECT FROM hr_mentorship_note earlier
                    WHERE earlier.mentorship_id = note.mentorship_id AND earlier.kind = 'thank_you'
                      AND (earlier.member_id = member.id OR earlier.author_id = member.user_id)
                      AND (earlier.receiver_id IS NULL OR earlier.receiver_id = giver.id)
                      AND earlier.day BETWEEN note.day - 7 AND note.day AND earlier.id < note.id)
      ORDER BY giver.employee_id, member.employee_id, DATE_TRUNC('month', note.day), note.day, note.id
        """
    ),
    "survey_answered": SQL(
        """
        SELECT employee_id, program_id, role, id AS source_id, answered_on AS day, NULL::bigint AS position,
               NULL::int AS from_employee_id, FALSE AS is_open
          FROM hr_mentorship_pulse
         WHERE state = 'answered'
        """
    ),
    "mentor_of_cohort": SQL(
        """
        SELECT employee_id, program_id, role, id AS source_id, mentor_of_cohort_on AS day,
               NULL::bigint AS position, NULL::int AS from_employee_id, TRUE AS is_open
          FROM hr_mentorship_participant
         WHERE mentor_of_cohort_on IS NOT NULL AND role = 'mentor' AND state = 'approved'
        """
    ),
}
"""By event a query of what counts, with these columns in this order.

``employee_id`` who is paid, ``program_id``, ``role``, ``source_id`` what makes the event one of a kind, ``day``,
``position`` for events of which every n-th counts, ``from_employee_id`` whom it comes from, and ``is_open``: whether
the program may know, and pays. What is nobody's business the company pays, so that no figure of the program gives it
away.
"""
UNDONE = {
    "checkin_confirmed": SQL(
        """
        EXISTS (SELECT FROM hr_mentorship_checkin
                 WHERE id = paid.source_id AND NOT (state = 'done' AND confirmed_on IS NOT NULL))
        """
    ),
    "goal_reached": SQL("EXISTS (SELECT FROM hr_mentorship_goal WHERE id = paid.source_id AND state != 'reached')"),
    "mentor_of_cohort": SQL(
        """
        EXISTS (SELECT FROM hr_mentorship_participant
                 WHERE id = paid.source_id AND mentor_of_cohort_on IS NULL)
        """
    ),
}
"""By event a condition on an alias ``paid`` (with ``source_id``): what it was paid for is undone.

What has been deleted is not undone: it is only no longer there to be looked at.
"""
