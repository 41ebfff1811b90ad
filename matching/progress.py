"""Telling how far a run is, and when its time is over."""

from collections.abc import Callable
from time import monotonic

PAUSE = 0.1
"""Seconds between two calls of the function that is told, at least: it may write to a database."""


class Progress:
    """The watch of one run.

    :param tell: function of the name of a step ("score", "solve", "prove", "explain", in this order; "solve" and
        "prove" may take turns) and how much of it is done, 0..1. Whatever it raises ends the run
    :param time_limit: seconds from now, None: no limit
    """

    def __init__(self, tell: Callable[[str, float], object] | None = None, time_limit: float | None = None) -> None:
        self._tell = tell
        self._last_step: str | None = None
        self._last_time = 0.0
        self._end = None if time_limit is None else monotonic() + time_limit

    def at(self, step: str, done: int, total: int) -> None:
        """Tells, if something is new since the last time. Cheap enough to be called a hundred thousand times."""
        if self._tell is None:
            return
        now = monotonic()
        if step != self._last_step or now - self._last_time >= PAUSE:
            self._tell(step, done / total if total else 1.0)
            self._last_step, self._last_time = step, monotonic()

    @property
    def is_over(self) -> bool:
        """The time limit has passed."""
        return self._end is not None and monotonic() >= self._end


SILENT = Progress()
"""Tells nobody, and never ends."""
