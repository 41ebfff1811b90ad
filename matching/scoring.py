"""Scores of pairs, in blocks, as exact integers."""

from math import ceil, log2

import numpy as np

from .problem import MICRO, RULES, Criterion, MatchingError, PairCriterion
from .progress import SILENT

BLOCK = 128
"""Mentees scored at a time."""

TILE = 2048
"""Mentors multiplied at a time: what is done to a product is done while it lies in the cache."""

PAIRS = 8192
"""Single pairs scored at a time."""

TOLERANCE = 1e-5
"""How far float32 features may push a value over 0..1 by rounding; scores are clipped."""


class Scorer:
    """Rates every mentee against every mentor.

    The score of a pair is round(1e6 · Σ weight · value / Σ weight), the same in any order of rows, columns and
    additions (see `Product`). Scoring all pairs takes O(n_mentees · n_mentors · d) time and the memory of one block.

    :raises MatchingError: if the value of some pair lies outside 0..1
    """

    def __init__(self, problem):
        self.problem = problem
        for criterion in problem.criteria:
            if isinstance(criterion, Criterion):
                _check_values(problem, criterion)
        self.product = Product(problem, [c for c in problem.criteria if c.weight], problem.total_weight)
        self._must_haves = [(c, Product(problem, [c])) for c in problem.criteria if c.minimum]
        self._excluded = Rows(problem.n_mentees, problem.excluded_mentees, problem.excluded_mentors)

    def block(self, mentees, mentors=None):
        """float32 (len(mentees), n_mentors): whole micro-points, -1 where the pair may not be matched.

        :param mentees: rows of mentees, an int array
        :param mentors: rows of the mentors to be rated, in rising order, an int array; None: all
        """
        scores = self.product.block(mentees, mentors)
        for _rule, forbidden in self._rules(mentees, mentors, scores):
            scores[forbidden] = -1
        return scores

    def block_with_reasons(self, mentees):
        """The same with how many mentors each rule forbids, one rule after the other, in the order of `RULES`.

        :return: float32 as of `block`; dict from the name of a rule, or the key of a must-have criterion, to int64
            (len(mentees),)
        """
        scores = self.product.block(mentees)
        counts, left = {}, np.full(len(mentees), self.problem.n_mentors)
        for rule, forbidden in self._rules(mentees, None, scores):
            scores[forbidden] = -1
            now_left = np.count_nonzero(scores >= 0, axis=1)
            counts[rule] = counts.get(rule, 0) + left - now_left
            left = now_left
        return scores, counts

    def _rules(self, mentees, mentors, scores):
        """Each rule with what it forbids, as an index into a block. Scores are read when the last rule comes."""
        yield from self.firm_rules(mentees, mentors)
        if self.problem.minimum_score > 0:
            yield RULES[-1], scores < self.problem.minimum_score

    def firm_rules(self, mentees, mentors=None):
        """The rules that do not go by the score, in their order, each with what it forbids as an index into a block."""
        yield RULES[0], self._excluded.of(mentees, mentors)[:2]
        for criterion, product in self._must_haves:
            yield criterion.key, product.block(mentees, mentors) < round(criterion.minimum * MICRO)

    def reading_order(self):
        """All rows of mentees, such that those who have rare features in common stand together.

        A block then has few features in all, and `Product` multiplies no others.
        """
        return self.product.reading_order()

    def scores(self, mentees, mentors):
        """int64 (n_pairs,): the scores that `block` has for some pairs, given as parallel arrays; no rules applied."""
        return self.product.of_pairs(mentees, mentors)

    def ruled_scores(self, mentees, mentors):
        """int64 (n_pairs,): the same, and -1 where a rule forbids the pair."""
        scores = self.product.of_pairs(mentees, mentors)
        is_forbidden = (scores < self.problem.minimum_score) | self._excluded.has(mentees, mentors)
        for criterion, product in self._must_haves:
            is_forbidden |= product.of_pairs(mentees, mentors) < round(criterion.minimum * MICRO)
        scores[is_forbidden] = -1
        return scores

    def values(self, mentees, mentors):
        """float64 (n_pairs, n_criteria): value 0..1 of each criterion, to six digits, for pairs as in `scores`."""
        values = np.empty((len(mentees), len(self.problem.criteria)))
        for column, criterion in enumerate(self.problem.criteria):
            values[:, column] = Product(self.problem, [criterion]).of_pairs(mentees, mentors) / MICRO
        return values

    def points_of(self, criterion):
        """Micro-points that a criterion adds to a score at most."""
        return MICRO * criterion.weight / self.problem.total_weight


