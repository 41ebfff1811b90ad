"""Objectives as integers: what a pair is worth, so that the best sum is the best matching.

An objective ranks matchings by several things in turn: people before points, points before ties. Each level gets
its own range of bits in one Python integer, wide enough that everything below, summed over all pairs, cannot carry
into it. The order is thus exactly lexicographic, and the solver only sees integers that it adds and compares.

    people:   people │ points │ people │ tie
    total:           │ points │ people │ tie
"""

from dataclasses import dataclass

import numpy as np

from .problem import MICRO

POINT_BITS = MICRO.bit_length()
SUMS = ("people", "total")
"""The objectives that are a sum over pairs. The order of pairs by rank serves all others as well."""


@dataclass(frozen=True)
class Worth:
    """The number system of one problem.

    A pair is stored as its *rank*, an int64 of score and tie that sorts pairs by worth; `of` unpacks a rank into
    the worth that the solver adds up.

    >>> worth = Worth.of_objective("total", n_mentees=3)
    >>> low, high = worth.of(worth.rank([250_000, 250_001], [7, 7], [1, 2]))
    >>> low < high, worth.people_and_points(high)
    (True, (0, 250001))

    :ivar bonus: points for being matched at all; more than all other points together, or 0
    :ivar tie_bits: width of a tie-breaking hash
    :ivar people_bit: position of the bit that counts people below the points
    :ivar shift: position of the points; at most 61, so that all below fits an int64 with room to subtract. What lies
        below, summed over any matching, stays under half a point: rounding finds the points of a difference
    :ivar seed: of `Problem`, enters the hash
    """

    bonus: int
    tie_bits: int
    people_bit: int
    shift: int
    seed: int = 0

    @classmethod
    def of_objective(cls, objective, n_mentees, seed=0):
        people_bits = max(1, n_mentees.bit_length())
        tie_bits = min(32, 60 - 2 * people_bits)
        # Twice the sum of all points at least: prices are differences of sums, and stay tellable from a person.
        bonus = 1 << (people_bits + POINT_BITS + 1) if objective == "people" else 0
        return cls(bonus, tie_bits, tie_bits + people_bits, tie_bits + 2 * people_bits + 1, seed)

    @property
    def low_bits(self):
        """Width of what a worth holds below its *value*: the hash, and what no two optima of a sum differ in."""
        return self.shift if self.bonus else self.people_bit

    @property
    def unit(self):
        """Values in a micro-point."""
        return 1 << self.shift - self.low_bits

    def value(self, scores):
        """The worths of pairs without what lies below: bonus and points, or points and one for being matched."""
        return self.bonus + self.unit * scores + (0 if self.bonus else 1)

    def rank(self, scores, mentee_ids, mentor_ids):
        """int64: score above tie. All three are arrays of one shape, scores in micro-points."""
        return (np.asarray(scores).astype(np.int64) << self.tie_bits) | self.ties(mentee_ids, mentor_ids)

    def ties(self, mentee_ids, mentor_ids):
        """int64: the hashes of pairs alone."""
        return (_hash(mentee_ids, mentor_ids, self.seed) >> np.uint64(64 - self.tie_bits)).astype(np.int64)

    def of(self, ranks):
        """The worth of each pair: a list of Python integers, more than 64 bits wide."""
        base, mask = (self.bonus << self.shift) + (1 << self.people_bit), (1 << self.tie_bits) - 1
        shift, tie_bits = self.shift, self.tie_bits
        return [base + ((rank >> tie_bits) << shift) + (rank & mask) for rank in ranks.tolist()]

    def split(self, ranks):
        """The same worth as two int64 arrays: points with the bonus, and what lies below them."""
        return self.bonus + (ranks >> self.tie_bits), (1 << self.people_bit) + (ranks & ((1 << self.tie_bits) - 1))

    def split_all(self, worths):
        """Any non-negative worths, as `split` gives them."""
        mask = (1 << self.shift) - 1
        return (
            np.array([worth >> self.shift for worth in worths], dtype=np.int64),
            np.array([worth & mask for worth in worths], dtype=np.int64),
        )

    def people_and_points(self, worth):
        """(people, micro-points) of one price or surplus, without ties; points may be negative beside a person."""
        points = (worth + (1 << self.shift - 1)) >> self.shift
        if not self.bonus:
            return 0, points
        people = (points + self.bonus // 2) // self.bonus
        return people, points - people * self.bonus


def _hash(mentee_ids, mentor_ids, seed):
    """64 bits that depend on both ids and the seed, and on nothing else (splitmix64, Steele, Lea and Flood 2014)."""
    mentees = np.atleast_1d(np.asarray(mentee_ids, dtype=np.int64)).view(np.uint64)
    mentors = np.atleast_1d(np.asarray(mentor_ids, dtype=np.int64)).view(np.uint64)
    return _mix(_mix(mentees ^ _mix(np.array([seed], dtype=np.uint64))) + mentors)


def _mix(bits):
    bits = bits + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
