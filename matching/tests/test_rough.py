"""Rough scores: never further from the exact ones than promised, and rules as they are."""

import numpy as np
from cases import all_scores, rules, small_problems, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.rough import FORBIDDEN, RoughScorer, near_best
from matching.scoring import Scorer


@settings(max_examples=100)
@given(small_problems())
def test_no_score_is_further_off_than_the_error(problem):
    check_block(problem, RoughScorer(Scorer(problem)), np.arange(problem.n_mentors))


@settings(max_examples=100)
@given(small_problems(), st.integers(0, 99))
def test_some_mentors_are_rated_as_among_all(problem, seed):
    mentors = np.flatnonzero(np.random.default_rng(seed).random(problem.n_mentors) < 0.5)
    check_block(problem, RoughScorer(Scorer(problem)).only(mentors), mentors)


def check_block(problem, rough, mentors):
    mentees = np.arange(problem.n_mentees)[::-1]
    exact = all_scores(problem, is_ruled=False)
    forbidden = {rule: where[np.ix_(mentees, mentors)] for rule, where in rules(problem, exact)}
    exact, scores = exact[np.ix_(mentees, mentors)], rough.block(mentees)
    is_ruled = np.any([where for rule, where in forbidden.items() if rule != "minimum_score"], axis=0)
    assert (scores[is_ruled] == FORBIDDEN).all()
    assert (np.abs(scores - exact) <= rough.error)[~is_ruled & ~forbidden["minimum_score"]].all()
    kept = scores > FORBIDDEN
    assert (scores[kept] >= problem.minimum_score - rough.error).all()


def test_rare_and_common_features_add_up_the_same():
    problem = town(300, 100, 300)
    rare = np.zeros((300, 40), dtype=np.float32)
    rare[np.arange(0, 300, 8), np.arange(38) % 40] = 1  # each had by one mentee or none
    criterion = type(problem.criteria[0])("rare", 9, rare, np.random.default_rng(2).random((100, 40)))
    problem = type(problem)(problem.mentee_ids, problem.mentor_ids, problem.seats, (*problem.criteria, criterion))
    scorer = Scorer(problem)
    rough = RoughScorer(scorer)
    mentees = np.arange(300)
    assert np.abs(rough.block(mentees) - scorer.block(mentees)).max() <= rough.error < 5


@settings(max_examples=100)
@given(st.integers(1, 60), st.integers(1, 9), st.integers(0, 20), st.integers(0, 99))
def test_the_best_of_a_row_are_among_what_is_found_and_nothing_above_the_edge_is_lost(columns, count, margin, seed):
    scores = np.random.default_rng(seed).integers(-5, 40, (4, columns)).astype(np.float32)
    rows, places, edge = near_best(scores, count, margin, np.float32(0))
    found = np.zeros(scores.shape, dtype=bool)
    found[rows, places] = True
    for row in range(len(scores)):
        reached = np.sort(scores[row])[::-1][:count]
        wanted = (scores[row] >= max(reached[-1] - margin, 0)) if columns > count else scores[row] >= 0
        assert found[row][wanted].all()
        assert (scores[row][~found[row]] < edge[row]).all()
