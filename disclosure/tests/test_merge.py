"""What is put together tells no more than its parts."""

import engine_runs  # noqa: F401
from hypothesis import given
from hypothesis import strategies as st

from disclosure import describe, merge

VALUES = st.lists(st.sampled_from([1, 2, 3, 4, 5]), min_size=5, max_size=30)


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_it_is_true_and_made_of_figures_alone(groups):
    parts = [(describe(values), len(values)) for values in groups]
    whole = merge(parts)
    everybody = [value for values in groups for value in values]
    mean = sum(everybody) / len(everybody)
    assert whole.mean_band[0] - 0.11 <= mean <= whole.mean_band[1] + 0.11
    for band, number in enumerate((sum(v < 2.5 for v in everybody), everybody.count(3), sum(v > 3 for v in everybody))):
        if whole.shares:
            assert whole.shares[band][0] - 1e-9 <= number / len(everybody) <= whole.shares[band][1] + 1e-9


def test_one_part_is_what_it_was():
    figures = describe([3, 4, 4, 5, 2, 3])
    assert merge([(figures, 6)]) == figures


def test_of_several_parts_the_number_of_people_is_that_of_the_largest_or_more():
    parts = [(describe([3, 4, 5, 3, 4]), 5), (describe([3, 4] * 8), 16)]
    assert merge(parts).people_band == (10, None)
