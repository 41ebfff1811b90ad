"""Whom the lot decides on: of several equally good matchings, in how many somebody has a mentor.

Where scores tie, the hash of the ids chooses among equals (see `worth`), and another seed would choose others. Who is
in under every seed owes it to the scores, and who is out as well; the others are near the line, and should be told so.

All optima use tight pairs only, leave nobody of a positive surplus out and no seat of a positive price empty (see
`pricing`), so that each draw is one matching on tight pairs. Nothing is drawn where nobody could take turns.
"""

import numpy as np
from numpy.typing import NDArray

from .candidates import Pairs
from .certificate import Certificate
from .optimum import best_matching
from .problem import Problem
from .progress import SILENT, Progress
from .rough import blocks
from .solution import Solution
from .worth import Worth

DRAWS = 32
"""How many other seeds are tried: a share of one half is then known to within a sixth, nineteen times of twenty."""


def lots(problem: Problem, solution: Solution, draws: int = DRAWS, progress: Progress = SILENT) -> NDArray[np.float64]:
    """In what share of the equally good solutions each mentee has a mentor, where that is neither none nor all.

    >>> import numpy as np
    >>> from matching import Criterion, Problem, match
    >>> alike = Criterion("alike", 1, np.array([[0.5], [0.5], [0.9]]), np.ones((2, 1)))
    >>> problem = Problem([11, 12, 13], [21, 22], [1, 1], (alike,))
    >>> lots(problem, match(problem), draws=400).round(1).tolist()
    [0.5, 0.5, 0.0]

    :param problem: `Problem`
    :param solution: its `Solution`
    :param draws: number of seeds
    :param progress: `progress.Progress`
    :return: float64 (n_mentees,) share of the draws; 0 for those on whom no lot decides, and for objectives that are no
        sum, or without a proof
    :complexity: nothing without a tie, else one rough look at all pairs and a small flow a draw
    """
    share = np.zeros(problem.n_mentees)
    certificate = solution.certificate
    if not isinstance(certificate, Certificate) or not solution.is_proven:
        return share
    price, surplus = _values(certificate)
    is_matched = solution.mentor_of >= 0
    if is_matched.all() or not (surplus[is_matched] == 0).any():
        return share
    pairs = _tight_pairs(problem, certificate.worth, price, surplus, progress)
    has_turn = np.bincount(pairs.mentee, minlength=problem.n_mentees) > 0
    if not (has_turn & ~is_matched).any():
        return share
    for seed in range(1, draws + 1):
        progress.at("compare", seed, draws)
        share[_draw(problem, pairs, surplus > 0, price > 0, seed)] += 1 / draws
    share[(share > 1 - 0.5 / draws) | (share < 0.5 / draws)] = 0
    return share


def _values(certificate):
    """Prices and surpluses without what breaks ties: int64, in the values of `pricing`."""
    low_bits = certificate.worth.low_bits
    half = 1 << low_bits - 1
    return (
        np.array([each + half >> low_bits for each in part], dtype=np.int64)
        for part in (certificate.price, certificate.surplus)
    )


def _tight_pairs(problem, worth, price, surplus, progress):
    """All pairs that are worth exactly price and surplus: `Pairs`, with 0 for a rank."""
    rough, is_open = problem.rough, problem.seats > 0
    found = [Pairs.none()]
    for mentees in blocks(np.arange(problem.n_mentees), progress, "compare"):
        even = (surplus[mentees, None] + price - worth.value(0)) / worth.unit
        rows, mentors = np.nonzero((np.abs(rough.block(mentees) - even) <= rough.error + 1) & is_open)
        mentee = mentees[rows]
        scores = problem.scorer.ruled_scores(mentee, mentors)
        is_tight = (scores >= 0) & (worth.value(scores) == surplus[mentee] + price[mentors])
        found.append(Pairs(mentee[is_tight], mentors[is_tight], np.zeros(np.count_nonzero(is_tight), dtype=np.int64)))
    return Pairs.joined(found)


def _draw(problem, pairs, must_mentee, must_mentor, seed):
    """int64: the rows of those who have a mentor in the matching that a seed chooses."""
    worth = Worth.of_objective("people", problem.n_mentees, seed)
    ties = worth.ties(problem.mentee_ids[pairs.mentee], problem.mentor_ids[pairs.mentor])
    found = best_matching(pairs.mentee, pairs.mentor, ties, problem.n_mentees, problem.seats, must_mentee, must_mentor)
    return pairs.mentee[found.is_chosen]
