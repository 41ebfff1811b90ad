"""A stable matching, and the figures of any: checked against all pairs and all matchings."""

from itertools import product

import numpy as np
import pytest
from cases import all_scores, small_problems, table, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Problem, Unused, figures, match, unused
from matching.scoring import Scorer
from matching.stable import match_stably
from matching.worth import Worth


def blocking_pairs(problem, scores, mentor_of):
    """By the definition, one pair after the other."""
    held = [[scores[i, j] for i, j in enumerate(mentor_of) if j == mentor] for mentor in range(problem.n_mentors)]
    return sum(
        1
        for i, j in product(range(problem.n_mentees), range(problem.n_mentors))
        if scores[i, j] >= 0
        and (mentor_of[i] < 0 or scores[i, j] > scores[i, mentor_of[i]])
        and (len(held[j]) < problem.seats[j] or any(scores[i, j] > score for score in held[j]))
    )


@settings(max_examples=300)
@given(small_problems(), st.sampled_from([1, 2, 50]))
def test_no_pair_at_all_blocks_a_stable_matching(problem, candidates):
    solution = match(problem, "stable", candidates)
    assert blocking_pairs(problem, all_scores(problem), solution.mentor_of) == 0
    assert solution.is_proven
    assert solution.gap == (0, 0)


@settings(max_examples=100)
@given(small_problems(), st.randoms(use_true_random=False))
def test_without_ties_it_is_the_only_stable_matching(problem, random):
    scores = all_scores(problem)
    values = list(range(100_000, 1_000_000, 10_000))
    random.shuffle(values)
    fine = np.array(values[: scores.size]).reshape(scores.shape)
    again = Problem(problem.mentee_ids, problem.mentor_ids, problem.seats, [table(fine / 1e6)])
    choices = product(range(-1, again.n_mentors), repeat=again.n_mentees)
    seats = again.seats.tolist()
    stable = [
        mentor_of
        for mentor_of in choices
        if all(mentor_of.count(mentor) <= free for mentor, free in enumerate(seats))
        and not blocking_pairs(again, all_scores(again), mentor_of)
    ]
    assert stable == [tuple(match(again, "stable").mentor_of.tolist())]


@pytest.mark.parametrize("n_seats", [200, 300, 400])
def test_a_town_where_lists_run_out_is_stable_over_all_its_pairs(n_seats):
    problem = town(300, 100, n_seats, n_stars=10)
    solution = match(problem, "stable", candidates=3)
    assert solution.rounds > 1
    assert solution.is_proven
    assert blocking_pairs(problem, all_scores(problem), solution.mentor_of) == 0
    assert (solution.mentor_of == match(problem, "stable", candidates=100).mentor_of).all()


def test_proposals_cut_short_are_not_called_proven():
    problem = town(300, 100, 300, n_stars=10)
    for hasty in (match(problem, "stable", 3, max_rounds=1), match(problem, "stable", 3, time_limit=0)):
        assert not hasty.is_proven
        assert hasty.certificate.blocking_pairs == blocking_pairs(problem, all_scores(problem), hasty.mentor_of)


def test_pairs_with_equal_hashes_are_told_apart_by_ids():
    """With a hash of no bits everything ties; the outcome must still not depend on the order of rows."""
    problem = Problem([5, 3, 4, 2], [9, 8], [1, 1], [table(np.full((4, 2), 0.5))])
    worth = Worth(0, 0, 10, 20)
    for order in ([0, 1, 2, 3], [3, 2, 1, 0]):
        again = Problem(problem.mentee_ids[order], problem.mentor_ids, problem.seats, [table(np.full((4, 2), 0.5))])
        scorer = Scorer(again)
        from matching.candidates import best_pairs

        pairs, left_out = best_pairs(scorer, worth, 1)
        mentor_of, certificate, _rounds = match_stably(scorer, worth, pairs, left_out, 1)
        assert certificate.is_tight
        assert set(again.mentee_ids[mentor_of >= 0].tolist()) == {5, 4}


@settings(max_examples=200)
@given(small_problems(), st.sampled_from(["people", "total", "stable"]))
def test_figures_say_what_they_are_called(problem, objective):
    scores = all_scores(problem)
    solution = match(problem, objective)
    of = figures(problem, solution)
    assert of == figures(problem, solution.mentor_of)
    matched = sorted(solution.score[solution.mentor_of >= 0].tolist())
    assert (of.matched, of.lowest) == (len(matched), min(matched, default=0))
    assert of.mean == pytest.approx(solution.total / max(len(matched), 1))
    assert of.mentors_used == len(set(solution.mentor_of.tolist()) - {-1})
    assert of.blocking_pairs == blocking_pairs(problem, scores, solution.mentor_of)


def test_the_lowest_decile_is_what_a_tenth_gets_at_most():
    scores = np.arange(1, 31) / 100
    problem = Problem(range(30), [0], [30], [table(scores[:, None])])
    assert figures(problem, match(problem)).lowest_decile == 30_000
    eleven = Problem(range(11), [0], [11], [table(scores[:11, None])])
    assert figures(eleven, match(eleven)).lowest_decile == 20_000


@settings(max_examples=200)
@given(small_problems(), st.sampled_from(["people", "stable"]))
def test_every_unused_mentor_learns_why(problem, objective):
    scores, solution = all_scores(problem), match(problem, objective)
    expected = []
    for mentor in range(problem.n_mentors):
        if problem.seats[mentor] and mentor not in solution.mentor_of:
            column = scores[:, mentor]
            best = int(column.argmax()) if column.max() >= 0 else -1
            expected.append(Unused(mentor, int((column >= 0).sum()), best, max(int(column.max()), 0)))
    assert unused(problem, solution) == expected == unused(problem, solution.mentor_of)
