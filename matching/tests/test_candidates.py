"""The lists the solver sees: the best of each mentee, and of mentors whom nobody has among the best."""

import numpy as np
from cases import all_scores, small_problems, town
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.candidates import best_pairs, pairs_of_unpopular
from matching.scoring import Scorer
from matching.worth import Worth


def check(problem, count):
    scorer, worth = Scorer(problem), Worth.of_objective("people", problem.n_mentees, problem.seed)
    pairs, left_out = best_pairs(scorer, worth, count)
    scores = np.where(problem.seats > 0, all_scores(problem), -1)
    listed = np.zeros(scores.shape, dtype=bool)
    listed[pairs.mentee, pairs.mentor] = True
    assert listed.sum() == len(pairs)
    assert (scores[pairs.mentee, pairs.mentor] == pairs.rank >> worth.tie_bits).all()
    assert (listed.sum(axis=1) == np.minimum((scores >= 0).sum(axis=1), count)).all()
    ranks = worth.rank(scores, problem.mentee_ids[:, None], problem.mentor_ids)
    worst_in = np.where(listed, ranks, np.iinfo(np.int64).max).min(axis=1)
    best_out = np.where(listed | (scores < 0), -1, ranks).max(axis=1)
    assert (worst_in > best_out).all()
    assert (left_out == np.where(listed, -1, scores).max(axis=1)).all()
    more = pairs_of_unpopular(scorer, worth, pairs, count)
    assert not listed[more.mentee, more.mentor].any()
    listed[more.mentee, more.mentor] = True
    for mentor in range(problem.n_mentors):
        column = np.where(listed[:, mentor], scores[:, mentor], -1)
        if (pairs.mentor == mentor).sum() > count // 5:
            assert mentor not in more.mentor
        else:
            best = np.sort(scores[:, mentor])[::-1][:count]
            assert (np.sort(column)[::-1][: len(best)] == best).all()
    return len(more)


@settings(max_examples=200)
@given(small_problems(), st.integers(1, 4))
def test_small_lists_are_the_best_there_are(problem, count):
    check(problem, count)


def test_a_towns_lists_are_the_best_there_are():
    assert sum(check(town(300, 100, 300, n_stars=stars), count) > 0 for stars in (0, 5) for count in (1, 7, 30)) >= 3
