"""What mentors will cost whom everybody wants, by a look at a sample: only a matter of speed for `pricing`."""

import numpy as np

from .rough import FORBIDDEN, blocks

SAMPLE = 512
"""Mentees who are asked whom they want before all others are."""

WANTED = 4
"""So many times more often than seats are is a mentor wanted who will cost something."""

DISCOUNT = 0.9
"""Share of a guessed price that is believed: who is too dear is listed by nobody, and wanted by all afterwards."""


def guess_prices(problem, n_best):
    """Guessed prices of those mentors who are among the best of far more mentees than they have seats for.

    Together they cost what the last ones who still get a seat there gain over the best mentor of all others.

    :param problem: `problem.Problem`
    :param n_best: how many best mentors a mentee of the sample wants, at most `n_mentors`
    :return: int64 (n_mentors,) micro-points, 0 for all others
    """
    prices = np.zeros(problem.n_mentors, dtype=np.int64)
    is_open = problem.seats > 0
    sample = np.random.default_rng(0).permutation(problem.n_mentees)[:SAMPLE]
    if not len(sample) or not is_open.any():
        return prices
    scores = np.concatenate([problem.rough.block(mentees) for mentees in blocks(sample)])
    scores[:, ~is_open] = FORBIDDEN
    edge = np.partition(scores, -n_best, axis=1)[:, -n_best]
    wanted = np.count_nonzero(scores >= np.maximum(edge, 0)[:, None], axis=0)
    fair = problem.seats * (wanted.sum() / problem.seats.sum())
    stars = np.flatnonzero(wanted > WANTED * (fair + 2))
    if not len(stars) or len(stars) == np.count_nonzero(is_open):
        return prices
    others = scores.copy()
    others[:, stars] = FORBIDDEN
    gains = scores[:, stars] - np.maximum(others.max(axis=1), 0)[:, None]
    share = min(1.0, problem.seats[stars].sum() / problem.n_mentees)
    together = np.quantile(gains.max(axis=1), 1 - share)
    fame = np.median(gains, axis=0)
    prices[stars] = np.maximum(DISCOUNT * (together + fame - fame.max()), 0)
    return prices
