"""When people work, at which moment a meeting is, and which day is chosen: checked minute by minute."""

from datetime import datetime, timedelta

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import MONDAY, OFFICE, ZONES, day, days, leave, moment, off, people

from scheduling import Clock, Person, WorkWeek, choose_day, level_of_day
from scheduling.choice import FAR
from scheduling.people import GOOD, NOBODY, SAME_DAY


def minutes_at_work(person, on):
    """The minutes of a day that somebody works, by the definition, one after the other (of a day of 24 hours)."""
    tz = pytz.timezone(person.tz)
    found = set()
    for minute in range(0, 24 * 60, 15):
        hour = minute / 60
        if any(start <= hour < end for start, end in person.week.on(on)):
            wall = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minute)
            moment = tz.localize(wall).astimezone(pytz.utc).replace(tzinfo=None)
            if not any(first <= moment < last for first, last in person.leaves):
                found.add(minute)
    return found


def has_clock_change(tz, on):
    midnights = [
        pytz.timezone(tz).localize(datetime.combine(on + timedelta(days=n), datetime.min.time())) for n in (0, 1)
    ]
    return midnights[1] - midnights[0] != timedelta(hours=24)


@settings(max_examples=200)
@given(st.data(), days)
def test_free_hours_are_the_minutes_at_work(data, on):
    person = data.draw(people(on))
    if has_clock_change(person.tz, on):
        return
    free = person.free_hours(on)
    expected = minutes_at_work(person, on)
    assert {m for m in range(0, 24 * 60, 15) if any(a <= m / 60 < b for a, b in free)} == expected


@settings(max_examples=200)
@given(st.data(), days, st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland"]), st.integers(0, 95))
def test_a_meeting_within_the_hours_needs_each_minute_of_it(data, on, tz, quarter):
    """But for the break at noon."""
    person = data.draw(people(on))
    clock = Clock(quarter / 4, tz)
    moment = clock.moment(on)
    local = moment.astimezone(pytz.timezone(person.tz))
    if has_clock_change(person.tz, local.date()) or local.minute % 15:
        return
    usual = person.week.on(local.date())
    bridged = Person(
        person.tz, WorkWeek(tuple((((min(s)[0], max(s)[1]),) if s else ()) for s in person.week.hours)), person.leaves
    )
    start = local.hour * 60 + local.minute
    needed = set(range(start, start + 60, 15))
    assert person.works_at(moment, 1.0) == (bool(usual) and needed <= minutes_at_work(bridged, local.date()))


@given(days, st.sampled_from(ZONES), st.integers(0, 95))
def test_the_clock_on_the_wall_shows_the_agreed_time_all_year(on, tz, quarter):
    local = Clock(quarter / 4, tz).moment(on).astimezone(pytz.timezone(tz))
    shown = local.hour * 60 + local.minute
    # In the one hour a year that spring leaves out, it is an hour later
    assert local.date() == on
    assert shown - quarter * 15 in ({0, 60} if has_clock_change(tz, on) else {0})


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([NOBODY, SAME_DAY, GOOD]), min_size=150, max_size=150),
    st.integers(0, 6),
    st.integers(-20, 0),
    st.integers(0, 100),
    st.booleans(),
)
def test_the_chosen_day_is_the_best_of_all(levels, reach, first, last, only_before):
    wanted = MONDAY
    earliest, latest = wanted + timedelta(days=first), wanted + timedelta(days=last)

    def level(on):
        return levels[(on - wanted).days + 75]

    choice = choose_day(wanted, level, reach, earliest, latest, only_before=only_before)
    allowed = [
        wanted + timedelta(days=n) for n in range(-FAR, FAR + 1) if first <= n <= last and not (only_before and n > 0)
    ]
    near = [on for on in allowed if abs((on - wanted).days) <= reach]
    shift = (choice.day - wanted).days
    assert choice.day in allowed
    assert choice.level == level(choice.day) or choice.fit == "none"
    if choice.fit in {"wanted", "near"}:
        assert choice.level == max(map(level, near))
        closer = [on for on in near if abs((on - wanted).days) < abs(shift) and (on >= wanted) == (shift >= 0)]
        assert all(level(on) < choice.level for on in closer)
        if shift < 0:
            assert all(level(on) < choice.level for on in near if on >= wanted)
    elif choice.fit == "far":
        assert not any(map(level, near))
        assert abs(shift) == min(abs((on - wanted).days) for on in allowed if level(on))
    else:
        assert not any(map(level, allowed))


