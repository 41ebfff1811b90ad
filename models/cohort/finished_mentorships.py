"""How mentorships that are over went, and what was known of their people when they were matched."""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import SQL

READ_MODELS = ("hr.mentorship", "hr.mentorship.checkin", "hr.mentorship.goal")
PARTS = {"completed": 0.5, "meetings": 0.25, "goals": 0.25}
"""How much each says of how a mentorship went; what there was none of says nothing, and the others count for it."""


def find_finished(programs, reader):
    """Return the mentorships of programs that teach something of matching: those that began, and are over.

    Whoever left the company or its place says nothing of the match. Nor is anything learned from what ``reader`` takes
    part in: what was known of the partner is not for them.

    :param programs: in sudo, as the caller has checked that their figures may be told
    """
    finished = programs.env["hr.mentorship"].search(
        Domain("program_id", "in", programs.ids)
        & Domain("state", "in", ("completed", "ended"))
        & Domain("start_date", "!=", False)
        & Domain("ended_by_departure", "=", False)
        & ~Domain("member_ids.user_id", "in", reader.ids),
        order="id",
    )
    return finished.filtered(lambda mentorship: mentorship.given_end_reason != "change")


def read_outcomes(mentorships):
    """Return of each mentorship how well it went, from 0 to 1: completed, meetings that were held, goals reached.

    All of it stands in records that whoever runs a program reads. Stars and answers, which are
    confidential, do not count.

    :rtype: dict[int, float]
    """
    env = mentorships.env
    for model in READ_MODELS:
        env[model].flush_model()
    statement = SQL(
        """
        SELECT mentorship.id, (mentorship.state = 'completed')::int, meetings.share, goals.share
          FROM hr_mentorship mentorship
     LEFT JOIN LATERAL (
                   SELECT AVG((checkin.state = 'done')::int) AS share
                     FROM hr_mentorship_checkin checkin
                    WHERE checkin.mentorship_id = mentorship.id AND checkin.state IN ('done', 'missed')
               ) meetings ON TRUE
     LEFT JOIN LATERAL (
                   SELECT AVG((goal.state = 'reached')::int) AS share
                     FROM hr_mentorship_goal goal
                    WHERE goal.mentorship_id = mentorship.id AND goal.state IN ('reached', 'unfinished', 'dropped')
               ) goals ON TRUE
         WHERE mentorship.id = ANY(%s)
        """,
        mentorships.ids,
    )
    return {row[0]: _weigh(row[1:]) for row in env.execute_query(statement)}


def _weigh(shares):
    said = [(weight, float(share)) for weight, share in zip(PARTS.values(), shares, strict=True) if share is not None]
    return sum(weight * share for weight, share in said) / sum(weight for weight, _share in said)


def name_comparison(setting):
    """Return by what a criterion of one cohort is found again in the next one, where it has another id."""
    return setting.get("kind"), setting.get("field_name"), setting.get("question_id"), setting.get("comparison")


def read_values(mentorships, settings):
    """Return of each mentorship its values of some criteria, as it was matched; None of what was not asked.

    :param list[dict] settings: of criteria, see ``hr.mentorship.criterion._snapshot()``
    :rtype: dict[int, list[float | None]]
    """
    wanted = [name_comparison(setting) for setting in settings]
    values = {}
    for mentorship in mentorships:
        facts = (mentorship.match_facts or {}).get("criteria", ())
        known = defaultdict(list)  # among peers one a direction
        for fact in facts:
            if fact.get("value") is not None:
                known[name_comparison(fact)].append(fact["value"])
        values[mentorship.id] = [sum(found) / len(found) if (found := known.get(name)) else None for name in wanted]
    return values
