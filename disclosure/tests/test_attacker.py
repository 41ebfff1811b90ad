"""A manager looks every day of a year, knows who has answered when, and solves for what they have said."""

from datetime import timedelta

import engine_runs  # noqa: F401
import pytest
from attacker import Attacker
from histories import START, live_through, live_through_several, make_year

from disclosure import Answer, decide, decide_across
from disclosure.cell import OPEN_BY

YEARS = [
    # mentors, mentees, the smallest group, how people feel
    (12, 14, 5, (1, 2, 3, 4, 5)),
    (6, 6, 5, (3, 4, 5)),
    (8, 20, 5, (4, 5, 5, 5)),
    (4, 9, 3, (1, 2, 4, 5)),
    (30, 45, 5, (3, 4, 4, 5)),
    (10, 10, 8, (1, 1, 5)),
    (7, 7, 5, (5,)),
]


def of_each_kind(seen):
    """Return an answer of each kind: people who have said as often in the same release are alike to the attacker."""
    kinds = {}
    for number, (_figures, answers) in enumerate(seen):
        often = {}
        for answer in answers:
            often.setdefault(answer.person, []).append(answer.key)
        for keys in often.values():
            kinds.setdefault((number, len(keys)), []).append(keys[0])
    # Two of a kind: one of them may be the attacker's own
    return [key for keys in kinds.values() for key in keys[:2]]


@pytest.mark.parametrize("year", range(len(YEARS)))
def test_whoever_looks_every_day_knows_no_answer_better_than_by_a_star(year):
    mentors, mentees, least, moods = YEARS[year]
    seen = [
        (release.figures, answers)
        for _day, release, answers in live_through(make_year(year, mentors, mentees, least, moods))
    ]
    assert seen, "something is shown"
    attacker = Attacker()
    for figures, answers in seen:
        attacker.see_release(figures, answers)
    for key, (low, high) in attacker.find(of_each_kind(seen)).items():
        assert high - low >= OPEN_BY, (key, low, high)


@pytest.mark.parametrize("year", range(len(YEARS)))
def test_whoever_runs_a_program_and_takes_part_knows_no_more(year):
    mentors, mentees, least, moods = YEARS[year]
    me = "mentor0"
    by_day = make_year(year, mentors, mentees, least, moods)
    own = {answer.key: answer.value for answers in by_day.values() for answer in answers if answer.person == me}
    assert own
    seen = [(release.figures, answers) for _day, release, answers in live_through(by_day, readers={me})]
    attacker = Attacker(known=own)
    for figures, answers in seen:
        attacker.see_release(figures, answers)
    for key, (low, high) in attacker.find(of_each_kind(seen)).items():
        assert high - low >= OPEN_BY, (key, low, high)


COMPANIES = [
    # mentors and mentees of each program, the smallest group, how people feel
    (((3, 4), (2, 5), (4, 3), (3, 3)), 5, (1, 2, 3, 4, 5)),
    (((2, 3), (4, 12), (3, 4), (2, 4), (4, 4)), 5, (3, 4, 5)),
    (((2, 2), (2, 2), (1, 2)), 3, (1, 5)),
    (((6, 9), (4, 6), (6, 6), (5, 8), (4, 4)), 5, (4, 5, 5, 5)),
]


def live_through_company(number, readers=frozenset()):
    """Return what is told of several small programs that end one after the other, and across them.

    Some people take part in two of them, and some in all.
    """
    programs, least, moods = COMPANIES[number]
    by_day_of = []
    for index, (mentors, mentees) in enumerate(programs):
        by_day = make_year(100 * number + index, mentors, mentees, least, moods)
        by_day_of.append(
            {
                day: [
                    answer._replace(
                        key=(index, answer.key), person=answer.person if index < 2 else (index, answer.person)
                    )
                    for answer in answers
                ]
                for day, answers in by_day.items()
            }
        )
    ends = [120 + 60 * index for index in range(len(programs))]
    return list(live_through_several(by_day_of, ends, readers))


@pytest.mark.parametrize("number", range(len(COMPANIES)))
def test_whoever_reads_all_programs_and_what_is_told_across_them_knows_no_answer_better_than_by_a_star(number):
    seen = live_through_company(number)
    across = [release for _day, release, answers in seen if len({answer.key[0] for answer in answers}) > 1]
    assert across, "something is told across programs"
    attacker = Attacker()
    for _day, release, answers in seen:
        attacker.see_release(release.figures, answers)
    shown = [(release.figures, answers) for _day, release, answers in seen]
    for key, (low, high) in attacker.find(of_each_kind(shown)).items():
        assert high - low >= OPEN_BY, (key, low, high)
    keys = [key for _day, release, _answers in seen for key in release.keys]
    assert len(keys) == len(set(keys)), "no two releases overlap"
    for _day, release, answers in seen:
        assert len({answer.person for answer in answers}) >= max(answer.least for answer in answers), release


@pytest.mark.parametrize("number", range(len(COMPANIES)))
def test_whoever_reads_across_programs_and_has_taken_part_knows_no_more(number):
    me = "mentor0"
    seen = live_through_company(number, readers={me})
    own = {answer.key: answer.value for _day, _release, answers in seen for answer in answers if answer.person == me}
    attacker = Attacker(known=own)
    for _day, release, answers in seen:
        attacker.see_release(release.figures, answers)
    for key, (low, high) in attacker.find(of_each_kind([(each.figures, them) for _day, each, them in seen])).items():
        assert high - low >= OPEN_BY, (key, low, high)


def test_a_department_is_told_across_programs_where_it_and_the_others_are_large():
    """Of three programs with four people each nobody is told by department, and of all of them both are."""
    programs = [
        [
            Answer(
                (program, number),
                (program, number),
                2 + number % 4,
                START,
                3,
                "mentee",
                "sales" if number % 2 else "it",
            )
            for number in range(4)
        ]
        for program in range(4)
    ]
    today = START + timedelta(days=60)
    assert not any(release.group for answers in programs for release in decide(answers[:2], today, is_over=True))
    found = decide_across([answer for answers in programs for answer in answers], today)
    assert [(release.group, release.people_count) for release in found] == [("it", 8), ("sales", 8)]


def test_the_attacker_bites_without_the_coarse_figures():
    """Means and shares as they are, of the same releases, would tell answers."""
    seen = [answers for _day, _release, answers in live_through(make_year(6, 7, 7, 5, (5,)))]
    attacker = Attacker()
    for answers in seen:
        attacker.see_sum(sum(answer.value for answer in answers), [answer.key for answer in answers])
    found = attacker.find(of_each_kind([(None, answers) for answers in seen]))
    assert any(high - low < OPEN_BY for low, high in found.values())


def test_the_attacker_finds_answers_in_a_live_view():
    """Sums of a month, as they stand on each day, say what has come since yesterday."""
    by_day = make_year(0, 12, 14, days=60)
    attacker = Attacker()
    so_far = {}
    for number in range(90):
        for answer in by_day.get(START + timedelta(days=number), ()):
            so_far.setdefault((answer.role, answer.day.month), []).append(answer)
        for answers in so_far.values():
            if len({answer.person for answer in answers}) >= 5:
                attacker.see_sum(sum(answer.value for answer in answers), [answer.key for answer in answers])
    answers = [answer for answers in so_far.values() for answer in answers]
    found = attacker.find([answer.key for answer in answers])
    told = [answer for answer in answers if answer.key in found and found[answer.key] == (answer.value, answer.value)]
    assert len(told) >= 10, "whole answers, and many of them"
