"""The stable matching: no mentee and no mentor who would both rather have each other.

Both sides rank each other by the score of the pair, ties by the hash of the ids (`worth.Worth.rank`). Mentees propose
from the top of their list; a mentor keeps the best proposals for which there are seats. (D. Gale and L. S. Shapley,
College admissions and the stability of marriage, 1962; D. Gusfield and R. W. Irving, The stable marriage problem,
1989.) What comes out does not depend on who proposes first; since both sides go by the same score, and as long as no
two pairs tie, it is the only stable matching there is.
"""

from dataclasses import dataclass
from heapq import heappush, heapreplace

import numpy as np

from .candidates import Pairs, pairs_of
from .figures import count_blocking_pairs, own_scores
from .progress import SILENT
from .scoring import blocks


@dataclass(frozen=True)
class StableCertificate:
    """The proof of stability: how many pairs of all there are block the matching, counted afterwards.

    :ivar blocking_pairs: see `figures.count_blocking_pairs`
    """

    blocking_pairs: int

    @property
    def is_tight(self):
        return not self.blocking_pairs


def match_stably(scorer, worth, pairs, left_out, count, max_rounds=None, progress=SILENT):
    """The stable matching over all pairs.

    Mentees propose to the mentors in `pairs`. Those who run through their list are scored again against everybody,
    and go on with the best `count` of those who would take them now: as mentors only ever change for the better,
    the others never will. So everybody's list ends only when there is nobody left, whatever was left out at first.

    :param scorer: `scoring.Scorer`
    :param worth: `worth.Worth`, for the order of pairs only
    :param pairs: `candidates.Pairs`, the best of each mentee
    :param left_out: int64 (n_mentees,), highest score among the pairs of a mentee that are not in `pairs`, -1: none
    :param count: how many mentors to add to a list at a time, ≥ 1
    :param max_rounds: stop after that many rounds of proposals, None: when nobody has anything left to propose
    :param progress: `progress.Progress`; at the end of its time, proposals stop after the lists at hand
    :return: int64 (n_mentees,) mentor rows or -1, `StableCertificate`, number of rounds of proposals
    :complexity: O(proposals · log seats), where a pair proposes once at most; and scoring those who run through their
        lists
    """
    market = _Market(scorer.problem)
    may_go_on = left_out >= 0
    market.give_lists(np.arange(scorer.problem.n_mentees), pairs)
    market.propose()
    rounds = 1
    while rounds != max_rounds and not progress.is_over:
        waiting = np.flatnonzero((market.mentor_of < 0) & may_go_on)
        if not len(waiting):
            break
        more, is_cut = _who_would_take(scorer, worth, market, waiting, count, progress)
        may_go_on[waiting] = is_cut
        market.give_lists(waiting, more)
        market.propose()
        rounds += 1
    suspects = _suspects(scorer, worth, pairs, left_out, market.mentor_of)
    blocking = count_blocking_pairs(scorer, market.mentor_of, suspects, progress)
    return market.mentor_of, StableCertificate(blocking), rounds


_NOBODY: tuple[list[int], list[int]] = ([], [])


