"""The meetings of one pair that should stand in the calendar by today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .choice import choose_day
from .clock import Clock, zone
from .people import GOOD, SAME_DAY, Person, level_of_day
from .rhythm import Rhythm

Span = tuple[datetime, datetime]
"""From when to when, naive and in UTC."""

FOLLOW_UP_AFTER = timedelta(days=30)

GIVES_WAY_WITHIN = 3
"""A regular meeting not further than this many days from the follow-up or the closing review is one too many."""

MOST_REACH = 6
"""A day less than a week away is still the same meeting."""

SPECIAL_KINDS = ("follow_up", "closing")

STEP = timedelta(minutes=30)
STEPS = 16
"""Another time on the same day is looked for up to eight hours around the one agreed on."""


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
    :ivar datetime starts_at: with a fixed time, naive in UTC; None where none of those days has a time at which all
        are free
    :ivar str time_fit: with a fixed time: ``agreed``, ``other`` (somebody has another appointment then) or ``none``
    """

    kind: str
    occurrence: int
    day: date
    wanted: date
    fit: str
    is_in_hours: bool
    starts_at: datetime | None
    time_fit: str = "agreed"


def plan_meetings(
    terms: Terms,
    people: Sequence[Person],
    existing: Sequence[Existing],
    today: date,
    since: date | None = None,
    taken: Sequence[list[Span]] = (),
) -> list[Meeting]:
    """What is missing in the plan: follow-up, closing review and the next regular meetings.

    Idempotent: with its own result among ``existing`` it returns nothing more.

    :param Terms terms:
    :param people: list of Person
    :param existing: list of Existing
    :param date since: the first day on which anything is planned; today if None
    :param taken: for each of the people, the list of the pairs (from, to) in which they have other appointments, naive
        in UTC. The meetings found with a time are added, so that the next pair of these people sees them
    :rtype: list[Meeting]
    """
    since = since or today
    known = {(each.kind, each.occurrence) for each in existing}
    specials = list(_special_meetings(terms, people, since, known, taken))
    return specials + _regular_meetings(terms, people, existing, specials, today, since, taken)


def _special_meetings(terms, people, since, known, taken):
    follow_up = terms.start + FOLLOW_UP_AFTER
    if since <= follow_up < terms.end and ("follow_up", 0) not in known:
        last = terms.end - timedelta(days=1)
        first = max(terms.start, since)
        yield _take(terms, _find(terms, people, "follow_up", 0, follow_up, MOST_REACH, first, last, taken), taken)
    if terms.end >= since and ("closing", 0) not in known:
        first = max(terms.start, since)
        latest = max(first, terms.end)
        meeting = _find(terms, people, "closing", 0, terms.end, MOST_REACH, first, latest, taken, only_before=True)
        yield _take(terms, meeting, taken)


