"""Feature matrices for `Criterion`: how people are compared, as products of a mentee's row and a mentor's.

- Sets of things, such as topics, interests, languages, hours: `skill_features`, `overlap_features`. They take who has
  what as parallel index arrays, in any order; a pair listed twice counts once. The matrices are dense (people × things
  × 4 bytes), which suits vocabularies of some hundreds: 66,000 people and 300 skills take 80 MB.
- One thing a person, such as a department, a place, a level, a time zone, years of service: `table_features`, with a
  table that says what each combination is worth. `quantised` turns numbers into the codes of such a table,
  `same_table`, `near_table`, `at_least_table` and `gap_table` are the usual ones; any other will do as well, such as
  ``1 - same_table(n)`` for different ones.
- Answers on a scale, such as a working style: `closeness_features`.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .problem import MatchingError

Features = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Rows of mentees and of mentors whose products are the values of pairs: for `Criterion`."""


def skill_features(
    shape: tuple[int, int, int],
    wanted: tuple[ArrayLike, ...],
    offered: tuple[ArrayLike, ArrayLike, ArrayLike],
    distance: float = 100,
    steps: int = 8,
) -> Features:
    """How well a mentor covers the skills a mentee wants, and stands a useful distance above the mentee in them.

    The value of a pair is the mean over the mentee's wanted skills of 0 where the mentor does not offer the skill,
    and else 0.5 + 0.5 · min(1, max(0, offered level − own level) / distance). A mentee who wants nothing has the
    value 0 with everybody. Without own levels and with the default distance that is 0.5 + 0.5 · level / 100.

    >>> wanted, offered = ([0, 0], [0, 2]), ([0, 1, 1], [0, 0, 2], [100, 50, 0])
    >>> mentees, mentors = skill_features((1, 2, 3), wanted, offered)
    >>> (mentees @ mentors.T).tolist()
    [[0.5, 0.625]]

    A mentee at level 50 learns from an expert (100), but hardly from a peer:

    >>> mentees, mentors = skill_features((1, 2, 1), ([0], [0], [50]), ([0, 1], [0, 0], [100, 50]), distance=40)
    >>> (mentees @ mentors.T).tolist()
    [[1.0, 0.5]]

    One column stands for one skill and one own level of mentees who want it: the mentor's value there is exact.

    :param shape: (n_mentees, n_mentors, n_skills)
    :param wanted: (mentee rows, skill columns) or (mentee rows, skill columns, own levels 0..100, 0 if not known); of a
        skill wanted twice the higher own level counts
    :param offered: (mentor rows, skill columns, levels 0..100); of a skill offered twice the higher level counts
    :param distance: > 0, levels that a mentor should be above the mentee's own for the full value
    :param steps: own levels told apart in one skill at most; where there are more, they are rounded as by `quantised`
    :return: float32 (n_mentees, d), float32 (n_mentors, d) with d ≤ wanted skills · steps: for `Criterion`
    :raises MatchingError: on rows or columns outside the shape, levels outside 0..100, a distance or steps ≤ 0
    """
    if not distance > 0 or steps < 1:
        raise MatchingError("The useful distance between levels and the number of steps must be above zero.")
    n_mentees, n_mentors, n_skills = shape
    own = wanted[2] if len(wanted) > 2 else np.zeros(np.shape(wanted[0]))
    mentee_rows, wanted_skills, own_levels = _highest((n_mentees, n_skills), wanted[0], wanted[1], own)
    mentor_rows, offered_skills, levels = _highest((n_mentors, n_skills), *offered)
    column_skill, column_level, columns = _columns_of(wanted_skills, own_levels, steps)

    mentees = np.zeros((n_mentees, len(column_skill)), dtype=np.float32)
    mentees[mentee_rows, columns] = 1 / np.bincount(mentee_rows, minlength=n_mentees)[mentee_rows]

    mentors = np.zeros((n_mentors, len(column_skill)), dtype=np.float32)
    first, last = (np.searchsorted(column_skill, offered_skills, side) for side in ("left", "right"))
    count = last - first
    entry = np.repeat(np.arange(len(count)), count)
    column = np.arange(len(entry)) - np.repeat(np.cumsum(count) - count, count) + first[entry]
    above = np.clip((levels[entry] - column_level[column]) / distance, 0, 1)
    mentors[mentor_rows[entry], column] = 0.5 + above / 2
    return mentees, mentors


