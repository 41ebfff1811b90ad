"""Times at which several people are free, and the few of them that are worth proposing.

Intervals are sorted lists of ``(start, end)``; all moments are naive and in UTC.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

T = TypeVar("T", int, datetime)
Interval = tuple[datetime, datetime]

STEP = timedelta(minutes=30)
"""Proposed meetings begin at the full or the half hour."""

APART = timedelta(hours=2)
"""Two proposals for one day are at least this far apart: ten minutes more or less are no choice."""

SAME_DAY = 1.5
"""What another proposal for the same day costs, in days of distance."""


def merge(intervals: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """Sort intervals, and join those that touch.

    >>> merge([(3, 5), (1, 2), (4, 6)])
    [(1, 2), (3, 6)]
    """
    merged: list[tuple[T, T]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def intersect(first: Sequence[tuple[T, T]], second: Sequence[tuple[T, T]]) -> list[tuple[T, T]]:
    """Return what lies in both.

    >>> intersect([(1, 4), (6, 9)], [(2, 7)])
    [(2, 4), (6, 7)]
    """
    common = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return common


def subtract(intervals: Iterable[tuple[T, T]], taken: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """Return what is left of ``intervals``.

    >>> subtract([(1, 9)], [(2, 3), (5, 6)])
    [(1, 2), (3, 5), (6, 9)]
    """
    left = []
    taken = merge(taken)
    for interval_start, end in intervals:
        start = interval_start
        for taken_start, taken_end in taken:
            if taken_end <= start or taken_start >= end:
                continue
            if start < taken_start:
                left.append((start, taken_start))
            start = max(start, taken_end)
        if start < end:
            left.append((start, end))
    return left


def starts(free: Iterable[Interval], length: timedelta, step: timedelta = STEP) -> list[datetime]:
    """Return when a meeting of ``length`` may begin.

    >>> from datetime import datetime
    >>> noon = datetime.fromisoformat("2027-01-04 12:10")
    >>> [str(start.time()) for start in starts([(noon, noon + timedelta(hours=2))], timedelta(hours=1))]
    ['12:30:00', '13:00:00']
    """
    found = []
    for interval_start, end in free:
        midnight = interval_start.replace(hour=0, minute=0, second=0, microsecond=0)
        start = interval_start + (midnight - interval_start) % step
        while start + length <= end:
            found.append(start)
            start += step
    return found


def distance(start: datetime, end: datetime, intervals: Iterable[Interval]) -> float:
    """Return how far ``start`` to ``end`` reaches out of the nearest interval, in hours; 0 if it lies within one."""
    outside = [max(begin - start, timedelta()) + max(end - stop, timedelta()) for begin, stop in intervals]
    return min(outside, default=timedelta(days=1)).total_seconds() / 3600


def choose(
    candidates: Iterable[datetime],
    cost: Callable[[datetime], float],
    day: Callable[[datetime], date],
    count: int,
) -> list[datetime]:
    """Choose the best few that are a real choice, in the order of time.

    :param candidates: possible starts
    :param cost: function of a start, in days of distance from what is wanted
    :param day: function of a start: on which day it is
    """
    costs = {start: cost(start) for start in candidates}
    chosen: list[datetime] = []
    while costs and len(chosen) < count:
        days = [day(start) for start in chosen]
        best = min(costs, key=lambda start: (costs[start] + SAME_DAY * days.count(day(start)), start))
        chosen.append(best)
        costs = {start: value for start, value in costs.items() if abs(start - best) >= APART}
    return sorted(chosen)