def _regular_meetings(terms, people, existing, specials, today, since, busy):
    anchor = terms.anchor or terms.start
    ahead = [each.day for each in existing if each.kind == "regular" and each.is_planned and each.day >= today]
    last = max((each.occurrence for each in existing if each.kind == "regular"), default=0)
    taken = [each.day for each in existing if each.kind not in SPECIAL_KINDS and each.takes_place]
    special_days = [each.day for each in existing if each.kind in SPECIAL_KINDS and each.takes_place]
    special_days += [meeting.day for meeting in specials]
    # One more than the end, for the distance of the last to its next one
    wanted_days = terms.rhythm.dates(anchor, terms.end + timedelta(days=31))
    found = []
    for index, wanted in enumerate(wanted_days):
        occurrence = terms.base + index + 1
        # Those further away count for nothing: new terms may ask for one in between
        if sum(day <= wanted for day in ahead) >= terms.ahead or wanted >= terms.end:
            break
        if occurrence <= last or wanted + timedelta(days=MOST_REACH) < since:
            continue
        before, after = _gaps(wanted_days, index, anchor)
        gap = min(before, after)
        reach = min(MOST_REACH, (gap - 1) // 2)
        first = max(anchor + timedelta(days=1), since)
        latest = terms.end - timedelta(days=1)
        meeting = _find(terms, people, "regular", occurrence, wanted, reach, first, latest, busy)
        if wanted < since and meeting.fit not in {"wanted", "near"}:
            continue
        neighbours = [*taken, *([wanted + timedelta(days=after)] if meeting.fit == "far" else [])]
        if _is_close(meeting.day, special_days, GIVES_WAY_WITHIN) or _is_close(
            meeting.day, neighbours, min(gap, GIVES_WAY_WITHIN) - 1
        ):
            continue
        found.append(_take(terms, meeting, busy))
        taken.append(meeting.day)
        ahead += [meeting.day] if meeting.day >= today else []
    return found


def _gaps(days, index, anchor):
    """How many days lie between a day and the one before it, and the one after it."""
    before = (days[index] - (days[index - 1] if index else anchor)).days
    after = (days[index + 1] - days[index]).days if index + 1 < len(days) else before
    return before, after


def _is_close(day, others, within):
    return any(abs((day - other).days) <= within for other in others)


def _find(terms, people, kind, occurrence, wanted, reach, earliest, latest, taken, only_before=False):
    choice = choose_day(
        wanted,
        lambda day: _level(terms, people, day, taken),
        reach,
        earliest,
        latest,
        only_before=only_before,
    )
    return _meeting(terms, people, kind, occurrence, wanted, choice, taken)


def _level(terms, people, day, taken):
    """How well a day suits: with a fixed time, a day on which it is taken is as good as one with another free time."""
    level = level_of_day(people, day, terms.hours, terms.clock)
    if not level or not terms.clock or _is_free(terms, terms.clock.moment(day).replace(tzinfo=None), taken):
        return level
    return GOOD if _other_time(terms, people, day, taken) else SAME_DAY


def _meeting(terms, people, kind, occurrence, wanted, choice, taken):
    starts_at, time_fit = _time_on(terms, people, choice.day, taken)
    is_in_hours = terms.clock is None or choice.level == GOOD or not starts_at
    return Meeting(kind, occurrence, choice.day, wanted, choice.fit, is_in_hours, starts_at, time_fit)


def _time_on(terms, people, day, taken):
    if not terms.clock:
        return None, "agreed"
    moment = terms.clock.moment(day).replace(tzinfo=None)
    if _is_free(terms, moment, taken):
        return moment, "agreed"
    other = _other_time(terms, people, day, taken)
    return other, "other" if other else "none"


def _other_time(terms, people, day, taken):
    """The time nearest to the fixed one, on the same day, at which all of them work and are free; or None."""
    agreed = terms.clock.moment(day)
    place = zone(terms.clock.tz)
    for step in range(1, STEPS + 1):
        for moment in (agreed + step * STEP, agreed - step * STEP):
            if (
                moment.astimezone(place).date() == day
                and all(person.works_at(moment, terms.hours) for person in people)
                and _is_free(terms, moment.replace(tzinfo=None), taken)
            ):
                return moment.replace(tzinfo=None)
    return None


def _is_free(terms, start, taken):
    end = start + timedelta(hours=terms.hours)
    return not any(first < end and start < last for spans in taken for first, last in spans)


def _take(terms, meeting, taken):
    """The meeting, which is an appointment of its people from now on."""
    if meeting.starts_at:
        for spans in taken:
            spans.append((meeting.starts_at, meeting.starts_at + timedelta(hours=terms.hours)))
    return meeting


def move_meeting(
    terms: Terms,
    people: Sequence[Person],
    meeting: Existing,
    others: Sequence[Existing],
    today: date,
    taken: Sequence[list[Span]] = (),
) -> Meeting | None:
    """Another day for a meeting on whose day somebody has got leave; None if the day still does, or none is better.

    :param Existing meeting:
    :param others: the other meetings of the pair that take place, list of Existing
    :rtype: Meeting or None
    """
    if level_of_day(people, meeting.day, terms.hours, terms.clock):
        return None
    other_days = [other.day for other in others]

    def level(day):
        return 0 if day in other_days else _level(terms, people, day, taken)

    is_closing = meeting.kind == "closing"
    latest = max(terms.end if is_closing else terms.end - timedelta(days=1), today)
    choice = choose_day(
        meeting.day, level, MOST_REACH, today, latest, only_before=is_closing and meeting.day >= terms.end
    )
    if choice.fit == "none" or choice.day == meeting.day:
        return None
    return _take(terms, _meeting(terms, people, meeting.kind, meeting.occurrence, meeting.day, choice, taken), taken)


def put_off_meeting(
    terms: Terms,
    people: Sequence[Person],
    meeting: Existing,
    other_days: Sequence[date],
    earliest: date,
    taken: Sequence[list[Span]] = (),
) -> Meeting:
    """The first day that suits from ``earliest`` on, for a meeting that a pause puts off.

    :param Existing meeting:
    :param other_days: of the other meetings of the pair that take place
    :rtype: Meeting
    """

    def level(day):
        return 0 if day in other_days else _level(terms, people, day, taken)

    latest = max(terms.end if meeting.kind == "closing" else terms.end - timedelta(days=1), earliest)
    choice = choose_day(earliest, level, MOST_REACH, earliest, latest)
    return _take(terms, _meeting(terms, people, meeting.kind, meeting.occurrence, earliest, choice, taken), taken)