def overlap_features(
    shape: tuple[int, int, int], of_mentees: tuple[ArrayLike, ArrayLike], of_mentors: tuple[ArrayLike, ArrayLike]
) -> Features:
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
    shares = _marks(n_mentees, n_things, of_mentees)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
    return shares, _marks(n_mentors, n_things, of_mentors)


def table_features(
    table: ArrayLike, mentee_codes: ArrayLike, mentor_codes: ArrayLike, unknown: float = 0.5
) -> Features:
    """What a table says of each combination of one thing of the mentee and one of the mentor.

    >>> mentees, mentors = table_features(same_table(3), [0, 2, -1], [0, 1])
    >>> (mentees @ mentors.T).tolist()
    [[1.0, 0.0], [0.0, 0.0], [0.5, 0.5]]

    Codes that make no difference among the people at hand share a column, those worth 0 with everybody need none.

    :param table: (a, b) values 0..1 of mentee code × mentor code
    :param mentee_codes: int (n_mentees,) 0..a − 1, or -1 where it is not known
    :param mentor_codes: int (n_mentors,) 0..b − 1, or -1
    :param unknown: the neutral value of pairs in which one is not known
    :return: float32 (n_mentees, d), float32 (n_mentors, d) with d ≤ min(a, b) + 1: for `Criterion`
    :raises MatchingError: on codes outside the table
    """
    table = np.asarray(table, dtype=np.float32)
    known = np.full((table.shape[0] + 1, table.shape[1] + 1), unknown, dtype=np.float32)
    known[:-1, :-1] = table
    rows, mentees = _used_codes(mentee_codes, table.shape[0])
    columns, mentors = _used_codes(mentor_codes, table.shape[1])
    used = known[np.ix_(rows, columns)]
    if len(rows) <= len(columns):
        marks, values = _table_factors(used)
        return marks[mentees], values[mentors]
    marks, values = _table_factors(used.T)
    return values[mentees], marks[mentors]


def same_table(n: int) -> NDArray[np.float64]:
    """1 for the same of `n` codes, else 0; ``1 - same_table(n)`` for different ones."""
    return np.eye(n)


def near_table(mentee_values: ArrayLike, mentor_values: ArrayLike, tolerance: float) -> NDArray[np.float64]:
    """1 for equal numbers, falling in a straight line to 0 where they are `tolerance` apart.

    >>> near_table([30, 40], [30, 32, 34], tolerance=4).tolist()
    [[1.0, 0.5, 0.0], [0.0, 0.0, 0.0]]

    :param mentee_values: float (a,), the number behind each mentee code (see `quantised`)
    :param mentor_values: float (b,), likewise
    :param tolerance: ≥ 0; with 0 only equal numbers count
    :return: float64 (a, b): for `table_features`
    """
    return gap_table(mentee_values, mentor_values, 0, tolerance)


def at_least_table(mentee_values: ArrayLike, mentor_values: ArrayLike, tolerance: float = 0) -> NDArray[np.float64]:
    """1 where the mentor's number is at least the mentee's, falling to 0 where it is `tolerance` below.

    >>> at_least_table([3], [1, 2, 3, 4], tolerance=2).tolist()
    [[0.0, 0.5, 1.0, 1.0]]

    Parameters and result as of `near_table`. With the numbers negated: at most.
    """
    return _fall(np.maximum(-_gaps(mentee_values, mentor_values), 0), tolerance)


def gap_table(
    mentee_values: ArrayLike, mentor_values: ArrayLike, ideal: float, tolerance: float
) -> NDArray[np.float64]:
    """1 where the mentor's number is `ideal` above the mentee's, falling to 0 where that is missed by `tolerance`.

    For a mentor one or two levels up. With a negative ideal, mentors below their mentees: reverse mentoring.

    >>> gap_table([1], [1, 2, 3, 4, 5], ideal=2, tolerance=2).tolist()
    [[0.0, 0.5, 1.0, 0.5, 0.0]]

    Parameters and result as of `near_table`; `ideal` in the unit of the numbers.
    """
    return _fall(np.abs(_gaps(mentee_values, mentor_values) - ideal), tolerance)


