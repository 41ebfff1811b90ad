"""Which spans of time are over: months, quarters, half-years, and all that has been so far."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

CLOSES_AFTER = timedelta(days=7)
"""How long after its end a period waits for those who answer late."""
SPANS = (1, 3, 6)
"""Months, quarters, half-years: what is too little for one waits for the next."""


class Period(NamedTuple):
    first: date
    last: date


def first_open_day(today: date, months: int = 1) -> date:
    """Return the first day of the span of so many months that is not over yet.

    >>> first_open_day(date(2027, 4, 7)), first_open_day(date(2027, 4, 8))
    (datetime.date(2027, 3, 1), datetime.date(2027, 4, 1))
    >>> first_open_day(date(2027, 4, 7), months=3), first_open_day(date(2027, 4, 8), months=3)
    (datetime.date(2027, 1, 1), datetime.date(2027, 4, 1))
    """
    return period_of(today - CLOSES_AFTER, months).first


@lru_cache(maxsize=4096)
def period_of(day: date, months: int) -> Period:
    """Return the span of so many months of the calendar in which a day lies.

    >>> period_of(date(2027, 5, 31), 3)
    Period(first=datetime.date(2027, 4, 1), last=datetime.date(2027, 6, 30))
    """
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    after = first.month + months
    end = date(first.year + (after > 12), after - 12 if after > 12 else after, 1)
    return Period(first, end - timedelta(days=1))
