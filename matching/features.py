"""Feature matrices of the criteria that compare sets of things: skills, interests, languages.

Both take who has what as parallel index arrays, in any order; a pair listed twice counts once. The matrices are dense
(people × things × 4 bytes), which suits vocabularies of some hundreds: 66,000 people and 300 skills take 80 MB.
"""

import numpy as np

from .problem import MatchingError


def skill_features(shape, wanted, offered):
    """How well a mentor covers the skills a mentee wants.

    The value of a pair is the mean over the mentee's wanted skills of 0 where the mentor does not offer the skill,
    and else 0.5 + 0.5 · level / 100. A mentee who wants nothing has the value 0 with everybody.

    >>> wanted, offered = ([0, 0], [0, 2]), ([0, 1, 1], [0, 0, 2], [100, 50, 0])
    >>> mentees, mentors = skill_features((1, 2, 3), wanted, offered)
    >>> (mentees @ mentors.T).tolist()
    [[0.5, 0.625]]

    :param shape: (n_mentees, n_mentors, n_skills)
    :param wanted: (mentee rows, skill columns)
    :param offered: (mentor rows, skill columns, levels 0..100); of a skill offered twice the higher level counts
    :return: float32 (n_mentees, n_skills), float32 (n_mentors, n_skills): for `Criterion`
    :raises MatchingError: on rows or columns outside the shape, levels outside 0..100
    """
    n_mentees, n_mentors, n_skills = shape
    mentors, skills, levels = offered
    levels = np.asarray(levels, dtype=np.float32)
    if levels.size and not (levels.min() >= 0 and levels.max() <= 100):
        raise MatchingError("Levels of offered skills must lie in 0..100.")
    strengths = np.zeros((n_mentors, n_skills), dtype=np.float32)
    np.maximum.at(strengths, _cells(mentors, skills, strengths), 0.5 + levels / 200)
    return _shares(n_mentees, n_skills, wanted), strengths


def overlap_features(shape, of_mentees, of_mentors):
    """Which share of a mentee's things (interests, languages …) a mentor has too; 0 for a mentee who has none.

    >>> mentees, mentors = overlap_features((2, 1, 3), ([0, 0, 1], [0, 1, 2]), ([0, 0], [1, 2]))
    >>> (mentees @ mentors.T).tolist()
    [[0.5], [1.0]]

    :param shape: (n_mentees, n_mentors, n_things)
    :param of_mentees: (mentee rows, thing columns)
    :param of_mentors: (mentor rows, thing columns)
    :return: float32 (n_mentees, n_things), float32 (n_mentors, n_things): for `Criterion`
    :raises MatchingError: on rows or columns outside the shape
    """
    n_mentees, n_mentors, n_things = shape
    return _shares(n_mentees, n_things, of_mentees), _marks(n_mentors, n_things, of_mentors)


def _shares(n_people, n_things, pairs):
    marks = _marks(n_people, n_things, pairs)
    return marks / np.maximum(marks.sum(axis=1, keepdims=True), 1)


def _marks(n_people, n_things, pairs):
    marks = np.zeros((n_people, n_things), dtype=np.float32)
    marks[_cells(*pairs, marks)] = 1
    return marks


def _cells(rows, columns, matrix):
    cells = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
    for indices, size in zip(cells, matrix.shape):
        if indices.size and not (indices.min() >= 0 and indices.max() < size):
            raise MatchingError(f"An index lies outside 0..{size - 1}.")
    return cells
