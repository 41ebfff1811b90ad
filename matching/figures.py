"""The figures by which matchings are compared, whatever objective they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .progress import SILENT, Progress
from .rough import blocks
from .scoring import blocks as exact_blocks

if TYPE_CHECKING:  # a solution is proven with these figures, too
    from .problem import Problem
    from .scoring import Scorer
    from .solution import Solution


@dataclass(frozen=True)
class Figures:
    """How good a matching is. Scores are in micro-points (0..1,000,000), 0 where nobody is matched.

    :ivar matched: number of mentees with a mentor
    :ivar mean: score of a pair on average
    :ivar lowest_decile: the highest score in the lowest tenth of the pairs (rounded up): a tenth get this or less
    :ivar lowest: score of the weakest pair
    :ivar blocking_pairs: pairs that would both rather have each other, see `count_blocking_pairs`
    :ivar mentors_used: number of mentors with at least one mentee
    """

    matched: int
    mean: float
    lowest_decile: int
    lowest: int
    blocking_pairs: int
    mentors_used: int


def figures(problem: Problem, solution: Solution | ArrayLike, progress: Progress = SILENT) -> Figures:
    """The figures of a matching.

    >>> import numpy as np
    >>> from matching import Criterion, Problem, match
    >>> taste = Criterion("taste", 1, np.eye(2), np.array([[1.0, 0.9], [0.5, 0.0]]))
    >>> problem = Problem([11, 12], [21, 22], [1, 1], (taste,))
    >>> figures(problem, match(problem))
    Figures(matched=2, mean=700000.0, lowest_decile=500000, lowest=500000, blocking_pairs=1, mentors_used=2)

    :param problem: `Problem`
    :param solution: `Solution`, or any matching as int64 (n_mentees,) rows of mentors, -1 without one
    :param progress: `progress.Progress`
    :return: `Figures`
    :complexity: all pairs are scored in blocks, roughly where that will do, for the blocking ones
    """
    scorer = problem.scorer
    mentor_of = np.asarray(getattr(solution, "mentor_of", solution), dtype=np.int64)
    matched = np.flatnonzero(mentor_of >= 0)
    score = np.sort(scorer.scores(matched, mentor_of[matched])).tolist()
    return Figures(
        matched=len(matched),
        mean=sum(score) / max(len(score), 1),
        lowest_decile=score[-(-len(score) // 10) - 1] if score else 0,
        lowest=score[0] if score else 0,
        blocking_pairs=count_blocking_pairs(scorer, mentor_of, progress=progress),
        mentors_used=len(np.unique(mentor_of[matched])),
    )


def count_blocking_pairs(
    scorer: Scorer, mentor_of: np.ndarray, mentees: np.ndarray | None = None, progress: Progress = SILENT
) -> int:
    """How many pairs that no rule forbids would rather have each other than what they have.

    The mentee has nobody, or a lower score with the own mentor; and the mentor has a free seat, or a lower score with
    somebody there. Equal scores do not count, however ties were broken.

    :param mentor_of: int64 (n_mentees,), -1 without a mentor
    :param mentees: rows of the mentees to look at, an int array; None: everybody
    :return: int
    :complexity: rates these mentees and all mentors roughly, and exactly whom that does not settle; one block's memory
    """
    own, floor = own_scores(scorer, mentor_of)
    mentees = np.arange(scorer.problem.n_mentees) if mentees is None else mentees
    rough = scorer.problem.rough
    count = 0
    for block in blocks(mentees, progress, "compare"):
        least = np.maximum(own[block, None], floor)
        rows, mentors = np.nonzero(rough.block(block) > least - rough.error)
        found = block[rows]
        count += int(np.count_nonzero(scorer.ruled_scores(found, mentors) > least[rows, mentors]))
    return count


@dataclass(frozen=True)
class Unused:
    """Why a mentor with free seats got nobody.

    :ivar mentor: row of the mentor
    :ivar eligible: how many mentees no rule forbids
    :ivar best_mentee: row of the best of them, the first of equally good ones; -1 if there is none
    :ivar best_score: micro-points of that pair, 0 if there is none
    """

    mentor: int
    eligible: int
    best_mentee: int
    best_score: int


def unused(problem: Problem, solution: Solution | ArrayLike, progress: Progress = SILENT) -> list[Unused]:
    """The mentors with seats to whom nobody goes, in their order: list of `Unused`.

    :param problem: `Problem`
    :param solution: as of `figures`
    :param progress: `progress.Progress`
    :complexity: rates all mentees and these mentors
    """
    mentor_of = np.asarray(getattr(solution, "mentor_of", solution), dtype=np.int64)
    used = np.bincount(mentor_of[mentor_of >= 0], minlength=problem.n_mentors) > 0
    mentors = np.flatnonzero((problem.seats > 0) & ~used)
    eligible, best, best_score = (np.full(len(mentors), start) for start in (0, -1, -1))
    if len(mentors):
        for block in exact_blocks(np.arange(problem.n_mentees), progress, "compare"):
            scores = problem.scorer.block(block, mentors)
            eligible += np.count_nonzero(scores >= 0, axis=0)
            top = scores.argmax(axis=0)
            top_score = scores[top, np.arange(len(mentors))]
            is_better = top_score > best_score
            best[is_better], best_score[is_better] = block[top[is_better]], top_score[is_better]
    columns = (mentors, eligible, best, np.maximum(best_score, 0))
    return [Unused(*each) for each in zip(*(column.tolist() for column in columns))]


def own_scores(scorer: Scorer, mentor_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """float32 (n_mentees,) score that each mentee has, (n_mentors,) that somebody must beat to get a seat there.

    -1 for a mentee without mentor, and where a seat is free; out of reach where there is none.
    """
    problem = scorer.problem
    matched = np.flatnonzero(mentor_of >= 0)
    mentors = mentor_of[matched]
    own = np.full(problem.n_mentees, -1, dtype=np.float32)
    own[matched] = scorer.scores(matched, mentors)
    floor = np.full(problem.n_mentors, np.inf, dtype=np.float32)
    np.minimum.at(floor, mentors, own[matched])
    floor[np.bincount(mentors, minlength=problem.n_mentors) < problem.seats] = -1
    return own, floor
