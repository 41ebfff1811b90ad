"""Bad input: one clear sentence each, before anything is computed."""

from dataclasses import replace

import numpy as np
import pytest
from cases import pair_table, shuffled, small_problems, table, town
from hypothesis import given
from hypothesis import strategies as st

from matching import Criterion, MatchingError, PairCriterion, Problem, match

GOOD = Problem([1, 2], [3, 4], [1, 1], (table([[0.5, 1.0], [0.0, 0.2]]),))


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"mentee_ids": [1, 1]}, "Id 1 stands more than once in mentee_ids"),
        ({"mentor_ids": [4, 4]}, "Id 4 stands more than once in mentor_ids"),
        ({"mentor_ids": [[3, 4]]}, "mentor_ids must have one dimension"),
        ({"mentee_ids": [1.5, 2]}, "mentee_ids must hold whole numbers"),
        ({"mentee_ids": ["a", "b"]}, "mentee_ids must hold whole numbers"),
        ({"seats": [1]}, "2 mentors, but seats for 1"),
        ({"seats": [1, -1]}, "Mentor 4 has a negative number of seats"),
        ({"seats": [1, np.nan]}, "seats must hold whole numbers"),
        ({"seed": -1}, "seed -1 is not a whole number"),
        ({"seed": 2**63}, "seed 9223372036854775808 is not"),
        ({"criteria": (table([[1, 1], [1, 1]], minimum=0.5, key="excluded"),)}, "cannot be called 'excluded'"),
        ({"criteria": (PairCriterion("p", 1, [2], [0], [1]),)}, r"'p': mentee_rows holds a row outside 0\.\.1"),
        ({"criteria": (PairCriterion("p", 1, [0], [-1], [1]),)}, r"'p': mentor_rows holds a row outside 0\.\.1"),
        ({"criteria": (PairCriterion("p", 1, [1, 0, 1], [0, 0, 0], [1, 1, 0]),)}, "rows 1 and 0 stands twice"),
        ({"criteria": ()}, "No criterion has a weight above zero"),
        ({"criteria": (table([[1, 1], [1, 1]], weight=0),)}, "No criterion has a weight above zero"),
        ({"criteria": (table([[1, 1]]),)}, "features of 1 mentees, but there are 2"),
        ({"criteria": (table([[1], [1]]),)}, "features of 1 mentors, but there are 2"),
        ({"excluded_mentees": [0]}, "must be equally long"),
        ({"excluded_mentees": [2], "excluded_mentors": [0]}, r"excluded_mentees holds a row outside 0\.\.1"),
        ({"excluded_mentees": [0], "excluded_mentors": [-1]}, r"excluded_mentors holds a row outside 0\.\.1"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(change, sentence):
    with pytest.raises(MatchingError, match=sentence):
        replace(GOOD, **change)


@pytest.mark.parametrize(
    "weight, mentees, mentors, sentence",
    [
        (11, [[1]], [[1]], "weight 11 is not a whole number from 0 to 10"),
        (-1, [[1]], [[1]], "weight -1 is not"),
        (0.5, [[1]], [[1]], "weight 0.5 is not"),
        (1, [1], [[1]], "features of mentees need two dimensions"),
        (1, [[1]], [[np.nan]], "a feature of mentors is not a finite number"),
        (1, [[1]], [[1, 0]], "mentees have 1 features, mentors 2"),
    ],
)
def test_a_misshapen_criterion_is_refused(weight, mentees, mentors, sentence):
    with pytest.raises(MatchingError, match=f"'skills'.*{sentence}"):
        Criterion("skills", weight, np.array(mentees), np.array(mentors))


@pytest.mark.parametrize("value", [1.4, -0.2])
def test_a_value_outside_the_range_is_refused_by_name_and_id(value):
    problem = replace(GOOD, criteria=(table([[0.5, 1.0], [0.0, value]]),))
    with pytest.raises(MatchingError, match=rf"'table': the value {value} of mentee 2 and mentor 4 is outside 0\.\.1"):
        match(problem)


def test_negative_features_are_welcome_where_values_are_not_negative():
    far = Criterion("closeness", 1, np.array([[1.0, -0.25]]), np.array([[1.0, 1.0], [1.0, 0.0]]))
    assert match(Problem([1], [2, 3], [1, 1], (far,))).score.tolist() == [1_000_000]


def test_features_too_large_to_score_exactly_are_refused():
    huge = Criterion("huge", 1, np.array([[3e4, 3e4]]), np.array([[3e4, -3e4]]))
    with pytest.raises(MatchingError, match="too large to score exactly"):
        match(Problem([1], [2], [1], (huge,)))


@pytest.mark.parametrize("settings", [{"candidates": 0}, {"max_rounds": 0}])
def test_less_than_one_candidate_or_round_is_refused(settings):
    with pytest.raises(MatchingError, match="at least 1"):
        match(GOOD, **settings)


@pytest.mark.parametrize("minimum", [-0.1, 1.1, np.nan])
def test_a_minimum_outside_the_range_is_refused(minimum):
    for make in (table, pair_table):
        with pytest.raises(MatchingError, match=r"the minimum .* is outside 0\.\.1"):
            make([[1.0]], minimum=minimum)


@pytest.mark.parametrize(
    "rows, values, sentence",
    [
        (([0], [0, 1]), [1], "must be equally long"),
        (([0], [0]), [1, 1], "must be equally long"),
        (([0], [0]), [1.01], r"the value 1\.01 is outside"),
        (([0], [0]), [np.nan], "the value nan is outside"),
        (([0.5], [0]), [1], "mentee_rows must hold whole numbers"),
    ],
)
def test_a_misshapen_criterion_of_pairs_is_refused(rows, values, sentence):
    with pytest.raises(MatchingError, match=f"'wishes'.*{sentence}"):
        PairCriterion("wishes", 1, *rows, values)


def test_a_negative_time_limit_is_refused():
    with pytest.raises(MatchingError, match="below zero"):
        match(GOOD, time_limit=-1)


@given(small_problems())
def test_a_saved_problem_comes_back_to_the_last_bit(problem):
    again = Problem.from_bytes(problem.to_bytes())
    assert again.fingerprint() == problem.fingerprint()
    assert (again.minimum_score, again.seed) == (problem.minimum_score, problem.seed)
    for name in ("mentee_ids", "mentor_ids", "seats", "excluded_mentees", "excluded_mentors"):
        assert np.array_equal(getattr(again, name), getattr(problem, name)), name
    for one, other in zip(again.criteria, problem.criteria):
        assert type(one) is type(other)
        for name, value in vars(other).items():
            assert np.array_equal(getattr(one, name), value), name


@given(small_problems(), st.integers(0, 99))
def test_a_fingerprint_does_not_see_the_order_of_people(problem, seed):
    assert shuffled(problem, np.random.default_rng(seed))[0].fingerprint() == problem.fingerprint()


def test_a_fingerprint_sees_everything_else():
    wishes = pair_table([[0.5, 0], [0, 0.2]])
    base = replace(GOOD, criteria=(*GOOD.criteria, wishes), excluded_mentees=[0], excluded_mentors=[1])
    others = [
        replace(base, mentee_ids=[1, 5]),
        replace(base, mentor_ids=[3, 5]),
        replace(base, seats=[1, 2]),
        replace(base, excluded_mentors=[0]),
        replace(base, minimum_score=1),
        replace(base, seed=1),
        replace(base, criteria=GOOD.criteria),
        replace(base, criteria=(*GOOD.criteria, replace(wishes, minimum=0.1))),
        replace(base, criteria=(*GOOD.criteria, replace(wishes, weight=2))),
        replace(base, criteria=(*GOOD.criteria, replace(wishes, values=[0.5, 0.3]))),
        replace(base, criteria=(table([[0.5, 1.0], [0.0, 0.3]]), wishes)),
    ]
    assert len({problem.fingerprint() for problem in (base, *others)}) == 1 + len(others)


def test_what_is_no_saved_problem_is_refused():
    saved = town(300, 100, 300).to_bytes()
    with pytest.raises(MatchingError, match="cannot be read"):
        Problem.from_bytes(saved[:-100])
    for content in (b"", b"PK", b"hello", GOOD.to_bytes().replace(b"rest", b"west")):
        with pytest.raises(MatchingError, match="cannot be read"):
            Problem.from_bytes(content)


@pytest.mark.parametrize("mentee, mentor", [(5e5, 1e-6), (1e-6, 5e5), (1e30, 5e-31), (5e-31, 1e30), (0.5, 1)])
def test_huge_times_tiny_is_scored_like_half_times_one(mentee, mentor):
    problem = Problem([1], [2], [1], (Criterion("t", 1, [[mentee, 0]], [[mentor, 0]]),))
    assert match(problem).total == 500_000


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, 0.5, "1"])
def test_what_is_no_whole_number_is_refused_with_a_sentence(value):
    criterion = Criterion("t", 1, [[1]], [[1]])
    with pytest.raises(MatchingError, match="whole number"):
        Criterion("t", value, [[1]], [[1]])
    for name in ("seed", "minimum_score"):
        with pytest.raises(MatchingError, match="whole number"):
            Problem([1], [2], [1], (criterion,), **{name: value})
