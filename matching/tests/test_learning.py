"""Weights learned from finished mentorships whose true weights are known."""

from itertools import product

import numpy as np
import pytest

from matching import learn_weights
from matching.learning import PER_CRITERION, solve_not_negative

PRESENT = np.array([10, 5, 4, 3, 2, 2.0])
OTHER = np.array([3, 2, 8, 3, 3, 5.0])


def make_mentorships(seed, true, count, noise=0.15):
    """Return values and outcomes of mentorships that go as well as ``true`` weights say, and as chance will have it."""
    random = np.random.default_rng(seed)
    values = random.random((count, len(true)))
    foreseen = values @ true / max(true.sum(), 1e-9)
    return values, np.clip(0.25 + 0.5 * foreseen + noise * random.standard_normal(count), 0, 1)


def test_solution_is_the_best_of_all_active_sets():
    for seed in range(300):
        random = np.random.default_rng(seed)
        size = int(random.integers(1, 5))
        # Fewer rows than unknowns now and then: what is not decided by them must not break it
        rows = random.standard_normal((int(random.integers(1, 9)), size))
        target = rows.T @ random.standard_normal(len(rows))
        products = rows.T @ rows
        found = solve_not_negative(products, target)
        best = 0.0
        for free in product((False, True), repeat=size):
            trial = np.zeros(size)
            if any(free):
                trial[list(free)] = np.linalg.lstsq(products[np.ix_(free, free)], target[list(free)], rcond=1e-12)[0]
            if (trial >= -1e-9).all():
                best = min(best, trial @ products @ trial / 2 - target @ trial)
        assert (found >= 0).all()
        assert found @ products @ found / 2 - target @ found == pytest.approx(best, abs=1e-8), seed


def test_true_weights_are_found_where_they_differ_from_the_present_ones():
    true = OTHER * PRESENT.sum() / OTHER.sum()
    found = [learn_weights(*make_mentorships(seed, OTHER, 600), PRESENT) for seed in range(8)]
    found = [learned for learned in found if not learned.refusal]
    assert len(found) >= 7
    for learned in found:
        assert np.abs(learned.weights - true).max() < 4
        assert (learned.low <= learned.weights).all()
        assert (learned.weights <= learned.high).all()
        assert learned.gain > 0
        # As much together as before, unless one would be above the largest weight there is
        assert learned.weights.max() <= 10
        assert learned.weights.sum() == pytest.approx(PRESENT.sum()) or learned.weights.max() == pytest.approx(10)
    # Ridge draws towards the present weights, so that intervals of 90 of 100 hold the truth a little less often
    inside = np.mean([(learned.low <= true) & (true <= learned.high) for learned in found])
    assert 0.78 <= inside <= 0.98


def test_present_weights_stay_where_they_are_right_or_nothing_is_foreseen_by_any():
    proposed = 0
    for seed in range(12):
        proposed += not learn_weights(*make_mentorships(seed, PRESENT, 150), PRESENT).refusal
        proposed += not learn_weights(*make_mentorships(seed, 0 * PRESENT, 150), PRESENT).refusal
    assert proposed <= 2, "one in twenty by chance"


def test_too_few_mentorships_teach_nothing():
    values, outcomes = make_mentorships(1, OTHER, PER_CRITERION * 6 - 1, noise=0.0)
    learned = learn_weights(values, outcomes, PRESENT)
    assert (learned.refusal, learned.mentorships, learned.needed) == ("few", 89, 90)
    assert (learned.weights == PRESENT).all()
    for few in (0, 1, 14):
        learned = learn_weights(values[:few], outcomes[:few], PRESENT)
        assert (learned.refusal, learned.needed) == ("few", 90), "of a handful nobody knows in what pairs differ"


def test_criterion_in_which_all_are_alike_keeps_its_weight_and_asks_for_no_mentorships():
    values, outcomes = make_mentorships(2, OTHER, 400)
    values[:, 0] = 1.0
    learned = learn_weights(values, outcomes, PRESENT)
    assert learned.weights[0] == learned.low[0] == learned.high[0] == PRESENT[0]
    assert learned.is_learned.tolist() == [False, True, True, True, True, True]
    assert learned.needed == PER_CRITERION * 5


def test_where_all_went_alike_there_is_nothing_to_learn():
    values, outcomes = make_mentorships(3, OTHER, 200)
    assert learn_weights(values, np.ones(200), PRESENT).refusal == "alike"
    assert learn_weights(np.ones_like(values), outcomes, PRESENT).refusal == "alike"
    assert learn_weights(values, outcomes, 0 * PRESENT).refusal == "alike"


def test_order_of_criteria_and_the_number_that_seeds_it_change_no_finding():
    values, outcomes = make_mentorships(4, OTHER, 500)
    learned = learn_weights(values, outcomes, PRESENT)
    order = np.array([3, 0, 5, 1, 4, 2])
    turned = learn_weights(values[:, order], outcomes, PRESENT[order], seed=9)
    assert np.abs(turned.weights - learned.weights[order]).max() < 1
    again = learn_weights(values, outcomes, PRESENT)
    assert all(np.array_equal(one, other) for one, other in zip(learned, again, strict=True))


@pytest.mark.parametrize(
    ("values", "outcomes", "weights"),
    [
        (np.ones((3, 2)), [1, 1], [1, 1]),
        (np.ones((3, 2)), [1, 1, 1], [1]),
        (np.ones(3), [1, 1, 1], [1]),
        (np.ones((3, 2)), [1, 1, 1], [1, -1]),
        (np.full((3, 2), np.nan), [1, 1, 1], [1, 1]),
    ],
)
def test_what_does_not_fit_is_an_error(values, outcomes, weights):
    with pytest.raises(ValueError, match=r"mentorships|numbers"):
        learn_weights(values, outcomes, weights)
