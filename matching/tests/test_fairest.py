"""The fairest matching: against all matchings where they can be counted, else against every swap there is."""

from itertools import product
from math import inf

import numpy as np
import pytest
from cases import all_scores, small_problems, table, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Problem, fairest, flow, match
from matching.worth import Worth


def fairest_of_all(problem, scores):
    """(most people, their scores from the lowest up) of every matching, the largest of these."""
    seats = problem.seats.tolist()
    choices = [[-1, *(j for j, score in enumerate(row) if score >= 0)] for row in scores.tolist()]
    return max(
        (len(matched), sorted(matched))
        for mentor_of in product(*choices)
        if all(mentor_of.count(mentor) <= free for mentor, free in enumerate(seats))
        for matched in [[scores[i, j] for i, j in enumerate(mentor_of) if j >= 0]]
    )


@pytest.fixture(params=[True, False], ids=["with the library", "without"])
def library(request, monkeypatch):
    if not request.param:
        monkeypatch.setattr(flow, "is_available", lambda: False)
    elif not flow.is_available():
        pytest.skip("pylmcf is not installed")


def check_small(problem, candidates):
    solution = match(problem, "fairest", candidates)
    matched = sorted(solution.score[solution.mentor_of >= 0].tolist())
    assert (len(matched), matched) == fairest_of_all(problem, all_scores(problem))
    assert solution.is_proven


@pytest.mark.usefixtures("library")
@settings(max_examples=200)
@given(problem=small_problems(), candidates=st.sampled_from([1, 2, 50]))
def test_no_matching_at_all_is_fairer(problem, candidates):
    check_small(problem, candidates)


def improving_cycle(problem, scores, mentor_of):
    """Whether some round of swaps, over any pairs, makes the matching better; ties by hash count too.

    One integer a pair weighs every level of score more than all pairs at higher ones together. A matching is best if
    no cycle of moves between mentors (and out of the matching, or into it) gains: R. Bellman and L. Ford's search.
    """
    n_mentees, n_mentors = scores.shape
    outside = n_mentors
    ranks = Worth.of_objective("total", n_mentees, problem.seed).rank(
        scores, problem.mentee_ids[:, None], problem.mentor_ids
    )
    levels = {score: place for place, score in enumerate(sorted(set(scores[scores >= 0].tolist()), reverse=True))}
    base = n_mentees + 1
    tie = 1 << 64

    def worth(mentee, mentor):
        if mentor == outside:
            return 0
        at_least_one = base ** (len(levels) + 1)
        return (at_least_one - base ** levels[int(scores[mentee, mentor])]) * tie + int(ranks[mentee, mentor]) % 2**32

    gains = {(outside, outside): 0}
    seats_left = problem.seats - np.bincount(mentor_of[mentor_of >= 0], minlength=n_mentors)
    for mentor in np.flatnonzero(seats_left):
        gains[mentor, outside] = 0  # somebody may come and take a free seat
    for mentor in range(n_mentors):
        gains[outside, mentor] = 0  # nobody takes the place of somebody who leaves
    for mentee, mentor in enumerate(mentor_of.tolist()):
        here = mentor if mentor >= 0 else outside
        for there in [*np.flatnonzero((scores[mentee] >= 0) & (problem.seats > 0)).tolist(), outside]:
            if there != here:
                gain = worth(mentee, there) - worth(mentee, here)
                gains[here, there] = max(gain, gains.get((here, there), gain))
    best = [0] * (n_mentors + 1)
    for _round in range(n_mentors + 2):
        changed = False
        for (here, there), gain in gains.items():
            if best[here] + gain > best[there]:
                best[there], changed = best[here] + gain, True
        if not changed:
            return False
    return True


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("shares", [(inf,), (0.05, 0.3, inf)], ids=["at once", "by and by"])
@pytest.mark.parametrize("step", [1, 20_000, 200_000], ids=["no ties", "few ties", "many ties"])
@pytest.mark.parametrize("n_seats", [45, 60, 80])
def test_no_round_of_swaps_makes_a_town_fairer(shares, step, n_seats, monkeypatch):
    monkeypatch.setattr(fairest, "SHARES", shares)
    town_scores = np.clip(all_scores(town(60, 20, n_seats, n_stars=2)), 0, None) // step * step
    seats = town(60, 20, n_seats).seats
    problem = Problem(range(60), range(20), seats, [table(town_scores / 1e6)], range(0, 60, 3), range(20))
    scores = all_scores(problem)
    solution = match(problem, "fairest", candidates=3)
    assert solution.is_proven
    assert not improving_cycle(problem, scores, solution.mentor_of)
    assert (solution.mentor_of == match(problem, "fairest", candidates=20).mentor_of).all()
    if step == 1:
        assert improving_cycle(problem, scores, match(problem, "people").mentor_of)


def test_fairest_raises_the_weakest_pair_at_the_cost_of_the_total():
    problem = Problem([1, 2], [3, 4], [1, 1], (table([[0.9, 0.5], [0.4, 0.1]]),))
    assert match(problem, "people").mentor_of.tolist() == [0, 1]
    assert match(problem, "fairest").mentor_of.tolist() == [1, 0]


def test_fairest_has_fewer_weak_pairs_rather_than_a_higher_second():
    """Two matchings share the lowest score: one has it once, and then lower scores than the other, who has it twice."""
    scores = [[0.1, 0.2, 0.0], [0.0, 0.1, 0.9], [0.2, 0.9, 0.1]]
    problem = Problem([1, 2, 3], [4, 5, 6], [1, 1, 1], (table(scores),))
    best = match(problem, "fairest")
    assert sorted(best.score.tolist()) == fairest_of_all(problem, all_scores(problem))[1]


def test_a_proof_given_up_says_how_far_it_came():
    problem = town(60, 20, 60, n_stars=2)
    patient = match(problem, "fairest")
    levels = set()
    for rounds in range(1, 12):
        hasty = match(problem, "fairest", candidates=20, max_rounds=rounds)
        level = hasty.certificate.fair_up_to
        levels.add(level)
        at_most = [sorted(s for s in solution.score.tolist() if s <= level) for solution in (hasty, patient)]
        if hasty.certificate.has_most_people:
            assert hasty.matched == patient.matched
            assert at_most[0] == at_most[1]
        if hasty.is_proven:
            assert (hasty.mentor_of == patient.mentor_of).all()
    assert len(levels) > 1
    assert not match(problem, "fairest", candidates=1, time_limit=0).is_proven
