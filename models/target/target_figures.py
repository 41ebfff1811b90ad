"""What programs have reached so far, counted for all of them at once: one statement a subject, no words.

Nothing of single people comes out. Answers are taken from what has been released of closed months, and stay as they
were released. Of goals, of who has left, and of skills that nobody who manages programs reads, a figure is made of *N*
people at least (the setting “Smallest Group Shown”); who has reached a level moves in steps of *N* people, so that no
two looks differ by fewer.
"""

from typing import NamedTuple

from odoo.tools import SQL

from ..mentorship.figures import WAS_MATCHED

READ_MODELS = (
    "hr.mentorship.participant",
    "hr.mentorship.member",
    "hr.mentorship",
    "hr.mentorship.checkin",
    "hr.mentorship.goal",
    "hr.mentorship.skill.proposal",
    "hr.mentorship.release",
    "hr.employee",
)


class Figure(NamedTuple):
    """A figure, or why there is none: ``nobody`` to count yet, or too ``few`` to say it without naming them."""

    value: float | None = None
    reason: str = ""


NOBODY, FEW = Figure(reason="nobody"), Figure(reason="few")


def measure(env, program_ids, threshold, today):
    """Return the figures of programs; the caller has checked that they may be read.

    :param int threshold: the smallest number of people of whom something private is told
    :returns: by program id and measure; shares in percent, times in days
    :rtype: dict[tuple[int, str], Figure]
    """
    for model in READ_MODELS:
        env[model].flush_model()
    figures = {}
    for read in (_read_people, _read_members, _read_satisfaction, _read_goals, _read_meetings, _read_skills):
        figures.update(read(env, list(program_ids), threshold, today))
    return figures


def _share(part, whole):
    return Figure(100.0 * part / whole) if whole else NOBODY


def _read_people(env, ids, threshold, today):
    """Who takes part, who of those who learn (mentees and peers) has found somebody, and after how many days."""
    rows = env.execute_query(
        SQL(
            """
            SELECT participant.program_id,
                   COUNT(DISTINCT participant.employee_id),
                   COUNT(*) FILTER (WHERE participant.role IN ('mentee', 'peer')),
                   COUNT(*) FILTER (WHERE participant.role IN ('mentee', 'peer') AND match.offered_on IS NOT NULL),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY match.offered_on - participant.create_date::date)
                       FILTER (WHERE participant.role IN ('mentee', 'peer')
                               AND match.offered_on >= participant.create_date::date)
              FROM hr_mentorship_participant participant
         LEFT JOIN (
                       SELECT member.participant_id, MIN(mentorship.offered_on) AS offered_on
                         FROM hr_mentorship_member member
                         JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                        WHERE mentorship.program_id = ANY(%(ids)s)
                          AND %(matched)s
                     GROUP BY member.participant_id
                   ) match ON match.participant_id = participant.id
             WHERE participant.program_id = ANY(%(ids)s)
               AND participant.state = 'approved'
          GROUP BY participant.program_id
            """,
            ids=ids,
            matched=WAS_MATCHED,
        )
    )
    for program_id, people, mentees, matched, days in rows:
        yield (program_id, "participation"), Figure(float(people))
        yield (program_id, "match_rate"), _share(matched, mentees)
        yield (program_id, "match_time"), NOBODY if days is None else Figure(float(days))


def _read_members(env, ids, threshold, today):
    """Who of those who have begun a mentorship is still in the company."""
    rows = env.execute_query(
        SQL(
            """
            SELECT mentorship.program_id,
                   COUNT(DISTINCT member.employee_id),
                   COUNT(DISTINCT member.employee_id) FILTER (WHERE employee.active)
              FROM hr_mentorship mentorship
              JOIN hr_mentorship_member member ON member.mentorship_id = mentorship.id
              JOIN hr_employee employee ON employee.id = member.employee_id
             WHERE mentorship.program_id = ANY(%s)
               AND mentorship.start_date IS NOT NULL
          GROUP BY mentorship.program_id
            """,
            ids,
        )
    )
    for program_id, people, staying in rows:
        yield (program_id, "retention"), FEW if people < threshold else _share(staying, people)


def _read_satisfaction(env, ids, threshold, today):
    """How many people have been satisfied, as released: shares are bands, and the middle of each stands for it."""
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id, SUM(weight * (high_from + high_to) / 2)::float, SUM(weight)
              FROM hr_mentorship_release
             WHERE program_id = ANY(%s)
               AND measure = 'checkin'
               AND has_shares
               AND %s
          GROUP BY program_id
            """,
            ids,
            env["hr.mentorship.release"]._get_shown_condition(ids),
        )
    )
    for program_id, satisfied, people in rows:
        yield (program_id, "satisfaction"), _share(satisfied, people)


def _read_goals(env, ids, threshold, today):
    """How many of the goals whose day has come are reached; what somebody has dropped was no goal any more."""
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id,
                   COUNT(*) FILTER (WHERE state = 'reached'),
                   COUNT(*),
                   COUNT(DISTINCT employee_id)
              FROM hr_mentorship_goal
             WHERE program_id = ANY(%s)
               AND (state IN ('reached', 'unfinished') OR (state = 'active' AND target_date < %s))
          GROUP BY program_id
            """,
            ids,
            today,
        )
    )
    for program_id, reached, due, people in rows:
        yield (program_id, "goals"), FEW if people < threshold else _share(reached, due)


def _read_meetings(env, ids, threshold, today):
    """How many of the meetings that are due have been held."""
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id, COUNT(*) FILTER (WHERE state = 'done'), COUNT(*)
              FROM hr_mentorship_checkin
             WHERE program_id = ANY(%s)
               AND (state IN ('done', 'missed') OR (state = 'planned' AND planned_date < %s))
          GROUP BY program_id
            """,
            ids,
            today,
        )
    )
    for program_id, held, due in rows:
        yield (program_id, "meetings"), _share(held, due)


def _read_skills(env, ids, threshold, today):
    """How many of the mentees have agreed that a goal has brought them to a higher level, in steps of N people."""
    rows = env.execute_query(
        SQL(
            """
            SELECT mentorship.program_id,
                   COUNT(DISTINCT member.employee_id),
                   COUNT(DISTINCT member.employee_id) FILTER (WHERE EXISTS (
                       SELECT FROM hr_mentorship_goal goal
                         JOIN hr_mentorship_skill_proposal proposal ON proposal.goal_id = goal.id
                        WHERE goal.member_id = member.id
                          AND proposal.state IN ('agreed', 'applied')
                   ))
              FROM hr_mentorship mentorship
              JOIN hr_mentorship_member member ON member.mentorship_id = mentorship.id
                                               AND member.role IN ('mentee', 'peer')
             WHERE mentorship.program_id = ANY(%s)
               AND mentorship.start_date IS NOT NULL
          GROUP BY mentorship.program_id
            """,
            ids,
        )
    )
    for program_id, mentees, grown in rows:
        shown = grown - grown % threshold
        yield (program_id, "skills"), _share(shown, mentees) if shown else FEW
