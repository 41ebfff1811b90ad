"""What a choice by hand costs the whole: how much the best matching loses if one pair is forced.

Whoever forces mentee i on mentor k sets off a round of moves: k may have to send somebody away, who takes a seat
elsewhere, and so on, until the seat that i left is filled, or somebody goes without, or a seat stays empty. With the
prices and surpluses of the optimum, a move of mentee x to mentor y costs surplus x + price y − worth xy, never less
than 0; who goes without costs the surplus, a seat left empty its price. The cheapest round is a shortest path from k
to where i was, and all mentors are answered by one search backwards from there. (Sensitivity of minimum-cost flows:
R. K. Ahuja, T. L. Magnanti and J. B. Orlin, Network Flows, 1993, chapter 9.11; shortest paths: L. R. Ford, 1956.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .candidates import Pairs, best_pairs, pairs_of
from .certificate import Certificate
from .problem import MatchingError, Problem
from .scoring import blocks
from .solution import Solution

FRACTION_BITS = 20
"""Costs are kept in units of 2^-20 micro-points. Each move is rounded by less than three units, and a path has at most
one move a mentor: up to 80,000 mentors, the sum is off by less than a quarter of a micro-point, and rounded to the
exact one."""
FAR = 1 << 61
CANDIDATES = 50


@dataclass(frozen=True)
class Choice:
    """One mentor that a mentee could be given.

    :ivar mentor: row of the mentor
    :ivar score: micro-points of the pair
    :ivar people: how many people fewer the best matching with this pair has
    :ivar points: by how many micro-points less it scores in total; negative where that is more, beside fewer people
    """

    mentor: int
    score: int
    people: int
    points: int


def cost_of_choice(problem: Problem, solution: Solution, mentee: int, mentors: ArrayLike | None = None) -> list[Choice]:
    """What it costs the whole to give one mentee another mentor, everybody else then matched as well as can be.

    >>> import numpy as np
    >>> from matching import Criterion, Problem, match
    >>> taste = Criterion("taste", 1, np.eye(2), np.array([[1.0, 0.9], [0.5, 0.0]]))
    >>> problem = Problem([11, 12], [21, 22], [1, 1], (taste,))
    >>> cost_of_choice(problem, match(problem), 0)
    [Choice(mentor=0, score=1000000, people=0, points=400000), Choice(mentor=1, score=500000, people=0, points=0)]

    :param problem: `Problem`
    :param solution: its proven `Solution` for the objective "people" or "total"
    :param mentee: row of the mentee
    :param mentors: rows of mentors, an int array; None: all
    :return: list of `Choice`, in the order of `mentors`; those without a seat, and pairs that may not be matched, are
        left out. People and points fall as the solution's own objective counts them, exactly
    :raises MatchingError: for a solution of another objective, or without a proof
    :complexity: scores all pairs once, then rounds over the candidates: about one for each move of the longest path
    """
    certificate = solution.certificate
    if not isinstance(certificate, Certificate) or not solution.is_proven:
        raise MatchingError("The cost of a choice is known beside a proven solution of most people or highest total.")
    if not 0 <= mentee < problem.n_mentees:
        raise MatchingError(f"There is no mentee in row {mentee}.")
    scorer = problem.scorer
    rows = np.arange(problem.n_mentors) if mentors is None else np.asarray(mentors, dtype=np.int64)
    scores = scorer.block(np.array([mentee]))[0]
    rows = rows[(scores[rows] >= 0) & (problem.seats[rows] > 0)]
    moves = _Moves(scorer, solution)
    pairs = pairs_of(problem, moves.worth, np.full(len(rows), mentee), rows, scores[rows])
    cost = moves.cost(pairs) + moves.search_from(solution.mentor_of[mentee])[rows]
    cost[rows == solution.mentor_of[mentee]] = 0
    shift = certificate.worth.shift
    falls = [certificate.worth.people_and_points(each << shift >> moves.bits) for each in cost.tolist()]
    return [
        Choice(mentor, int(scores[mentor]), people, points) for mentor, (people, points) in zip(rows.tolist(), falls)
    ]


class _Moves:
    """What every move away from the optimum costs, in fixed point numbers; `n_mentors` stands for being unmatched."""

    def __init__(self, scorer, solution):
        certificate, problem = solution.certificate, scorer.problem
        self.scorer, self.worth = scorer, certificate.worth
        self.bits = min(FRACTION_BITS, 58 - self.worth.bonus.bit_length(), self.worth.shift)
        cut = self.worth.shift - self.bits
        self.surplus = np.array([each >> cut for each in certificate.surplus], dtype=np.int64)
        self.price = np.array([each >> cut for each in certificate.price], dtype=np.int64)
        self.is_open = problem.seats > 0
        self.has_room = np.flatnonzero(solution.seats_left)
        self.of = np.where(solution.mentor_of < 0, problem.n_mentors, solution.mentor_of)
        self.pairs, self.left_out = best_pairs(scorer, self.worth, CANDIDATES)

    def _fixed(self, ranks):
        """int64: the worth of pairs."""
        points, below = self.worth.split(ranks)
        return (points << self.bits) + (below >> self.worth.shift - self.bits)

    def cost(self, pairs):
        """int64: what it costs to move to each pair; not below 0 by rounding, so that no circle gains."""
        return np.maximum(self.surplus[pairs.mentee] + self.price[pairs.mentor] - self._fixed(pairs.rank), 0)

    def search_from(self, end):
        """int64 (n_mentors + 1,): the cheapest way to make room at each mentor, if a seat of `end` is free for it.

        :param end: row of a mentor, -1 if nobody leaves a seat
        """
        room = np.full(self.scorer.problem.n_mentors + 1, FAR)
        room[end] = 0
        self._settle(room)
        while len(more := self._find_cheaper(room)):
            self.pairs = Pairs.joined([self.pairs, more])
            self._settle(room)
        return room

    def _settle(self, room):
        """Lowers the cost of room as far as the listed pairs allow."""
        cost, mover, mentor = self.cost(self.pairs), self.of[self.pairs.mentee], self.pairs.mentor
        order = np.argsort(mover, kind="stable")
        cost, mover, mentor = cost[order], mover[order], mentor[order]
        starts = np.flatnonzero(np.diff(mover, prepend=-1))
        movers = mover[starts]
        while True:
            before = room.copy()
            # Somebody takes a seat elsewhere …
            if len(starts):
                room[movers] = np.minimum(room[movers], np.minimum.reduceat(cost + room[mentor], starts))
            # … or goes without; a free seat is filled, or another one left empty.
            np.minimum.at(room, self.of, self.surplus + room[-1])
            room[self.has_room] = np.minimum(room[self.has_room], room[-1])
            room[-1] = min(room[-1], (self.price + room[:-1])[self.is_open].min(initial=FAR))
            if (room == before).all():
                return

    def _find_cheaper(self, room):
        """Pairs left out whose move is cheaper than what is known for the mentor of that mentee."""
        problem = self.scorer.problem
        asked = self.price + room[:-1]
        least = asked[self.is_open].min(initial=FAR)
        known = self.surplus - room[self.of]  # a move must be worth more than that, beyond what is asked
        hidden = self._fixed((self.left_out + 1) << self.worth.tie_bits)
        found = [Pairs.none()]
        for block in blocks(np.flatnonzero((self.left_out >= 0) & (hidden - least > known))):
            scores = self.scorer.block(block)
            at_most = self._fixed((scores.astype(np.int64) + 1) << self.worth.tie_bits)
            rows, mentors = np.nonzero((at_most - asked > known[block, None]) & (scores >= 0) & self.is_open)
            pairs = pairs_of(problem, self.worth, block[rows], mentors, scores[rows, mentors])
            is_cheaper = self.cost(pairs) + room[mentors] < room[self.of[pairs.mentee]]
            found.append(Pairs(pairs.mentee[is_cheaper], pairs.mentor[is_cheaper], pairs.rank[is_cheaper]))
        return Pairs.joined(found)
