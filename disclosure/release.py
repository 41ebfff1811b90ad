"""Which answers become the next releases."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from .cell import Figures, describe
from .periods import SPANS, Period, first_open_day, period_of

PART_FROM = 2
"""How many times *N* people a part of a release has at least: one that is hardly *N* has coarse figures."""


class Answer(NamedTuple):
    """One person's stars; ``least`` is the *N* that they were told, ``group`` what a release may be parted by."""

    key: Any
    person: Any
    value: float
    day: date
    least: int
    role: str = ""
    group: Any = None


class Release(NamedTuple):
    """Figures of a period: of one role, or of all together (empty), and of one group, or of all others (None)."""

    role: str
    date_from: date
    date_to: date
    group: Any
    people_count: int
    figures: Figures
    keys: tuple[Any, ...]


def decide(
    answers: Iterable[Answer], today: date, is_over: bool = False, readers: Iterable[Any] = frozenset()
) -> list[Release]:
    """Return what is to be released now of answers that are in no release yet.

    They are of one program, and about one thing. A month in which *N* people of a role have answered is released a week
    after its end. What is left over waits for *N* people in the quarter, then in the half-year, then in all the time so
    far, first by role and then together. Answers that come late count to what is left over.

    :param list[Answer] answers:
    :param bool is_over: nothing is to come, so that all the time so far need not wait for the end of a half-year
    :param readers: people who read the figures; they do not count towards *N*
    :rtype: list[Release]
    """
    open_from = first_open_day(today)
    waiting = {answer.key: answer for answer in answers if answer.day < open_from}
    releases = []

    def release(chosen, role, period):
        releases.extend(_make(part, role, period, readers) for part in _part(chosen, readers))
        for answer in chosen:
            del waiting[answer.key]

    roles = sorted({answer.role for answer in answers})
    for role in roles:
        for months in SPANS:
            by_period: dict[Period, list[Answer]] = {}
            closed_before = first_open_day(today, months)
            for answer in waiting.values():
                if answer.role == role and answer.day < closed_before:
                    by_period.setdefault(period_of(answer.day, months), []).append(answer)
            for period in sorted(by_period):
                if chosen := _choose(by_period[period], readers):
                    release(chosen, role, period)
    so_far = open_from if is_over else first_open_day(today, SPANS[-1])
    for role in (*roles, *([""] if len(roles) > 1 else [])):
        left = [answer for answer in waiting.values() if answer.day < so_far and role in (answer.role, "")]
        if chosen := _choose(left, readers):
            days = [answer.day for answer in chosen]
            release(chosen, role, Period(period_of(min(days), 1).first, period_of(max(days), 1).last))
    return releases


def decide_across(answers: Iterable[Answer], today: date, readers: Iterable[Any] = frozenset()) -> list[Release]:
    """Return what is to be released now of answers that several programs have left over.

    They are about one thing, and of programs that are over, for which nobody will answer any more: too few there, they
    may be enough together. What stands above programs is the same hierarchy once more: a department where it, and what
    is left of the others, are large, else all together (`decide` with ``group`` for the department). No answer is in
    a release of its program and in one across programs: so no two cuts overlap, and none differ by a smaller group.

    :param list[Answer] answers: in no release yet
    :param readers: people who read figures across programs; they do not count towards *N*
    :rtype: list[Release]
    """
    return decide(answers, today, is_over=True, readers=readers)


def _choose(answers, readers):
    """Return the answers of as many people as each of them was promised, or nothing.

    Who was promised a larger group than there is stays out, and waits.
    """
    for least in sorted({answer.least for answer in answers}, reverse=True):
        chosen = [answer for answer in answers if answer.least <= least]
        if _count(chosen, readers) >= least:
            return chosen
    return []


def _count(answers, readers):
    return len({answer.person for answer in answers} - set(readers))


def _part(answers, readers):
    """Cut a release into its groups, where each of them, and what is left, is large; else it stays whole.

    :rtype: list[list[Answer]]
    """
    least = PART_FROM * max(answer.least for answer in answers)
    by_group = {}
    for answer in answers:
        by_group.setdefault(answer.group, []).append(answer)
    rest = by_group.pop(None, [])
    # The smallest first: what is small goes to the rest, and after it the next ones, until the rest is large as well
    groups = sorted(by_group.values(), key=lambda group: (_count(group, readers), str(group[0].group)))
    while groups and (_count(groups[0], readers) < least or 0 < _count(rest, readers) < least):
        rest = rest + groups.pop(0)
    if not groups:
        return [answers]
    return [*groups, rest] if rest else groups


def _make(answers, role, period, readers):
    by_person = {}
    for answer in answers:
        by_person.setdefault(answer.person, []).append(answer.value)
    values = [sum(stars) / len(stars) for stars in by_person.values()]
    groups = {answer.group for answer in answers}
    return Release(
        role=role,
        date_from=period.first,
        date_to=period.last,
        group=groups.pop() if len(groups) == 1 else None,
        people_count=len(values),
        figures=describe(values, knows_one=bool(by_person.keys() & set(readers))),
        keys=tuple(answer.key for answer in answers),
    )
