"""What programs have brought within a period, counted for all of them at once: one statement a subject, no words.

Nothing of single people comes out: what people have answered is read from releases alone, which is the caller's, and
of what only some may know a figure is made of *N* people at least.
"""

import re
from dataclasses import dataclass, field

from odoo.tools import SQL

READ_MODELS = (
    "hr.mentorship.participant",
    "hr.mentorship.member",
    "hr.mentorship",
    "hr.mentorship.checkin",
    "hr.mentorship.goal",
)
MIDDLES = (("low", 1.5), ("mid", 3.0), ("high", 4.5))
"""Of the three bands of answers, on the scale from 1 to 5."""
SCALE = (1.0, 5.0)


@dataclass
class Figures:
    """The figures of one program; what is None cannot be said."""

    is_over: bool = False
    """The program has been closed: what is said of it is said of the past."""
    people: dict = field(default_factory=dict)
    """Role → people with a place."""
    states: dict = field(default_factory=dict)
    """State → mentorships that have been published."""
    begun: int = 0
    ended_early: int | None = 0
    """Mentorships that ended before their time; None: some, but fewer than N."""
    health: dict = field(default_factory=dict)
    """Health → running mentorships."""
    months: dict = field(default_factory=dict)
    """First day of a month → (held, due) check-ins."""
    upcoming: int = 0
    goals: tuple | None = None
    """Reached and due ones; None with fewer than N people behind them."""
    replies: list = field(default_factory=list)
    """Of surveys of months that are over: last day, share of those asked who have answered in percent, and in words."""
    answers: list = field(default_factory=list)
    """Released figures, the oldest first (see ``hr.mentorship.release``)."""
    parts: list = field(default_factory=list)
    """The same of single departments."""

    @property
    def held(self):
        return sum(held for held, _due in self.months.values())

    @property
    def due(self):
        return sum(due for _held, due in self.months.values())

    @property
    def held_share(self):
        return 100 * self.held / self.due if self.due else None

    @property
    def goal_share(self):
        return 100 * self.goals[0] / self.goals[1] if self.goals and self.goals[1] else None

    def list_measures(self):
        return list(dict.fromkeys(row["measure"] for row in self.answers))

    def list_releases(self, measure, role):
        """Return what was released of one period after the other."""
        return [row for row in self.answers if (row["measure"], row["role"]) == (measure, role) and row["position"] > 0]

    def get_current(self, measure, role):
        """Return the figure that speaks for now: of the whole time, else of the last period; None without any."""
        rows = [row for row in self.answers if (row["measure"], row["role"]) == (measure, role)]
        return min(rows, key=lambda row: (row["position"] != 0, -row["position"]), default=None)


def read(env, program_ids, start, end, threshold, today):
    """Return the figures of programs; the caller has checked that they may be read.

    :param start: first day of the period, None: from the beginning on
    :param end: last day of the period, None: until today
    :rtype: dict[int, Figures]
    """
    for model in READ_MODELS:
        env[model].flush_model()
    found = {program_id: Figures() for program_id in program_ids}
    period = {"ids": list(found), "start": start, "end": end or today, "today": today}
    for count in (_count_people, _count_pairs, _count_meetings, _count_goals):
        count(env, found, period, threshold)
    return found


def _count_people(env, found, period, threshold):
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id, role, COUNT(DISTINCT employee_id)
              FROM hr_mentorship_participant
             WHERE program_id = ANY(%(ids)s) AND state = 'approved'
          GROUP BY program_id, role
            """,
            **period,
        )
    )
    for program_id, role, count in rows:
        found[program_id].people[role] = count


def _count_pairs(env, found, period, threshold):
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id, state, health, COUNT(*),
                   COUNT(*) FILTER (WHERE start_date <= %(end)s),
                   COUNT(*) FILTER (WHERE state = 'ended' AND start_date IS NOT NULL AND closed_on <= %(end)s
                                    AND (%(start)s::date IS NULL OR closed_on >= %(start)s))
              FROM hr_mentorship
             WHERE program_id = ANY(%(ids)s) AND offered_on IS NOT NULL
          GROUP BY program_id, state, health
            """,
            **period,
        )
    )
    for program_id, state, health, count, begun, ended in rows:
        figures = found[program_id]
        figures.states[state] = figures.states.get(state, 0) + count
        figures.begun += begun
        figures.ended_early += ended
        if state == "active" and health:
            figures.health[health] = figures.health.get(health, 0) + count
    for figures in found.values():
        if 0 < figures.ended_early < threshold:
            figures.ended_early = None


