"""Weights that finished mentorships speak for: which criteria went with mentorships that went well.

How a mentorship went is foreseen by its values of the criteria, each with a coefficient that is not negative. Ridge
regression draws the coefficients, not towards zero but towards the present weights (Hoerl & Kennard 1970, Technometrics
12:55, with another centre): with little to learn from, they stay what they are. How strongly it draws is chosen by
cross-validation, and whether it was worth it is judged by mentorships that had no part in that choice (nested
cross-validation: Varma & Simon 2006, BMC Bioinformatics 7:91).

Only pairs that were made can be learned from. What the matching has always avoided, it learns nothing of.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

PER_CRITERION = 15
"""Mentorships that each criterion needs: with fewer, coefficients say more of chance than of criteria."""
LEAST_SPREAD = 0.02
"""Standard deviation of a criterion's values below which all pairs are alike in it."""
PULLS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, float("inf"))
"""How strongly the present weights draw, beside what the mentorships say; the last: they stay as they are."""
FOLDS = 5
REPEATS = 5
RESAMPLES = 400
SURE = 1.645
"""Standard errors above nothing that a gain has to be: by chance alone one in twenty is."""
MOST = 10.0
"""The largest weight there is."""

Refusal = Literal["", "few", "alike", "no_better"]
Floats = NDArray[np.float64]


class Learned(NamedTuple):
    """What was learned; with a refusal, the weights are the present ones."""

    weights: Floats
    """One a criterion, from 0 to `MOST`; those that all pairs are alike in keep theirs."""
    low: Floats
    high: Floats
    """Between what each lies in 90 of 100 samples drawn again from the mentorships."""
    is_learned: NDArray[np.bool_]
    """Of which criteria there was something to learn."""
    gain: float
    """By what share of the present weights' error the error is smaller in mentorships that were kept aside."""
    mentorships: int
    """How many there were."""
    needed: int
    """How many it takes."""
    refusal: Refusal

    def among(self, weights: Floats, is_there: NDArray[np.bool_]) -> "Learned":
        """Return the same among more criteria, of which the others keep their weights and nothing was learned.

        :param weights: present ones of all criteria
        :param is_there: which of them this is about, in their order
        """

        def place(learned: Floats) -> Floats:
            placed = weights.copy()
            placed[is_there] = learned
            return placed

        is_learned = np.zeros(len(weights), dtype=bool)
        is_learned[is_there] = self.is_learned
        return self._replace(
            weights=place(self.weights), low=place(self.low), high=place(self.high), is_learned=is_learned
        )


def learn_weights(values: ArrayLike, outcomes: ArrayLike, weights: ArrayLike, seed: int = 0) -> Learned:
    """Return the weights that finished mentorships speak for, or why there are none.

    >>> random = np.random.default_rng(1)
    >>> values = random.random((200, 2))
    >>> learned = learn_weights(values, 0.2 + 0.6 * values[:, 0] + 0.1 * random.random(200), [5, 5])
    >>> learned.weights.round(), learned.refusal
    (array([10.,  0.]), '')

    :param values: (n_mentorships, n_criteria) from 0 to 1, as they were when the pairs were made
    :param outcomes: how well each went, from 0 to 1
    :param weights: the present ones, not negative
    :raises ValueError: if the shapes do not fit each other, or something is negative or no number
    """
    every, went, given = (np.asarray(each, dtype=np.float64) for each in (values, outcomes, weights))
    if every.ndim != 2 or every.shape != (went.size, given.size):
        raise ValueError(f"{every.shape} values for {went.size} mentorships and {given.size} criteria")
    if not all(np.isfinite(each).all() for each in (every, went, given)) or (given < 0).any():
        raise ValueError("values, outcomes and weights are numbers, and weights are not negative")
    count = len(went)
    spread = every.std(axis=0) if count else np.zeros(len(given))
    is_learned = spread >= LEAST_SPREAD
    # Of a handful nobody knows yet in what pairs differ
    needed = PER_CRITERION * (len(given) if count < PER_CRITERION else max(int(is_learned.sum()), 1))
    stay = Learned(given, given, given, is_learned, 0.0, count, needed, "few")
    if count < needed:
        return stay
    if is_learned.sum() < 2 or not given[is_learned].any() or went.std() == 0:
        return stay._replace(refusal="alike")
    rows, present = every[:, is_learned], given[is_learned]
    random = np.random.default_rng(seed)
    errors = np.mean([_errors_aside(rows, went, present, random) for _repeat in range(REPEATS)], axis=0)
    better = errors[:, 0] - errors[:, 1]
    gain = float(better.sum() / errors[:, 0].sum())
    if better.mean() <= SURE * better.std(ddof=1) / np.sqrt(count):
        return stay._replace(refusal="no_better", gain=max(gain, 0.0))
    pull = _choose_pull(rows, went, present, random)
    learned = _as_weights(_fit(_sums(rows, went), present, pull)[0], present)
    if learned is None:
        return stay._replace(refusal="no_better")
    low, high = _resample(rows, went, present, pull, random)
    low, high = np.minimum(low, learned), np.maximum(high, learned)
    everything = np.ones(len(present), dtype=bool)
    return Learned(learned, low, high, everything, gain, count, needed, "").among(given, is_learned)


