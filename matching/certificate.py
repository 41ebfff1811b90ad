"""The proof over all pairs: weak duality of linear programming.

If price ≥ 0 and surplus ≥ 0 satisfy surplus[i] + price[j] ≥ worth[i, j] for every pair that may be matched, then no
matching is worth more than Σ seats · price + Σ surplus: add the inequalities of its pairs. A matching that is worth
just as much is optimal, whoever found it and however. (A. Schrijver, Combinatorial Optimization, 2003, chapter 17.)
"""

from dataclasses import dataclass
from operator import mul

import numpy as np

from .candidates import Pairs, pairs_of
from .progress import SILENT
from .scoring import blocks
from .worth import Worth


@dataclass(frozen=True)
class Certificate:
    """A dual solution that covers all pairs: exact integers, in the number system of `worth`.

    :ivar worth: how a pair's score and ids become one integer
    :ivar price: of one seat of each mentor
    :ivar surplus: of each mentee, raised where needed until every pair is covered
    :ivar value: worth of the matching, summed
    :ivar bound: no matching is worth more
    """

    worth: Worth
    price: tuple[int, ...]
    surplus: tuple[int, ...]
    value: int
    bound: int

    @property
    def is_tight(self):
        return self.value == self.bound


def certify(scorer, worth, assignment, left_out, count, progress=SILENT):
    """The certificate of an assignment, and the pairs that refute it.

    Mentees whose surplus is above anything they were not shown, at the lowest price there is, need no second look; all
    others are scored again against mentors who are cheap enough to tempt them. When the time is over, those still to
    come are covered blindly, by what the best of what they were not shown could be worth at the lowest price.

    :param left_out: int64 (n_mentees,), highest score among pairs that the solver was not given, -1 for none
    :param count: how many refuting pairs to return for a mentee at most, the worst first
    :param progress: `progress.Progress`
    :return: `Certificate`, `candidates.Pairs`
    """
    problem = scorer.problem
    is_open = problem.seats > 0
    price, surplus = worth.split_all(assignment.price), worth.split_all(assignment.surplus)
    # Below which price a mentor might still be more than a mentee's surplus, going by what was not shown.
    threat = np.where(left_out < 0, -1, worth.bonus + left_out - surplus[0])
    open_by_price = np.flatnonzero(is_open)[np.argsort(price[0][is_open], kind="stable")]
    n_threats = np.searchsorted(price[0][open_by_price], threat, side="right")
    covering = list(assignment.surplus)
    refuting = [Pairs.none()]
    doubtful = np.argsort(n_threats, kind="stable")
    doubtful = doubtful[np.searchsorted(n_threats[doubtful], 1) :]
    done = 0
    for mentees in blocks(doubtful):
        if progress.is_over:
            lowest_price = assignment.price[open_by_price[0]]
            _cover_blindly(worth, doubtful[done:], left_out, lowest_price, covering)
            break
        progress.at("prove", done, len(doubtful))
        done += len(mentees)
        mentors = np.sort(open_by_price[: n_threats[mentees[-1]]])
        scores = scorer.block(mentees, mentors)
        found = _uncovered(problem, worth, mentees, mentors, scores, price, surplus, count)
        for mentee, mentor, worth_of_pair in zip(found.mentee.tolist(), found.mentor.tolist(), worth.of(found.rank)):
            covering[mentee] = max(covering[mentee], worth_of_pair - assignment.price[mentor])
        refuting.append(found)
    bound = sum(map(mul, problem.seats.tolist(), assignment.price)) + sum(covering)
    mentor_of = np.array(assignment.mentor_of, dtype=np.int64)
    matched = np.flatnonzero(mentor_of >= 0)
    mentors = mentor_of[matched]
    value = sum(worth.of(pairs_of(problem, worth, matched, mentors, scorer.scores(matched, mentors)).rank))
    return Certificate(worth, tuple(assignment.price), tuple(covering), value, bound), Pairs.joined(refuting)


def _cover_blindly(worth, mentees, left_out, lowest_price, covering):
    """Raises the surplus of mentees over any pair with a score of up to `left_out`, whoever it is with."""
    for mentee, score in zip(mentees.tolist(), left_out[mentees].tolist()):
        covering[mentee] = max(covering[mentee], (worth.bonus + score + 1 << worth.shift) - lowest_price)


def _uncovered(problem, worth, mentees, mentors, scores, price, surplus, count):
    """The pairs of a block worth more than price and surplus together: `count` a mentee, the worst first."""
    excess = scores + (worth.bonus - price[0][mentors].astype(np.float64))
    rows, columns = np.nonzero((excess >= surplus[0][mentees, None]) & (scores >= 0))
    mentors = mentors[columns]
    pairs = pairs_of(problem, worth, mentees[rows], mentors, scores[rows, columns])
    points, below = worth.split(pairs.rank)
    below = below - price[1][mentors] - surplus[1][pairs.mentee]
    points = points - price[0][mentors] - surplus[0][pairs.mentee] + (below >> worth.shift)
    below &= (1 << worth.shift) - 1
    order = np.lexsort((-below, -points, rows))
    order = order[(points[order] > 0) | (points[order] == 0) & (below[order] > 0)]
    rank_in_row = np.arange(len(order)) - np.searchsorted(rows[order], rows[order])
    order = order[rank_in_row < count]
    return Pairs(pairs.mentee[order], pairs.mentor[order], pairs.rank[order])
