"""What comes out of the engine."""

from dataclasses import dataclass

import numpy as np

from .certificate import Certificate
from .peers import PeerCertificate
from .stable import StableCertificate


@dataclass(frozen=True)
class Unmatched:
    """Why one mentee has nobody.

    :ivar mentee: row of the mentee
    :ivar eligible: how many mentors no rule forbids, with or without free seats
    :ivar best_mentor: row of the best of them, -1 if there is none
    :ivar best_score: micro-points of that pair
    :ivar best_is_full: that mentor has no seat left
    :ivar ruled_out: how many mentors each rule forbids, one rule after the other: "excluded", the must-have criteria by
        their keys, "minimum_score"; rules that forbid nobody are left out. Together with `eligible` this is everybody
    :ivar holders: rows of the mentees who hold the seats of the best mentor
    """

    mentee: int
    eligible: int
    best_mentor: int
    best_score: int
    best_is_full: bool
    ruled_out: dict[str, int]
    holders: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Solution:
    """Who goes to whom, for which reasons, and how good that is. Scores are in micro-points (0..1,000,000).

    Prices and surpluses belong to sums, the objectives "people" and "total". For others they are 0, and `bound` and
    `bound_people` are what the solution itself has.

    :ivar mentor_of: int64 (n_mentees,) row of the mentor, -1 without one
    :ivar score: int64 (n_mentees,) of the pair, 0 without one
    :ivar values: float64 (n_mentees, n_criteria) value 0..1 of each criterion, to six digits, those of weight 0
        too; 0 without a pair
    :ivar contributions: float64 (n_mentees, n_criteria) micro-points that each criterion adds to the score; a row
        sums to its score within two micro-points, the roundings of values and score
    :ivar seats_left: int64 (n_mentors,)
    :ivar price: int64 (n_mentors,) what one more seat of this mentor would add to `total`. Where `price_people` is
        1 it may be negative: one more person matched is then worth a loss of points to the objective.
        0 for mentors who came without a seat
    :ivar price_people: int64 (n_mentors,) how many more people that seat would match, 0 or 1 (0 if only `total` counts)
    :ivar surplus: int64 (n_mentees,) by how much the own pair beats the price of its seat: what the objective
        would lose without this mentee, in points; with `surplus_people` as above
    :ivar surplus_people: int64 (n_mentees,)
    :ivar total: sum of the scores
    :ivar matched: number of mentees with a mentor
    :ivar bound: no matching over all pairs has a higher total …
    :ivar bound_people: … and, where people count first, none has more people; `bound` then holds for matchings of
        `bound_people` people
    :ivar unmatched: one entry for each mentee without a mentor, in their order
    :ivar certificate: what `is_proven` stands on: for sums the exact dual solution behind `bound`, else see `stable`
    :ivar rounds: how often the candidates had to be extended and solved again, plus one
    """

    mentor_of: np.ndarray
    score: np.ndarray
    values: np.ndarray
    contributions: np.ndarray
    seats_left: np.ndarray
    price: np.ndarray
    price_people: np.ndarray
    surplus: np.ndarray
    surplus_people: np.ndarray
    total: int
    matched: int
    bound: int
    bound_people: int
    unmatched: tuple[Unmatched, ...]
    certificate: Certificate | StableCertificate | PeerCertificate
    rounds: int

    @property
    def is_proven(self) -> bool:
        """No matching over all pairs is better, ties and their breaking included; if stable: none of them blocks it."""
        return self.certificate.is_tight

    @property
    def gap(self) -> tuple[int, int]:
        """(people, micro-points) by which the bound lies above the solution; (0, 0) when proven."""
        return self.bound_people - self.matched, self.bound - self.total
