"""What goes into the engine, checked."""

from dataclasses import dataclass, field

import numpy as np

MICRO = 1_000_000
"""Micro-points in one point: a perfect pair scores `MICRO`."""


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
    :raises MatchingError: on a wrong weight, shape, or a value that is not finite
    """

    key: str
    weight: int
    mentees: np.ndarray
    mentors: np.ndarray

    def __post_init__(self):
        if int(self.weight) != self.weight or not 0 <= self.weight <= 10:
            raise MatchingError(f"Criterion {self.key!r}: weight {self.weight} is not a whole number from 0 to 10.")
        object.__setattr__(self, "weight", int(self.weight))
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


@dataclass(frozen=True, eq=False)
class Problem:
    """Two groups of people, the seats, the reasons and the rules.

    No mentees, or no mentors, is a problem like any other: its solution is empty.

    :ivar mentee_ids: int64 (n_mentees,), stable and distinct. Ids break ties, so that the same people get the same
        solution in whatever order they come
    :ivar mentor_ids: int64 (n_mentors,), likewise
    :ivar seats: int64 (n_mentors,) free seats, ≥ 0
    :ivar criteria: at least one of weight > 0
    :ivar excluded_mentees: int64 (n_excluded,) rows of mentees, parallel to
    :ivar excluded_mentors: int64 (n_excluded,) rows of mentors: these pairs may not be matched
    :ivar minimum_score: micro-points; pairs below may not be matched
    :raises MatchingError: where a part is missing, misshapen, or contradicts another
    """

    mentee_ids: np.ndarray
    mentor_ids: np.ndarray
    seats: np.ndarray
    criteria: tuple[Criterion, ...]
    excluded_mentees: np.ndarray = field(default=())
    excluded_mentors: np.ndarray = field(default=())
    minimum_score: int = 0

    def __post_init__(self):
        for name in ("mentee_ids", "mentor_ids", "seats", "excluded_mentees", "excluded_mentors"):
            object.__setattr__(self, name, _whole_numbers(name, getattr(self, name)))
        object.__setattr__(self, "criteria", tuple(self.criteria))
        self._check_people()
        self._check_criteria()
        self._check_exclusions()

    @property
    def n_mentees(self):
        return len(self.mentee_ids)

    @property
    def n_mentors(self):
        return len(self.mentor_ids)

    @property
    def total_weight(self):
        return sum(criterion.weight for criterion in self.criteria)

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
            for name, people in (("mentees", self.n_mentees), ("mentors", self.n_mentors)):
                rows = len(getattr(criterion, name))
                if rows != people:
                    raise MatchingError(
                        f"Criterion {criterion.key!r}: features of {rows} {name}, but there are {people}."
                    )

    def _check_exclusions(self):
        if len(self.excluded_mentees) != len(self.excluded_mentors):
            raise MatchingError("excluded_mentees and excluded_mentors must be equally long: they name pairs.")
        for name, people in (("excluded_mentees", self.n_mentees), ("excluded_mentors", self.n_mentors)):
            rows = getattr(self, name)
            if len(rows) and not (rows.min() >= 0 and rows.max() < people):
                raise MatchingError(f"{name} holds a row outside 0..{people - 1}.")


def _whole_numbers(name, values):
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