class _Sums(NamedTuple):
    """All that a fit reads of the mentorships: means, and sums of products around them."""

    mentorships: float
    means: Floats
    products: Floats
    with_outcome: Floats
    outcome: float


def _sums(rows, outcomes, times=None):
    """Return the sums of mentorships, each counted ``times`` times."""
    times = np.ones(len(outcomes)) if times is None else times
    count = times.sum()
    means, outcome = times @ rows / count, float(times @ outcomes / count)
    around = rows - means
    return _Sums(count, means, around.T @ (times[:, None] * around), around.T @ (times * (outcomes - outcome)), outcome)


def _fit(sums, present, pull):
    """Return the coefficients, and the number that is to be added to what they foresee.

    They minimise ``|outcomes - rows @ b|² + pull · scale · |b - c · present|²`` over b ≥ 0 and c ≥ 0: how much the
    present weights as a whole foresee is not known either.
    """
    if pull == float("inf"):
        along = present @ sums.products @ present
        slope = max(present @ sums.with_outcome / along, 0.0) if along > 0 else 0.0
        coefficients = slope * present
    else:
        force = pull * np.trace(sums.products) / len(present)
        size = len(present)
        # One unknown more: how long the present weights are
        products = np.zeros((size + 1, size + 1))
        products[:size, :size] = sums.products + force * np.eye(size)
        products[:size, size] = products[size, :size] = -force * present
        products[size, size] = force * present @ present
        coefficients = solve_not_negative(products, np.append(sums.with_outcome, 0.0))[:size]
    return coefficients, sums.outcome - sums.means @ coefficients


def solve_not_negative(products: Floats, target: Floats) -> Floats:
    """Return the x ≥ 0 that minimises ``x @ products @ x / 2 - target @ x``, of positive semidefinite products.

    By the active set of Lawson and Hanson, on products as by Bro and de Jong 1997 (Journal of Chemometrics 11:393).
    """
    size = len(target)
    solution, is_free = np.zeros(size), np.zeros(size, dtype=bool)
    tolerance = 1e-12 * max(np.abs(target).max(initial=0.0), 1.0)
    for _step in range(10 * size):
        slope = target - products @ solution
        slope[is_free] = -np.inf
        if slope.max(initial=-np.inf) <= tolerance:
            break
        is_free[slope.argmax()] = True
        while True:
            trial = np.zeros(size)
            free = np.ix_(is_free, is_free)
            trial[is_free] = np.linalg.lstsq(products[free], target[is_free], rcond=1e-12)[0]
            if not is_free.any() or trial[is_free].min() > 0:
                break
            # As far as all stay positive; whoever is zero first is held there
            falls = is_free & (trial <= 0)
            share = (solution[falls] / np.maximum(solution[falls] - trial[falls], 1e-300)).min()
            solution = solution + share * (trial - solution)
            is_free &= solution > 1e-12
            solution[~is_free] = 0.0
        solution = trial
    return solution


def _folds(count, random):
    return np.array_split(random.permutation(count), FOLDS)


def _choose_pull(rows, outcomes, present, random):
    """Return the pull with which mentorships that are kept aside are foreseen best."""
    errors = np.zeros(len(PULLS))
    for aside in _folds(len(outcomes), random):
        rest = np.delete(np.arange(len(outcomes)), aside)
        sums = _sums(rows[rest], outcomes[rest])
        for number, pull in enumerate(PULLS):
            coefficients, start = _fit(sums, present, pull)
            errors[number] += ((outcomes[aside] - start - rows[aside] @ coefficients) ** 2).sum()
    return PULLS[len(PULLS) - 1 - int(errors[::-1].argmin())]  # of several as good, the strongest


def _errors_aside(rows, outcomes, present, random):
    """Return (n_mentorships, 2) squared errors, with the present weights and with learned ones.

    Of each mentorship by weights that were learned without it, the choice of the pull included.
    """
    errors = np.empty((len(outcomes), 2))
    for aside in _folds(len(outcomes), random):
        rest = np.delete(np.arange(len(outcomes)), aside)
        sums = _sums(rows[rest], outcomes[rest])
        pull = _choose_pull(rows[rest], outcomes[rest], present, random)
        for column, each in enumerate((float("inf"), pull)):
            coefficients, start = _fit(sums, present, each)
            errors[aside, column] = (outcomes[aside] - start - rows[aside] @ coefficients) ** 2
    return errors


def _as_weights(coefficients, present):
    """Return coefficients as weights that are as much together as the present ones; None of nothing."""
    total = coefficients.sum()
    if total <= 0:
        return None
    learned = coefficients * present.sum() / total
    return learned * min(MOST / learned.max(), 1.0)


def _resample(rows, outcomes, present, pull, random):
    """Return between what each weight lies in 90 of 100 samples (Efron's percentile interval)."""
    samples = []
    for _sample in range(RESAMPLES):
        times = random.multinomial(len(outcomes), np.full(len(outcomes), 1 / len(outcomes))).astype(float)
        learned = _as_weights(_fit(_sums(rows, outcomes, times), present, pull)[0], present)
        samples.append(present if learned is None else learned)
    return np.percentile(samples, (5, 95), axis=0)
