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
    left_out = np.full(problem.n_mentees, -1, dtype=np.int64)
    found = [Pairs.none()]
    done = 0
    for mentees in blocks(scorer.reading_order()):
        progress.at("score", done, problem.n_mentees)
        done += len(mentees)
        scores = scorer.block(mentees)
        scores[:, is_closed] = -1
        rows, mentors = _not_worse_than_best(scores, count + 1)
        pairs = pairs_of(problem, worth, mentees[rows], mentors, scores[rows, mentors])
        order = np.lexsort((-pairs.rank, rows))
        place = np.arange(len(order)) - np.searchsorted(rows, rows)
        # Ranks break ties at the edge: not the same few mentors for everybody.
        first_out = order[place == count]
        left_out[pairs.mentee[first_out]] = pairs.rank[first_out] >> worth.tie_bits
        kept = order[place < count]
        found.append(Pairs(pairs.mentee[kept], pairs.mentor[kept], pairs.rank[kept]))
    return Pairs.joined(found), left_out


def pairs_of_unpopular(scorer, worth, pairs, count, progress=SILENT):
    """The best `count` mentees of each mentor whom hardly anybody has among their best.

    Their seats may be needed when seats are short. Without these pairs the solver would leave somebody without a
    mentor for nothing, and everybody would refute that.

    :complexity: O(n_mentees · unpopular · d) time, O((BLOCK + count) · unpopular) memory besides the pairs
    """
    problem = scorer.problem
    wanted = np.bincount(pairs.mentor, minlength=problem.n_mentors)
    mentors = np.flatnonzero((problem.seats > 0) & (wanted <= count // 5))
    scores = np.empty((0, len(mentors)), dtype=np.float32)
    best = np.empty((0, len(mentors)), dtype=np.int64)
    for mentees in blocks(np.arange(problem.n_mentees if len(mentors) else 0)):
        progress.at("score", mentees[0], problem.n_mentees)
        scores = np.concatenate([scores, scorer.block(mentees, mentors)])
        best = np.concatenate([best, np.broadcast_to(mentees[:, None], (len(mentees), len(mentors)))])
        if len(best) > count:
            top = np.argpartition(-scores, count, axis=0)[:count]
            scores, best = np.take_along_axis(scores, top, axis=0), np.take_along_axis(best, top, axis=0)
    rows, columns = np.nonzero(scores >= 0)
    found = pairs_of(problem, worth, best[rows, columns], mentors[columns], scores[rows, columns])
    is_unpopular = np.isin(pairs.mentor, mentors)
    known = pairs.mentee[is_unpopular] * problem.n_mentors + pairs.mentor[is_unpopular]
    is_new = ~np.isin(found.mentee * problem.n_mentors + found.mentor, known)
    return Pairs(found.mentee[is_new], found.mentor[is_new], found.rank[is_new])


def _not_worse_than_best(scores, count):
    """Rows and columns of all scores ≥ 0 that may be among the `count` best of their row, ties at the edge included.

    Columns are dealt to strips; the best of each strip is itself a score, so no more than the `count` best strips is
    needed to know a score that at least `count` reach. Two quick passes over the block, where sorting takes many.
    """
    columns = scores.shape[1]
    depth = columns // (4 * count)
    if depth > 1:
        strips = scores[:, : columns // depth * depth].reshape(len(scores), depth, -1).max(axis=1)
        edge = np.partition(strips, strips.shape[1] - count, axis=1)[:, strips.shape[1] - count]
        found = np.flatnonzero(scores >= np.maximum(edge, 0)[:, None])
    else:
        found = np.flatnonzero(scores >= 0)
    return np.divmod(found, max(1, columns))


def pairs_of(problem, worth, mentee, mentor, scores):
    """`Pairs` from rows and scores."""
    rank = worth.rank(scores, problem.mentee_ids[mentee], problem.mentor_ids[mentor])
    return Pairs(mentee.astype(np.int64), mentor.astype(np.int64), rank)