def test_people_twelve_hours_apart_have_days_but_no_hour_in_common():
    berlin, auckland = Person("Europe/Berlin", OFFICE), Person("Pacific/Auckland", OFFICE)
    clock = Clock(10, "Europe/Berlin")
    assert level_of_day([berlin, auckland], day("2027-01-05"), 1, clock) == SAME_DAY
    assert level_of_day([berlin, auckland], day("2027-01-05"), 1) == GOOD


def test_friday_evening_here_is_saturday_there():
    vancouver = Person("America/Vancouver", OFFICE)
    auckland = Person("Pacific/Auckland", OFFICE)
    clock = Clock(16, "America/Vancouver")
    assert level_of_day([vancouver, auckland], day("2027-01-07"), 1, clock) == GOOD  # Friday, 13:00 in Auckland
    assert level_of_day([vancouver, auckland], day("2027-01-08"), 1, clock) == NOBODY


def test_half_a_day_off_leaves_the_other_half():
    morning_off = Person("UTC", OFFICE, ((moment("2027-01-05 08:00"), moment("2027-01-05 12:00")),))
    assert morning_off.works_on(day("2027-01-05"), 1)
    assert level_of_day([morning_off], day("2027-01-05"), 1, Clock(10, "UTC")) == SAME_DAY
    assert level_of_day([morning_off], day("2027-01-05"), 1, Clock(14, "UTC")) == GOOD


def test_whoever_has_no_calendar_works_from_monday_to_friday_at_any_hour():
    free = Person("UTC")
    assert [free.works_on(MONDAY + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2
    assert level_of_day([free], MONDAY, 1, Clock(5, "UTC")) == GOOD


def test_weeks_in_turns_follow_the_count_of_odoo():
    first, second = OFFICE.hours, ((),) * 7
    turns = Person("UTC", WorkWeek(first + second))
    assert [turns.works_on(MONDAY + timedelta(weeks=n)) for n in range(4)] in (
        [True, False, True, False],
        [False, True, False, True],
    )


@pytest.mark.parametrize(
    ("leaves", "chosen", "fit"),
    [
        ((), "2027-01-05", "wanted"),
        (("2027-01-05",), "2027-01-06", "near"),
        ((("2027-01-05", "2027-01-08"),), "2027-01-04", "near"),
        ((("2027-01-04", "2027-01-08"),), "2027-01-01", "far"),
        ((("2026-12-28", "2027-01-08"),), "2027-01-11", "far"),
        ((("2026-01-01", "2028-12-31"),), "2027-01-05", "none"),
    ],
)
def test_a_day_off_moves_the_meeting_no_further_than_needed(leaves, chosen, fit):
    person = off(*leaves)
    choice = choose_day(
        day("2027-01-05"), lambda on: level_of_day([person], on, 1), 3, day("2026-12-01"), day("2027-12-31")
    )
    assert (str(choice.day), choice.fit) == (chosen, fit)


def test_leave_that_ends_a_second_before_midnight_is_a_whole_day():
    assert off("2027-01-05").free_hours(day("2027-01-06")) == list(OFFICE.on(day("2027-01-06")))
    assert not off("2027-01-05").free_hours(day("2027-01-05"))
    assert leave("2027-01-05", "2027-01-05")[1].second == 59
