"""Scores of all pairs, nearly: a float32 product that leaves few pairs to be scored exactly.

Exact scores take float64 sums of rounded features (`scoring.Product`). The same sums in float32 take half the time and
memory, and are off by a bound that is known beforehand: who is further away from a threshold than that bound is settled
without an exact score, and nothing is decided by chance. (N. J. Higham, Accuracy and Stability of Numerical Algorithms,
2002, chapter 3: a sum of k products, in any order, is off by at most k·u / (1 - k·u) of the sum of their sizes.)
"""

import numpy as np

from .problem import MICRO
from .progress import SILENT
from .scoring import TOLERANCE
from .scoring import blocks as exact_blocks

BLOCK = 256
"""Mentees looked at at a time."""

FORBIDDEN = np.float32(-1e9)
"""Stands where a pair may not be matched: below anything that a score minus prices can be."""

RARE = 0.04
"""Share of the mentees up to whom a feature is added row by row: for a few rows of a block, a product would multiply
its zeros with everybody."""

UNIT_ROUNDOFF = 2.0**-24


class RoughScorer:
    """Rates pairs as `scoring.Scorer` does, to within `error`.

    :param scorer: `scoring.Scorer`
    :param mentors: int64 rows of the mentors to be rated, in rising order; None: all
    :ivar error: micro-points by which a score is off at most
    """

    def __init__(self, scorer, mentors=None):
        self.scorer, self.mentors = scorer, mentors
        self._product = product = scorer.product
        features = product.mentors if mentors is None else product.mentors[:, mentors]
        is_rare = product.mentees.counts(len(features)) <= RARE * scorer.problem.n_mentees
        self._is_rare, self._place = is_rare, np.cumsum(~is_rare) - 1
        self._common_features = features[~is_rare].astype(np.float32)
        self._rare_features = features.astype(np.float32)
        self.error = _error(product)

    def only(self, mentors):
        """The same for some mentors, in rising order: a view for many blocks, as it copies their features."""
        return RoughScorer(self.scorer, mentors)

    def block(self, mentees):
        """float32 (len(mentees), n_mentors): scores, not rounded; `FORBIDDEN` where a rule forbids the pair.

        A pair that scores near `Problem.minimum_score` may stand here though that rule forbids it.
        """
        scores = self._products(mentees)
        for _rule, forbidden in self.scorer.firm_rules(mentees, self.mentors):
            scores[forbidden] = FORBIDDEN
        least = self.scorer.problem.minimum_score
        if least > 0:
            scores[scores < least - self.error] = FORBIDDEN
        return scores

    def _products(self, mentees):
        rows, columns, values = self._product.mentees.of(mentees)
        values = (values * self._product.points_a_cell).astype(np.float32)
        is_rare = self._is_rare[columns]
        features = np.zeros((len(mentees), len(self._common_features)), dtype=np.float32)
        features[rows[~is_rare], self._place[columns[~is_rare]]] = values[~is_rare]
        scores = features @ self._common_features
        buffer = np.empty(scores.shape[1], dtype=np.float32)
        rare = zip(rows[is_rare].tolist(), columns[is_rare].tolist(), values[is_rare])
        for row, column, value in rare:
            np.multiply(self._rare_features[column], value, out=buffer)
            scores[row] += buffer
        if self._product.added:
            rows, columns, values = self._product.added.of(mentees, self.mentors)
            np.add.at(scores, (rows, columns), (values * self._product.points_a_cell).astype(np.float32))
        return scores


def blocks(mentees, progress=SILENT, step=None):
    """Cuts an array of rows into blocks for `RoughScorer.block`, and tells how far it is."""
    return exact_blocks(mentees, progress, step, BLOCK)


def near_best(scores, count, margin, floor):
    """Rows and columns of what may be among the `count` best of each row, and not below the row's floor.

    Columns are dealt to strips; the best of each strip is itself a score, so no more than the `count` best strips is
    needed to know a score that at least `count` reach. Two quick passes over the block, where sorting takes many.

    :param scores: float32 (rows, columns), off by at most half of `margin`
    :param floor: float32, a number or (rows,)
    :return: rows, columns; float32 (rows,): all others of the row are lower than that
    """
    columns = scores.shape[1]
    depth = columns // (4 * count)
    reached = scores
    if depth > 1:
        reached = scores[:, : columns // depth * depth].reshape(len(scores), depth, -1).max(axis=1)
    if reached.shape[1] <= count:
        edge = np.broadcast_to(np.float32(floor), len(scores)).astype(np.float32)
    else:
        place = reached.shape[1] - count
        edge = np.maximum(np.partition(reached, place, axis=1)[:, place] - np.float32(margin), floor)
    found = np.flatnonzero(scores >= edge[:, None])
    return *np.divmod(found, max(1, columns)), edge


def _error(product):
    """How far a float32 sum is off: rounded factors, products and additions, and at the end the rounded score itself.

    Exact scores are not below 0, where features that may be negative leave sums of down to `TOLERANCE`.
    """
    terms = product.most_terms + 8
    below_zero = 0 if product.is_positive else TOLERANCE * MICRO
    return 1.0 + below_zero + 1.01 * terms * UNIT_ROUNDOFF * MICRO * max(product.largest, 1.0)
