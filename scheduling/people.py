"""When somebody works: the hours of a week, less leave and public holidays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

import pytz

from .clock import Clock, zone

Span = tuple[float, float]
"""From when to when, in hours after midnight."""
HOUR = timedelta(hours=1)
DAY_HOURS = 24.0

# How well a day suits several people
NOBODY = 0
"""Somebody does not work on it."""
SAME_DAY = 1
"""All work on it, but not all of them at the time of the meeting."""
GOOD = 2


@dataclass(frozen=True)
class WorkWeek:
    """The hours in which a calendar lets people work.

    :ivar tuple hours: for each day of one week, or of two in turns, the pairs (from, to) in hours after midnight
    """

    hours: tuple[tuple[Span, ...], ...]

    @classmethod
    def of_days(cls, weekdays: Iterable[int], hours: Iterable[Span]) -> WorkWeek:
        """The same hours on some days of the week."""
        weekdays = set(weekdays)
        return cls(tuple(tuple(hours) if day in weekdays else () for day in range(7)))

    def on(self, day: date) -> tuple[Span, ...]:
        if len(self.hours) == 7:
            return self.hours[day.weekday()]
        # Odoo's count of weeks, from the year 1 (resource.calendar.attendance.get_week_type)
        second = (day.toordinal() - 1) // 7 % 2
        return self.hours[day.weekday() + 7 * second]


WORKDAYS = range(5)
"""Monday to Friday, of people of whom nothing else is known; counted as Python counts weekdays."""
ANY_HOUR = WorkWeek.of_days(WORKDAYS, [(0.0, DAY_HOURS)])
"""Whoever has no calendar: works when they like, and nobody means the weekend by that."""


@dataclass(frozen=True)
class Person:
    """
    :ivar str tz: the time zone of their working hours
    :ivar WorkWeek week:
    :ivar tuple leaves: pairs (from, to) of naive moments in UTC, of leave and of public holidays alike
    """

    tz: str
    week: WorkWeek = ANY_HOUR
    leaves: tuple[tuple[datetime, datetime], ...] = field(default=(), repr=False)

    def free_hours(self, day: date) -> list[Span]:
        """What is left of the hours of a day, as pairs in hours after midnight.

        :rtype: list[tuple[float, float]]
        """
        return _without(self.week.on(day), self._leave_hours(day))

    def works_on(self, day: date, hours: float = 0.0) -> bool:
        """Whether enough of the day is left for a meeting of that many hours.

        A meeting longer than a stretch of work would be (four hours before lunch) needs such a stretch.
        """
        usual = self.week.on(day)
        if not usual:
            return False
        needed = min(hours, max(end - start for start, end in usual))
        return any(end - start >= needed for start, end in self.free_hours(day))

    def works_at(self, moment: datetime, hours: float) -> bool:
        """Whether a meeting at that moment lies within the day's work; lunch is theirs to move."""
        local = moment.astimezone(zone(self.tz))
        usual = self.week.on(local.date())
        if not usual:
            return False
        start = local.hour + local.minute / 60
        end = start + hours
        if start < min(first for first, _last in usual) or end > max(last for _first, last in usual):
            return False
        return not any(start < last and first < end for first, last in self._leave_hours(local.date()))

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(zone(self.tz)).date()

    def _leave_hours(self, day):
        return [hours for hours in (self._hours_within(span, day) for span in self._local_leaves) if hours]

    @cached_property
    def _local_leaves(self):
        place = zone(self.tz)
        return [tuple(_wall_time(moment, place) for moment in leave) for leave in self.leaves]

    @staticmethod
    def _hours_within(span, day):
        midnight = datetime.combine(day, time())
        first, last = ((moment - midnight) / HOUR for moment in span)
        first, last = max(first, 0.0), min(last, DAY_HOURS)
        return (first, last) if first < last else None


def _wall_time(moment, place):
    # 23:59:59 is how Odoo writes the end of a day
    moment += timedelta(seconds=moment.second == 59)
    return pytz.utc.localize(moment).astimezone(place).replace(tzinfo=None)


def level_of_day(people: Sequence[Person], day: date, hours: float, clock: Clock | None = None) -> int:
    """How well a day suits all of them: :data:`NOBODY`, :data:`SAME_DAY` or :data:`GOOD`.

    With a fixed time, each one's own day at that moment counts: Friday evening in Vancouver is Saturday in Auckland.

    :param float hours: length of the meeting
    :param Clock clock: the fixed time, or None
    """
    if clock is None:
        return GOOD if all(person.works_on(day, hours) for person in people) else NOBODY
    moment = clock.moment(day)
    if all(person.works_at(moment, hours) for person in people):
        return GOOD
    return SAME_DAY if all(person.works_on(person.local_day(moment), hours) for person in people) else NOBODY


def _without(spans, holes):
    """
    >>> _without([(8, 12), (13, 17)], [(10, 14)])
    [(8, 10), (14, 17)]
    """
    left = list(spans)
    for first, last in holes:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, first)), (max(start, last), end))
            if piece[0] < piece[1]
        ]
    return left