def _count_meetings(env, found, period, threshold):
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id, date_trunc('month', day)::date,
                   COUNT(*) FILTER (WHERE state = 'done'),
                   COUNT(*) FILTER (WHERE state IN ('done', 'missed') OR day < %(today)s),
                   COUNT(*) FILTER (WHERE state = 'planned' AND day >= %(today)s)
              FROM (
                       SELECT program_id, state,
                              CASE WHEN state = 'done' THEN COALESCE(held_on, planned_date) ELSE planned_date END AS day
                         FROM hr_mentorship_checkin
                        WHERE program_id = ANY(%(ids)s) AND state IN ('done', 'missed', 'planned')
                   ) meeting
             WHERE %(start)s::date IS NULL OR day >= %(start)s
          GROUP BY 1, 2
          ORDER BY 1, 2
            """,
            **period,
        )
    )
    for program_id, month, held, due, upcoming in rows:
        figures = found[program_id]
        if due and month <= period["end"]:
            figures.months[month] = (held, due)
        figures.upcoming += upcoming


def _count_goals(env, found, period, threshold):
    rows = env.execute_query(
        SQL(
            """
            SELECT program_id, COUNT(*) FILTER (WHERE state = 'reached'), COUNT(*), COUNT(DISTINCT employee_id)
              FROM hr_mentorship_goal
             WHERE program_id = ANY(%(ids)s)
               AND (state IN ('reached', 'unfinished') OR (state = 'active' AND target_date < %(today)s))
               AND COALESCE(reached_on, closed_on, target_date) <= %(end)s
               AND (%(start)s::date IS NULL OR COALESCE(reached_on, closed_on, target_date) >= %(start)s)
          GROUP BY program_id
            """,
            **period,
        )
    )
    for program_id, reached, due, people in rows:
        if people >= threshold:
            found[program_id].goals = (reached, due)


def count_fewest(row):
    """Return the lowest number of people that the words about it allow, 0 where they name none.

    >>> count_fewest({"people": "5 to 9"}), count_fewest({"people": ""})
    (5, 0)
    """
    people = re.findall(r"\d+", row["people"] or "")
    return int(people[0]) if people else 0


def find_interval(row, fewest):
    """Return between which two values the mean of many such people lies, as surely as nineteen times of twenty.

    Made of what is released and of nothing else: the mean, the shares of three bands, and the fewest people whom the
    band of their number allows. A mean that is told as a band alone lies anywhere in it.

    >>> row = {"mean": 4.0, "low": 0.2, "mid": 0.2, "high": 0.6, "people": "20–49", "is_band": False}
    >>> row.update(mean_from=3.95, mean_to=4.05)
    >>> [round(value, 1) for value in find_interval(row, 5)]
    [3.4, 4.6]
    >>> [round(value, 1) for value in find_interval({**row, "people": ""}, 5)]
    [2.7, 5.0]
    >>> find_interval({**row, "is_band": True, "mean_from": 3.5, "mean_to": 4.5}, 5)
    (3.5, 4.5)
    """
    mean, low, high = row["mean"], row["mean_from"], row["mean_to"]
    if row["is_band"]:
        return low, high
    count = max(count_fewest(row) or fewest, 2)
    spread = sum((row[band] or 0) * (middle - mean) ** 2 for band, middle in MIDDLES)
    half = 1.96 * (spread / (count - 1)) ** 0.5
    return max(low - half, SCALE[0]), min(high + half, SCALE[1])


def are_apart(one, other, fewest):
    """Return whether two released means differ by more than chance among so few people would explain."""
    (low, high), (other_low, other_high) = find_interval(one, fewest), find_interval(other, fewest)
    return high < other_low or other_high < low
