"""Whom the lot decides on: counted among all optimal matchings there are."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from cases import all_scores, small_problems, table
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Problem, flow, lots, match
from matching.worth import SUMS


def all_optima(problem, objective):
    """The mentees matched in each optimal matching, as tuples of rows."""
    scores = all_scores(problem)
    scores[:, problem.seats == 0] = -1
    best, optima = None, []
    for mentor_of in product(*([-1, *np.flatnonzero(row >= 0).tolist()] for row in scores)):
        if any(mentor_of.count(mentor) > seats for mentor, seats in enumerate(problem.seats.tolist())):
            continue
        matched = tuple(mentee for mentee, mentor in enumerate(mentor_of) if mentor >= 0)
        total = sum(scores[mentee, mentor_of[mentee]] for mentee in matched)
        key = (len(matched), total) if objective == "people" else (total, len(matched))
        if best is None or key > best:
            best, optima = key, []
        if key == best:
            optima.append(matched)
    return optima


@settings(max_examples=100)
@given(small_problems(), st.sampled_from(SUMS), st.booleans())
def test_only_those_take_turns_who_are_in_some_of_the_best_matchings_and_out_of_others(problem, objective, has_library):
    is_available = flow.is_available
    flow.is_available = lambda: has_library and is_available()
    try:
        share = lots(problem, match(problem, objective), draws=12)
    finally:
        flow.is_available = is_available
    optima = all_optima(problem, objective)
    often = np.bincount([mentee for matched in optima for mentee in matched], minlength=problem.n_mentees)
    takes_turns = (often > 0) & (often < len(optima))
    assert not share[~takes_turns].any()
    assert ((share >= 0) & (share < 1)).all()


@pytest.mark.parametrize("objective", SUMS)
def test_three_equals_for_one_seat_have_a_third_each(objective):
    problem = Problem([1, 2, 3, 4], [8, 9], [1, 1], (table([[0.5, 0]] * 3 + [[0, 0.9]]),), [0, 1, 2, 3], [1, 1, 1, 0])
    share = lots(problem, match(problem, objective), draws=300)
    assert np.abs(share[:3] - 1 / 3).max() < 0.1
    assert share[3] == 0
    assert share.sum() == pytest.approx(1)


def test_the_draws_are_those_of_other_seeds():
    values = np.round(np.random.default_rng(4).random((8, 3)), 1)
    problem = Problem(range(8), range(3), [1, 2, 1], (table(values),))
    share = lots(problem, match(problem), draws=20)
    matched = [match(replace(problem, seed=seed)).mentor_of >= 0 for seed in range(1, 21)]
    expected = np.mean(matched, axis=0)
    expected[expected == 1] = 0
    assert share == pytest.approx(expected)


def test_without_a_tie_and_without_prices_nothing_is_drawn():
    problem = Problem(range(3), [9], [1], (table([[0.3], [0.5], [0.4]]),))
    assert not lots(problem, match(problem)).any()
    alike = Problem(range(3), [9], [1], (table([[0.5], [0.5], [0.5]]),))
    assert lots(alike, match(alike)).any()
    assert not lots(alike, match(alike, "stable")).any()
