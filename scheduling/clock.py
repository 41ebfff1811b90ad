"""A time on a wall in some place, and the moment that it means.

Moments are kept in UTC and walls show what they show: both are naive, as Odoo keeps them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pytz


@lru_cache(maxsize=1024)
def zone(name: str | None) -> pytz.BaseTzInfo:
    """The time zone of that name; UTC for what is none.

    pytz knows all names that Odoo offers, old ones (``US/Eastern``) included, on every machine.
    """
    try:
        return pytz.timezone(name or "UTC")
    except pytz.UnknownTimeZoneError:
        return pytz.utc


def wall_at(moment: datetime, tz: str | None) -> datetime:
    """What calendar and clock show in a time zone at a moment.

    >>> wall_at(datetime(2027, 3, 28, 1, 30), "Europe/Berlin")
    datetime.datetime(2027, 3, 28, 3, 30)
    """
    return pytz.utc.localize(moment).astimezone(zone(tz)).replace(tzinfo=None)


def moment_of(wall: datetime, tz: str | None) -> datetime:
    """The moment at which calendar and clock show this in a time zone.

    In the hour that spring leaves out, it is the hour after it; of the two that autumn has, the first.

    >>> moment_of(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")
    datetime.datetime(2027, 3, 28, 1, 30)
    >>> moment_of(datetime(2027, 10, 31, 2, 30), "Europe/Berlin")
    datetime.datetime(2027, 10, 31, 0, 30)
    """
    place = zone(tz)
    try:
        local = place.localize(wall, is_dst=None)
    except pytz.AmbiguousTimeError:
        local = place.localize(wall, is_dst=True)
    except pytz.NonExistentTimeError:
        local = place.localize(wall, is_dst=False)
    return local.astimezone(pytz.utc).replace(tzinfo=None)


@dataclass(frozen=True)
class Clock:
    """A fixed time of day in a time zone.

    :ivar float hour: hours after midnight, 9.5 for half past nine
    :ivar str tz:
    """

    hour: float
    tz: str

    def moment(self, day: date) -> datetime:
        """When it is that time on that day, as an aware moment in UTC.

        The wall clock counts, in summer and in winter:

        >>> from datetime import date
        >>> clock = Clock(10, "Europe/Berlin")
        >>> [clock.moment(day).hour for day in (date(2027, 3, 27), date(2027, 3, 28))]
        [9, 8]
        """
        wall = datetime.combine(day, time()) + timedelta(minutes=round(self.hour * 60))
        return pytz.utc.localize(moment_of(wall, self.tz))