def quantised(
    mentee_values: ArrayLike, mentor_values: ArrayLike, most: int = 64
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Numbers as codes: exact where there are at most `most` different ones, otherwise rounded as little as possible.

    >>> of_mentees, of_mentors, values = quantised([2.5, np.nan], [7, 2.5])
    >>> of_mentees.tolist(), of_mentors.tolist(), values.tolist()
    ([0, -1], [1, 0], [2.5, 7.0])

    More different numbers are gathered in `most` intervals, of which the longest is as short as it can be (the
    one-dimensional k-centre problem, by bisection); each number stands for the middle of its interval.

    :param mentee_values: float (n_mentees,), nan where not known
    :param mentor_values: float (n_mentors,), likewise
    :param most: ≥ 1
    :return: int64 (n_mentees,) codes, int64 (n_mentors,) codes, float64 (n_codes,) the number behind each code
    """
    both = [np.asarray(values, dtype=np.float64).ravel() for values in (mentee_values, mentor_values)]
    given = np.concatenate(both)
    if np.isinf(given).any():
        raise MatchingError("An infinite number cannot be compared.")
    numbers = np.unique(given[~np.isnan(given)])
    starts = _interval_starts(numbers, most)
    ends = np.append(starts[1:], len(numbers))[: len(starts)] - 1
    values = numbers[starts] + (numbers[ends] - numbers[starts]) / 2
    codes = [
        np.where(np.isnan(side), -1, np.searchsorted(numbers[starts], side, "right") - 1).astype(np.int64)
        for side in both
    ]
    return *codes, values


def closeness_features(
    mentee_answers: ArrayLike, mentor_answers: ArrayLike, similar: bool = True, unknown: float = 0.5
) -> Features:
    """How close the answers of two people are, or how far apart, on questions with a scale.

    The value of a pair is the mean over the questions of 1 − (x − y)² (or of (x − y)², for people who complement
    each other), and of `unknown` where one of them has not answered.

    >>> mentees, mentors = closeness_features([[0, 0.5], [0, np.nan]], [[0, 1]])
    >>> (mentees @ mentors.T).round(6).tolist()
    [[0.875], [0.75]]

    :param mentee_answers: float (n_mentees, n_questions) 0..1, nan where there is no answer
    :param mentor_answers: float (n_mentors, n_questions), likewise
    :return: float32 (n_mentees, d), float32 (n_mentors, d) with d = 3 · n_questions + 1: for `Criterion`
    :raises MatchingError: on answers outside 0..1
    """
    x, y = (np.asarray(answers, dtype=np.float64) for answers in (mentee_answers, mentor_answers))
    for answers in (x, y):
        if ((answers < 0) | (answers > 1)).any():
            raise MatchingError("Answers must lie in 0..1.")
    n_questions = x.shape[1]
    if not n_questions:
        return np.full((len(x), 1), unknown, dtype=np.float32), np.ones((len(y), 1), dtype=np.float32)
    # unknown + is_x · is_y · (± (1 − (x − y)²) or its complement, less unknown), each question divided by their number
    at_equal, sign = (1 - unknown, 1) if similar else (-unknown, -1)
    is_x, is_y = ~np.isnan(x), ~np.isnan(y)
    x, y = np.where(is_x, x, 0), np.where(is_y, y, 0)
    constant = np.full((len(x), 1), unknown)
    mentees = np.hstack(
        [
            constant,
            is_x * (at_equal - sign * x * x) / n_questions,
            2 * sign * x / n_questions,
            -sign * is_x / n_questions,
        ]
    )
    mentors = np.hstack([np.ones((len(y), 1)), is_y, y, y * y])
    return mentees.astype(np.float32), mentors.astype(np.float32)


def _highest(shape, rows, columns, levels):
    """Each (row, column) once, in order, with its highest level."""
    rows, columns = _cells(rows, columns, shape)
    levels = np.asarray(levels, dtype=np.float64)
    if levels.size and not (levels.min() >= 0 and levels.max() <= 100):
        raise MatchingError("Levels of skills must lie in 0..100.")
    order = np.lexsort((levels, columns, rows))
    rows, columns, levels = rows[order], columns[order], levels[order]
    is_last = np.ones(len(rows), dtype=bool)
    is_last[:-1] = (np.diff(rows) != 0) | (np.diff(columns) != 0)
    return rows[is_last], columns[is_last], levels[is_last]


def _columns_of(skills, levels, steps):
    """One column a skill and level: skill and level of each column, sorted, and the column of each entry."""
    levels = levels.copy()
    pairs = np.unique(np.column_stack([skills, levels]), axis=0)
    crowded, counts = np.unique(pairs[:, 0], return_counts=True)
    for skill in crowded[counts > steps]:
        is_own = skills == skill
        codes, _none, values = quantised(levels[is_own], [], steps)
        levels[is_own] = values[codes]
    pairs, columns = np.unique(np.column_stack([skills, levels]), axis=0, return_inverse=True)
    return pairs[:, 0], pairs[:, 1], columns.ravel()


def _marks(n_people, n_things, pairs):
    marks = np.zeros((n_people, n_things), dtype=np.float32)
    marks[_cells(*pairs, marks.shape)] = 1
    return marks


def _cells(rows, columns, shape):
    cells = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
    for indices, size in zip(cells, shape):
        if indices.size and not (indices.min() >= 0 and indices.max() < size):
            raise MatchingError(f"An index lies outside 0..{size - 1}.")
    return cells


def _used_codes(codes, n_codes):
    """The codes that occur, -1 as the last row of the table, and the place of each person's code among them."""
    codes = np.asarray(codes, dtype=np.int64)
    if codes.size and not (codes.min() >= -1 and codes.max() < n_codes):
        raise MatchingError(f"A code lies outside -1..{n_codes - 1}.")
    used, places = np.unique(np.where(codes < 0, n_codes, codes), return_inverse=True)
    return used, places.ravel()


def _table_factors(table):
    """float32 (a, d) of zeros and ones, at most one 1 a row, and (b, d), whose product is the table (a, b)."""
    if not table.size:
        return np.zeros((table.shape[0], 0), np.float32), np.zeros((table.shape[1], 0), np.float32)
    different, kind = np.unique(table, axis=0, return_inverse=True)
    is_needed = different.any(axis=1)
    marks = np.eye(len(different), dtype=np.float32)[kind.ravel()]
    return marks[:, is_needed], np.ascontiguousarray(different[is_needed].T)


def _gaps(mentee_values, mentor_values):
    return np.subtract.outer(np.asarray(mentor_values, np.float64), np.asarray(mentee_values, np.float64)).T


def _fall(missed, tolerance):
    """1 at 0, a straight line down to 0 at `tolerance`."""
    if tolerance < 0:
        raise MatchingError("A tolerance cannot be negative.")
    if not tolerance:
        return (missed == 0).astype(np.float64)
    return np.clip(1 - missed / tolerance, 0, 1)


def _interval_starts(numbers, most):
    """Where each of at most `most` intervals starts that cover sorted numbers, the longest being as short as can be."""
    if len(numbers) <= most:
        return np.arange(len(numbers))
    too_short, long_enough = 0.0, numbers[-1] - numbers[0]
    best = _covered(numbers, long_enough, most)
    while too_short < (length := too_short + (long_enough - too_short) / 2) < long_enough:
        starts = _covered(numbers, length, most)
        if starts is None:
            too_short = length
        else:
            long_enough, best = length, starts
    return np.array(best)


def _covered(numbers, length, most):
    """The starts of intervals of that length, each begun where the one before ends; None if that takes too many."""
    starts = [0]
    while (start := int(np.searchsorted(numbers, numbers[starts[-1]] + length, "right"))) < len(numbers):
        if len(starts) == most:
            return None
        starts.append(start)
    return starts
