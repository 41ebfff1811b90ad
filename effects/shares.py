"""Of how many of a group something is true, as bands, and the difference of two groups, with its interval.

A share is shown as the band in which it lies. A band has three numbers of people at least: so of a group in which it is
true of nobody, one sees that it is true of two at most, and whoever knows one of them learns nothing of the others.
Where bands begin depends on the number of people alone. All that is said further is computed of bands, and so tells
nothing that they do not; an interval covers whatever may have been inside of them.
"""

from collections.abc import Sequence
from itertools import product
from math import sqrt
from typing import NamedTuple

IN_A_BAND = 3
MOST_BANDS = 50
Z = 1.959964
"""Of the normal distribution, between minus and plus which 95 of 100 lie."""


Band = tuple[float, float]


class Share(NamedTuple):
    """What is shown of one group of so many people, or what so many of equal weight would be as sure of."""

    low: float
    high: float
    people: float


def show_share(share: float, count: int) -> Band:
    """Return the band in which a share of so many people lies.

    >>> show_share(0, 5), show_share(1, 5), show_share(0.55, 40)
    ((0.0, 0.4), (0.6, 1.0), (0.475, 0.55))

    :param float share: from 0 to 1; between two numbers of people where some weigh more, and shown as the nearer one
    """
    bands = min((count + 1) // IN_A_BAND, MOST_BANDS) or 1
    number = min(max(int(share * count + 0.5), 0), count)
    band = number * bands // (count + 1)
    low = -(-band * (count + 1) // bands)
    high = -(-(band + 1) * (count + 1) // bands) - 1
    return low / count, high / count


def together(shares: Sequence[tuple[Share, float]]) -> Share:
    """Return the share of several groups as one, each with the weight that is given with it.

    >>> together([(Share(0.0, 0.4, 5), 5), (Share(0.6, 1.0, 5), 5)])
    Share(low=0.3, high=0.7, people=10.0)

    :param shares: (`Share`, weight)
    """
    whole = sum(weight for _share, weight in shares)
    people = 1 / sum((weight / whole) ** 2 / share.people for share, weight in shares)
    low, high = (round(sum(share[end] * weight for share, weight in shares) / whole, 9) for end in (0, 1))
    return Share(low, high, people)


def compare_shares(band: Band, people: float, other_band: Band, other_people: float) -> Band:
    """Return between what the difference of two groups' shares lies, 95 times of 100, wherever in its band each is.

    Newcombe 1998 (Statistics in Medicine 17:873, method 10): it holds for small groups too, and where something is
    true of all or none.

    :param tuple band: lowest and highest share of the group that the difference is said of
    :param float people: in it; of people of unequal weight, how many of equal weight would be as sure
    :rtype: tuple[float, float]
    """
    places = product(_points(band), _points(other_band))
    ends = [newcombe(share, people, other, other_people) for share, other in places]
    return round(min(low for low, _high in ends), 2), round(max(high for _low, high in ends), 2)


def _points(band):
    return band[0], (band[0] + band[1]) / 2, band[1]


def newcombe(share: float, people: float, other: float, other_people: float) -> Band:
    """Return between what the difference of two shares that are known lies."""
    low, high = _wilson(share, people)
    other_low, other_high = _wilson(other, other_people)
    difference = share - other
    return (
        difference - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def _wilson(share, people):
    """Return the interval of one share (Wilson 1927)."""
    middle = (share + Z**2 / (2 * people)) / (1 + Z**2 / people)
    half = Z * sqrt(share * (1 - share) / people + Z**2 / (4 * people**2)) / (1 + Z**2 / people)
    return max(middle - half, 0.0), min(middle + half, 1.0)
