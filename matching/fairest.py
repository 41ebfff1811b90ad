"""The fairest matching: most people, then the lowest score as high as possible, then the next lowest, and so on.

With the number of pairs given, that is to have as few pairs as possible at the lowest score that occurs, then as few as
possible at the next, and so on: a *fair matching* (C.-C. Huang, T. Kavitha, K. Mehlhorn and D. Michail, Fair matchings
and related problems, 2016; without ties the lexicographic bottleneck assignment of R. E. Burkard and F. Rendl, 1991).

One assignment would do, with a cost for a pair that outweighs all levels above: Python integers are long enough, but
slow at 250,000 bits. So levels are resolved some hundred at a time, from the lowest up, and each stage hands on *all*
its optima: by complementary slackness they are the matchings that use tight pairs only (worth = surplus + price), and
leave nobody of a positive surplus unmatched and no seat of a positive price empty. The next stage keeps to these pairs,
and pays a bonus for each of these people and seats that beats any cost. The matching at hand attains all bonuses, and
is optimal for all scores it does not have, so that a stage has only to repair its pairs at the levels to be resolved.

The stages see some candidates of each mentee, but are proven over all pairs, as in `certificate`. For a pair that was
left out and scores higher than all that is resolved, being tight so far is an equality of two numbers, one of the
mentee and one of the mentor: their *families*, made of the duals of all stages. Such pairs are still allowed within a
family. A stage adds those that refute it, and those that could be tight at the levels it resolves; all others are
settled.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from . import flow
from .assignment import Assignment, assign
from .candidates import Pairs, pairs_of
from .problem import MICRO
from .progress import SILENT
from .scoring import blocks
from .worth import Worth

STAGE_BITS = 1 << 11
"""Width of the costs of one stage: longer integers make fewer stages, but slower ones, with more pairs left open."""


START_POWER = 8
"""The higher, the fairer the sum that the search begins with; only a matter of speed."""


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
    :param count: how many pairs to add for a mentee at a time, ≥ 1
    :param max_rounds: give up the proof when that many assignments have been solved; None: never
    :param progress: `progress.Progress`; at the end of its time, the proof stops after the stage at hand
    :return: int64 (n_mentees,) mentor rows or -1, `FairestCertificate`, number of assignments solved
    :complexity: one `assignment.assign` a stage, each on what the one before left open. The number of stages is that of
        different scores among tight pairs · log n / `STAGE_BITS`
    """
    search = _Search(scorer, worth, pairs, left_out, count, max_rounds, progress)
    search.start()
    has_most_people = search.solve_stage(_Costs.none(search))
    is_proven = has_most_people
    while is_proven and search.raise_floor():
        is_proven = not search.is_over and search.solve_stage(_Costs.of_next_levels(search))
    is_proven = is_proven and not search.is_over and search.solve_stage(_Costs.of_ties(search))
    certificate = FairestCertificate(is_proven, has_most_people, search.resolved)
    return np.array(search.mentor_of, dtype=np.int64), certificate, search.rounds


