"""A manager looks every day of a year, knows who has answered when, and solves for what they have said."""

from datetime import timedelta

import engine_runs  # noqa: F401
import pytest
from attacker import Attacker
from histories import START, live_through, make_year

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
