"""The figures of one group of people, as coarse as they must be.

A person's value is the mean of their stars in this group, from 1 to 5. Shown are: how many people, as a band; the
shares of people whose value is low (below 2.5), in the middle, or high (3.5 and more), as bands; and the mean to 0.1.

All of it together must leave every value open by two stars at least, so that nobody's is known better than ± 1. A mean
close to an end of the scale would not: of five people with a mean of 4.8, nobody has given less than 4. So means at the
end of what is possible beside the shares are shown as one band, *4.6 or more* of five people::

    >>> describe([5, 5, 5, 5, 5]).mean_band, describe([4, 5, 5, 5, 4]).mean_band
    ((4.6, 5.0), (4.6, 5.0))
    >>> describe([4, 5, 5, 3, 4, 4, 5, 4, 5, 3, 4, 5]).mean_band
    (4.3, 4.3)

A mean at a whole star could be one of people who have all said the same, and is a band for that reason; a band that
only they would get would say that they have.

    >>> describe([4, 4, 4, 4, 4]).mean_band, describe([5, 4, 4, 4, 3]).mean_band
    ((3.9, 4.1), (3.9, 4.1))

Where bands begin and end depends on the number of people, and on the shares, which are shown beside them. So the bands
are a partition of all that people can say, the same for whoever looks, and to know the rules is to know nothing more.

Somebody who has answered and reads the figures takes their own answer away, and is left with the others'. Where that is
so (``knows_one``), bands are wider.

    >>> describe([4, 5, 5, 5, 4], knows_one=True).mean_band
    (3.8, 5.0)
"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import ceil, floor
from typing import NamedTuple

LOWEST, HIGHEST = 1, 5
BAND_NAMES = ("low", "mid", "high")
MID_FROM, HIGH_FROM = 2.5, 3.5
NOISE = 1e-7
OPEN_END = 1e-3
"""How much less than half a tenth a half is that belongs to the next one: more than noise, less than any answer."""
MIDDLE = 30
"""Of the scale, in tenths."""
OPEN_BY = 2
"""In stars, what each value stays open by: nobody's is known better than to ± 1."""
PEOPLE_BANDS = ((3, 4), (5, 9), (10, 19), (20, 49), (50, 99), (100, 199), (200, 499), (500, None))
PARTS = (10, 5, 4, 3, 2)
"""Into how many bands a share may be cut, the finest first."""
KNOWN = sorted({*(half / 2 for half in range(2, 11)), *(third / 3 for third in range(3, 16))})
"""What the value of somebody who reads the figures may be: of one answer, two or three."""
STARS = range(LOWEST, HIGHEST + 1)
WHOLE = ((1, 2), (3, 3), (4, 5))
ANY = ((1, MID_FROM - 1e-4), (MID_FROM, HIGH_FROM - 1e-4), (HIGH_FROM, 5))
"""What a value of each band lies between: of people who have answered once, and of any."""


PeopleBand = tuple[int, int | None]


class Figures(NamedTuple):
    """What is shown of a group.

    ``mean_band`` is the lowest and the highest mean, to 0.1, that is shown like this: the same one twice where the mean
    itself is shown. ``shares`` has a lower and an upper bound for each of low, mid and high, or is None.
    """

    people_band: PeopleBand
    mean_band: tuple[float, float]
    shares: tuple[tuple[float, float], ...] | None

    @property
    def mean(self) -> float:
        return round((self.mean_band[0] + self.mean_band[1]) / 2 + 1e-9, 1)

    @property
    def is_band(self) -> bool:
        return self.mean_band[0] != self.mean_band[1]


def describe(values: Sequence[float], knows_one: bool = False) -> Figures:
    """Return the figures of people's values, a value a person.

    :param bool knows_one: whether one of the people reads the figures
    :rtype: Figures
    """
    count = len(values)
    parts = _parts(count, knows_one)
    share_parts = tuple(_part_of(number, count, parts) for number in low_mid_high(values))
    tenths = _tenths(sum(values) / count)
    bands = _bands(count, knows_one, parts, share_parts)
    band = min(bands, key=lambda band: max(band[0] - tenths, tenths - band[1]))
    shares = tuple((part / parts, (part + 1) / parts) for part in share_parts) if parts > 1 else None
    return Figures(people_band(count), (band[0] / 10, band[1] / 10), shares)


def people_band(count: int) -> PeopleBand:
    """Return the band in which a number of people lies; its upper end is None for the last one.

    >>> people_band(7), people_band(900)
    ((5, 9), (500, None))
    """
    return next(band for band in reversed(PEOPLE_BANDS) if count >= band[0] or band == PEOPLE_BANDS[0])


def low_mid_high(values: Sequence[float]) -> tuple[int, int, int]:
    """Return how many values are low, in the middle, and high."""
    low = sum(value < MID_FROM for value in values)
    high = sum(value >= HIGH_FROM for value in values)
    return low, len(values) - low - high, high


@cache
def _edges(band, count):
    """Return between which sums of values a band of means lies, in which halves belong to the outer side."""
    low = (band[0] - 0.5) + (-OPEN_END if band[0] > MIDDLE else OPEN_END)
    high = (band[1] + 0.5) + (OPEN_END if band[1] < MIDDLE else -OPEN_END)
    return count * low / 10, count * high / 10


# --- the shares ------------------------------------------------------------------------------------------------------


