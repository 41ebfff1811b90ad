"""A lottery between near-equals: scores count in steps, and within a step the lot decides who gets a seat.

Where seats are short, a score that is better by a fraction of a point decides over a seat, though nobody would say that
criteria measure so finely. A *band* says what counts as equal: scores are rounded down to the next multiple of it, the
best matching is found by these, and ties are broken by the hash of ids and seed, as ever. So

- who is in or out without a lot differs by a step from those who are; those between whom the lot decides scored less
  than one band apart for the same seat. Two people a hair's breadth apart may still stand on two sides of an edge, as
  with every mark that has steps;
- as many mentees are matched as without a lottery where people count first: the rules, the lowest score among them, go
  by scores that are not rounded;
- each pair of the best matching without steps has lost less than one band by rounding, so that the total lies less than
  band × pairs below the best there is. Mostly it is far less, as the lot only decides who is in: who goes to whom among
  them is solved once more, by scores that are not rounded.

The chance of each mentee is the share of draws in which other seeds let them in (see `lots`), by the same steps. It is
known before anybody is drawn, and depends on nothing that the draw decides: whoever compares people of the same chance
compares people between whom luck has decided (Abdulkadiroğlu, Angrist, Narita, Pathak 2017, Econometrica 85:1373).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .lots import lots
from .match import explain_unmatched, match
from .problem import Criterion, MatchingError, Problem
from .progress import Progress
from .rough import RoughScorer
from .scoring import Scorer
from .solution import Solution
from .worth import SUMS, Worth

MOST_BAND = 100_000
"""Micro-points: a tenth of a perfect score. Wider steps would no longer be a lottery between near-equals."""
DRAWN = "lottery"
"""The key of the must-have that keeps whoever was not drawn from being matched in the second solution."""


class Drawn(NamedTuple):
    """``share`` is float64 (n_mentees,): the chance of each mentee that the lot decides on, 0 for all others."""

    solution: Solution
    share: NDArray[np.float64]


def draw(
    problem: Problem,
    objective: str,
    band: int,
    time_limit: float | None = None,
    progress: Callable[[str, float], object] | None = None,
) -> Drawn:
    """The matching in which `Problem.seed` draws lots between near-equals, and each mentee's chance.

    >>> import numpy as np
    >>> from matching import Criterion, Problem
    >>> alike = Criterion("alike", 1, np.array([[0.5], [0.51], [0.9]]), np.ones((2, 1)))
    >>> problem = Problem([11, 12, 13], [21, 22], [1, 1], (alike,), seed=2)
    >>> drawn = draw(problem, "people", band=20_000)
    >>> [share > 0 for share in drawn.share.tolist()], drawn.solution.matched
    ([True, True, False], 2)

    :param problem: `Problem`
    :param objective: one of `SUMS`
    :param band: micro-points that count as equal, from 1 to `MOST_BAND`
    :param time_limit: seconds for each of the two solutions, see `match`
    :param progress: as of `match`
    :return: `Drawn`. Prices and surpluses of its solution go by steps, scores and total do not; it is proven where both
        solutions are
    :raises MatchingError: for an objective that is no sum, among peers, or for a band out of range
    """
    if objective not in SUMS:
        raise MatchingError(f"A lottery needs an objective that is a sum: {', '.join(SUMS)}.")
    if problem.is_peers:
        raise MatchingError("There is no lottery among peers.")
    if not 1 <= band <= MOST_BAND:
        raise MatchingError(f"The band {band} is not between 1 and {MOST_BAND} micro-points.")
    stepped = Stepped(**{each.name: getattr(problem, each.name) for each in fields(problem)}, band=band)
    first = match(stepped, objective, time_limit=time_limit, progress=_part(progress, 0))
    is_in = first.mentor_of >= 0
    ticket = Criterion(DRAWN, 0, is_in[:, None], np.ones((problem.n_mentors, 1)), minimum=1.0)
    of_drawn = replace(problem, criteria=(*problem.criteria, ticket))
    second = match(of_drawn, time_limit=time_limit, progress=_part(progress, 1))
    watch = Progress(progress)
    worth = Worth.of_objective(objective, problem.n_mentees, problem.seed)
    solution = replace(
        second,
        values=second.values[:, :-1],
        contributions=second.contributions[:, :-1],
        price=first.price,
        price_people=first.price_people,
        surplus=first.surplus,
        surplus_people=first.surplus_people,
        bound_people=max(second.matched, first.bound_people),
        unmatched=tuple(explain_unmatched(problem.scorer, worth, second.mentor_of, second.seats_left, watch)),
        certificate=second.certificate if first.is_proven else first.certificate,
    )
    return Drawn(solution, lots(stepped, first))


def _part(progress, half):
    """The progress of one of two solutions as that of both."""
    return progress and (lambda step, done: progress(step, (half + done) / 2))


@dataclass(frozen=True, eq=False)
class Stepped(Problem):
    """A problem whose scores are rounded down to steps.

    :ivar band: micro-points of a step
    """

    band: int = 1

    @cached_property
    def scorer(self) -> Scorer:
        return SteppedScorer(self)

    @cached_property
    def rough(self) -> RoughScorer:
        return SteppedRough(self.scorer)


class SteppedScorer(Scorer):
    """Rates as `Scorer` does, in steps. Rules go by scores that are not rounded."""

    def block(self, mentees: NDArray[np.int64], mentors: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        return self._step(super().block(mentees, mentors))

    def block_with_reasons(
        self, mentees: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], dict[str, NDArray[np.int64]]]:
        scores, counts = super().block_with_reasons(mentees)
        return self._step(scores), counts

    def scores(self, mentees: NDArray[np.int64], mentors: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._step(super().scores(mentees, mentors))

    def ruled_scores(self, mentees: NDArray[np.int64], mentors: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._step(super().ruled_scores(mentees, mentors))

    def _step(self, scores):
        # Whole numbers below 2^24, whose remainder float32 has exactly; -1 stays what it is
        np.subtract(scores, np.fmod(scores, scores.dtype.type(self.problem.band)), out=scores, where=scores >= 0)
        return scores


class SteppedRough(RoughScorer):
    """Rates as `RoughScorer` does, half a step lower: so scores are off by half a step more, and no further."""

    def __init__(self, scorer, mentors=None):
        super().__init__(scorer, mentors)
        self._half = scorer.problem.band / 2
        self.error += self._half

    def only(self, mentors: NDArray[np.int64]) -> RoughScorer:
        return SteppedRough(self.scorer, mentors)

    def block(self, mentees: NDArray[np.int64]) -> NDArray[np.float32]:
        return super().block(mentees) - np.float32(self._half)
