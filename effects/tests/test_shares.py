"""Bands tell of nobody, and intervals hold what they promise."""

import random
from itertools import pairwise

from effects import Share, compare_shares, show_share, together


def test_each_band_has_three_numbers_of_people_and_all_bands_are_everything():
    for count in range(3, 400):
        shown = [show_share(number / count, count) for number in range(count + 1)]
        for number, (low, high) in enumerate(shown):
            assert low <= number / count <= high
        bands = sorted(set(shown))
        assert min(shown.count(band) for band in bands) >= (3 if count >= 5 else 2)
        assert (bands[0][0], bands[-1][1]) == (0, 1)
        assert all(round((after[0] - before[1]) * count) == 1 for before, after in pairwise(bands))


def test_no_band_says_that_something_is_true_of_all_or_of_nobody_also_not_to_one_of_them():
    for count in range(5, 60):
        numbers = {}
        for number in range(count + 1):
            numbers.setdefault(show_share(number / count, count), []).append(number)
        for inside in numbers.values():
            for own in (0, 1):
                others = [number - own for number in inside if 0 <= number - own <= count - 1]
                assert not others or (others != [0] and others != [count - 1])


def test_interval_covers_the_difference_95_times_of_100_and_more_as_it_covers_bands():
    rng = random.Random(1)
    for truth, other_truth, count, other_count in ((0.9, 0.85, 40, 120), (0.3, 0.3, 25, 90), (0.98, 0.9, 12, 50)):
        covered, tries = 0, 2000
        for _try in range(tries):
            share = sum(rng.random() < truth for _each in range(count)) / count
            other = sum(rng.random() < other_truth for _each in range(other_count)) / other_count
            low, high = compare_shares(show_share(share, count), count, show_share(other, count), other_count)
            covered += low <= truth - other_truth <= high
        assert covered / tries >= 0.945


def test_several_groups_are_surer_than_one_and_lie_between_them():
    parts = [(Share(0.8, 0.9, 30), 30), (Share(0.6, 0.7, 50), 50)]
    both = together(parts)
    assert 0.6 < both.low < both.high < 0.9
    assert abs(both.people - 80) < 1e-9
    low, high = compare_shares(both[:2], both.people, (0.5, 0.55), 200)
    one_low, one_high = compare_shares((0.8, 0.9), 30, (0.5, 0.55), 200)
    assert high - low < one_high - one_low
