"""Recurrence rules of iCalendar (RFC 5545) as people may write them for their meetings."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
TIME_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
BOUNDS = ("COUNT", "UNTIL", "DTSTART")
PARTS = ("FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

RARELY = timedelta(days=366 + 31)
"""A rule that yields no day for this long is none to meet by. It also bounds what an impossible rule costs."""


class RuleError(ValueError):
    """A rule that cannot be used.

    :ivar str problem: ``empty``, ``syntax``, ``part`` (unknown), ``sub_daily``, ``bound`` or ``rare``
    :ivar str detail: the part of the rule that is wrong
    """

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem, self.detail = problem, detail


@dataclass(frozen=True)
class Words:
    """What a simple rule says, ready to be put into a sentence.

    :ivar str kind: ``day``, ``week``, ``month`` (by day of the month) or ``month_weekday``
    :ivar int interval: every how many of them
    :ivar tuple weekdays: 0 (Monday) to 6
    :ivar int number: day of the month, or which weekday of it; counted from its end if negative, 0 where not said
    """

    kind: str
    interval: int
    weekdays: tuple[int, ...] = ()
    number: int = 0


def read_parts(text: str | None) -> dict[str, str]:
    """Split a rule into its parts, checked one by one.

    >>> read_parts("RRULE:freq=weekly; byday=tu")
    {'FREQ': 'WEEKLY', 'BYDAY': 'TU'}
    >>> read_parts("FREQ=DAILY;COUNT=3")
    Traceback (most recent call last):
    scheduling.rules.RuleError: bound: COUNT=3
    """
    compact = "".join((text or "").split()).upper().removeprefix("RRULE:").rstrip(";")
    if not compact:
        raise RuleError("empty")
    parts = {}
    for piece in compact.split(";"):
        name, equals, value = piece.partition("=")
        if not (name and equals and value) or name in parts:
            raise RuleError("syntax", piece)
        if name in BOUNDS:
            raise RuleError("bound", piece)
        if name in TIME_PARTS or (name == "FREQ" and value in SUB_DAILY):
            raise RuleError("sub_daily", piece)
        if name not in PARTS:
            raise RuleError("part", piece)
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise RuleError("syntax", f"FREQ={parts.get('FREQ', '')}")
    interval = parts.get("INTERVAL", "1")
    # Beyond this, nobody means it; dateutil's calendar ends with the year 9999
    if not interval.isdigit() or not 1 <= int(interval) <= 366:
        raise RuleError("syntax", f"INTERVAL={interval}")
    return parts


def days_of_rule(text: str | None, start: date, until: date) -> list[date]:
    """The days of a rule after ``start``, up to ``until``, in order.

    >>> from datetime import date
    >>> days_of_rule("FREQ=MONTHLY;BYDAY=1TU", date(2027, 1, 5), date(2027, 3, 31))
    [datetime.date(2027, 2, 2), datetime.date(2027, 3, 2)]
    """
    rule = ";".join(f"{name}={value}" for name, value in read_parts(text).items())
    try:
        # The bound goes into the rule: dateutil looks for impossible days up to the year 9999
        found = rrulestr(rule, dtstart=datetime.combine(start, time())).replace(until=datetime.combine(until, time()))
        return [moment.date() for moment in found if moment.date() > start]
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise RuleError("syntax", str(error)) from error


def check_rule(text: str | None, start: date) -> None:
    """Raise :class:`RuleError` for what is no rule, or none that is good to meet by.

    >>> from datetime import date
    >>> check_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2027, 1, 1))
    Traceback (most recent call last):
    scheduling.rules.RuleError: rare
    """
    if not days_of_rule(text, start, start + RARELY):
        raise RuleError("rare")


def words_of_rule(text: str | None) -> Words | None:
    """What a rule says, where that is simple enough for a sentence; else None.

    >>> words_of_rule("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH")
    Words(kind='week', interval=3, weekdays=(1, 3), number=0)
    >>> words_of_rule("FREQ=MONTHLY;BYDAY=-1FR")
    Words(kind='month_weekday', interval=1, weekdays=(4,), number=-1)
    >>> words_of_rule("FREQ=YEARLY;BYWEEKNO=20") is None
    True
    """
    parts = read_parts(text)
    frequency, interval = parts.pop("FREQ"), int(parts.pop("INTERVAL", 1))
    parts.pop("WKST", None)
    if frequency == "DAILY" and not parts:
        return Words("day", interval)
    if frequency == "WEEKLY" and parts.keys() <= {"BYDAY"}:
        names = parts["BYDAY"].split(",") if parts else ()
        if all(name in WEEKDAYS for name in names):
            return Words("week", interval, tuple(sorted({WEEKDAYS.index(name) for name in names})))
    if frequency == "MONTHLY":
        return _words_of_months(parts, interval)
    return None


def _words_of_months(parts, interval):
    if not parts:
        return Words("month", interval)
    if parts.keys() == {"BYMONTHDAY"}:
        number = _number(parts["BYMONTHDAY"])
        if number and (number > 0 or number == -1):
            return Words("month", interval, (), number)
    if parts.keys() <= {"BYDAY", "BYSETPOS"} and "BYDAY" in parts:
        name = parts["BYDAY"]
        number = _number(name[:-2]) if "BYSETPOS" not in parts else _number(parts["BYSETPOS"])
        weekday = name[-2:] if "BYSETPOS" not in parts else name
        if weekday in WEEKDAYS and number in {1, 2, 3, 4, -1}:
            return Words("month_weekday", interval, (WEEKDAYS.index(weekday),), number)
    return None


def _number(text):
    try:
        return int(text)
    except ValueError:
        return None
