"""The fairest matching: most people, then the lowest score as high as possible, then the next lowest, and so on.

With the number of pairs given, that is to have as few pairs as possible at the lowest score that occurs, then as few as
possible at the next, and so on: a *fair matching* (C.-C. Huang, T. Kavitha, K. Mehlhorn and D. Michail, Fair matchings
and related problems, 2016; without ties the lexicographic bottleneck assignment of R. E. Burkard and F. Rendl, 1991).

It begins with a matching of most people that is nearly fair, the best one for a cost that grows steeply towards low
scores. `leximin` then resolves one score after the other from the lowest up, on the pairs that are listed, and leaves
cuts: parts of the market between which no pair may lead that scores as much as the level of the cut. They are the
proof. Whoever was listed with all that could matter needs no look; the others are looked at with all mentors, and pairs
that lead over a cut are added, and the levels since the last proof resolved again.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from . import flow
from .assignment import Assignment, assign
from .candidates import Pairs, pairs_of_unpopular
from .leximin import Leximin
from .problem import MICRO
from .progress import SILENT
from .rough import blocks
from .worth import Worth

START_POWER = 8
"""The higher, the fairer the sum that the search begins with; only a matter of speed."""

STEEP_RANK, STEEP_POWER = 3, 3
"""The second sum: the cost of a score of rank r among those had is (rank / (rank + r)) to this power. Also speed."""

STEEP_BITS = 36
"""Size of the costs of the second sum: what a bonus for each person leaves room for in 57 bits."""

FEW_PEOPLE = 500
"""Without the library, so many mentees are placed one by one to begin with."""

SHARES = (0.05, 0.3, inf)
"""Shares of the pairs after which the levels so far are proven: what refutes them early is found early. The last one is
out of reach."""

SAVED = 40
"""How often what is allowed is saved on the way through all levels: what is refuted, is resolved again from there."""

NEAR = 4000
"""Micro-points by which a pair may fail to refute a cut, and join in all the same, when others do refute."""


@dataclass(frozen=True)
class FairestCertificate:
    """What is proven of a fairest matching, over all pairs.

    :ivar is_tight: everything, ties included
    :ivar has_most_people: no matching has more people
    :ivar fair_up_to: score in micro-points; no matching of as many people is fairer when scores above it count as equal
        to each other; -1: none is proven so
    """

    is_tight: bool
    has_most_people: bool
    fair_up_to: int


def match_fairest(scorer, worth, pairs, left_out, count, max_rounds=None, progress=SILENT):
    """The fairest matching of all pairs; of equally fair ones, which have the same scores, that of the largest hashes.

    :param scorer: `scoring.Scorer`
    :param worth: `worth.Worth`, for scores and hashes of pairs only
    :param pairs: `candidates.Pairs`, the best of each mentee
    :param left_out: int64 (n_mentees,), highest score among the pairs of a mentee that are not in `pairs`, -1: none
    :param count: how many pairs to list for a mentor whom hardly anybody lists, ≥ 1
    :param max_rounds: give up the proof when all pairs have been looked at that often; None: never
    :param progress: `progress.Progress`; at the end of its time, the proof stops where it is
    :return: int64 (n_mentees,) mentor rows or -1, `FairestCertificate`, number of looks at all pairs
    :complexity: two flows to begin with; then each level takes a search through the smaller part of the market that is
        cut, or a flow where many pairs tie; each proof rates those who could be tempted with all mentors
    """
    search = _Search(scorer, worth, pairs, left_out, count, max_rounds, progress)
    is_proven = search.run()
    mentor_of = search.leximin.choose(search.ties) if is_proven else search.leximin.mentor_of()
    return mentor_of, FairestCertificate(is_proven, search.has_most_people, search.resolved), search.rounds


class _Search:
    """The pairs listed so far, and what is proven.

    :ivar resolved: levels up to this are proven over all pairs
    :ivar checked: no pair that is not listed refutes a cut up to this level, whatever is still to be resolved
    """

    def __init__(self, scorer, worth, pairs, left_out, count, max_rounds, progress):
        self.problem, self.scorer, self.worth, self.progress = scorer.problem, scorer, worth, progress
        self.left_out, self.max_rounds = left_out, max_rounds
        pairs = Pairs.joined([pairs, pairs_of_unpopular(scorer, worth, pairs, count, progress)])
        self.mentee, self.mentor, self.score = pairs.mentee, pairs.mentor, pairs.rank >> worth.tie_bits
        self.listed = np.sort(self._keys(self.mentee, self.mentor))
        self.reading_rank = np.empty(self.problem.n_mentees, dtype=np.int64)
        self.reading_rank[scorer.reading_order()] = np.arange(self.problem.n_mentees)
        self.rounds, self.resolved, self.has_most_people = 0, -1, False
        self.checked = -2
        self.leximin = self._fresh()

    def ties(self, mentee, mentor):
        return self.worth.ties(self.problem.mentee_ids[mentee], self.problem.mentor_ids[mentor])

    def _keys(self, mentee, mentor):
        return mentee * self.problem.n_mentors + mentor

    @property
    def _is_over(self):
        return self.progress.is_over or self.rounds == self.max_rounds

    def run(self):
        """Resolves all levels; False if the proof was given up."""
        n_matched = np.count_nonzero(self.leximin.mentor_of() >= 0)
        saved = [(-2, self.leximin.save())]
        for share in SHARES:
            while True:
                is_more = self._go_on(share * n_matched, max(1, n_matched // SAVED), saved)
                if self._is_over:
                    return False
                *hidden, refuted = self._hidden()
                self.rounds += 1
                if not len(hidden[0]):
                    break
                if self._is_over:
                    return False
                while saved[-1][0] >= refuted:
                    saved.pop()
                self.checked = saved[-1][0]
                self._add(saved[-1][1], *hidden)
            self.has_most_people, self.resolved = True, self.leximin.level
            self.checked = self.resolved
            if not is_more:
                break
            saved = [(self.leximin.level, self.leximin.save())]
        return True

    def _go_on(self, until, step, saved):
        """Resolves levels on the listed pairs, and saves on the way what is allowed, with the level.

        :return: whether there are more
        """
        if not self.leximin.is_begun:
            if not self.leximin.begin() and flow.is_available():
                self.leximin = self._fresh()  # these match more people
            while not self.leximin.begin():
                pass
        while True:
            next_stop = self.leximin.n_resolved + step
            is_more = self.leximin.go_on(min(until, next_stop), self.progress)
            if not is_more or self.leximin.n_resolved >= until or self.progress.is_over:
                return is_more
            saved.append((self.leximin.level, self.leximin.save()))

    def _add(self, saved, mentee, mentor, score):
        self.mentee, self.mentor = np.concatenate([self.mentee, mentee]), np.concatenate([self.mentor, mentor])
        self.score = np.concatenate([self.score, score])
        self.listed = np.sort(np.concatenate([self.listed, self._keys(mentee, mentor)]))
        self.leximin.restore(saved)
        self.leximin.add(mentee, mentor, score)

    # -- the beginning

    def _fresh(self):
        """A nearly fair matching of most people: little is left to repair."""
        self.progress.at("solve", 0, 1)
        mentor_of = np.full(self.problem.n_mentees, -1)
        if len(self.score):
            highest, lowest = int(self.score.max()), int(self.score.min())
            weakness = ((highest - self.score) / max(1, highest - lowest)) ** START_POWER
            mentor_of = flow.attempt(self._by_flow, weakness)
            if mentor_of is None:
                mentor_of = self._without_library(weakness)
        return Leximin(self.mentee, self.mentor, self.score, self.problem.seats, mentor_of)

    def _by_flow(self, weakness):
        """Twice: the second costs go by how many have a lower score after the first."""
        chosen = self._cheapest(np.rint(weakness * MICRO).astype(np.int64))
        if not chosen.any():
            return np.full(self.problem.n_mentees, -1)
        had = np.sort(self.score[chosen])
        rank = np.searchsorted(had, self.score)
        steep = (STEEP_RANK / (STEEP_RANK + rank)) ** STEEP_POWER
        below = np.clip(1 + (had[0] - self.score) * (self.score < had[0]) / 5000, 1, 7)
        chosen = self._cheapest(np.rint(steep * below * 2.0**STEEP_BITS).astype(np.int64))
        mentor_of = np.full(self.problem.n_mentees, -1)
        mentor_of[self.mentee[chosen]] = self.mentor[chosen]
        return mentor_of

    def _cheapest(self, cost):
        """bool (n_pairs,): a matching of most people of least cost."""
        n_mentees = self.problem.n_mentees
        bonus = int(cost.max()) + 1 << n_mentees.bit_length() + 1
        return flow.best_flow(self.mentee, self.mentor, bonus - cost, n_mentees, self.problem.seats).is_chosen

    def _without_library(self, weakness):
        problem = self.problem
        fair = np.rint(MICRO * (1 - weakness)).astype(np.int64)
        worth = Worth.of_objective("people", problem.n_mentees, problem.seed)
        rank = (fair << worth.tie_bits) | self.ties(self.mentee, self.mentor)
        start = None  # an auction, whose steps are too small for the quarrels of a few
        if problem.n_mentees <= FEW_PEOPLE:
            highest = max(worth.of(rank))
            start = Assignment([-1] * problem.n_mentees, [highest] * problem.n_mentees, [0] * problem.n_mentors)
        found = assign(Pairs(self.mentee, self.mentor, rank), problem.n_mentees, problem.seats, worth, start)
        return np.array(found.mentor_of, dtype=np.int64)

    # -- the proof

    def _hidden(self):
        """The pairs never listed that lead over a cut and score its level, and then those that nearly do as well.

        :return: int64 mentees, mentors and scores; the lowest level of a cut that is refuted
        """
        least = _Least(*self.leximin.places(), self.problem.seats > 0, self.checked)
        suspects = np.flatnonzero((self.left_out >= 0) & (self.left_out >= least.lowest))
        suspects = suspects[np.argsort(self.reading_rank[suspects])]
        found, refuted = [], inf
        for mentees in blocks(suspects, self.progress, "prove"):
            of_pair = least.of(mentees)
            of_pair[of_pair > self.left_out[mentees, None]] = np.inf
            is_suspect = np.isfinite(of_pair).any(axis=1)
            parts = self._above(mentees[is_suspect], of_pair[is_suspect])
            found.append(parts[:3])
            refuted = min(refuted, parts[3])
        if refuted == inf:
            return (*np.empty((3, 0), dtype=np.int64), refuted)
        return (*(np.concatenate(each) for each in zip(*found)), refuted)

    def _above(self, mentees, least):
        """The pairs that score what is the least to refute, or nearly, and the lowest level that one refutes."""
        rough = self.problem.rough
        rows, mentor = np.nonzero(rough.block(mentees) >= least - np.float32(rough.error + 1 + NEAR))
        keys = self._keys(mentees[rows], mentor)
        is_new = ~_is_in(keys, self.listed)
        rows, mentor = rows[is_new], mentor[is_new]
        score = self.scorer.ruled_scores(mentees[rows], mentor)
        is_near = (score >= 0) & (score >= least[rows, mentor] - NEAR)
        rows, mentor, score = rows[is_near], mentor[is_near], score[is_near]
        level = least[rows, mentor]
        return mentees[rows], mentor, score, level[score >= level].min(initial=inf)


class _Least:
    """From which score on a pair refutes a cut: the lowest level between its two places, if it leads to the right.

    :param places: int64 (n_mentees,), with
    :param mentor_places: int64 (n_mentors,), and
    :param levels: float64 (n_places,) as of `Leximin.places`
    :param is_open: bool (n_mentors,)
    :param checked: cuts up to this level are known to stand
    :ivar lowest: float64 (n_mentees,): no pair of a mentee refutes anything that scores less
    """

    def __init__(self, places, mentor_places, levels, is_open, checked):
        self._is_open, self._checked = is_open, checked
        stops, self._stop_of_mentor = np.unique(mentor_places, return_inverse=True)
        self._first_stop = np.searchsorted(stops, places, side="right")
        # From each mentee to the first stop on the right, and from each stop to the next
        levels = np.append(levels, np.inf)
        ahead = np.append(stops, len(levels) - 1)
        self._first = _lowest_between(levels, places, ahead[self._first_stop])
        self._between = np.append(np.inf, _lowest_between(levels, stops[:-1], stops[1:])).astype(np.float32)
        lowest = np.minimum.accumulate(np.where(levels > checked, levels, np.inf)[::-1])[::-1]
        self.lowest = lowest[places]

    def of(self, mentees):
        """float32 (len(mentees), n_mentors), infinite where nothing is refuted."""
        n_stops = len(self._between)
        of_stop = np.repeat(self._between[None], len(mentees), axis=0)
        first = self._first_stop[mentees]
        of_stop[np.arange(n_stops) < first[:, None]] = np.inf
        is_any = np.flatnonzero(first < n_stops)
        of_stop[is_any, first[is_any]] = self._first[mentees[is_any]]
        np.minimum.accumulate(of_stop, axis=1, out=of_stop)
        of_stop[of_stop <= self._checked] = np.inf
        least = of_stop[:, self._stop_of_mentor]
        least[:, ~self._is_open] = np.inf
        return least


def _lowest_between(levels, starts, ends):
    """float64: the lowest of the levels from each start to before its end, which lies behind it."""
    both = np.stack([starts, ends], axis=1).ravel()
    return np.minimum.reduceat(levels, both)[::2] if len(both) else np.empty(0)


def _is_in(keys, listed):
    """bool: which keys stand in a sorted list. np.isin sorts both anew."""
    if not len(listed):
        return np.zeros(len(keys), dtype=bool)
    return listed[np.minimum(np.searchsorted(listed, keys), len(listed) - 1)] == keys