@dataclass(frozen=True)
class _Costs:
    """What a stage makes of pairs: their worth is bonus · (people and seats that must be matched) − cost.

    It serves `assign` as a `Worth`: the rank of a pair is the place of its worth in a table.

    :ivar levels: int64 scores (or hashes) with a cost, ascending; the cost falls from one to the next
    :ivar cost: of each level, and 0 for all other scores
    :ivar kind: int64 (n_pairs,) place of each allowed pair's cost
    :ivar top: scores up to this are resolved afterwards
    """

    levels: np.ndarray
    cost: list[int]
    kind: np.ndarray
    top: int
    bonus: int
    worths: dict = field(default_factory=dict)  # of each rank met so far

    @classmethod
    def none(cls, search):
        return cls(np.empty(0, dtype=np.int64), [0], np.zeros(len(search.pairs), dtype=np.int64), -1, 1)

    @classmethod
    def of_next_levels(cls, search):
        """Each pair at a level costs more than whatever can be gained or lost at higher ones.

        Prices and surpluses are differences of two matchings (what one seat more, or one person less, would change): at
        a level of k pairs they hold the cost from -k to k times. With a pair that was left out, the two are compared
        as numbers the way they would be level by level, if each cost is 4·k + 3 of the next.
        """
        scores = search.scores()
        levels, counts = np.unique(scores[scores > search.resolved], return_counts=True)
        ratios = [4 * min(count, search.problem.n_mentees) + 3 for count in counts[: STAGE_BITS // 2].tolist()]
        bits = np.cumsum([ratio.bit_length() for ratio in ratios])
        levels = levels[: max(1, np.searchsorted(bits, STAGE_BITS))]
        cost = [1]
        for ratio in ratios[len(levels) - 1 : 0 : -1]:
            cost.append(cost[-1] * ratio)
        return cls.of_values(search, scores, levels, cost[::-1] if len(levels) else [])

    @classmethod
    def of_ties(cls, search):
        """The highest hash costs nothing, and all others what they are below it."""
        ties = search.pairs.rank & ((1 << search.worth.tie_bits) - 1)
        levels = np.unique(ties)
        costs = cls.of_values(search, ties, levels, (levels.max(initial=0) - levels).tolist())
        return replace(costs, top=search.resolved)

    @classmethod
    def of_values(cls, search, values, levels, cost):
        """Costs of some values (scores, hashes …) that pairs have, falling; all other values cost nothing."""
        place = np.searchsorted(levels, values)
        kind = np.where(np.append(levels, -1)[place] == values, place, len(levels))
        bonus = (max(cost, default=0) + 1) << (search.problem.n_mentees.bit_length() + 1)
        return cls(levels, [*cost, 0], kind, int(levels.max(initial=-1)), bonus)

    def of(self, ranks):
        """As of `worth.Worth`. Pairs share the worths, which are long."""
        return [self.worths.get(rank) or self._add_worth(rank) for rank in ranks.tolist()]

    def _add_worth(self, rank):
        musts, kind = divmod(rank, len(self.cost))
        self.worths[rank] = worth = self.bonus * musts - self.cost[kind]
        return worth

    def least_refuting(self, loss, resolved):
        """The lowest score at which a pair that loses `loss` over its two people could be tight, or worth more."""
        if loss <= 0:
            return MICRO + 1
        low, high = 0, len(self.levels)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.cost[middle] > loss else (low, middle)
        return int(self.levels[low - 1]) + 1 if low else resolved + 1


class _Search:
    """What is allowed and demanded after the stages so far, and a matching that does it."""

    def __init__(self, scorer, worth, pairs, left_out, count, max_rounds, progress):
        self.problem = scorer.problem
        self.scorer, self.worth, self.progress = scorer, worth, progress
        self.pairs, self.left_out, self.count = pairs, left_out, count
        self.listed = np.sort(self._keys(pairs))
        self.max_rounds, self.rounds = max_rounds, 0
        self.resolved = -1  # scores up to this
        self.mentor_of = [-1] * self.problem.n_mentees
        self.must_mentee = np.ones(self.problem.n_mentees, dtype=bool)
        self.must_mentor = np.zeros(self.problem.n_mentors, dtype=bool)
        self.mentee_family = np.zeros(self.problem.n_mentees, dtype=np.int64)
        self.mentor_family = np.zeros(self.problem.n_mentors, dtype=np.int64)

    def scores(self):
        return self.pairs.rank >> self.worth.tie_bits

    @property
    def is_over(self):
        return self.progress.is_over or self.rounds == self.max_rounds

    def start(self):
        """A matching to begin with: most people, and a sum that low scores spoil most. Few pairs are left to repair."""
        if not len(self.pairs):
            return
        scores = self.scores()
        weakness = (scores.max() - scores) / max(1, scores.max() - scores.min())
        fair = np.rint(MICRO * (1 - weakness**START_POWER)).astype(np.int64)
        self.mentor_of = flow.attempt(self._flow, fair) or self._auction(fair)
        self.rounds += 1

    def _flow(self, fair):
        """Mentors of a matching of most people with the highest sum of `fair`; any will do to begin with."""
        problem, pairs = self.problem, self.pairs
        bonus = Worth.of_objective("people", problem.n_mentees).bonus
        found = flow.best_flow(pairs.mentee, pairs.mentor, fair + bonus, problem.n_mentees, problem.seats)
        mentor_of = np.full(problem.n_mentees, -1)
        mentor_of[pairs.mentee[found.is_chosen]] = pairs.mentor[found.is_chosen]
        return mentor_of.tolist()

    def _auction(self, fair):
        ties = self.pairs.rank & ((1 << self.worth.tie_bits) - 1)
        pairs = Pairs(self.pairs.mentee, self.pairs.mentor, (fair << self.worth.tie_bits) | ties)
        worth = Worth.of_objective("people", self.problem.n_mentees, self.problem.seed)
        return assign(pairs, self.problem.n_mentees, self.problem.seats, worth, progress=_Share(self)).mentor_of

    def raise_floor(self):
        """Resolves all scores up to the lowest that the matching has and that is not resolved; False without one.

        No matching can be fairer by having even fewer pairs at scores that this one does not have.
        """
        scores = self.scores()
        at = scores[self._is_matched() & (scores > self.resolved)]
        lowest = int(at.min(initial=MICRO + 1))
        self._keep((scores <= self.resolved) | (scores >= lowest))
        self.resolved = lowest - 1
        return bool(len(at))

    def solve_stage(self, costs):
        """Resolves the levels that have a cost, over all pairs; False if that was given up."""
        while True:
            dual = self._assign(costs)
            refuting = self._find_refuting(costs, *dual)
            if not len(refuting):
                break
            if self.is_over:
                return False
            self.pairs = Pairs.joined([self.pairs, refuting])
            self.listed = np.sort(np.concatenate([self.listed, self._keys(refuting)]))
            costs = _Costs.of_next_levels(self) if len(costs.levels) else _Costs.none(self)
        self._hand_on(costs, *dual)
        return True

    def _assign(self, costs):
        """Solves a stage; returns what each mentee, and each mentor, asks beyond the bonus."""
        problem, bonus = self.problem, costs.bonus
        of_mentee = [bonus if must else 0 for must in self.must_mentee.tolist()]
        of_mentor = [bonus if must else 0 for must in self.must_mentor.tolist()]
        musts = self.must_mentee[self.pairs.mentee].astype(np.int64) + self.must_mentor[self.pairs.mentor]
        pairs = Pairs(self.pairs.mentee, self.pairs.mentor, musts * len(costs.cost) + costs.kind)
        stays = np.zeros(problem.n_mentees, dtype=bool)
        stays[self.pairs.mentee[self._is_matched() & (costs.kind == len(costs.levels))]] = True
        kept = [mentor if is_kept else -1 for mentor, is_kept in zip(self.mentor_of, stays.tolist())]
        start = Assignment(kept, of_mentee, of_mentor)
        found = assign(pairs, problem.n_mentees, problem.seats, costs, start, _Share(self))
        self.mentor_of = found.mentor_of
        self.rounds += 1
        return (
            [potential - own for potential, own in zip(found.surplus, of_mentee)],
            [potential - own for potential, own in zip(found.price, of_mentor)],
        )

    def _find_refuting(self, costs, mentee_asks, mentor_asks):
        """Pairs left out that are still allowed, and refute a stage or could be tight at its levels: `Pairs`.

        Only mentees who lost are suspects, and only with mentors who do not ask for as much.
        """
        problem = self.problem
        is_open = problem.seats > 0
        prices, price_kind = np.unique(np.array(mentor_asks, dtype=object), return_inverse=True)
        least = {}
        for family, ask in zip(self.mentor_family[is_open].tolist(), np.array(mentor_asks, dtype=object)[is_open]):
            least[family] = min(ask, least.get(family, ask))
        prices = prices.tolist()
        suspects = [
            mentee
            for mentee, (family, hidden) in enumerate(zip(self.mentee_family.tolist(), self.left_out.tolist()))
            if hidden > self.resolved
            and family in least
            and costs.least_refuting(-mentee_asks[mentee] - least[family], self.resolved) <= hidden
        ]
        found = [Pairs.none()]
        for block in blocks(np.array(suspects, dtype=np.int64)):
            self.progress.at("prove", self._share_done(), 1)
            floors = [self._floors(costs, mentee_asks[mentee], prices, self.left_out[mentee]) for mentee in block]
            floor = np.array(floors, dtype=np.int64)[:, price_kind.ravel()]
            scores = self.scorer.block(block)
            is_allowed = (self.mentee_family[block, None] == self.mentor_family) & is_open
            rows, mentors = np.nonzero(is_allowed & (scores >= floor) & (scores > self.resolved))
            is_new = ~_is_in(block[rows] * problem.n_mentors + mentors, self.listed)
            rows, mentors = rows[is_new], mentors[is_new]
            pairs = pairs_of(problem, self.worth, block[rows], mentors, scores[rows, mentors])
            order = np.lexsort((-pairs.rank, rows))
            order = order[np.arange(len(order)) - np.searchsorted(rows[order], rows[order]) < self.count]
            found.append(Pairs(pairs.mentee[order], pairs.mentor[order], pairs.rank[order]))
        return Pairs.joined(found)

    def _floors(self, costs, ask, prices, hidden):
        """The least refuting score at each price, from the lowest; out of reach where it is above what is hidden."""
        floors = [MICRO + 1] * len(prices)
        for place, price in enumerate(prices):
            floor = costs.least_refuting(-ask - price, self.resolved)
            if floor > hidden:
                break
            floors[place] = floor
        return floors

    def _hand_on(self, costs, mentee_asks, mentor_asks):
        """Narrows what is allowed and demanded to the optima of a stage."""
        numbers = {}
        of_mentee = np.array([numbers.setdefault(ask, len(numbers)) for ask in mentee_asks], dtype=np.int64)
        of_mentor = np.array([numbers.setdefault(-ask, len(numbers)) for ask in mentor_asks], dtype=np.int64)
        mentees, mentors = self.pairs.mentee, self.pairs.mentor
        is_tight = of_mentee[mentees] == of_mentor[mentors]
        at_level = np.flatnonzero(costs.kind < len(costs.levels))
        is_tight[at_level] = [
            mentee_asks[mentee] + mentor_asks[mentor] + costs.cost[kind] == 0
            for mentee, mentor, kind in zip(
                mentees[at_level].tolist(), mentors[at_level].tolist(), costs.kind[at_level].tolist()
            )
        ]
        bonus = costs.bonus
        for must, asks in ((self.must_mentee, mentee_asks), (self.must_mentor, mentor_asks)):
            must[:] = [ask + bonus * was > 0 for ask, was in zip(asks, must.tolist())]
        families = self.mentee_family * len(numbers) + of_mentee, self.mentor_family * len(numbers) + of_mentor
        _values, number = np.unique(np.concatenate(families), return_inverse=True)
        self.mentee_family, self.mentor_family = np.split(number.ravel(), [self.problem.n_mentees])
        self._keep(is_tight)
        self.resolved = max(self.resolved, costs.top)

    def _keep(self, is_kept):
        self.pairs = Pairs(self.pairs.mentee[is_kept], self.pairs.mentor[is_kept], self.pairs.rank[is_kept])

    def _is_matched(self):
        return np.array(self.mentor_of, dtype=np.int64)[self.pairs.mentee] == self.pairs.mentor

    def _keys(self, pairs):
        return pairs.mentee * self.problem.n_mentors + pairs.mentor

    def _share_done(self):
        is_matched = self._is_matched()
        return np.count_nonzero(self.scores()[is_matched] <= self.resolved) / max(1, np.count_nonzero(is_matched))


def _is_in(keys, listed):
    """bool: which keys stand in a sorted list. np.isin sorts both anew."""
    if not len(listed):
        return np.zeros(len(keys), dtype=bool)
    return listed[np.minimum(np.searchsorted(listed, keys), len(listed) - 1)] == keys


class _Share:
    """Tells the progress of a stage as that of the whole."""

    def __init__(self, search):
        self._search, self._done = search, search._share_done()

    is_over = False  # a stage is solved to its end

    def at(self, step, _done, _total):
        self._search.progress.at(step, self._done, 1)
