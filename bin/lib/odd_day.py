"""Prints a day on which software tends to stumble, one of those to come, taken at random, and what is odd about it.

odd_day.py   prints "2028-02-29T23:30 29 February": for bin/test --on
"""

import calendar
import random
from datetime import date, datetime, timedelta, timezone

TIMES = ("09:00", "23:30")
YEARS_AHEAD = 5


def is_last_sunday(day):
    return day.weekday() == calendar.SUNDAY and (day + timedelta(weeks=1)).month != day.month


ODD = {
    "a Saturday": lambda day: day.weekday() == calendar.SATURDAY,
    "a Sunday": lambda day: day.weekday() == calendar.SUNDAY,
    "the last day of a month": lambda day: (day + timedelta(days=1)).day == 1,
    "29 February": lambda day: (day.month, day.day) == (2, 29),
    "clocks in Europe go forward": lambda day: day.month == 3 and is_last_sunday(day),
    "clocks in Europe go back": lambda day: day.month == 10 and is_last_sunday(day),
    "31 December": lambda day: (day.month, day.day) == (12, 31),
}


def choose(today: date):
    """Return a day, a time and what is odd about the day: each oddity is as likely as any other."""
    words, is_odd = random.choice(list(ODD.items()))
    days = (today + timedelta(days=ahead) for ahead in range(1, YEARS_AHEAD * 366))
    return random.choice([day for day in days if is_odd(day)]), random.choice(TIMES), words


if __name__ == "__main__":
    day, time, words = choose(datetime.now(timezone.utc).date())
    print(f"{day}T{time} {words}")
