"""The plan of a pair: each rhythm by hand, and what holds for all of them by hypothesis."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import MONDAY, OFFICE, day, leave, off, pairs

from scheduling import (
    Clock,
    Existing,
    Person,
    Rhythm,
    RuleError,
    Terms,
    WorkWeek,
    level_of_day,
    move_meeting,
    plan_meetings,
    put_off_meeting,
)
from scheduling.plan import GIVES_WAY_WITHIN
from scheduling.rules import check_rule

BOTH = [off(), off()]


def terms(kind="weekly", start="2027-01-04", end="2027-12-31", **values):
    rhythm = Rhythm(kind, **{name: values.pop(name) for name in ("days", "rule", "weekday") if name in values})
    return Terms(rhythm, day(start), day(end), **values)


def existing(meetings):
    return [Existing(meeting.kind, meeting.occurrence, meeting.day) for meeting in meetings]


def grow(of, people, until, today=None):
    """Plan day by day, as the cron does, every meeting held on its day."""
    known = []
    today = today or of.start
    while today <= until:
        known += existing(plan_meetings(of, people, known, today))
        known = [replace(each, is_planned=each.day > today) for each in known]
        today += timedelta(days=1)
    return known


def regular(meetings):
    return [str(meeting.day) for meeting in meetings if meeting.kind == "regular"]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (terms("weekly"), ["2027-01-11", "2027-01-18"]),
        (terms("biweekly"), ["2027-01-18", "2027-02-15"]),  # 1 February gives way to the follow-up
        (terms("monthly"), ["2027-03-04", "2027-04-05"]),  # so does 4 February; 4 April is a Sunday
        (terms("weekly", weekday=3), ["2027-01-14", "2027-01-21"]),
        (terms("days", days=10), ["2027-01-14", "2027-01-25"]),
        (terms("days", days=10, weekday=0), ["2027-01-11", "2027-01-25"]),
        (terms("custom", rule="FREQ=MONTHLY;BYDAY=1TU"), ["2027-01-05", "2027-03-02"]),
        (
            terms("monthly", start="2028-02-29", end="2029-12-31"),
            ["2028-05-01", "2028-05-29"],
        ),  # 29 April is a Saturday
    ],
)
def test_each_rhythm(of, expected):
    assert regular(plan_meetings(of, BOTH, [], of.start)) == expected


def test_monthly_from_the_31st_returns_to_the_end_of_the_month():
    of = terms("monthly", start="2027-03-31")
    assert [each[-5:] for each in regular(grow(of, BOTH, day("2027-12-31")))] == [
        *("05-31", "06-30", "08-02", "08-31", "09-30", "11-01", "11-30"),
    ]


def test_a_year_after_29_february_is_28_february():
    assert Rhythm("monthly").dates(day("2028-02-29"), day("2029-03-31"))[11:] == (day("2029-02-28"), day("2029-03-29"))


def test_daily_meetings_leave_the_weekend_out_instead_of_piling_up_on_monday():
    of = terms("days", days=1, end="2027-01-20", ahead=12)
    assert regular(plan_meetings(of, BOTH, [], of.start)) == [
        f"2027-01-{number:02}" for number in (5, 6, 7, 8, 11, 12, 13, 14, 15)
    ]  # 18 and 19 are close to the closing review


def test_a_week_of_leave_brings_the_weekly_meeting_to_the_nearest_day_that_does():
    of = terms("weekly", weekday=1, ahead=3)
    people = [off(("2027-01-18", "2027-01-22")), off()]
    meetings = [m for m in plan_meetings(of, people, [], of.start) if m.kind == "regular"]
    assert [(str(m.day), m.fit) for m in meetings] == [
        *(("2027-01-12", "wanted"), ("2027-01-15", "far"), ("2027-01-26", "wanted")),
    ]


def test_three_weeks_of_leave_are_not_made_up_for_all_at_once():
    of = terms("weekly", weekday=1, ahead=3)
    people = [off(("2027-03-15", "2027-04-02")), off()]
    assert regular(plan_meetings(of, people, [], day("2027-03-08"))) == ["2027-03-09", "2027-03-12", "2027-04-06"]


def test_fixed_time_is_kept_through_the_change_to_summer_time():
    of = terms("weekly", start="2027-03-15", weekday=1, ahead=4, clock=Clock(10, "Europe/Berlin"))
    people = [Person("Europe/Berlin", OFFICE), Person("America/New_York", OFFICE)]
    starts = [m.starts_at.hour for m in plan_meetings(of, people, [], of.start) if m.kind == "regular"]
    assert starts == [9, 8, 8, 8]


def test_people_without_a_common_hour_keep_the_day_and_are_told():
    of = terms("weekly", weekday=1, clock=Clock(10, "Europe/Berlin"))
    people = [Person("Europe/Berlin", OFFICE), Person("Pacific/Auckland", OFFICE)]
    meetings = plan_meetings(of, people, [], of.start)
    assert regular(meetings) == ["2027-01-12", "2027-01-19"]
    assert not any(meeting.is_in_hours for meeting in meetings)


def test_after_new_terms_the_rhythm_counts_from_the_anchor():
    of = terms("biweekly", anchor=day("2027-03-02"), base=7)
    held = [Existing("regular", 7, day("2027-03-02"), is_planned=False)]
    meetings = [m for m in plan_meetings(of, BOTH, held, day("2027-03-03")) if m.kind == "regular"]
    assert [(m.occurrence, str(m.day)) for m in meetings] == [(8, "2027-03-16"), (9, "2027-03-30")]


def test_new_terms_fill_the_gaps_between_days_that_people_have_chosen():
    """Every week from now on, where two days of every two weeks were chosen and stay."""
    chosen = [Existing("regular", number, day(on)) for number, on in ((1, "2027-02-15"), (2, "2027-03-01"))]
    of = terms("weekly", anchor=day("2027-02-08"), base=2)
    found = plan_meetings(of, BOTH, chosen, day("2027-02-09"))
    assert regular(found) == ["2027-02-22"]
    assert plan_meetings(of, BOTH, chosen + existing(found), day("2027-02-09")) == []


def test_nothing_is_planned_for_a_time_in_which_nobody_looked():
    of = terms("weekly")
    assert regular(plan_meetings(of, BOTH, [], day("2027-03-01"))) == ["2027-03-01", "2027-03-08"]
    since = plan_meetings(of, BOTH, [], day("2027-01-20"), since=of.start)
    assert regular(since) == ["2027-01-11", "2027-01-18", "2027-01-25", "2027-02-08"]


def test_leave_that_comes_later_moves_a_meeting_and_nothing_else_does():
    of, meeting = terms("weekly"), Existing("regular", 2, day("2027-01-19"))
    assert move_meeting(of, BOTH, meeting, [], MONDAY) is None
    moved = move_meeting(of, [off("2027-01-19"), off()], meeting, [Existing("regular", 3, day("2027-01-20"))], MONDAY)
    assert str(moved.day) == "2027-01-21"
    assert move_meeting(of, [off(("2026-01-01", "2028-01-01")), off()], meeting, [], MONDAY) is None


def test_closing_review_moves_to_an_earlier_day_only():
    of = terms(end="2027-06-30")
    closing = Existing("closing", 0, day("2027-06-30"))
    moved = move_meeting(of, [off("2027-06-30"), off()], closing, [], MONDAY)
    assert (str(moved.day), moved.kind) == ("2027-06-29", "closing")


def test_a_meeting_that_a_pause_puts_off_falls_on_the_first_day_that_does():
    of, people = terms(end="2027-06-30"), [off("2027-04-05"), off("2027-04-06")]
    review = Existing("follow_up", 0, day("2027-02-03"))
    put_off = put_off_meeting(of, people, review, {day("2027-04-07")}, day("2027-04-03"))
    assert (str(put_off.day), put_off.fit) == ("2027-04-08", "near")
    assert str(put_off_meeting(of, BOTH, review, set(), day("2027-04-03")).day) == "2027-04-05", "no Saturday"
    closing = put_off_meeting(of, BOTH, Existing("closing", 0, day("2027-06-30")), set(), day("2027-06-30"))
    assert str(closing.day) == "2027-06-30"


# -- what holds for everybody


@settings(max_examples=200)
@given(pairs())
def test_planned_days_suit_both_unless_there_is_none(pair):
    of, people = pair
    for meeting in plan_meetings(of, people, [], of.start):
        level = level_of_day(people, meeting.day, of.hours, of.clock)
        assert of.start <= meeting.day <= of.end
        assert (meeting.fit == "none") == (level == 0)
        assert meeting.is_in_hours == (of.clock is None or level == 2)
        if meeting.kind != "closing":
            assert meeting.day < of.end
        if level == 0:
            window = [meeting.wanted + timedelta(days=n) for n in range(-60, 61)]
            allowed = [on for on in window if of.start <= on < of.end]
            if meeting.kind == "regular":
                allowed = [on for on in allowed if on > of.start]
            if meeting.kind == "closing":
                allowed = [on for on in allowed if on <= meeting.wanted]
            assert not any(level_of_day(people, on, of.hours, of.clock) for on in allowed)


@settings(max_examples=200)
@given(pairs())
def test_no_two_meetings_fall_on_one_day_and_regular_ones_give_way(pair):
    of, people = pair
    meetings = plan_meetings(of, people, [], of.start)
    mine = [m.day for m in meetings if m.kind == "regular"]
    special = [m.day for m in meetings if m.kind != "regular"]
    assert len(set(mine)) == len(mine)
    assert mine == sorted(mine)
    assert all(abs((a - b).days) > GIVES_WAY_WITHIN for a in mine for b in special)
    assert len(mine) <= of.ahead


@settings(max_examples=150)
@given(pairs(), st.integers(0, 300))
def test_planning_again_adds_nothing(pair, later):
    of, people = pair
    today = of.start + timedelta(days=later)
    meetings = plan_meetings(of, people, [], today)
    known = existing(meetings)
    assert plan_meetings(of, people, known, today) == []


@settings(max_examples=60)
@given(pairs(), st.integers(1, 40), st.integers(1, 40))
def test_it_does_not_matter_on_which_days_somebody_looked(pair, one, other):
    """As long as they looked often enough: the plan of someone planned daily is that of someone planned weekly."""
    of, people = pair
    of = replace(of, ahead=3)
    until = min(of.end, of.start + timedelta(days=60))
    daily = grow(of, people, until)
    few = []
    for today in sorted({of.start, of.start + timedelta(days=one), of.start + timedelta(days=other), until}):
        few += existing(plan_meetings(of, people, few, today, since=of.start))
    common = {(each.kind, each.occurrence): each.day for each in few}
    for each in daily:
        key = (each.kind, each.occurrence)
        # Later ones may know of a follow-up only; what both have planned is on the same day
        if key in common:
            assert common[key] == each.day


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;INTERVAL=400", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=9MO,"]
)
def test_a_rule_nobody_can_meet_by_is_refused_at_once(rule):
    with pytest.raises(RuleError):
        check_rule(rule, MONDAY)


@given(st.text(alphabet="FREQ=DAILYWKMONTH;BY,0123456789-+:TU", max_size=40))
def test_nonsense_is_refused_and_never_breaks(text):
    try:
        check_rule("FREQ=" + text, MONDAY)
    except RuleError as error:
        assert error.problem in {"empty", "syntax", "part", "sub_daily", "bound", "rare"}


def test_leave_of_a_whole_year_keeps_the_day_and_says_so():
    of = terms("weekly")
    person = Person("UTC", OFFICE, (leave("2026-01-01", "2029-01-01"),))
    assert {m.fit for m in plan_meetings(of, [person, off()], [], of.start)} == {"none"}


def test_time_that_is_taken_moves_on_the_same_day_and_is_taken_from_then_on():
    terms = Terms(
        Rhythm("weekly", weekday=1), date(2027, 1, 4), date(2027, 3, 1), ahead=3, hours=1.0, clock=Clock(10, "UTC")
    )
    office = Person("UTC", WorkWeek.of_days(range(5), [(9.0, 12.0)]))
    mentor, tuesday = [], datetime.combine(date(2027, 1, 12), time(10))
    plans = [plan_meetings(terms, [office, office], [], date(2027, 1, 4), taken=[mentor, []]) for _mentee in range(4)]
    starts = [meeting.starts_at for plan in plans for meeting in plan if meeting.starts_at]
    assert len(set(starts)) == len(starts)
    first = [next(meeting for meeting in plan if meeting.occurrence == 1) for plan in plans]
    hour = timedelta(hours=1)
    assert [meeting.starts_at for meeting in first[:3]] == [tuesday, tuesday + hour, tuesday - hour]
    assert [meeting.time_fit for meeting in first[:3]] == ["agreed", "other", "other"]
    # A morning holds three of them: the fourth is on another day close by
    assert first[3].day != date(2027, 1, 12) and first[3].fit == "near"


def test_day_has_no_time_where_none_is_free_all_week():
    terms = Terms(
        Rhythm("weekly", weekday=1), date(2027, 1, 4), date(2027, 3, 1), ahead=1, hours=1.0, clock=Clock(10, "UTC")
    )
    office = Person("UTC", WorkWeek.of_days(range(5), [(9.0, 17.0)]))
    full = [tuple(datetime.combine(date(2027, 1, on), time()) for on in (4, 20))]
    meeting = next(m for m in plan_meetings(terms, [office], [], date(2027, 1, 4), taken=[full]) if m.occurrence == 1)
    assert (meeting.day, meeting.starts_at, meeting.time_fit) == (date(2027, 1, 12), None, "none")
    assert meeting.is_in_hours
