"""How far a goal has come, as plain arithmetic."""

ALMOST = 99.9
"""What is not reached yet never reads as reached because of rounding."""


def measure_progress(baseline, target, current):
    """Return how much of the way from ``baseline`` to ``target`` is behind ``current``, in percent.

    Falling figures work the same: the target says which direction is good. Without a way to go (target and baseline
    are the same) there is nothing to measure.

    :rtype: float from 0 to 100, with one digit; 100 if and only if the target is reached or passed

    >>> measure_progress(0, 10, 5)
    50.0
    >>> measure_progress(8, 2, 5)
    50.0
    >>> measure_progress(8, 2, 9)
    0.0
    >>> measure_progress(0, 3000, 2999.9)
    99.9
    >>> measure_progress(0, 10, 12)
    100.0
    >>> measure_progress(4, 4, 4)
    0.0
    """
    if target == baseline:
        return 0.0
    if current >= target > baseline or current <= target < baseline:
        return 100.0
    # Halves: the difference of two very large figures of opposite signs would be infinite
    share = (current / 2 - baseline / 2) / (target / 2 - baseline / 2)
    return _as_percentage(share)


def share_done(done, total):
    """Return which part of ``total`` steps is done, in percent; nothing of nothing is 0.

    >>> share_done(1, 3)
    33.3
    >>> share_done(0, 0)
    0.0
    """
    if not total or done <= 0:
        return 0.0
    return 100.0 if done >= total else _as_percentage(done / total)


def _as_percentage(share):
    return min(max(round(share * 100, 1), 0.0), ALMOST)
