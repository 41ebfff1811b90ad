"""Which days a rhythm asks for, before anybody looks into a calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from .rules import days_of_rule

WEEK, MONTH = 7, 30


@dataclass(frozen=True)
class Rhythm:
    """How often two people meet.

    :ivar str kind: ``weekly``, ``biweekly``, ``monthly``, ``days`` or ``custom``
    :ivar int days: of the kind ``days``
    :ivar str rule: of the kind ``custom``
    :ivar weekday: the preferred one, 0 (Monday) to 6, or None; it plays no part in a rule, which names its own days,
        nor in a rhythm of less than a week, which would meet on nothing else
    """

    kind: str
    days: int = 0
    rule: str = ""
    weekday: int | None = None

    def dates(self, start: date, until: date) -> tuple[date, ...]:
        """The days it asks for after ``start``, up to ``until``, in order.

        A month after the 31st is the last day of a shorter month, and the 31st again after that; a year after 29
        February is 28 February.

        :rtype: tuple[date]
        """
        return _dates(self, start, until)

    def mean_days(self, start: date) -> float:
        """How many days lie between two meetings: those of a week or a month (30), on average for a rule.

        >>> from datetime import date
        >>> Rhythm("biweekly").mean_days(date(2027, 1, 1))
        14
        >>> Rhythm("custom", rule="FREQ=WEEKLY;BYDAY=MO,TH").mean_days(date(2027, 1, 1))
        3.5

        :raises RuleError: where the rule is none
        """
        if self.kind == "custom":
            days = self.dates(start, start + relativedelta(months=13))
            return (days[-1] - days[0]).days / (len(days) - 1) if len(days) > 1 else MONTH
        return {"weekly": WEEK, "biweekly": 2 * WEEK, "monthly": MONTH, "days": max(self.days, 1)}[self.kind]

    def _step(self):
        return {
            "weekly": timedelta(weeks=1),
            "biweekly": timedelta(weeks=2),
            "monthly": relativedelta(months=1),
            "days": timedelta(days=max(self.days, 1)),
        }[self.kind]


# Whoever started on the same day with the same terms meets on the same days: a cohort shares a handful of entries
@lru_cache(maxsize=4096)
def _dates(rhythm, start, until):
    if rhythm.kind == "custom":
        return tuple(days_of_rule(rhythm.rule, start, until))
    step, found, count = rhythm._step(), [], 0
    has_weekday = rhythm.weekday is not None and (rhythm.kind != "days" or rhythm.days >= WEEK)
    while True:
        count += 1
        # Multiplied, not added up: a monthly rhythm from the 31st must not slide to the 28th
        day = start + step * count
        if has_weekday:
            day = nearest_weekday(day, rhythm.weekday)
        if day > until:
            return tuple(found)
        found.append(day)


def nearest_weekday(day: date, weekday: int) -> date:
    """The nearest day with that weekday: at most three days earlier or later.

    >>> from datetime import date
    >>> nearest_weekday(date(2027, 1, 1), 0), nearest_weekday(date(2027, 1, 1), 1)
    (datetime.date(2027, 1, 4), datetime.date(2026, 12, 29))
    """
    return day + timedelta(days=(weekday - day.weekday() + 3) % WEEK - 3)
