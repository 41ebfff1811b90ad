"""Skills and shared things as features: the value of a pair is what its definition says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import MatchingError, overlap_features, skill_features

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