class _Market:
    """Who holds which seat at the moment; proposals in rounds."""

    def __init__(self, problem):
        self._mentee_ids, self._mentor_ids = problem.mentee_ids, problem.mentor_ids
        self._seats = problem.seats.tolist()
        self._held = [[] for _ in self._seats]  # a heap a mentor: the weakest of (rank, mentee id, mentee) first
        self._lists = [_NOBODY] * problem.n_mentees  # mentors, ranks, best first
        self._at = [0] * problem.n_mentees
        self.mentor_of = np.full(problem.n_mentees, -1, dtype=np.int64)

    def give_lists(self, mentees, pairs):
        """These mentees will go on with the mentors they have in `pairs`."""
        order = np.lexsort((self._mentor_ids[pairs.mentor], -pairs.rank, pairs.mentee))
        mentors, ranks = pairs.mentor[order].tolist(), pairs.rank[order].tolist()
        first, last = (np.searchsorted(pairs.mentee[order], mentees, side).tolist() for side in ("left", "right"))
        for mentee, start, end in zip(mentees.tolist(), first, last):
            self._lists[mentee], self._at[mentee] = (mentors[start:end], ranks[start:end]), 0

    def propose(self):
        """Everybody without a mentor proposes down their list, until all are held or through."""
        ids, mentor_of = self._mentee_ids.tolist(), self.mentor_of.tolist()
        held, seats = self._held, self._seats
        free = [mentee for mentee, mentor in enumerate(mentor_of) if mentor < 0]
        while free:
            mentee = free.pop()
            (mentors, ranks), position, own_id = self._lists[mentee], self._at[mentee], ids[mentee]
            while position < len(mentors):
                mentor = mentors[position]
                proposal = ranks[position], own_id, mentee
                position += 1
                heap = held[mentor]
                if len(heap) < seats[mentor]:
                    heappush(heap, proposal)
                elif heap and heap[0] < proposal:
                    loser = heapreplace(heap, proposal)[2]
                    mentor_of[loser] = -1
                    free.append(loser)
                else:
                    continue
                mentor_of[mentee] = mentor
                break
            self._at[mentee] = position
        self.mentor_of[:] = mentor_of

    def floors(self):
        """int64 (n_mentors,) rank and mentee id that a proposal must beat; -1 where a seat is free."""
        never, always = (np.iinfo(np.int64).max, 0), (-1, -1)
        floors = [
            (heap[0][:2] if len(heap) == seats else always) if seats else never
            for heap, seats in zip(self._held, self._seats)
        ]
        return np.array(floors, dtype=np.int64).reshape(-1, 2).T


def _who_would_take(scorer, worth, market, mentees, count, progress):
    """The best mentors who would take each of these mentees: `Pairs`, and bool (len(mentees),) if there are more."""
    problem = scorer.problem
    floor_rank, floor_id = market.floors()
    floor_score = np.where(floor_rank < 0, -1, floor_rank >> worth.tie_bits)
    found, is_cut = [Pairs.none()], np.zeros(len(mentees), dtype=bool)
    for position in blocks(np.arange(len(mentees))):
        progress.at("solve", position[0], len(mentees))
        block = mentees[position]
        scores = scorer.block(block)
        scores[scores < floor_score] = -1
        rows, mentors = np.nonzero((scores == floor_score) & (scores >= 0))
        ids = problem.mentee_ids[block[rows]]
        ranks = worth.rank(scores[rows, mentors], ids, problem.mentor_ids[mentors])
        takes = (ranks > floor_rank[mentors]) | (ranks == floor_rank[mentors]) & (ids > floor_id[mentors])
        scores[rows[~takes], mentors[~takes]] = -1
        edge = 0
        if count < problem.n_mentors:
            edge = np.maximum(-np.partition(-scores, count, axis=1)[:, count : count + 1], 0)
        rows, mentors = np.nonzero(scores >= edge)
        pairs = pairs_of(problem, worth, block[rows], mentors, scores[rows, mentors])
        order = np.lexsort((-pairs.rank, rows))
        place = np.arange(len(order)) - np.searchsorted(rows[order], rows[order])
        is_cut[position[rows[order[place == count]]]] = True
        order = order[place < count]
        found.append(Pairs(pairs.mentee[order], pairs.mentor[order], pairs.rank[order]))
    return Pairs.joined(found), is_cut


def _suspects(scorer, worth, pairs, left_out, mentor_of):
    """The mentees who could be in a blocking pair, for all that is known without scoring everybody again.

    A pair that was left out cannot block where the mentee has at least as good a score; the others are looked at here.
    """
    own, floor = own_scores(scorer, mentor_of)
    scores = pairs.rank >> worth.tie_bits
    is_suspect = left_out > own
    is_suspect[pairs.mentee[(scores > own[pairs.mentee]) & (scores > floor[pairs.mentor])]] = True
    return np.flatnonzero(is_suspect)
