"""What a search for the fairest matching has cut apart: places in a row, with levels between them."""

import numpy as np

NEVER = 1 << 40
"""Level of a cut that forbids nothing, above any score: it only keeps places apart."""


class Row:
    """Places from left to right, and between two neighbours the level of the cut that has parted them.

    A cut says of two parts of a market that no pair which leads from the left to the right may score as much as its
    level. Parts are cut again at ever higher levels, so that for two places far apart the lowest level between them is
    that of the first cut that has parted them. Place 0 is there from the start.
    """

    def __init__(self):
        self._before, self._after, self._level = [-1], [-1], [NEVER]

    def copy(self):
        row = Row()
        row._before, row._after, row._level = self._before[:], self._after[:], self._level[:]
        return row

    def put_before(self, place, level):
        """A new place on the left of another, with a cut between them."""
        return self._put(self._before[place], place, level)

    def put_after(self, place, level):
        """A new place on the right of another, with a cut between them."""
        new = self._put(place, self._after[place], self._level[place])
        self._level[place] = level
        return new

    def _put(self, before, after, level):
        new = len(self._level)
        self._before.append(before)
        self._after.append(after)
        self._level.append(level)
        if before >= 0:
            self._after[before] = new
        if after >= 0:
            self._before[after] = new
        return new

    def in_order(self):
        """Positions from the left, and the levels on the right of each; what forbids nothing is infinite.

        :return: int64 (n_places,) of each place, float64 (n_places,) of each position
        """
        position = np.empty(len(self._level), dtype=np.int64)
        place, order = self._before.index(-1), []
        while place >= 0:
            order.append(place)
            place = self._after[place]
        position[order] = np.arange(len(order))
        levels = np.array(self._level, dtype=np.float64)[order]
        levels[levels >= NEVER] = np.inf
        return position, levels
