"""Whoever looks every day, and knows who has answered when, and tries to find out what they have said.

All that is ever shown becomes one linear programme: an unknown an answer, between 1 and 5 stars, and a row a figure.
Its bounds are what can be known of an answer. Answers are whole stars, so bounds are rounded inwards.
"""

from math import ceil, floor

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from disclosure.cell import HIGH_FROM, HIGHEST, LOWEST, MID_FROM

BAND_ENDS = ((LOWEST, MID_FROM), (MID_FROM, HIGH_FROM), (HIGH_FROM, HIGHEST))
ROUNDING = 0.05
NOISE = 1e-6


class Attacker:
    def __init__(self, known=None):
        """:param dict known: answers that the attacker has given, by key"""
        self.known = dict(known or {})
        self.columns = {}
        self.bounds = []
        self.rows = []

    def see_release(self, figures, answers):
        """Take down the figures of a release; who is in it is known from who has answered when."""
        by_person = {}
        for answer in answers:
            by_person.setdefault(answer.person, []).append(answer.key)
        count = len(by_person)
        values = {person: {self._answer(key): 1 / len(keys) for key in keys} for person, keys in by_person.items()}
        total = {}
        for value in values.values():
            total.update(value)
        low, high = figures.mean_band
        self._row(total, count * (low - ROUNDING), count * (high + ROUNDING))
        if figures.shares:
            self._see_shares(figures.shares, values)

    def _see_shares(self, shares, values):
        """Each value lies in one of three bands, of which a linear programme knows to what part it is in each."""
        parts = [[self._column((0, 1)) for _band in BAND_ENDS] for _value in values]
        for value, ways in zip(values.values(), parts, strict=True):
            self._row(dict.fromkeys(ways, 1), 1, 1)
            for end, (least, most) in enumerate(((0, np.inf), (-np.inf, 0))):
                ends = {way: -BAND_ENDS[band][end] for band, way in enumerate(ways)}
                self._row({**value, **ends}, least, most)
        for band, (least, most) in enumerate(shares):
            self._row({ways[band]: 1 for ways in parts}, least * len(parts), most * len(parts))

    def see_sum(self, total, keys):
        """Take down an exact sum of answers."""
        self._row({self._answer(key): 1 for key in keys}, total, total)

    def find(self, keys):
        """Return between which stars each of these answers lies.

        :rtype: dict[key, tuple[int, int]]
        """
        parts = self._split()
        found = {}
        for key in keys:
            if key not in self.columns or key in self.known:
                continue
            rows, names = parts[self.columns[key]]
            matrix, limits = self._limits(rows, names)
            ends = []
            for sign in (1, -1):
                goal = np.zeros(len(names))
                goal[names[self.columns[key]]] = sign
                bounds = [self.bounds[column] for column in names]
                result = linprog(goal, A_ub=matrix, b_ub=limits, bounds=bounds, method="highs")
                assert result.status == 0, result.message
                ends.append(sign * result.fun)
            found[key] = (ceil(ends[0] - 1e-4), floor(ends[1] + 1e-4))
        return found

    def _split(self):
        """Return, by column, the rows and the columns that it has to do with in any way: the rest cannot bound it."""
        root = list(range(len(self.bounds)))

        def find(column):
            while root[column] != column:
                column = root[column]
            return column

        for factors, _least, _most in self.rows:
            first, *others = factors
            for column in others:
                root[find(column)] = find(first)
        parts = {}
        for column in range(len(self.bounds)):
            _rows, names = parts.setdefault(find(column), ([], {}))
            names[column] = len(names)
        for row in self.rows:
            parts[find(next(iter(row[0])))][0].append(row)
        return {column: parts[find(column)] for column in range(len(self.bounds))}

    @staticmethod
    def _limits(rows, names):
        numbers, columns, factors, limits = [], [], [], []
        for row, least, most in rows:
            for sign, limit in ((1, most), (-1, -least)):
                if np.isfinite(limit):
                    numbers += [len(limits)] * len(row)
                    columns += [names[column] for column in row]
                    factors += [sign * factor for factor in row.values()]
                    limits.append(limit + NOISE)
        return coo_array((factors, (numbers, columns)), shape=(len(limits), len(names))).tocsr(), limits

    def _answer(self, key):
        if key not in self.columns:
            known = self.known.get(key)
            self.columns[key] = self._column((known, known) if known else (LOWEST, HIGHEST))
        return self.columns[key]

    def _column(self, bounds):
        self.bounds.append(bounds)
        return len(self.bounds) - 1

    def _row(self, factors, least, most):
        self.rows.append((factors, least, most))
