"""Bad input: one clear sentence each, before anything is computed."""

from dataclasses import replace

import numpy as np
import pytest
from cases import table

from matching import Criterion, MatchingError, Problem, match

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
