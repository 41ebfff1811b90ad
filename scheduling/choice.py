"""The best day near the one that is wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .people import GOOD, NOBODY

FAR = 60
"""How many days away the nearest day is looked for at most, where none near by will do."""


@dataclass(frozen=True)
class Choice:
    """
    :ivar date day:
    :ivar str fit: ``wanted``; ``near``, another day close by; ``far``, the nearest that does; ``none``, as wanted for
        want of any that does
    :ivar int level: how well the day suits, see `level_of_day`
    """

    day: date
    fit: str
    level: int


def choose_day(
    wanted: date,
    level: Callable[[date], int],
    reach: int,
    earliest: date,
    latest: date,
    only_before: bool = False,
) -> Choice:
    """The day that suits best among those near ``wanted``; the nearest that suits at all where none of them does.

    Later days come before earlier ones, the closer first: a meeting that comes sooner than people think is the one
    that is missed.

    :param level: function of a day, 0 for one on which it cannot be
    :param int reach: how many days away still is near
    :param date earliest, latest: bounds, both included
    :param bool only_before: no later day than ``wanted``

    >>> from datetime import date
    >>> weekdays = lambda day: 2 if day.weekday() < 5 else 0
    >>> choose_day(date(2027, 1, 9), weekdays, 3, date(2027, 1, 1), date(2027, 12, 31))
    Choice(day=datetime.date(2027, 1, 11), fit='near', level=2)
    """
    later = [] if only_before else range(1, reach + 1)
    near = [0, *later, *(-shift for shift in range(1, reach + 1))]
    best = None
    for shift in near:
        day = wanted + timedelta(days=shift)
        if earliest <= day <= latest:
            found = level(day)
            if found > (best.level if best else NOBODY):
                best = Choice(day, "near" if shift else "wanted", found)
                if found == GOOD:
                    break
    if best:
        return best
    for distance in range(reach + 1, FAR + 1):
        for shift in (-distance,) if only_before else (distance, -distance):
            day = wanted + timedelta(days=shift)
            if earliest <= day <= latest and (found := level(day)) > NOBODY:
                return Choice(day, "far", found)
    return Choice(min(max(wanted, earliest), latest), "none", NOBODY)
