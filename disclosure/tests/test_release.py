"""What becomes a release, and when."""

from datetime import date, timedelta

import engine_runs  # noqa: F401
from histories import live_through, make_year
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import FLOOR, Answer, decide, first_open_day

DAY = date(2027, 1, 20)
CLOSED = date(2027, 2, 8)


def answers(number, day=DAY, role="mentee", least=5, start=0, **values):
    return [Answer((role, index), f"{role}{index}", 3 + index % 3, day, least, role, **values)
            for index in range(start, start + number)]  # fmt: skip


def test_a_month_is_released_a_week_after_its_end():
    assert not decide(answers(5), date(2027, 2, 7))
    [release] = decide(answers(5), CLOSED)
    assert (release.date_from, release.date_to) == (date(2027, 1, 1), date(2027, 1, 31))


def test_fewer_people_wait_for_the_quarter():
    few = answers(3) + answers(2, day=date(2027, 3, 3), start=3)
    assert not decide(few, date(2027, 4, 7))
    [release] = decide(few, date(2027, 4, 8))
    assert (release.date_from, release.date_to) == (date(2027, 1, 1), date(2027, 3, 31))


def test_fewer_people_yet_wait_for_the_half_year_and_then_for_the_whole_program():
    few = answers(3) + answers(2, day=date(2027, 5, 3), start=3)
    [release] = decide(few, date(2027, 7, 8))
    assert (release.date_from, release.date_to) == (date(2027, 1, 1), date(2027, 6, 30))
    over_years = answers(3) + answers(2, day=date(2027, 9, 3), start=3)
    assert not decide(over_years, date(2028, 1, 7))
    [release] = decide(over_years, date(2028, 1, 8))
    assert (release.date_from, release.date_to) == (date(2027, 1, 1), date(2027, 9, 30))


def test_a_program_that_is_over_waits_for_no_half_year():
    few = answers(3) + answers(2, day=date(2027, 9, 3), start=3)
    [release] = decide(few, date(2027, 10, 8), is_over=True)
    assert release.date_to == date(2027, 9, 30)


def test_a_program_of_twelve_is_not_without_any_figure():
    small = answers(3, role="mentor") + answers(4, role="mentee")
    [release] = decide(small, date(2027, 7, 8))
    assert (release.role, release.people_count) == ("", 7)


def test_one_person_is_one_value():
    often = [Answer(("again", index), "mentee0", 1, DAY, 5, "mentee") for index in range(20)]
    assert not decide(often, CLOSED)
    rest = [Answer(index, f"other{index}", 5, DAY, 5, "mentee") for index in range(9)]
    [release] = decide(often + rest, CLOSED)
    assert release.people_count == 10
    assert release.figures.mean == 4.6, "nine fives and a one"


def test_who_was_promised_a_larger_group_stays_out_of_a_smaller_one():
    promised = answers(1, least=9, start=20)
    [release] = decide(answers(6) + promised, CLOSED)
    assert release.people_count == 6
    [release] = decide(answers(8) + promised, CLOSED)
    assert release.people_count == 9


def test_whoever_reads_the_figures_does_not_count_towards_the_group():
    assert not decide(answers(5), CLOSED, readers={"mentee0"})
    [release] = decide(answers(6), CLOSED, readers={"mentee0"})
    assert release.people_count == 6


def test_late_answers_wait_for_as_many_others():
    assert not decide(answers(4), date(2027, 2, 20))
    [release] = decide(answers(5), date(2027, 2, 20))
    assert release.date_to == date(2027, 1, 31)


def test_large_groups_are_shown_by_themselves_and_small_ones_with_the_rest():
    def of(sales, research, others):
        sizes = {"sales": sales, "research": research, "others": others}
        start = 0
        for group, size in sizes.items():
            yield from answers(size, group=group, start=start)
            start += size

    def parts(*sizes):
        return {release.group: release.people_count for release in decide(list(of(*sizes)), CLOSED)}

    assert parts(20, 12, 11) == {"sales": 20, "research": 12, "others": 11}
    assert parts(20, 12, 4) == {"sales": 20, None: 16}
    assert parts(20, 6, 5) == {"sales": 20, None: 11}
    assert parts(20, 4, 3) == {None: 27}
    assert parts(7, 0, 0) == {"sales": 7}


@settings(max_examples=25)
@given(st.integers(0, 999), st.integers(2, 25), st.integers(2, 25), st.integers(FLOOR, 7), st.booleans())
def test_releases_of_a_year(seed, mentors, mentees, least, has_reader):
    readers = {"mentee0"} if has_reader else set()
    told = set()
    for day, release, of_it in live_through(make_year(seed, mentors, mentees, least, days=200), readers):
        people = {answer.person for answer in of_it}
        assert len(people - readers) >= least
        assert len(people) == release.people_count
        assert not told & set(release.keys), "no answer is in two releases"
        told |= set(release.keys)
        assert all(release.date_from <= answer.day <= release.date_to for answer in of_it)
        assert release.date_to < first_open_day(day), "it is over"
        assert {answer.role for answer in of_it} == {release.role} or not release.role


@settings(max_examples=25)
@given(st.integers(0, 999), st.permutations(range(1, 6)))
def test_what_is_said_does_not_decide_what_is_released(seed, other_stars):
    def shape(by_day):
        return [(day, release.keys, release.date_to, release.group) for day, release, _of in live_through(by_day)]

    year = make_year(seed, 6, 9, days=120)
    others = {
        day: [answer._replace(value=other_stars[answer.value - 1]) for answer in said] for day, said in year.items()
    }
    assert shape(year) == shape(others)


def test_nothing_is_decided_twice_on_the_same_day():
    year = make_year(1, 20, 20)
    seen = [release.keys for _day, release, _of in live_through(year)]
    assert len(seen) == len(set(seen))
    assert not decide([], DAY + timedelta(days=400))
