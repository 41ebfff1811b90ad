"""Objectives as integers: each level outweighs everything below it, and nothing overflows."""

import numpy as np
import pytest

from matching.worth import SUMS, Worth


@pytest.mark.parametrize("n_mentees", [0, 1, 2, 1000, 66_666, 1_000_000])
@pytest.mark.parametrize("objective", SUMS)
def test_one_point_outweighs_all_ties_and_people_below_it(objective, n_mentees):
    worth = Worth.of_objective(objective, n_mentees)
    most_below = n_mentees * ((1 << worth.people_bit) + (1 << worth.tie_bits) - 1)
    assert 2 * most_below <= 1 << worth.shift
    assert worth.shift <= 61
    assert worth.tie_bits >= 16
    if worth.bonus:
        assert worth.bonus > 2 * n_mentees * 1_000_000


def test_rank_sorts_by_score_then_by_a_hash_of_both_ids():
    worth = Worth.of_objective("people", 100)
    ranks = worth.rank([5, 5, 6], [1, 1, 1], [2, 3, 2])
    assert ranks[0] != ranks[1] and max(ranks[:2]) < ranks[2]
    assert worth.rank([5], [1], [2]) == ranks[0] != worth.rank([5], [2], [1])


def test_split_is_the_same_number_as_of():
    worth = Worth.of_objective("people", 1000)
    ranks = worth.rank([0, 1, 999_999, 1_000_000], [1, 2, 3, 4], [9, 8, 7, 6])
    points, below = worth.split(ranks)
    assert [(p << worth.shift) + b for p, b in zip(points.tolist(), below.tolist())] == worth.of(ranks)
    assert all(np.array_equal(a, b) for a, b in zip(worth.split_all(worth.of(ranks)), (points, below)))


def test_a_seed_changes_ties_and_nothing_else():
    ranks = [Worth.of_objective("people", 100, seed).rank([5], [1], [2]).item() for seed in range(20)]
    assert len(set(ranks)) == 20
    assert len({rank >> Worth.of_objective("people", 100).tie_bits for rank in ranks}) == 1
