"""How a figure stands to its target, as plain arithmetic."""

CLOSE = 0.85
"""From which part of the target on a figure is close to it."""


def judge(value, wanted, lower_is_better=False):
    """Return ``green`` where the target is met, ``amber`` close to it, and ``red`` elsewhere.

    >>> judge(80, 80), judge(70, 80), judge(60, 80)
    ('green', 'amber', 'red')
    >>> judge(10, 14, lower_is_better=True), judge(16, 14, lower_is_better=True), judge(20, 14, lower_is_better=True)
    ('green', 'amber', 'red')

    Without a share to speak of there is nothing between met and missed.

    >>> judge(1, 0, lower_is_better=True), judge(-5, -2), judge(-1, -2)
    ('red', 'red', 'green')
    """
    if (value <= wanted) if lower_is_better else (value >= wanted):
        return "green"
    return "amber" if share_of(value, wanted, lower_is_better) >= CLOSE else "red"


def share_of(value, wanted, lower_is_better=False):
    """Return which part of the way to the target is done, 1 if it is met.

    >>> share_of(40, 80), share_of(28, 14, lower_is_better=True), share_of(100, 80)
    (0.5, 0.5, 1.0)
    >>> share_of(0, 0), share_of(-5, 10), share_of(3, 0, lower_is_better=True)
    (1.0, 0.0, 0.0)
    """
    if (value <= wanted) if lower_is_better else (value >= wanted):
        return 1.0
    if value <= 0 or wanted <= 0:
        return 0.0
    return wanted / value if lower_is_better else value / wanted
