"""Figures of several releases as one, made of nothing but those figures."""

from collections.abc import Iterable

from .cell import Figures


def merge(parts: Iterable[tuple[Figures, int]]) -> Figures:
    """Put figures together, each with the number of people it is of.

    A mean that is a band in one part makes the whole one a band, as wide as it must be.

    >>> merge([(Figures((5, 9), (4.0, 4.0), None), 6), (Figures((10, 19), (3.4, 3.4), None), 12)]).mean
    3.6

    :param parts: tuples of Figures and number of people
    :rtype: Figures
    """
    parts = list(parts)
    count = sum(number for _figures, number in parts)
    low, high = (
        round(sum(figures.mean_band[end] * number for figures, number in parts) / count + 1e-9, 1) for end in (0, 1)
    )
    shares = None
    known = [(figures.shares, number) for figures, number in parts if figures.shares]
    if len(known) == len(parts):
        shares = tuple(
            (
                sum(each[band][0] * number for each, number in known) / count,
                sum(each[band][1] * number for each, number in known) / count,
            )
            for band in range(3)
        )
    largest = max((figures.people_band for figures, _number in parts), key=lambda band: band[0])
    return Figures(largest if len(parts) == 1 else (largest[0], None), (low, high), shares)
