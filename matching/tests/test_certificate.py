"""The certificate, checked by somebody who sees only the problem, the pairs and the dual solution."""

import numpy as np
import pytest
from cases import all_scores, small_problems, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import match
from matching.candidates import pairs_of
from matching.worth import SUMS


def check(problem, solution):
    """Weak duality, over every single pair, in exact integers."""
    certificate = solution.certificate
    assert min(certificate.price, default=0) >= 0 and min(certificate.surplus, default=0) >= 0
    scores = all_scores(problem)
    rows, columns = np.nonzero((scores >= 0) & (problem.seats > 0))
    worths = certificate.worth.of(pairs_of(problem, certificate.worth, rows, columns, scores[rows, columns]).rank)
    worth = dict(zip(zip(rows.tolist(), columns.tolist()), worths))
    assert all(certificate.surplus[i] + certificate.price[j] >= w for (i, j), w in worth.items())
    value = sum(worth[pair] for pair in enumerate(solution.mentor_of.tolist()) if pair[1] >= 0)
    bound = sum(certificate.surplus) + sum(s * p for s, p in zip(problem.seats.tolist(), certificate.price))
    assert (value, bound) == (certificate.value, certificate.bound)
    assert solution.is_proven == (value == bound)


@settings(max_examples=200)
@given(small_problems(), st.sampled_from(SUMS), st.integers(1, 3))
def test_small_certificates_hold_for_every_pair(problem, objective, candidates):
    check(problem, match(problem, objective, candidates))


@settings(max_examples=100)
@given(small_problems(), st.sampled_from(SUMS))
def test_a_proof_given_up_is_still_a_bound(problem, objective):
    check(problem, match(problem, objective, candidates=1, max_rounds=1))


@settings(max_examples=100)
@given(small_problems(), st.sampled_from(SUMS))
def test_a_proof_out_of_time_is_still_a_bound(problem, objective):
    check(problem, match(problem, objective, candidates=1, time_limit=0))


@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("n_seats", [63, 90, 105])
def test_a_town_is_certified_over_all_its_pairs(objective, n_seats):
    problem = town(90, 30, n_seats, n_stars=3, seed=7)
    solution = match(problem, objective, candidates=5)
    check(problem, solution)
    assert solution.is_proven
