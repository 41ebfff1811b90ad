"""When two people meet: dates from a rhythm, on days on which both work.

Needs Python, dateutil and pytz, nothing of Odoo::

    >>> from datetime import date
    >>> from scheduling import Person, Rhythm, Terms, WorkWeek, plan_meetings
    >>> office = WorkWeek.of_days(range(5), [(8, 12), (13, 17)])
    >>> people = [Person("Europe/Berlin", office), Person("America/New_York", office)]
    >>> terms = Terms(Rhythm("weekly", weekday=1), start=date(2027, 1, 4), end=date(2027, 6, 30), ahead=2)
    >>> [(m.kind, str(m.day)) for m in plan_meetings(terms, people, [], today=date(2027, 1, 4))]
    [('follow_up', '2027-02-03'), ('closing', '2027-06-30'), ('regular', '2027-01-12'), ('regular', '2027-01-19')]

From the outside in: `plan` is the front door, `rhythm` says which days are wanted, `choice` finds the day for each,
`people` knows when somebody works, `clock` turns a time on somebody's wall into a moment, `rules` reads rules of
iCalendar.
"""

from .choice import Choice, choose_day
from .clock import Clock, moment_of, wall_at
from .people import WORKDAYS, Person, WorkWeek, level_of_day
from .plan import Existing, Meeting, Terms, move_meeting, plan_meetings, put_off_meeting
from .rhythm import Rhythm
from .rules import RuleError

__all__ = [
    "WORKDAYS",
    "Choice",
    "Clock",
    "Existing",
    "Meeting",
    "Person",
    "Rhythm",
    "RuleError",
    "Terms",
    "WorkWeek",
    "choose_day",
    "level_of_day",
    "moment_of",
    "move_meeting",
    "plan_meetings",
    "put_off_meeting",
    "wall_at",
]
