"""What a choice costs: against all matchings, and against solving again without the pair."""

from dataclasses import replace

import numpy as np
import pytest
from cases import all_scores, small_problems, table, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import MatchingError, Problem, choice, cost_of_choice, match
from matching.worth import SUMS


def without(problem, mentee, mentor):
    """The problem of the others once this pair is set: nobody may meet the mentee, one seat is gone."""
    everybody = np.arange(problem.n_mentors)
    return replace(
        problem,
        seats=problem.seats - (everybody == mentor),
        excluded_mentees=np.append(problem.excluded_mentees, np.full(problem.n_mentors, mentee)),
        excluded_mentors=np.append(problem.excluded_mentors, everybody),
    )


def check(problem, objective, mentee, step=1):
    """Compares every `step`-th choice with the matching of the others."""
    scores = all_scores(problem)
    solution = match(problem, objective)
    choices = cost_of_choice(problem, solution, mentee)
    assert [each.mentor for each in choices] == np.flatnonzero((scores[mentee] >= 0) & (problem.seats > 0)).tolist()
    for each in choices[::step]:
        others = match(without(problem, mentee, each.mentor), objective)
        assert each.score == scores[mentee, each.mentor]
        assert solution.total - each.points == others.total + each.score
        if objective == "people":
            assert solution.matched - each.people == others.matched + 1
        if each.mentor == solution.mentor_of[mentee]:
            assert (each.people, each.points) == (0, 0)


@settings(max_examples=150)
@given(small_problems(), st.sampled_from(SUMS), st.sampled_from([1, 50]), st.integers(0, 4))
def test_a_choice_costs_what_solving_without_it_loses(problem, objective, candidates, mentee):
    before, choice.CANDIDATES = choice.CANDIDATES, candidates
    try:
        check(problem, objective, mentee % problem.n_mentees)
    finally:
        choice.CANDIDATES = before


@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("n_seats", [18, 24, 32])
@pytest.mark.parametrize("step", [1, 50_000], ids=["no ties", "ties"])
def test_a_choice_in_a_town_costs_what_solving_again_loses(objective, n_seats, step, monkeypatch):
    monkeypatch.setattr(choice, "CANDIDATES", 2)
    of_town = town(24, 8, n_seats, n_stars=2)
    scores = np.clip(all_scores(of_town), 0, None) // step * step
    problem = Problem(range(24), range(8), of_town.seats, [table(scores / 1e6)], range(0, 24, 3), range(8))
    solution = match(problem, objective)
    unmatched = np.flatnonzero(solution.mentor_of < 0)[:1].tolist()
    for mentee in [7, *unmatched]:
        check(problem, objective, mentee, 3)


def test_only_the_mentors_asked_for_are_answered_in_their_order():
    problem = Problem([1, 2], [3, 4, 5], [1, 1, 0], (table([[0.9, 0.5, 0.7], [0.4, 0.1, 0.2]]),), [0], [1])
    choices = cost_of_choice(problem, match(problem, "total"), 1, [2, 1, 0])
    assert [(each.mentor, each.points) for each in choices] == [(1, 0), (0, 600_000)]


@pytest.mark.parametrize("objective, rounds", [("stable", None), ("fairest", None), ("people", 1)])
def test_no_cost_without_the_proof_it_stands_on(objective, rounds):
    problem = town(60, 20, 60, n_stars=2)
    with pytest.raises(MatchingError, match="proven"):
        cost_of_choice(problem, match(problem, objective, 1, max_rounds=rounds), 0)


def test_nobody_has_no_choice():
    problem = town(6, 2, 6)
    with pytest.raises(MatchingError, match="row 6"):
        cost_of_choice(problem, match(problem), 6)
