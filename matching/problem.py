"""What goes into the engine, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import storage

if TYPE_CHECKING:  # both know problems
    from .rough import RoughScorer
    from .scoring import Scorer

MICRO = 1_000_000
"""Micro-points in one point: a perfect pair scores `MICRO`."""
MICRO_POINTS_PER_PERCENT = MICRO // 100
"""As people read scores: a perfect pair has 100."""

LEAST_SIZE = 2.0**-12
"""Features of mentors above are scored as they are, up to the inverse; smaller and larger ones are balanced first."""

RULES = ("excluded", "minimum_score")
"""What may forbid a pair besides must-have criteria, by the name it has in `solution.Unmatched.ruled_out`."""


class MatchingError(ValueError):
    """The input makes no matching problem; the message says what to change."""


@dataclass(frozen=True, eq=False)
class Criterion:
    """One reason for two people to be a good pair.

    The value of a pair is the dot product of its two feature rows and must lie in 0..1. Most comparisons people
    make have this form: coverage of skills, shared interests, one-hot equality, closeness as -|x - y|².

    :ivar key: name of the criterion, as it comes back in messages
    :ivar weight: 0..10; a criterion of weight 0 is reported with the solution, and does not count
    :ivar mentees: float32 (n_mentees, d)
    :ivar mentors: float32 (n_mentors, d)
    :ivar minimum: 0..1; above 0 the criterion is a must-have, whatever its weight: pairs whose value, to six digits,
        lies below may not be matched
    :raises MatchingError: on a wrong weight, minimum, shape, or a value that is not finite
    """

    key: str
    weight: int
    mentees: np.ndarray
    mentors: np.ndarray
    minimum: float = 0.0

    def __post_init__(self):
        _check_weight_and_minimum(self)
        for side in ("mentees", "mentors"):
            features = np.ascontiguousarray(getattr(self, side), dtype=np.float32)
            if features.ndim != 2:
                raise MatchingError(f"Criterion {self.key!r}: features of {side} need two dimensions (people, d).")
            if not np.isfinite(features).all():
                raise MatchingError(f"Criterion {self.key!r}: a feature of {side} is not a finite number.")
            object.__setattr__(self, side, features)
        if self.mentees.shape[1] != self.mentors.shape[1]:
            raise MatchingError(
                f"Criterion {self.key!r}: mentees have {self.mentees.shape[1]} features, "
                f"mentors {self.mentors.shape[1]}; they must be as many."
            )

    @cached_property
    def balanced(self) -> tuple[np.ndarray, np.ndarray]:
        """Features of mentees and of mentors with the same products, where those of mentors are neither huge nor tiny.

        Powers of two go over from one side of a column to the other, which rounds nothing. Float64, if at all.
        """
        size = np.abs(self.mentors).max(axis=0, initial=0).astype(np.float64)
        is_off = (size > 0) & ((size < LEAST_SIZE) | (size > 1 / LEAST_SIZE))
        if not is_off.any():
            return self.mentees, self.mentors
        power = np.where(is_off, np.exp2(np.frexp(size)[1]), 1.0)
        return self.mentees * power, self.mentors / power

    @cached_property
    def largest(self) -> float:
        """An upper bound of Σ |x·y| over all pairs: the better of Hölder's two with the 1- and the ∞-norm."""
        if not self.mentees.size or not self.mentors.size:
            return 0.0
        left, right = map(np.abs, self.balanced)
        by_left = left.sum(axis=1, dtype=np.float64).max() * right.max()
        by_right = right.sum(axis=1, dtype=np.float64).max() * left.max()
        return float(min(by_left, by_right))

    @cached_property
    def is_positive(self) -> bool:
        """No feature is below 0."""
        return bool(self.mentees.min(initial=0) >= 0 and self.mentors.min(initial=0) >= 0)

    @cached_property
    def entries(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, columns and values of what mentees have that is not 0: people have few things of many."""
        mentees, _mentors = self.balanced
        rows, columns = np.nonzero(mentees)
        return rows, columns, mentees[rows, columns]

    def check_rows(self, n_mentees: int, n_mentors: int) -> None:
        """:raises MatchingError: unless there is one row of features for each person"""
        for name, people in (("mentees", n_mentees), ("mentors", n_mentors)):
            rows = len(getattr(self, name))
            if rows != people:
                raise MatchingError(f"Criterion {self.key!r}: features of {rows} {name}, but there are {people}.")


@dataclass(frozen=True, eq=False)
class PairCriterion:
    """A criterion with a value for a few pairs, and 0 for all others: wishes, earlier meetings, a second opinion.

    :ivar key: as of `Criterion`
    :ivar weight: as of `Criterion`
    :ivar mentee_rows: int64 (n_values,) rows of mentees, parallel to
    :ivar mentor_rows: int64 (n_values,) rows of mentors, in any order; a pair stands at most once
    :ivar values: float32 (n_values,) in 0..1
    :ivar minimum: as of `Criterion`; above 0, pairs that are not listed may not be matched
    :raises MatchingError: on a wrong weight, minimum or shape, a value outside 0..1, a pair listed twice
    """

    key: str
    weight: int
    mentee_rows: np.ndarray
    mentor_rows: np.ndarray
    values: np.ndarray
    minimum: float = 0.0

    def __post_init__(self):
        _check_weight_and_minimum(self)
        for name in ("mentee_rows", "mentor_rows"):
            object.__setattr__(self, name, whole_numbers(f"Criterion {self.key!r}: {name}", getattr(self, name)))
        object.__setattr__(self, "values", np.asarray(self.values, dtype=np.float32))
        if not self.mentee_rows.shape == self.mentor_rows.shape == self.values.shape:
            raise MatchingError(f"Criterion {self.key!r}: rows and values must be equally long, they name pairs.")
        wrong = ~((self.values >= 0) & (self.values <= 1))
        if wrong.any():
            raise MatchingError(f"Criterion {self.key!r}: the value {self.values[wrong][0]:.3g} is outside 0..1.")

    @property
    def largest(self) -> float:
        return 1.0

    def check_rows(self, n_mentees: int, n_mentors: int) -> None:
        """:raises MatchingError: on a row of nobody, or a pair listed twice"""
        for name, people in (("mentee_rows", n_mentees), ("mentor_rows", n_mentors)):
            check_rows(f"Criterion {self.key!r}: {name}", getattr(self, name), people)
        pairs = np.sort(self.mentee_rows * n_mentors + self.mentor_rows)
        twice = np.flatnonzero(pairs[1:] == pairs[:-1])
        if len(twice):
            mentee, mentor = divmod(int(pairs[twice[0]]), n_mentors)
            raise MatchingError(f"Criterion {self.key!r}: the pair of rows {mentee} and {mentor} stands twice.")


@dataclass(frozen=True, eq=False)
class Problem:
    """Two groups of people, the seats, the reasons and the rules.

    No mentees, or no mentors, is a problem like any other: its solution is empty.

    :ivar mentee_ids: int64 (n_mentees,), stable and distinct. Ids break ties, so that the same people get the same
        solution in whatever order they come
    :ivar mentor_ids: int64 (n_mentors,), likewise
    :ivar seats: int64 (n_mentors,) free seats, ≥ 0
    :ivar criteria: `Criterion` or `PairCriterion`, at least one of weight > 0
    :ivar excluded_mentees: int64 (n_excluded,) rows of mentees, parallel to
    :ivar excluded_mentors: int64 (n_excluded,) rows of mentors: these pairs may not be matched
    :ivar minimum_score: micro-points; pairs below may not be matched
    :ivar seed: 0..2^63-1, enters the hash that breaks ties: another seed, another of several equally good solutions
    :ivar is_peers: both sides are the same people, and pairs any two of them: see `peers`
    :raises MatchingError: where a part is missing, misshapen, or contradicts another
    """

    mentee_ids: np.ndarray
    mentor_ids: np.ndarray
    seats: np.ndarray
    criteria: tuple[Criterion | PairCriterion, ...]
    excluded_mentees: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    excluded_mentors: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    minimum_score: int = 0
    seed: int = 0
    is_peers: bool = False

    def __post_init__(self):
        for name in ("mentee_ids", "mentor_ids", "seats", "excluded_mentees", "excluded_mentors"):
            object.__setattr__(self, name, whole_numbers(name, getattr(self, name)))
        object.__setattr__(self, "criteria", tuple(self.criteria))
        self._check_people()
        self._check_criteria()
        self._check_exclusions()
        self._check_minimum_score()
        self._check_seed()
        if self.is_peers:
            from .peers import check_peers  # noqa: PLC0415 (which knows problems)

            check_peers(self)

    @property
    def n_mentees(self) -> int:
        return len(self.mentee_ids)

    @property
    def n_mentors(self) -> int:
        return len(self.mentor_ids)

    @property
    def total_weight(self) -> int:
        return sum(criterion.weight for criterion in self.criteria)

    @cached_property
    def scorer(self) -> Scorer:
        """The `scoring.Scorer` of this problem, made once for all that is asked about it."""
        from .scoring import Scorer  # noqa: PLC0415 (which knows problems)

        return Scorer(self)

    @cached_property
    def rough(self) -> RoughScorer:
        """The `rough.RoughScorer` of this problem, made once as well: it copies the features of all mentors."""
        from .rough import RoughScorer  # noqa: PLC0415 (which knows problems)

        return RoughScorer(self.scorer)

    def _check_people(self):
        for name in ("mentee_ids", "mentor_ids"):
            ids, counts = np.unique(getattr(self, name), return_counts=True)
            if (counts > 1).any():
                raise MatchingError(f"Id {ids[counts > 1][0]} stands more than once in {name}.")
        if len(self.seats) != self.n_mentors:
            raise MatchingError(f"There are {self.n_mentors} mentors, but seats for {len(self.seats)}.")
        if (self.seats < 0).any():
            mentor = self.mentor_ids[np.argmax(self.seats < 0)]
            raise MatchingError(f"Mentor {mentor} has a negative number of seats.")

    def _check_criteria(self):
        if not self.total_weight:
            raise MatchingError("No criterion has a weight above zero: nothing says which pairs are good.")
        for criterion in self.criteria:
            criterion.check_rows(self.n_mentees, self.n_mentors)
            if criterion.minimum and criterion.key in RULES:
                raise MatchingError(f"A must-have criterion cannot be called {criterion.key!r}, like a rule.")

    def _check_exclusions(self):
        if len(self.excluded_mentees) != len(self.excluded_mentors):
            raise MatchingError("excluded_mentees and excluded_mentors must be equally long: they name pairs.")
        for name, people in (("excluded_mentees", self.n_mentees), ("excluded_mentors", self.n_mentors)):
            check_rows(name, getattr(self, name), people)

    def _check_minimum_score(self):
        if not _is_whole(self.minimum_score):
            raise MatchingError(f"The minimum score {self.minimum_score} is not a whole number of micro-points.")
        object.__setattr__(self, "minimum_score", int(self.minimum_score))

    def _check_seed(self):
        if not _is_whole(self.seed) or not 0 <= self.seed < 1 << 63:
            raise MatchingError(f"The seed {self.seed} is not a whole number from 0 to 2^63 - 1.")
        object.__setattr__(self, "seed", int(self.seed))

    def to_bytes(self) -> bytes:
        """The problem in a file's content, for `from_bytes`: compressed, no code in it, exact."""
        return storage.dump(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> Problem:
        """The problem that `to_bytes` wrote.

        :raises MatchingError: if the content is something else
        """
        try:
            return cls(**storage.load(content, {kind.__name__: kind for kind in (Criterion, PairCriterion)}))
        except ValueError as error:
            raise MatchingError(f"This cannot be read as a matching problem: {error}.") from error

    def fingerprint(self) -> str:
        """64 hexadecimal digits that say whether two problems are the same, in whatever order people stand."""
        return storage.fingerprint(self)


def _is_whole(value):
    return isinstance(value, Real) and isfinite(value) and int(value) == value


def _check_weight_and_minimum(criterion):
    if not _is_whole(criterion.weight) or not 0 <= criterion.weight <= 10:
        raise MatchingError(
            f"Criterion {criterion.key!r}: weight {criterion.weight} is not a whole number from 0 to 10."
        )
    object.__setattr__(criterion, "weight", int(criterion.weight))
    if not 0 <= criterion.minimum <= 1:
        raise MatchingError(f"Criterion {criterion.key!r}: the minimum {criterion.minimum} is outside 0..1.")


def check_rows(name: str, rows: np.ndarray, people: int) -> None:
    """:raises MatchingError: on a row outside 0..people-1"""
    if len(rows) and not (rows.min() >= 0 and rows.max() < people):
        raise MatchingError(f"{name} holds a row outside 0..{people - 1}.")


def whole_numbers(name: str, values: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(values)
    if given.ndim != 1:
        raise MatchingError(f"{name} must have one dimension, not {given.ndim}.")
    if not given.size:
        return given.astype(np.int64)
    if given.dtype.kind not in "iuf":
        raise MatchingError(f"{name} must hold whole numbers.")
    with np.errstate(invalid="ignore"):
        whole = given.astype(np.int64)
    if not np.array_equal(whole, given):
        raise MatchingError(f"{name} must hold whole numbers.")
    return whole
