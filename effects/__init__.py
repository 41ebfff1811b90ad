"""What can be said of the effect of a program, and how surely: comparisons of groups of people, in plain Python.

Needs Python, nothing of Odoo and nothing else::

    >>> from effects import compare_shares, deal
    >>> deal([("Ann", "sales"), ("Ben", "sales")], {"sales": ["Cem", "Dora", "Eli"]})
    {'Ann': ['Cem', 'Eli'], 'Ben': ['Dora']}
    >>> compare_shares((0.9, 0.95), 40, (0.8, 0.85), 120.0)
    (-0.09, 0.24)

`comparables` finds colleagues who can be compared with, each for one person at most; `shares` shows of how many of a
group something is true, so that nobody's part in it is told, and between what the difference of two groups lies;
`lottery` compares people between whom luck decided, which alone says what the effect is.
"""

from .comparables import PER_PERSON, count_effective, deal, mean_of_comparables
from .lottery import SUREST, Side, decided_by_luck, effect_of_lottery, sides
from .shares import Share, compare_shares, show_share, together

__all__ = [
    "PER_PERSON",
    "SUREST",
    "Share",
    "Side",
    "compare_shares",
    "count_effective",
    "deal",
    "decided_by_luck",
    "effect_of_lottery",
    "mean_of_comparables",
    "show_share",
    "sides",
    "together",
]
