"""Colleagues who are like somebody in all that is compared: coarsened exact matching.

Of each stratum (people alike in department, job and years with the company, say), colleagues are dealt to the people
of interest in turns: so all get about as many, and no colleague stands beside two people. See Iacus, King, Porro 2012,
Political Analysis 20:1, doi 10.1093/pan/mpr013.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

PER_PERSON = 5
"""The most colleagues beside one person: a sixth one would make intervals 2 % narrower, and is left for others."""


def deal(
    people: Iterable[tuple[Any, Any]], free: Mapping[Any, Iterable[Any]], most: int = PER_PERSON
) -> dict[Any, list[Any]]:
    """Return with whom each person is compared, nobody with two.

    >>> deal([("Ann", "sales"), ("Ben", "law")], {"sales": ["Cem", "Dora"], "law": ["Dora"]})
    {'Ann': ['Cem'], 'Ben': ['Dora']}

    :param list people: (person, stratum), whoever is first is served first
    :param dict free: stratum → colleagues in it, the first is taken first; somebody may be in several strata
    :rtype: dict
    """
    found: dict[Any, list[Any]] = {person: [] for person, _stratum in people}
    waiting = {stratum: deque(colleagues) for stratum, colleagues in free.items()}
    taken, in_turn = set(), list(people)
    for _round in range(most):
        served = []
        for person, stratum in in_turn:
            colleagues = waiting.get(stratum, ())
            while colleagues and colleagues[0] in taken:
                colleagues.popleft()
            if colleagues:
                found[person].append(colleagues[0])
                taken.add(colleagues.popleft())
                served.append((person, stratum))
        in_turn = served
    return found


def mean_of_comparables(groups: Sequence[Sequence[float]]) -> float:
    """Return the mean over people of the mean of their colleagues: each person counts alike.

    >>> mean_of_comparables([[1, 0], [1]])
    0.75

    :param groups: the values of the colleagues of each person, nobody without any
    """
    return sum(sum(group) / len(group) for group in groups) / len(groups)


def count_effective(sizes: Sequence[int]) -> float:
    """Return how many colleagues of equal weight would be as sure as these, of whom some weigh more.

    >>> count_effective([2, 2, 2]), round(count_effective([5, 1]), 2)
    (6.0, 3.33)

    :param sizes: how many colleagues stand beside each person
    """
    return len(sizes) ** 2 / sum(1 / size for size in sizes)
