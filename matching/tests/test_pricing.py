"""Pricing: its proof holds over all pairs, and everything about it is what the solver without a library finds."""

import numpy as np
import pytest
from cases import all_scores, small_problems, table, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Problem, flow, lots, match
from matching.pricing import match_by_pricing
from matching.progress import Progress
from matching.scoring import Scorer
from matching.sums import match_by_auction
from matching.worth import SUMS, Worth

pytestmark = pytest.mark.skipif(not flow.is_available(), reason="pylmcf is not installed")
sums, counts = st.sampled_from(SUMS), st.sampled_from([1, 2, 50])


def solve(problem, objective, count, find=match_by_pricing, **options):
    worth = Worth.of_objective(objective, problem.n_mentees, problem.seed)
    return find(Scorer(problem), worth, count, **options)


def check_cover(problem, certificate):
    """Every pair that may be matched is worth no more than surplus and price: looked at one by one."""
    scores = all_scores(problem)
    scores[:, problem.seats == 0] = -1
    mentees, mentors = np.nonzero(scores >= 0)
    worth = certificate.worth
    ranks = worth.rank(scores[mentees, mentors], problem.mentee_ids[mentees], problem.mentor_ids[mentors])
    for mentee, mentor, each in zip(mentees.tolist(), mentors.tolist(), worth.of(ranks)):
        assert each <= certificate.surplus[mentee] + certificate.price[mentor]
    assert min((*certificate.price, *certificate.surplus, 0)) == 0
    assert certificate.bound == sum(map(int.__mul__, problem.seats.tolist(), certificate.price)) + sum(
        certificate.surplus
    )


@settings(max_examples=100)
@given(small_problems(), sums, counts)
def test_pairs_and_proof_are_those_of_the_solver_without_a_library(problem, objective, count):
    mentor_of, certificate, _rounds = solve(problem, objective, count)
    check_cover(problem, certificate)
    assert certificate.is_tight
    other, again, _rounds = solve(problem, objective, count, match_by_auction)
    assert mentor_of.tolist() == other.tolist()
    is_open = problem.seats > 0
    assert np.array(certificate.price)[is_open].tolist() == np.array(again.price)[is_open].tolist()
    assert (certificate.surplus, certificate.value) == (again.surplus, again.value)


@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("town_of", [(150, 50, 100), (150, 50, 200), (60, 20, 60, 2)])
def test_a_town_is_solved_as_without_a_library(objective, town_of):
    problem = town(*town_of)
    mentor_of, certificate, rounds = solve(problem, objective, 4)
    assert rounds > 1
    check_cover(problem, certificate)
    other, again, _rounds = solve(problem, objective, 4, match_by_auction)
    assert mentor_of.tolist() == other.tolist()
    assert (certificate.surplus, certificate.value) == (again.surplus, again.value)


@pytest.mark.parametrize("objective", SUMS)
def test_many_equally_good_mentors_are_told_apart_by_the_hashes(objective):
    random = np.random.default_rng(3)
    values = random.integers(1, 3, (40, 160)) / 2
    problem = Problem(range(40), range(160), random.integers(0, 2, 160), (table(values),))
    mentor_of, certificate, _rounds = solve(problem, objective, 3)
    other, again, _rounds = solve(problem, objective, 3, match_by_auction)
    assert mentor_of.tolist() == other.tolist()
    assert (certificate.surplus, certificate.value) == (again.surplus, again.value)


@settings(max_examples=100)
@given(small_problems(), sums, st.sampled_from([{"max_rounds": 1}, {"progress": Progress(time_limit=0)}]))
def test_a_proof_given_up_still_covers_every_pair(problem, objective, options):
    mentor_of, certificate, rounds = solve(problem, objective, 1, **options)
    assert rounds == 1
    check_cover(problem, certificate)
    assert certificate.value <= solve(problem, objective, 50)[1].value <= certificate.bound
    assert (np.bincount(mentor_of[mentor_of >= 0], minlength=problem.n_mentors) <= problem.seats).all()


def test_without_the_library_the_engine_solves_all_the_same(monkeypatch):
    problem = town(60, 20, 60, n_stars=2)
    right = match(problem)
    monkeypatch.setattr(flow, "is_available", lambda: False)
    alone = match(problem)
    assert (alone.mentor_of.tolist(), alone.certificate.value) == (right.mentor_of.tolist(), right.certificate.value)


def test_a_library_that_fails_is_done_without(monkeypatch, caplog):
    problem = town(60, 20, 60, n_stars=2)
    right = match(problem)
    for wrong in (FailingGraph, LyingGraph):
        monkeypatch.setattr(flow.library(), "Graph", wrong)
        assert match(problem).mentor_of.tolist() == right.mentor_of.tolist()
        assert "no proof" in caplog.text
        monkeypatch.undo()


@pytest.mark.parametrize(
    "find",
    [lambda problem: match(problem, "fairest").mentor_of, lambda problem: lots(problem, match(problem))],
    ids=["fairest", "lots"],
)
def test_what_else_asks_the_library_goes_on_without_it(find, monkeypatch, caplog):
    problem = Problem(range(8), range(3), [1, 2, 1], (table(np.round(np.random.default_rng(4).random((8, 3)), 1)),))
    right = find(problem).tolist()
    monkeypatch.setattr(flow.library(), "Graph", FailingGraph)
    assert find(problem).tolist() == right
    assert "no proof" in caplog.text


class FailingGraph:
    def __init__(self, *_network):
        raise RuntimeError("no memory")


if flow.is_available():

    class LyingGraph(flow.library().Graph):
        """Tells prices that support nothing."""

        def potentials(self):
            return super().potentials() // 2
