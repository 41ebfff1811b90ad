"""The pairs worth looking at: each mentee's best mentors, and how good the others can be at most."""

from dataclasses import dataclass

import numpy as np

from .progress import SILENT
from .scoring import blocks


@dataclass(frozen=True, eq=False)
class Pairs:
    """Some pairs, in no particular order: three parallel arrays."""

    mentee: np.ndarray  # int64 rows
    mentor: np.ndarray  # int64 rows
    rank: np.ndarray  # int64, see worth.Worth

    def __len__(self):
        return len(self.rank)

    @classmethod
    def none(cls):
        return cls(*np.empty((3, 0), dtype=np.int64))

    @classmethod
    def joined(cls, parts):
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("mentee", "mentor", "rank")))


def best_pairs(scorer, worth, count, progress=SILENT):
    """Each mentee's `count` best mentors among those with seats.

    :return: `Pairs`, and int64 (n_mentees,): no pair of the mentee that was left out scores more; -1: none was
    :complexity: all pairs are scored; O(n_mentees · count) memory
    """
    problem = scorer.problem
    is_closed = problem.seats == 0
    count = min(count, problem.n_mentors)
    left_out = np.full(problem.n_mentees, -1, dtype=np.int64)
    found = [Pairs.none()]
    for mentees in blocks(np.arange(problem.n_mentees)):
        progress.at("score", mentees[0], problem.n_mentees)
        scores = scorer.block(mentees)
        scores[:, is_closed] = -1
        if count < problem.n_mentors:
            # The last of the count + 1 best is the best of those left out.
            best = np.argpartition(-scores, count, axis=1)[:, : count + 1]
            edge = np.take_along_axis(scores, best[:, count:], axis=1)
            left_out[mentees] = edge[:, 0]
            best = best[:, :count]
            # Among equals at the edge, take those that breaking ties prefers: not the same few for everybody.
            tied = np.flatnonzero((np.take_along_axis(scores, best, axis=1) == edge).any(axis=1) & (edge[:, 0] >= 0))
            if len(tied):
                ranks = worth.rank(scores[tied], problem.mentee_ids[mentees[tied], None], problem.mentor_ids)
                best[tied] = np.argpartition(-ranks, count, axis=1)[:, :count]
        else:
            best = np.broadcast_to(np.arange(count), scores.shape)
        best_scores = np.take_along_axis(scores, best, axis=1)
        rows, columns = np.nonzero(best_scores >= 0)
        found.append(pairs_of(problem, worth, mentees[rows], best[rows, columns], best_scores[rows, columns]))
    return Pairs.joined(found), left_out


def pairs_of(problem, worth, mentee, mentor, scores):
    """`Pairs` from rows and scores."""
    rank = worth.rank(scores, problem.mentee_ids[mentee], problem.mentor_ids[mentor])
    return Pairs(mentee.astype(np.int64), mentor.astype(np.int64), rank)
