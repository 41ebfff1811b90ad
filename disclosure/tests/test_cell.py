"""Figures of one group: whoever knows the rules, and tries all values that look like this, still knows nobody's."""

from itertools import combinations_with_replacement, pairwise, product

import engine_runs  # noqa: F401
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import describe
from disclosure.cell import HIGH_FROM, MID_FROM, OPEN_BY, _bands, _part_of, _parts, people_band

STARS = (1, 2, 3, 4, 5)
HALVES = tuple(half / 2 for half in range(2, 11))


def assert_open(worlds, knows_one):
    """Group worlds by what is shown of them: in each, every value must have been able to be another one.

    :param worlds: tuples of values of people who have answered once, and of others, who have answered twice
    """
    looks = {}
    for singles, doubles in worlds:
        looks.setdefault(describe([*singles, *doubles], knows_one), []).append((singles, doubles))
    for figures, alike in looks.items():
        for known in STARS if knows_one else (None,):
            possible = set()
            for singles, _doubles in alike:
                others = list(singles)
                if known is not None:
                    if known not in others:
                        continue
                    others.remove(known)
                possible.update(others)
            if possible:
                assert max(possible) - min(possible) >= OPEN_BY, (figures, known, possible)


@pytest.mark.parametrize("knows_one", [False, True])
@pytest.mark.parametrize("count", [*range(3, 14), 20])
def test_of_people_who_answered_once_nobody_is_known(count, knows_one):
    assert_open([(stars, ()) for stars in combinations_with_replacement(STARS, count)], knows_one)


@pytest.mark.parametrize("knows_one", [False, True])
@pytest.mark.parametrize("count", range(3, 9))
@pytest.mark.parametrize("doubles", [1, 2])
def test_of_people_who_answered_once_among_others_nobody_is_known(count, doubles, knows_one):
    worlds = product(
        combinations_with_replacement(STARS, count - doubles), combinations_with_replacement(HALVES, doubles)
    )
    assert_open(worlds, knows_one)


@given(st.lists(st.floats(1, 5), min_size=3, max_size=60), st.booleans())
def test_what_is_shown_is_true(values, knows_one):
    figures = describe(values, knows_one)
    mean = sum(values) / len(values)
    assert figures.mean_band[0] - 0.0501 <= mean <= figures.mean_band[1] + 0.0501
    low, high = figures.people_band
    assert low <= len(values) and (high is None or len(values) <= high)
    counts = (
        sum(value < MID_FROM for value in values),
        sum(MID_FROM <= value < HIGH_FROM for value in values),
        sum(value >= HIGH_FROM for value in values),
    )
    for number, (least, most) in zip(counts, figures.shares or (), strict=False):
        assert least - 1e-9 <= number / len(values) <= most + 1e-9


@pytest.mark.parametrize("star", STARS)
@pytest.mark.parametrize("count", [3, 5, 8, 30, 300])
def test_people_who_all_say_the_same_are_a_band(star, count):
    assert describe([star] * count).is_band


@pytest.mark.parametrize("knows_one", [False, True])
@pytest.mark.parametrize("count", [3, 4, 5, 7, 12, 31, 50])
def test_bands_of_the_mean_overlap_nowhere(count, knows_one):
    """A mean is shown in one way beside the same shares: bands that overlapped would say where in them it lies."""
    for low, high in ((0, 0), (1, 2), (count // 3, count // 3), (count // 2, 0), (0, count - 1), (0, count)):
        share_parts = [_part_of(number, count, _parts(count, knows_one)) for number in (low, count - low - high, high)]
        bands = _bands(count, knows_one, _parts(count, knows_one), tuple(share_parts))
        assert all(lower[1] + 1 == upper[0] for lower, upper in pairwise(bands)), bands


@given(st.lists(st.sampled_from(STARS), min_size=5, max_size=40))
def test_the_end_of_a_scale_says_as_much_as_the_other(values):
    figures, mirrored = describe(values), describe([6 - value for value in values])
    # Half a tenth goes up on both sides
    if sum(values) * 20 % len(values):
        assert mirrored.mean_band == tuple(round(6 - end, 1) for end in reversed(figures.mean_band))


def test_numbers_of_people_are_bands():
    assert [people_band(count) for count in (3, 4, 5, 19, 20)] == [(3, 4), (3, 4), (5, 9), (10, 19), (20, 49)]
