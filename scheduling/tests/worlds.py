"""People, terms and calendars for the planner's tests, small ones by hypothesis.

Makes `import scheduling` work from a plain checkout, and every run of hypothesis the same. Not in a conftest.py: pytest
could not tell it from the one of the matching engine, whose tests are no package either.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from scheduling import Clock, Person, Rhythm, Terms, WorkWeek  # noqa: E402

settings.register_profile("planner", database=None, deadline=None, derandomize=True)
settings.load_profile("planner")

OFFICE = WorkWeek.of_days(range(5), [(8.0, 12.0), (13.0, 17.0)])
MONDAY = date(2027, 1, 4)
RULES = ("FREQ=MONTHLY;BYDAY=1TU", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=31")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland")


def day(text):
    return date.fromisoformat(text)


def moment(text):
    """Naive, in UTC."""
    return datetime.fromisoformat(text)


def leave(first, last):
    """Whole days off in UTC, as Odoo writes them."""
    start = datetime.combine(day(first), datetime.min.time())
    return (start, datetime.combine(day(last), datetime.max.time()).replace(microsecond=0))


def off(*leaves, tz="UTC", week=OFFICE):
    return Person(tz, week, tuple(leave(*each) if isinstance(each, tuple) else leave(each, each) for each in leaves))


days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
spans = st.sampled_from([((8.0, 12.0), (13.0, 17.0)), ((8.0, 12.0),), ((14.0, 22.0),), ((0.0, 24.0),)])


@st.composite
def weeks(draw):
    length = draw(st.sampled_from([7, 14]))
    return WorkWeek(tuple(draw(st.one_of(st.just(()), spans)) for _day in range(length)))


@st.composite
def people(draw, around):
    leaves = []
    for _leave in range(draw(st.integers(0, 4))):
        start = datetime.combine(around, datetime.min.time()) + timedelta(hours=draw(st.integers(-500, 2500)))
        leaves.append((start, start + timedelta(hours=draw(st.integers(1, 400)))))
    week = draw(st.one_of(st.just(OFFICE), weeks()))
    return Person(draw(st.sampled_from(ZONES)), week, tuple(leaves))


@st.composite
def rhythms(draw):
    kind = draw(st.sampled_from(["weekly", "biweekly", "monthly", "days", "custom"]))
    return Rhythm(
        kind,
        days=draw(st.integers(1, 60)) if kind == "days" else 0,
        rule=draw(st.sampled_from(RULES)) if kind == "custom" else "",
        weekday=draw(st.one_of(st.none(), st.integers(0, 6))),
    )


@st.composite
def pairs(draw):
    """Terms and two people."""
    start = draw(days)
    clock = Clock(draw(st.integers(0, 95)) / 4, draw(st.sampled_from(ZONES))) if draw(st.booleans()) else None
    terms = Terms(
        draw(rhythms()),
        start,
        start + timedelta(days=draw(st.integers(1, 400))),
        ahead=draw(st.integers(1, 4)),
        hours=draw(st.sampled_from([0.5, 1.0, 1.5, 6.0])),
        clock=clock,
    )
    return terms, [draw(people(start)), draw(people(start))]
