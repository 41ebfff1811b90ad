"""The meetings of one pair that should stand in the calendar by today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .choice import choose_day
from .clock import Clock
from .people import GOOD, level_of_day
from .rhythm import Rhythm

FOLLOW_UP_AFTER = timedelta(days=30)

GIVES_WAY_WITHIN = 3
"""A regular meeting not further than this many days from the follow-up or the closing review is one too many."""

MOST_REACH = 6
"""A day less than a week away is still the same meeting."""

SPECIAL_KINDS = ("follow_up", "closing")


@dataclass(frozen=True)
class Terms:
    """What two people have agreed on.

    :ivar Rhythm rhythm:
    :ivar date start, end: of all of it; the 30-day follow-up counts from the start
    :ivar int ahead: how many regular meetings are planned from today on
    :ivar float hours: length of a meeting
    :ivar Clock clock: the fixed time, or None
    :ivar date anchor: the day from which the rhythm counts; the start, until the terms change
    :ivar int base: the number of the last meeting before the anchor
    """

    rhythm: Rhythm
    start: date
    end: date
    ahead: int = 2
    hours: float = 1.0
    clock: Clock | None = None
    anchor: date | None = None
    base: int = 0


@dataclass(frozen=True)
class Existing:
    """A meeting that stands in the plan already, whatever became of it."""

    kind: str
    occurrence: int
    day: date
    is_planned: bool = True
    takes_place: bool = True
    """Planned or held: no other meeting is planned close to it."""


@dataclass(frozen=True)
class Meeting:
    """One to plan.

    :ivar date wanted: the day that the rhythm asks for
    :ivar str fit: see `Choice`
    :ivar bool is_in_hours: all of them work at the time; always so without a fixed one
    :ivar datetime starts_at: with a fixed time, naive in UTC
    """

    kind: str
    occurrence: int
    day: date
    wanted: date
    fit: str
    is_in_hours: bool
    starts_at: datetime | None


def plan_meetings(terms, people, existing, today, since=None):
    """What is missing in the plan: follow-up, closing review and the next regular meetings.

    Idempotent: with its own result among ``existing`` it returns nothing more.

    :param Terms terms:
    :param people: list of Person
    :param existing: list of Existing
    :param date since: the first day on which anything is planned; today if None
    :rtype: list[Meeting]
    """
    since = since or today
    known = {(each.kind, each.occurrence) for each in existing}
    specials = [meeting for meeting in _special_meetings(terms, people, since) if (meeting.kind, 0) not in known]
    return specials + _regular_meetings(terms, people, existing, specials, today, since)


def _special_meetings(terms, people, since):
    follow_up = terms.start + FOLLOW_UP_AFTER
    if since <= follow_up < terms.end:
        last = terms.end - timedelta(days=1)
        yield _find(terms, people, "follow_up", 0, follow_up, MOST_REACH, max(terms.start, since), last)
    if terms.end >= since:
        first = max(terms.start, since)
        yield _find(terms, people, "closing", 0, terms.end, MOST_REACH, first, max(first, terms.end), only_before=True)


def _regular_meetings(terms, people, existing, specials, today, since):
    anchor = terms.anchor or terms.start
    ahead = sum(each.kind == "regular" and each.is_planned and each.day >= today for each in existing)
    last = max((each.occurrence for each in existing if each.kind == "regular"), default=0)
    taken = [each.day for each in existing if each.kind not in SPECIAL_KINDS and each.takes_place]
    special_days = [each.day for each in existing if each.kind in SPECIAL_KINDS and each.takes_place]
    special_days += [meeting.day for meeting in specials]
    # One more than the end, for the distance of the last to its next one
    wanted_days = terms.rhythm.dates(anchor, terms.end + timedelta(days=31))
    found = []
    for index, wanted in enumerate(wanted_days):
        occurrence = terms.base + index + 1
        if ahead >= terms.ahead or wanted >= terms.end:
            break
        if occurrence <= last or wanted + timedelta(days=MOST_REACH) < since:
            continue
        before, after = _gaps(wanted_days, index, anchor)
        gap = min(before, after)
        reach = min(MOST_REACH, (gap - 1) // 2)
        first = max(anchor + timedelta(days=1), since)
        meeting = _find(terms, people, "regular", occurrence, wanted, reach, first, terms.end - timedelta(days=1))
        if wanted < since and meeting.fit not in {"wanted", "near"}:
            continue
        neighbours = [*taken, *([wanted + timedelta(days=after)] if meeting.fit == "far" else [])]
        if _is_close(meeting.day, special_days, GIVES_WAY_WITHIN) or _is_close(
            meeting.day, neighbours, min(gap, GIVES_WAY_WITHIN) - 1
        ):
            continue
        found.append(meeting)
        taken.append(meeting.day)
        ahead += meeting.day >= today
    return found


def _gaps(days, index, anchor):
    """How many days lie between a day and the one before it, and the one after it."""
    before = (days[index] - (days[index - 1] if index else anchor)).days
    after = (days[index + 1] - days[index]).days if index + 1 < len(days) else before
    return before, after


def _is_close(day, others, within):
    return any(abs((day - other).days) <= within for other in others)


def _find(terms, people, kind, occurrence, wanted, reach, earliest, latest, only_before=False):
    choice = choose_day(
        wanted,
        lambda day: level_of_day(people, day, terms.hours, terms.clock),
        reach,
        earliest,
        latest,
        only_before=only_before,
    )
    return _meeting(terms, kind, occurrence, wanted, choice)


def _meeting(terms, kind, occurrence, wanted, choice):
    starts_at = terms.clock.moment(choice.day).replace(tzinfo=None) if terms.clock else None
    is_in_hours = terms.clock is None or choice.level == GOOD
    return Meeting(kind, occurrence, choice.day, wanted, choice.fit, is_in_hours, starts_at)


def move_meeting(terms, people, meeting, others, today):
    """Another day for a meeting on whose day somebody has got leave; None if the day still does, or none is better.

    :param Existing meeting:
    :param others: the other meetings of the pair that take place, list of Existing
    :rtype: Meeting or None
    """
    if level_of_day(people, meeting.day, terms.hours, terms.clock):
        return None
    other_days = [other.day for other in others]

    def level(day):
        return 0 if day in other_days else level_of_day(people, day, terms.hours, terms.clock)

    is_closing = meeting.kind == "closing"
    latest = max(terms.end if is_closing else terms.end - timedelta(days=1), today)
    choice = choose_day(
        meeting.day, level, MOST_REACH, today, latest, only_before=is_closing and meeting.day >= terms.end
    )
    if choice.fit == "none" or choice.day == meeting.day:
        return None
    return _meeting(terms, meeting.kind, meeting.occurrence, meeting.day, choice)


def put_off_meeting(terms, people, meeting, other_days, earliest):
    """The first day that suits from ``earliest`` on, for a meeting that a pause puts off.

    :param Existing meeting:
    :param other_days: of the other meetings of the pair that take place
    :rtype: Meeting
    """

    def level(day):
        return 0 if day in other_days else level_of_day(people, day, terms.hours, terms.clock)

    latest = max(terms.end if meeting.kind == "closing" else terms.end - timedelta(days=1), earliest)
    choice = choose_day(earliest, level, MOST_REACH, earliest, latest)
    return _meeting(terms, meeting.kind, meeting.occurrence, earliest, choice)