def _part_of(number, count, parts):
    return min(number * parts // count, parts - 1)


@cache
def _part_ranges(count, parts):
    """Return the lowest and the highest number of people of each band of a share."""
    numbers = {}
    for number in range(count + 1):
        numbers.setdefault(_part_of(number, count, parts), []).append(number)
    return [(numbers[part][0], numbers[part][-1]) if part in numbers else (1, 0) for part in range(parts)]


@cache
def _parts(count, knows_one):
    """Return how fine the shares of so many people may be: 1, as if there were none, if they must not be shown.

    It must suit all shares that there may be, so that neither fineness nor lack says anything.
    """
    everything = (10 * LOWEST, 10 * HIGHEST)

    def is_open(boxes):
        adds_up = sum(low for low, _high in boxes) <= count <= sum(high for _low, high in boxes)
        return not adds_up or _leaves_open(count, knows_one, boxes, everything)

    for parts in PARTS:
        ranges = _part_ranges(count, parts)
        # By as many a share is open: three leave any two bands to whoever knows one, and so two stars
        spare = min(high - low for low, high in ranges)
        if spare >= 3 or (spare >= 1 + knows_one and all(map(is_open, product(ranges, repeat=len(BAND_NAMES))))):
            return parts
    return 1


# --- the mean, in tenths ---------------------------------------------------------------------------------------------


def _tenths(mean):
    # Halves go away from the middle, so that both ends of the scale are alike, also if a sum of floats has moved them
    away = 10 * mean - MIDDLE
    return MIDDLE + (-1 if away < 0 else 1) * floor(abs(away) + 0.5 + NOISE)


@cache
def _bands(count, knows_one, parts, share_parts):
    """Return how means are shown beside these shares: as bands in tenths, from the lowest to the highest.

    From both ends of what is possible to the middle: the narrowest bands that leave every value open.
    """
    ranges = _part_ranges(count, parts)
    boxes = tuple(ranges[part] for part in share_parts)

    def is_open(band):
        return _leaves_open(count, knows_one, boxes, band)

    def grow(steps):
        bands, band = [], None
        for step in steps:
            band = _join(band, step)
            if is_open(band):
                bands.append(band)
                band = None
        return bands, band

    steps = [step for step in STEPS if _is_reached(count, boxes, step)]
    low, left = grow([step for step in steps if step[1] < MIDDLE])
    high, right = grow([step for step in reversed(steps) if step[0] > MIDDLE])
    middle = left
    for step in (*(step for step in steps if step[0] <= MIDDLE <= step[1]), *([right] if right else [])):
        middle = _join(middle, step)
    while middle and not is_open(middle) and (low or high):
        for bands in (low, high):
            if bands:
                middle = _join(middle, bands.pop())
    return (*low, *([middle] if middle else []), *reversed(high))


def _join(band, other):
    return (min(band[0], other[0]), max(band[1], other[1])) if band else other


STEPS = sorted(
    {
        (max(star - 1, 10 * LOWEST), min(star + 1, 10 * HIGHEST)) if abs(star - tenths) <= 1 else (tenths, tenths)
        for tenths in range(10 * LOWEST, 10 * HIGHEST + 1)
        for star in [(tenths + 5) // 10 * 10]
    }
)
"""A mean to 0.1; around a whole star, three of them are one band."""


# --- what can be known -----------------------------------------------------------------------------------------------


def _is_reached(count, boxes, band):
    """Whether people can say anything that is shown like this."""
    return _is_possible(count, boxes, band, (), ANY)


def _leaves_open(count, knows_one, boxes, band):
    """Whether a value can have been another one by two stars, whatever has been said that is shown like this.

    Looked at are whole stars, of people who have answered once: others can have said as much, and things in between. So
    where whole stars are open, all values are; and where there are none, nothing must be there at all.

    :param boxes: the lowest and the highest number of low, middle and high values that are shown like this
    :param band: the lowest and the highest mean that are shown like this, in tenths
    """
    for known in KNOWN if knows_one else (None,):
        given = () if known is None else (known,)
        possible = [star for star in STARS if _is_possible(count, boxes, band, (*given, star), WHOLE)]
        if possible and possible[-1] - possible[0] < OPEN_BY:
            return False
        if not possible and any(_is_possible(count, boxes, band, (*given, value), ANY) for value in KNOWN):
            return False
    return True


def _is_possible(count, boxes, band, given, stars):
    """Whether some can have said what is ``given``, and all others something that looks like this.

    :param stars: what a value of each band may be, ``WHOLE`` or ``ANY``
    """
    taken, said = _count_given(given)
    number = count - len(given)
    spare, room, left = number, 0, []
    for (low, high), own in zip(boxes, taken, strict=True):
        fewest, most = max(0, low - own), high - own
        if most < fewest:
            return False
        left.append((fewest, most))
        spare -= fewest
        room += most
    if spare < 0 or room < number:
        return False
    low, high = (edge - said for edge in _edges(band, count))
    least = max(low, _fill(left, spare, [ends[0] for ends in stars]))
    most = min(high, _fill(left[::-1], spare, [ends[1] for ends in stars][::-1]))
    return (ceil(least - NOISE) if stars is WHOLE else least) <= most + NOISE


@cache
def _count_given(given):
    return low_mid_high(given), sum(given)


def _fill(left, spare, values):
    """Return the sum of the lowest numbers of each value and, of the first ones first, of as many more as are spare."""
    total = 0
    for (low, high), value in zip(left, values, strict=True):
        more = min(spare, high - low)
        spare -= more
        total += (low + more) * value
    return total
