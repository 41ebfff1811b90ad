"""A time on a wall in some place, and the moment that it means."""

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

        In the hour that spring leaves out, it is the hour after it; of the two that autumn has, the first.

        >>> str(Clock(2.5, "Europe/Berlin").moment(date(2027, 3, 28)))
        '2027-03-28 01:30:00+00:00'
        >>> str(Clock(2.5, "Europe/Berlin").moment(date(2027, 10, 31)))
        '2027-10-31 00:30:00+00:00'
        """
        wall = datetime.combine(day, time()) + timedelta(minutes=round(self.hour * 60))
        place = zone(self.tz)
        try:
            local = place.localize(wall, is_dst=None)
        except pytz.AmbiguousTimeError:
            local = place.localize(wall, is_dst=True)
        except pytz.NonExistentTimeError:
            local = place.localize(wall, is_dst=False)
        return local.astimezone(pytz.utc)
