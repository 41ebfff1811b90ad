"""Comparisons as features: the value of a pair is what its definition says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Criterion,
    MatchingError,
    Problem,
    at_least_table,
    closeness_features,
    gap_table,
    near_table,
    overlap_features,
    quantised,
    same_table,
    skill_features,
    table_features,
)
from matching.scoring import Scorer

pairs = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 4)), st.integers(0, 100), max_size=12)


def columns(of):
    return np.array(list(of), dtype=np.int64).reshape(-1, 2).T


@given(pairs, pairs)
def test_a_skill_value_is_the_mean_over_what_the_mentee_wants(wanted, offered):
    mentees, mentors = skill_features((4, 4, 5), columns(wanted), (*columns(offered), list(offered.values())))
    for mentee in range(4):
        wants = [skill for person, skill in wanted if person == mentee]
        for mentor in range(4):
            covered = [0.5 + offered[mentor, skill] / 200 for skill in wants if (mentor, skill) in offered]
            expected = sum(covered) / len(wants) if wants else 0
            assert mentees[mentee] @ mentors[mentor] == pytest.approx(expected, abs=1e-6)


@given(pairs, pairs)
def test_an_overlap_is_the_share_of_the_mentees_things(of_mentees, of_mentors):
    mentees, mentors = overlap_features((4, 4, 5), columns(of_mentees), columns(of_mentors))
    for mentee in range(4):
        own = {thing for person, thing in of_mentees if person == mentee}
        for mentor in range(4):
            shared = own & {thing for person, thing in of_mentors if person == mentor}
            assert mentees[mentee] @ mentors[mentor] == pytest.approx(len(shared) / max(len(own), 1), abs=1e-6)


def test_what_is_listed_twice_counts_once_and_the_higher_level_stands():
    mentees, mentors = skill_features((1, 1, 2), ([0, 0, 0], [0, 0, 1]), ([0, 0], [0, 0], [100, 20]))
    assert mentees.tolist() == [[0.5, 0.5]]
    assert mentors.tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("level", [-1, 101, np.nan])
def test_a_level_outside_the_scale_is_refused(level):
    with pytest.raises(MatchingError, match="Levels"):
        skill_features((1, 1, 1), ([0], [0]), ([0], [0], [level]))


def test_an_index_outside_the_shape_is_refused():
    with pytest.raises(MatchingError, match=r"outside 0\.\.1"):
        overlap_features((1, 1, 2), ([0], [2]), ([0], [0]))


levels = st.sampled_from([0, 15, 50, 80, 100])


own = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 4)), levels, max_size=12)


@given(own, pairs, st.integers(1, 100))
def test_a_mentor_should_be_a_useful_distance_above_the_mentees_own_level(wanted, offered, distance):
    mentees, mentors = skill_features(
        (4, 4, 5), (*columns(wanted), list(wanted.values())), (*columns(offered), list(offered.values())), distance
    )
    for mentee in range(4):
        wants = {skill: own for (person, skill), own in wanted.items() if person == mentee}
        for mentor in range(4):
            covered = [
                0.5 + 0.5 * min(1, max(0, offered[mentor, skill] - own) / distance)
                for skill, own in wants.items()
                if (mentor, skill) in offered
            ]
            expected = sum(covered) / len(wants) if wants else 0
            assert mentees[mentee] @ mentors[mentor] == pytest.approx(expected, abs=1e-6)


def test_many_own_levels_are_rounded_to_a_few():
    own = np.arange(0, 100)
    mentees, mentors = skill_features((100, 1, 1), (own, 0 * own, own), ([0], [0], [100]), 50, steps=5)
    assert mentees.shape == (100, 5)
    exact = 0.5 + 0.5 * np.minimum(1, (100 - own) / 50)
    assert np.abs((mentees @ mentors.T)[:, 0] - exact).max() == pytest.approx(0.5 * 9.5 / 50)


codes = st.lists(st.integers(-1, 4), min_size=1, max_size=7)


@given(codes, codes, st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 3))
def test_a_table_says_what_a_pair_is_worth(of_mentees, of_mentors, unknown, seed):
    table = np.random.default_rng(seed).integers(0, 3, (5, 5)) / 2
    mentees, mentors = table_features(table, of_mentees, of_mentors, unknown)
    known = np.pad(table, (0, 1), constant_values=unknown)
    assert (mentees @ mentors.T == known[np.ix_(of_mentees, of_mentors)]).all()


def test_a_table_takes_as_few_columns_as_the_smaller_side_needs():
    departments = table_features(same_table(1000), np.arange(50) % 7, np.arange(1000))
    assert [features.shape for features in departments] == [(50, 7), (1000, 7)]
    at_least = table_features(at_least_table(range(5), [0, 4]), [0, 1, 2, 3, 4], [0, 1, 1])
    assert [features.shape for features in at_least] == [(5, 2), (3, 2)]


numbers = st.lists(st.one_of(st.none(), st.integers(-20, 20)), max_size=12)


@given(numbers, numbers, st.integers(1, 6), st.integers(-2, 2))
def test_numbers_are_near_above_or_a_gap_apart(of_mentees, of_mentors, tolerance, ideal):
    of_mentees, of_mentors = (np.array(side, dtype=float) for side in (of_mentees, of_mentors))
    mentee_codes, mentor_codes, values = quantised(of_mentees, of_mentors)
    for table, expected in (
        (near_table(values, values, tolerance), lambda a, b: 1 - abs(b - a) / tolerance),
        (near_table(values, values, 0), lambda a, b: float(a == b)),
        (at_least_table(values, values, tolerance), lambda a, b: min(1, 1 - (a - b) / tolerance)),
        (at_least_table(values, values), lambda a, b: float(b >= a)),
        (gap_table(values, values, ideal, tolerance), lambda a, b: 1 - abs(b - a - ideal) / tolerance),
    ):
        mentees, mentors = table_features(table, mentee_codes, mentor_codes)
        for mentee, a in enumerate(of_mentees):
            for mentor, b in enumerate(of_mentors):
                value = 0.5 if np.isnan(a + b) else max(0, expected(a, b))
                assert mentees[mentee] @ mentors[mentor] == pytest.approx(value, abs=1e-6)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=9), st.integers(1, 4))
def test_numbers_are_rounded_as_little_as_possible(given_numbers, most):
    codes, _none, values = quantised(given_numbers, [], most)
    assert len(values) <= most
    error = np.abs(values[codes] - given_numbers).max()
    distinct = sorted(set(given_numbers))

    def shortest(first, left):
        """Length of the longest interval, over all ways to cut what follows `first` into `left` intervals."""
        if left == 1:
            return distinct[-1] - distinct[first]
        lengths = [
            max(distinct[last] - distinct[first], shortest(last + 1, left - 1) if last + 1 < len(distinct) else 0)
            for last in range(first, len(distinct))
        ]
        return min(lengths)

    assert error == pytest.approx(shortest(0, most) / 2)


answers = st.lists(st.lists(st.sampled_from([None, 0, 0.25, 0.7, 1]), min_size=3, max_size=3), min_size=1, max_size=4)


@given(answers, answers, st.booleans(), st.sampled_from([0.5, 0.8]))
def test_answers_are_close_or_complement_each_other(of_mentees, of_mentors, similar, unknown):
    of_mentees, of_mentors = (np.array(side, dtype=float) for side in (of_mentees, of_mentors))
    mentees, mentors = closeness_features(of_mentees, of_mentors, similar, unknown)
    squares = (of_mentees[:, None] - of_mentors[None]) ** 2
    expected = np.where(np.isnan(squares), unknown, 1 - squares if similar else squares).mean(axis=2)
    assert np.abs(mentees @ mentors.T - expected).max() < 1e-6
    Scorer(Problem(range(len(mentees)), range(len(mentors)), [1] * len(mentors), [Criterion("s", 1, mentees, mentors)]))


def test_no_question_is_neutral_and_an_answer_off_the_scale_refused():
    mentees, mentors = closeness_features(np.empty((2, 0)), np.empty((1, 0)))
    assert (mentees @ mentors.T).tolist() == [[0.5], [0.5]]
    with pytest.raises(MatchingError, match="Answers"):
        closeness_features([[1.1]], [[0]])


@pytest.mark.parametrize("code", [-2, 3])
def test_a_code_outside_the_table_is_refused(code):
    with pytest.raises(MatchingError, match="code"):
        table_features(same_table(3), [0], [code])


def test_numbers_that_cannot_be_compared_are_refused():
    with pytest.raises(MatchingError, match="infinite"):
        quantised([np.inf], [1])
    with pytest.raises(MatchingError, match="tolerance"):
        near_table([1], [1], -1)
    with pytest.raises(MatchingError, match="distance"):
        skill_features((1, 1, 1), ([0], [0]), ([0], [0], [1]), distance=0)
