"""Scores of pairs, in blocks, as exact integers."""

from math import ceil, log2

import numpy as np

from .problem import MICRO, MatchingError

BLOCK = 128
"""Mentees scored at a time: a block of all their pairs still lies in the cache."""

TOLERANCE = 1e-5
"""How far float32 features may push a value over 0..1 by rounding; scores are clipped."""


class Scorer:
    """Rates every mentee against every mentor.

    The score of a pair is round(1e6 · Σ weight · value / Σ weight). One matrix product over the stacked features of
    all criteria gives a block of scores. To come out the same in any order of rows, columns and additions, features
    are first rounded to a grid, as fine as keeps every sum of products below 2^53 of its cells: then float64 holds
    all partial sums exactly. Weighted features of mentees get 29 bits, those of mentors 23, which keeps the score of
    some hundred features within half a micro-point of the formula before it is rounded itself.

    Scoring all pairs takes O(n_mentees · n_mentors · d) time and the memory of one block.

    :raises MatchingError: if the value of some pair lies outside 0..1
    """

    def __init__(self, problem):
        self.problem = problem
        for criterion in problem.criteria:
            _check_values(problem, criterion)
        self._counted = [criterion for criterion in problem.criteria if criterion.weight]
        bits = self._grid_bits()
        self._mentor_grid = 2.0 ** (bits * 4 // 9)
        self._mentee_grid = 2.0**bits / self._mentor_grid
        self._mentors = np.rint(_stacked([c.mentors for c in self._counted]) * self._mentor_grid)
        order = np.argsort(problem.excluded_mentees, kind="stable")
        self._excluded_mentors = problem.excluded_mentors[order]
        self._excluded_until = np.searchsorted(problem.excluded_mentees[order], np.arange(problem.n_mentees + 1))

    def block(self, mentees):
        """float32 (len(mentees), n_mentors): whole micro-points, -1 where the pair may not be matched.

        :param mentees: rows of mentees, an int array
        """
        scores = self._rounded(self._features(mentees) @ self._mentors.T).astype(np.float32)
        if self.problem.minimum_score > 0:
            scores[scores < self.problem.minimum_score] = -1
        for row, mentee in enumerate(mentees):
            excluded = self._excluded_mentors[self._excluded_until[mentee] : self._excluded_until[mentee + 1]]
            if len(excluded):
                scores[row, excluded] = -1
        return scores

    def scores(self, mentees, mentors):
        """int64 (n_pairs,): the scores that `block` has for some pairs, given as parallel arrays; no rules applied."""
        scores = np.empty(len(mentees), dtype=np.int64)
        for pairs in blocks(np.arange(len(mentees))):
            left, right = self._features(mentees[pairs]), self._mentors[mentors[pairs]]
            scores[pairs] = self._rounded(np.einsum("ij,ij->i", left, right))
        return scores

    def values(self, mentees, mentors):
        """float64 (n_pairs, n_criteria): value 0..1 of each criterion, to six digits, for pairs as in `scores`."""
        values = np.empty((len(mentees), len(self.problem.criteria)))
        for column, criterion in enumerate(self.problem.criteria):
            for pairs in blocks(np.arange(len(mentees))):
                left, right = criterion.mentees[mentees[pairs]], criterion.mentors[mentors[pairs]]
                values[pairs, column] = np.einsum("ij,ij->i", left, right, dtype=np.float64)
        return np.clip(values.round(6), 0, 1)

    def points_of(self, criterion):
        """Micro-points that a criterion adds to a score at most."""
        return MICRO * criterion.weight / self.problem.total_weight

    def _features(self, mentees):
        shares = [c.mentees[mentees] * np.float64(c.weight / self.problem.total_weight) for c in self._counted]
        return np.rint(_stacked(shares) * self._mentee_grid)

    def _rounded(self, products):
        products *= MICRO / (self._mentee_grid * self._mentor_grid)
        return np.clip(np.rint(products, out=products), 0, MICRO, out=products)

    def _grid_bits(self):
        largest = sum(criterion.weight * _largest(criterion) for criterion in self._counted)
        bits = 52 - max(0, ceil(log2(largest / self.problem.total_weight or 1)))
        if bits < 40:
            raise MatchingError("Features are too large to score exactly: scale them so that products stay near 0..1.")
        return bits


def _stacked(features):
    return np.concatenate(features, axis=1, dtype=np.float64)


def blocks(rows):
    """Cuts an array of rows into blocks for `Scorer.block`."""
    for start in range(0, len(rows), BLOCK):
        yield rows[start : start + BLOCK]


def _largest(criterion):
    """An upper bound of Σ |x·y| over all pairs: the better of Hölder's two with the 1- and the ∞-norm."""
    if not criterion.mentees.size or not criterion.mentors.size:
        return 0.0
    left, right = np.abs(criterion.mentees), np.abs(criterion.mentors)
    by_left = left.sum(axis=1, dtype=np.float64).max() * right.max()
    by_right = right.sum(axis=1, dtype=np.float64).max() * left.max()
    return float(min(by_left, by_right))


def _check_values(problem, criterion):
    """Looks at every pair only where the size of the features does not already settle it."""
    if not criterion.mentees.size or not criterion.mentors.size:
        return
    is_positive = criterion.mentees.min() >= 0 and criterion.mentors.min() >= 0
    if is_positive and _largest(criterion) <= 1 + TOLERANCE:
        return
    for mentees in blocks(np.arange(problem.n_mentees)):
        values = criterion.mentees[mentees] @ criterion.mentors.T
        outside = (values < -TOLERANCE) | (values > 1 + TOLERANCE)
        if outside.any():
            row, mentor = np.argwhere(outside)[0]
            raise MatchingError(
                f"Criterion {criterion.key!r}: the value {values[row, mentor]:.3g} of mentee "
                f"{problem.mentee_ids[mentees[row]]} and mentor {problem.mentor_ids[mentor]} is outside 0..1."
            )
