"""What may be told of how much people have done: the middle of them, and never a sum.

A sum of five people, read by one of them, says that nobody has done more than the rest of it; a sum of nothing says it
of everybody. The middle does not: half of the people lie on either side of it, so each of them may have done anything,
also for somebody who knows one of the others. That takes five people, and ``tests/test_middle.py`` tries it with all
that five and six of them can have done. Of an even number there are two in the middle, and the lower one is told:
both would say that nobody lies between them.

    >>> describe_activity([3, 0, 4, 2, 9], [True, False, False, True, True])
    Activity(people_band=(5, 9), middle=3, is_common=True)
    >>> describe_activity([3, 0, 4, 2, 9, 5], [False] * 6).middle
    3
"""

from collections.abc import Sequence
from typing import NamedTuple

from .cell import people_band

FEWEST_IN_THE_MIDDLE = 5
"""Of fewer people, whoever is one of them reads something about the others."""


class Activity(NamedTuple):
    """How many they are, what the one in the middle has done, and whether half of them or more have reached it."""

    people_band: tuple
    middle: int
    is_common: bool


def describe_activity(counts: Sequence[int], reached: Sequence[bool]) -> Activity:
    """Return what may be told of people of whom each has done so many things, and has reached something or not."""
    number = len(counts)
    return Activity(
        people_band=people_band(number),
        middle=sorted(counts)[(number - 1) // 2],
        is_common=2 * sum(reached) >= number,
    )


def keep_group(former: frozenset, now: frozenset, least: int) -> frozenset:
    """Return of whom a group's next figures are: of the former people, until as many as ``least`` have come or gone.

    So no two figures of one group differ by fewer people, whoever looks before and after somebody joins.

    >>> team = frozenset("abcde")
    >>> keep_group(frozenset(), team, least=5) == team, keep_group(team, team | {"f"}, least=5) == team
    (True, True)
    >>> keep_group(team, frozenset("fghijk"), least=5) == frozenset("fghijk"), keep_group(team, frozenset(), least=5)
    (True, frozenset())

    :param former: empty before the first figures
    """
    if len(former ^ now) < least:
        return former
    return now if len(now) >= least else frozenset()
