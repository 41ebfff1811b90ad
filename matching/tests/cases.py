"""Small problems from hypothesis, seeded bigger ones, and referees."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from matching import Criterion, PairCriterion, Problem
from matching.scoring import Scorer


def table(scores, weight=1, minimum=0.0, key="table"):
    """A criterion whose value for each pair is what stands in the table (n_mentees, n_mentors)."""
    scores = np.asarray(scores, dtype=np.float32)
    return Criterion(key, weight, np.eye(len(scores)), scores.T, minimum)


def pair_table(scores, weight=1, minimum=0.0, key="pairs"):
    """The same as a criterion of pairs."""
    scores = np.asarray(scores, dtype=np.float32)
    mentees, mentors = np.nonzero(scores)
    return PairCriterion(key, weight, mentees, mentors, scores[mentees, mentors], minimum)


@st.composite
def small_problems(draw):
    """Up to five mentees and four mentors, on coarse scores (many ties) or fine, with must-haves and full mentors."""
    n_mentees, n_mentors = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    steps = draw(st.sampled_from([1, 2, 10, 997]))

    def column(values, length):
        return draw(st.lists(values, min_size=length, max_size=length))

    weights = draw(st.sampled_from([(1,), (10, 3), (2, 0, 7)]))
    criteria = [
        draw(st.sampled_from([table, pair_table]))(
            np.array(column(st.integers(0, steps), n_mentees * n_mentors)).reshape(n_mentees, -1) / steps,
            weight,
            draw(st.sampled_from([0.0, 0.0, 0.3, 1.0])),
            f"c{position}",
        )
        for position, weight in enumerate(weights)
    ]
    excluded = draw(st.lists(st.tuples(st.integers(0, n_mentees - 1), st.integers(0, n_mentors - 1)), max_size=4))
    return Problem(
        draw(st.permutations(range(9)))[:n_mentees],
        draw(st.permutations(range(9)))[:n_mentors],
        column(st.integers(0, 3), n_mentors),
        tuple(criteria),
        *np.array(excluded, dtype=np.int64).reshape(-1, 2).T,
        minimum_score=draw(st.sampled_from([0, 300_000, 1_000_000])),
        seed=draw(st.sampled_from([0, 1, 2**63 - 1])),
    )


@st.composite
def tables_of_pairs(draw):
    """Rows of mentees, rows of mentors and values of some pairs; number of mentees; seats."""
    n_mentees, n_mentors = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    pairs = sorted(draw(st.sets(st.tuples(st.integers(0, n_mentees - 1), st.integers(0, n_mentors - 1)))))
    highest = draw(st.sampled_from([1, 9, 1 << 40]))
    values = draw(st.lists(st.integers(0, highest), min_size=len(pairs), max_size=len(pairs)))
    seats = draw(st.lists(st.integers(0, 3), min_size=n_mentors, max_size=n_mentors))
    mentees, mentors = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return mentees, mentors, np.array(values, dtype=np.int64), n_mentees, np.array(seats)


def town(n_mentees, n_mentors, n_seats, n_stars=0, seed=1):
    """A seeded program: two criteria, seats shared out at random, and a few mentors everybody wants."""
    random = np.random.default_rng(seed)
    mentees, mentors = random.random((n_mentees, 6)), random.random((n_mentors, 6))
    mentors[:n_stars] = 1
    fame = np.where(np.arange(n_mentors) < n_stars, 1.0, 0.2)[:, None]
    criteria = (
        Criterion("taste", 7, mentees / mentees.sum(axis=1, keepdims=True), mentors),
        Criterion("fame", 3, np.ones((n_mentees, 1)), fame),
    )
    seats = np.bincount(random.integers(0, n_mentors, n_seats), minlength=n_mentors)
    excluded = random.integers(0, n_mentees, n_mentees), random.integers(0, n_mentors, n_mentees)
    return Problem(np.arange(n_mentees) + 1, np.arange(n_mentors) + 10_000, seats, criteria, *excluded)


def all_values(problem, criterion):
    """float64 (n_mentees, n_mentors): the values of a criterion by definition, in plain floats."""
    if isinstance(criterion, Criterion):
        return criterion.mentees.astype(float) @ criterion.mentors.astype(float).T
    values = np.zeros((problem.n_mentees, problem.n_mentors))
    values[criterion.mentee_rows, criterion.mentor_rows] = criterion.values
    return values


def rules(problem, scores):
    """Every rule with what it forbids, bool (n_mentees, n_mentors), in the order in which they are counted."""
    excluded = np.zeros(scores.shape, dtype=bool)
    excluded[problem.excluded_mentees, problem.excluded_mentors] = True
    yield "excluded", excluded
    for criterion in problem.criteria:
        if criterion.minimum:
            yield criterion.key, all_values(problem, criterion).round(6) < criterion.minimum
    yield "minimum_score", scores < problem.minimum_score


def all_scores(problem, is_ruled=True):
    """int64 (n_mentees, n_mentors), -1 where the pair is not allowed.

    The definition in plain floats vouches for the engine's integers to one micro-point; rules are applied here.
    """
    total = sum(c.weight * all_values(problem, c) for c in problem.criteria)
    defined = 1e6 * total / sum(c.weight for c in problem.criteria)
    rows, columns = np.indices(defined.shape).reshape(2, -1)
    scores = Scorer(problem).scores(rows, columns).reshape(defined.shape)
    assert np.abs(scores - defined).max() <= 1
    if is_ruled:
        scores[np.any([forbidden for _rule, forbidden in rules(problem, scores)], axis=0)] = -1
    return scores


def all_matchings(problem, scores):
    """(people, total) of every matching there is."""
    seats, pairs = problem.seats.tolist(), scores.tolist()
    choices = [[-1, *(j for j, score in enumerate(row) if score >= 0)] for row in pairs]
    for mentor_of in product(*choices):
        if all(mentor_of.count(mentor) <= free for mentor, free in enumerate(seats)):
            matched = [row[mentor] for row, mentor in zip(pairs, mentor_of) if mentor >= 0]
            yield len(matched), sum(matched)


def shuffled(problem, random):
    """The same people in another order: problem, new row → old row of mentees, and of mentors."""
    mentees, mentors = random.permutation(problem.n_mentees), random.permutation(problem.n_mentors)
    criteria = [_reordered(criterion, mentees, mentors, random) for criterion in problem.criteria]
    again = Problem(
        problem.mentee_ids[mentees],
        problem.mentor_ids[mentors],
        problem.seats[mentors],
        tuple(criteria),
        np.argsort(mentees)[problem.excluded_mentees],
        np.argsort(mentors)[problem.excluded_mentors],
        problem.minimum_score,
        problem.seed,
    )
    return again, mentees, mentors


def _reordered(criterion, mentees, mentors, random):
    key, weight, minimum = criterion.key, criterion.weight, criterion.minimum
    if isinstance(criterion, Criterion):
        return Criterion(key, weight, criterion.mentees[mentees], criterion.mentors[mentors], minimum)
    order = random.permutation(len(criterion.values))
    rows = np.argsort(mentees)[criterion.mentee_rows[order]], np.argsort(mentors)[criterion.mentor_rows[order]]
    return PairCriterion(key, weight, *rows, criterion.values[order], minimum)