class Product:
    """round(1e6 · Σ weight · value / divisor) over some criteria, for any pairs, exactly.

    One matrix product over the stacked features of all criteria gives a block. To come out the same in any order of
    rows, columns and additions, features are first rounded to a grid, as fine as keeps every sum of products below
    2^53 of its cells: then float64 holds all partial sums exactly. Weighted features of mentees get 29 bits, those of
    mentors 23, which keeps the score of some hundred features within half a micro-point of the formula before it is
    rounded itself. What `PairCriterion` adds is rounded to the cells of the product.

    :param divisor: None: the weights do not count, the criteria are summed
    """

    def __init__(self, problem, criteria, divisor=None):
        self._n_mentees, self._n_mentors = problem.n_mentees, problem.n_mentors
        share = (lambda criterion: np.float64(criterion.weight / divisor)) if divisor else lambda _criterion: 1.0
        self.largest = sum(share(criterion) * criterion.largest for criterion in criteria)
        dense = [criterion for criterion in criteria if isinstance(criterion, Criterion)]
        sparse = [criterion for criterion in criteria if isinstance(criterion, PairCriterion)]
        self._set_grid(self.largest)
        self.is_positive = all(criterion.is_positive for criterion in dense)
        self.mentors = np.ascontiguousarray(_stacked([c.balanced[1] for c in dense], self._n_mentors).T)
        self.mentors *= self._mentor_grid
        np.rint(self.mentors, out=self.mentors)
        self.mentees = self._entries_of_mentees([(criterion, share(criterion)) for criterion in dense])
        self.most_terms = self.mentees.padded()[0].shape[1] + len(sparse)
        grid = self._mentee_grid * self._mentor_grid
        self.points_a_cell = MICRO / grid
        added = [np.rint(criterion.values * (share(criterion) * grid)).astype(np.int64) for criterion in sparse]
        self.added = sparse and Rows(
            self._n_mentees,
            np.concatenate([criterion.mentee_rows for criterion in sparse]),
            np.concatenate([criterion.mentor_rows for criterion in sparse]),
            np.concatenate(added),
        )

    def _entries_of_mentees(self, weighted):
        """The weighted features of mentees, in whole cells."""
        parts = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))]
        first = 0
        for criterion, share in weighted:
            rows, columns, values = criterion.entries
            cells = np.rint(values.astype(np.float64) * share * self._mentee_grid)
            is_kept = cells != 0
            parts.append((rows[is_kept], columns[is_kept] + first, cells[is_kept]))
            first += criterion.mentees.shape[1]
        return Rows(self._n_mentees, *(np.concatenate(arrays) for arrays in zip(*parts)))

    def block(self, mentees, mentors=None):
        """float32 (len(mentees), n_mentors), whole micro-points, of all mentors or those given in rising order.

        Features that none of the mentees has are left out of the product: exact sums do not miss their zeros.
        """
        features = self._features(mentees)
        used = np.flatnonzero(features.any(axis=0))
        features = features[:, used]
        n_mentors = self._n_mentors if mentors is None else len(mentors)
        scores = np.empty((len(mentees), n_mentors), dtype=np.float32)
        added = self.added and self.added.of(mentees, mentors)
        if added:
            added_from = np.argsort(added[1], kind="stable")
            rows, columns, amounts = (each[added_from] for each in added)
        for start in range(0, n_mentors, TILE):
            stop = min(start + TILE, n_mentors)
            tile = (used, slice(start, stop)) if mentors is None else np.ix_(used, mentors[start:stop])
            products = features @ self.mentors[tile]
            if added:
                here = slice(*np.searchsorted(columns, (start, stop)))
                np.add.at(products, (rows[here], columns[here] - start), amounts[here])
            scores[:, start:stop] = self._rounded(products)
        return scores

    def of_pairs(self, mentees, mentors):
        """int64 (n_pairs,), whole micro-points of pairs given as parallel arrays.

        :complexity: O(pairs · features that a mentee has at most)
        """
        columns, values = self.mentees.padded()
        products = np.empty(len(mentees))
        for start in range(0, len(mentees), PAIRS):
            rows, partners = mentees[start : start + PAIRS], mentors[start : start + PAIRS]
            cells = self.mentors[columns[rows], partners[:, None]] if columns.shape[1] else np.empty((len(rows), 0))
            products[start : start + PAIRS] = np.einsum("ij,ij->i", values[rows], cells)
        if self.added:
            products += self.added.sums(mentees, mentors)
        return self._rounded(products).astype(np.int64)

    def reading_order(self):
        """See `Scorer.reading_order`. O(entries · log)."""
        rows, columns, _values = self.mentees.of(np.arange(self._n_mentees))
        n_features = len(self.mentors)
        rarity = np.argsort(np.argsort(np.bincount(columns, minlength=n_features), kind="stable"))
        rarest = np.full((2, self._n_mentees), n_features)
        order = np.lexsort((rarity[columns], rows))
        place = np.arange(len(order)) - np.searchsorted(rows, rows)
        for nth in range(2):
            here = order[place == nth]
            rarest[nth, rows[here]] = rarity[columns[here]]
        return np.lexsort(rarest[::-1])

    def _features(self, mentees):
        features = np.zeros((len(mentees), len(self.mentors)))
        rows, columns, values = self.mentees.of(mentees)
        features[rows, columns] = values
        return features

    def _rounded(self, products):
        products *= self.points_a_cell
        return np.clip(np.rint(products, out=products), 0, MICRO, out=products)

    def _set_grid(self, largest):
        bits = 52 - max(0, ceil(log2(largest or 1)))
        if bits < 40:
            raise MatchingError("Features are too large to score exactly: scale them so that products stay near 0..1.")
        self._mentor_grid = 2.0 ** (bits * 4 // 9)
        self._mentee_grid = 2.0**bits / self._mentor_grid


class Rows:
    """Entries of a sparse matrix, sorted by row: some columns of each mentee, mostly mentors, each with a number.

    :param values: parallel to the rows; None: the entries are all there is
    """

    def __init__(self, n_mentees, mentees, columns, values=None):
        order = np.argsort(mentees * (1 + columns.max(initial=0)) + columns, kind="stable")
        self._columns = columns[order]
        self._values = np.zeros(len(order), dtype=np.int64) if values is None else values[order]
        self._mentees = mentees[order]
        self._until = np.searchsorted(self._mentees, np.arange(n_mentees + 1))
        self._padded = None

    def counts(self, n_columns):
        """int64 (n_columns,): in how many entries each column stands."""
        return np.bincount(self._columns, minlength=n_columns)

    def padded(self):
        """Columns and values as (n_mentees, most entries of one), with zeros behind those of each row."""
        if self._padded is None:
            counts = np.diff(self._until)
            shape = len(counts), int(counts.max(initial=0))
            place = self._mentees, np.arange(len(self._mentees)) - self._until[self._mentees]
            columns, values = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=self._values.dtype)
            columns[place], values[place] = self._columns, self._values
            self._padded = columns, values
        return self._padded

    def of(self, mentees, mentors=None):
        """The entries of a block: row in the block, column, value. O(len(mentees) + entries · log).

        :param mentors: rows of the mentors who are the columns, in rising order; None: all
        """
        starts, stops = self._until[mentees], self._until[mentees + 1]
        counts = stops - starts
        rows = np.repeat(np.arange(len(mentees)), counts)
        entries = np.arange(len(rows)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        columns, values = self._columns[entries], self._values[entries]
        if mentors is None:
            return rows, columns, values
        places = np.searchsorted(mentors, columns)
        here = places < len(mentors)
        here[here] = mentors[places[here]] == columns[here]
        return rows[here], places[here], values[here]

    def has(self, mentees, mentors):
        """bool (n_pairs,): whether there is an entry for each pair."""
        keys, wanted = self._keys(mentees, mentors)
        return np.searchsorted(keys, wanted, "right") > np.searchsorted(keys, wanted)

    def sums(self, mentees, mentors):
        """int64 (n_pairs,): for each pair the sum of its entries, 0 without one. O((pairs + entries) · log)."""
        keys, wanted = self._keys(mentees, mentors)
        until = np.append(0, np.cumsum(self._values))  # may wrap around, differences are right all the same
        return until[np.searchsorted(keys, wanted, "right")] - until[np.searchsorted(keys, wanted)]

    def _keys(self, mentees, mentors):
        size = 1 + max(self._columns.max(initial=0), mentors.max(initial=0))
        return self._mentees * size + self._columns, mentees * size + mentors


def _stacked(features, n_people):
    return np.concatenate([np.empty((n_people, 0)), *features], axis=1, dtype=np.float64)


def blocks(rows, progress=SILENT, step=None, size=BLOCK):
    """Cuts an array of rows into blocks for `Scorer.block`, and tells how far it is if it has a step to name."""
    for start in range(0, len(rows), size):
        if step:
            progress.at(step, start, len(rows))
        yield rows[start : start + size]


def _check_values(problem, criterion):
    """Looks at every pair only where the size of the features does not already settle it."""
    if not criterion.mentees.size or not criterion.mentors.size:
        return
    if criterion.is_positive and criterion.largest <= 1 + TOLERANCE:
        return
    for mentees in blocks(np.arange(problem.n_mentees)):
        values = criterion.mentees[mentees] @ criterion.mentors.T
        if values.min() < -TOLERANCE or values.max() > 1 + TOLERANCE:
            row, mentor = np.argwhere((values < -TOLERANCE) | (values > 1 + TOLERANCE))[0]
            raise MatchingError(
                f"Criterion {criterion.key!r}: the value {values[row, mentor]:.3g} of mentee "
                f"{problem.mentee_ids[mentees[row]]} and mentor {problem.mentor_ids[mentor]} is outside 0..1."
            )
