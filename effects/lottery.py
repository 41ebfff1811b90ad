"""The effect of being drawn, for those between whom luck decided.

Where somebody's chance of being drawn is known, those drawn and those not drawn of the same chance differ by luck
alone: so whatever becomes of them differs by luck and by what being drawn has brought. Each person is weighted by one
over the chance of what has befallen them, after which both sides stand for all people of the lottery (Abdulkadiroğlu,
Angrist, Narita, Pathak 2017, Econometrica 85:1373, where chances come of solving again over tie-breaks, as they do
here). What made people sign up is the same on both sides. The answer is that of having been drawn, whatever followed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .shares import newcombe

SUREST = 0.95
"""A chance above this, or below one minus this, is as good as none: somebody would weigh twenty times as much."""


class Side(NamedTuple):
    """Those who were drawn, or those who were not.

    ``share`` is the weighted share of whom something is true; ``people`` how many people of equal weight would be as
    sure; ``finest`` one over the part that a single person has in it at most.
    """

    share: float
    people: float
    finest: float


def decided_by_luck(chance: float) -> bool:
    """Whether luck decided on somebody of this chance.

    >>> [decided_by_luck(chance) for chance in (0, 0.01, 0.5, 1)]
    [False, False, True, False]
    """
    return 1 - SUREST <= chance <= SUREST


def sides(chances: Sequence[float], is_drawn: Sequence[bool], values: Sequence[bool]) -> tuple[Side, Side]:
    """Return both sides of a lottery, those who were drawn first.

    :param chances: of being drawn, each decided by luck
    :param is_drawn: truths; there is somebody on either side
    :param values: truths, of what has become of each
    :rtype: tuple[Side, Side]
    """
    return _side(chances, is_drawn, values, True), _side(chances, is_drawn, values, False)


def effect_of_lottery(
    chances: Sequence[float], is_drawn: Sequence[bool], values: Sequence[bool]
) -> tuple[float, float, float]:
    """Return the effect of being drawn on a share, and the interval in which it lies 95 times of 100.

    The interval is that of two shares (see `shares`), of as many people of equal weight as would be as sure.

    >>> drawn = [True] * 50 + [False] * 50
    >>> effect, low, high = effect_of_lottery([0.5] * 100, drawn, [True] * 40 + [False] * 35 + [True] * 25)
    >>> round(effect, 2), round(low, 2), round(high, 2)
    (0.3, 0.11, 0.46)

    :rtype: tuple[float, float, float]
    """
    drawn, others = sides(chances, is_drawn, values)
    return drawn.share - others.share, *newcombe(drawn.share, drawn.people, others.share, others.people)


def _side(chances, is_drawn, values, wanted):
    weights = [
        1 / (chance if wanted else 1 - chance)
        for chance, drawn in zip(chances, is_drawn, strict=True)
        if bool(drawn) is wanted
    ]
    whole = sum(weights)
    true = [bool(value) for value, drawn in zip(values, is_drawn, strict=True) if bool(drawn) is wanted]
    share = sum(weight for weight, value in zip(weights, true, strict=True) if value) / whole
    return Side(share, whole**2 / sum(weight**2 for weight in weights), whole / max(weights))
