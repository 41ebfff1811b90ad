"""Near-equals draw lots, of which each has the chance that it should, and the total loses less than a band a pair."""

from dataclasses import fields, replace
from itertools import product

import numpy as np
import pytest
from cases import all_scores, small_problems, table
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import MatchingError, Problem, draw, figures, match
from matching.lottery import Stepped
from matching.worth import SUMS

BAND = 30_000


def stepped(problem, band=BAND):
    return Stepped(**{each.name: getattr(problem, each.name) for each in fields(problem)}, band=band)


def matchings(problem, scores):
    """Each matching there is, as rows of mentors."""
    for mentor_of in product(*([-1, *np.flatnonzero(row >= 0).tolist()] for row in scores)):
        if all(mentor_of.count(mentor) <= seats for mentor, seats in enumerate(problem.seats.tolist())):
            yield mentor_of


@settings(max_examples=150)
@given(small_problems(), st.sampled_from(SUMS), st.sampled_from([1, BAND, 100_000]))
def test_the_drawn_are_one_of_the_best_in_steps_and_go_to_the_mentors_that_fit_them_best(problem, objective, band):
    drawn = draw(problem, objective, band)
    scores = all_scores(problem)
    scores[:, problem.seats == 0] = -1
    in_steps = np.where(scores >= 0, scores - scores % band, -1)

    def key(mentor_of, scores=in_steps):
        total = sum(int(scores[row, mentor]) for row, mentor in enumerate(mentor_of) if mentor >= 0)
        people = sum(mentor >= 0 for mentor in mentor_of)
        return (people, total) if objective == "people" else (total, people)

    everything = list(matchings(problem, scores))
    best = max(map(key, everything))
    matched = frozenset(np.flatnonzero(drawn.solution.mentor_of >= 0).tolist())
    optima = {}
    for mentor_of in everything:
        who = frozenset(row for row, mentor in enumerate(mentor_of) if mentor >= 0)
        optima.setdefault(who, []).append(mentor_of)
    assert max(map(key, optima[matched])) == best
    totals = [key(mentor_of, scores)[objective == "people"] for mentor_of in optima[matched]]
    assert drawn.solution.total == max(totals)
    assert drawn.solution.is_proven
    highest = max(key(mentor_of, scores) for mentor_of in everything)
    if objective == "people":
        assert drawn.solution.matched == highest[0]
        assert highest[1] - drawn.solution.total < band * max(1, drawn.solution.matched)
    else:
        assert highest[0] - drawn.solution.total < band * max(1, problem.n_mentees)
    often_in = [who for who, ways in optima.items() if max(map(key, ways)) == best]
    takes_turns = [0 < sum(row in who for who in often_in) < len(often_in) for row in range(problem.n_mentees)]
    assert not drawn.share[~np.array(takes_turns)].any()


def test_all_pairs_are_rated_in_steps_by_whatever_rates_them():
    rng = np.random.default_rng(3)
    problem = stepped(
        Problem(
            range(40),
            range(100, 130),
            [1] * 30,
            (table(rng.random((40, 30)), 3, 0.1),),
            [0],
            [1],
            minimum_score=333_333,
        )
    )
    exact = all_scores(Problem(**{each.name: getattr(problem, each.name) for each in fields(Problem)}))
    expected = np.where(exact >= 0, exact - exact % BAND, -1)
    rows = np.arange(40)
    assert np.array_equal(problem.scorer.block(rows), expected)
    assert np.array_equal(problem.scorer.block_with_reasons(rows)[0], expected)
    mentees, mentors = np.divmod(np.arange(40 * 30), 30)
    assert np.array_equal(problem.scorer.ruled_scores(mentees, mentors), expected.ravel())
    for columns in (np.arange(30), np.arange(5, 30, 3)):
        rough = problem.rough.only(columns)
        here = expected[:, columns]
        assert np.abs(rough.block(rows) - here)[here >= 0].max() <= rough.error


def test_near_equals_share_a_seat_as_equals_do_and_those_a_step_away_do_not():
    problem = Problem(range(4), [9, 10], [1, 1], (table([[0.512], [0.521], [0.537], [0.55]] * np.ones((1, 2))),))
    share = draw(problem, "people", BAND).share
    assert share[:3] == pytest.approx(1 / 3, abs=0.2)
    assert share[3] == 0
    winners = [tuple(draw(replace(problem, seed=seed), "people", BAND).solution.mentor_of >= 0) for seed in range(90)]
    often = np.mean(winners, axis=0)
    assert often[:3] == pytest.approx(1 / 3, abs=0.15)
    assert often[3] == 1
    assert not (match(problem).mentor_of >= 0)[0], "without a lottery the lowest score stays out"


def test_same_seed_draws_the_same_people_in_whatever_order_they_come():
    rng = np.random.default_rng(5)
    scores = 0.5 + rng.random((12, 4)) / 30
    order = rng.permutation(12)
    first = draw(Problem(range(12), range(20, 24), [1] * 4, (table(scores),), seed=77), "people", BAND)
    again = draw(Problem(order, range(20, 24), [1] * 4, (table(scores[order]),), seed=77), "people", BAND)
    assert np.array_equal(first.solution.mentor_of[order], again.solution.mentor_of)
    assert np.array_equal(first.share[order], again.share)


def test_solution_can_be_described_as_any_other():
    rng = np.random.default_rng(6)
    problem = Problem(range(30), range(50, 60), [1] * 10, (table(rng.random((30, 10)) / 9 + 0.4),))
    drawn = draw(problem, "people", BAND)
    solution = drawn.solution
    assert figures(problem, solution).matched == 10
    assert solution.values.shape == solution.contributions.shape == (30, 1)
    assert {entry.mentee for entry in solution.unmatched} == set(np.flatnonzero(solution.mentor_of < 0).tolist())
    assert all(entry.eligible == 10 and not entry.ruled_out and entry.holders for entry in solution.unmatched)
    assert solution.total == solution.score.sum()


def test_objectives_without_sums_and_bands_that_are_none_are_refused():
    problem = Problem([1], [2], [1], (table([[0.5]]),))
    for objective, band in (("fairest", BAND), ("stable", BAND), ("people", 0), ("total", 100_001)):
        with pytest.raises(MatchingError):
            draw(problem, objective, band)
