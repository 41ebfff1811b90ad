"""What may be told of people's answers, so that nobody's own answer is told.

Needs Python, nothing of Odoo and nothing else::

    >>> from datetime import date
    >>> from disclosure import Answer, decide
    >>> stars = {"Ann": 3, "Ben": 4, "Cem": 5, "Dora": 4, "Eli": 2, "Fay": 4}
    >>> answers = [Answer(name, name, stars[name], date(2027, 1, 20), least=5, role="mentee") for name in stars]
    >>> decide(answers, today=date(2027, 2, 7))
    []
    >>> [release] = decide(answers, today=date(2027, 2, 8))
    >>> release.date_from, release.date_to, release.figures.mean, release.figures.people_band
    (datetime.date(2027, 1, 1), datetime.date(2027, 1, 31), 3.7, (5, 9))

The rules, and why they hold:

* An answer is in one release at most, and a release is of *N* people at least. What is read of several periods, roles
  or programs is put together from the figures of releases, never from answers: so it tells nothing that they do not,
  and any two cuts differ by whole releases, which is by *N* people or by none.
* What becomes a release depends on who has answered, and never on what: that nothing is shown says nothing.
* How coarse a figure is depends on the number of people, and on figures that are shown beside it, and never on what is
  hidden (`cell`). So whoever knows these rules learns nothing from a figure being coarse, either.
* Whoever reads figures and has answered as well knows one of the answers. They do not count towards *N*, and where they
  are among the people, everybody is shown coarser figures.

From the outside in: `release` is the front door, `periods` says what is over, `cell` makes figures of values, `merge`
puts figures together, `comments` releases words, `middle` tells how much people have done. `tests/test_attacker.py` has
the last word: it bounds each answer by a linear programme over all that is ever shown, and no rule here is finer than
it allows.
"""

from .cell import BAND_NAMES, Figures, describe, low_mid_high, people_band
from .comments import FEWEST_COMMENTS, Comment, choose_comments
from .merge import merge
from .middle import FEWEST_IN_THE_MIDDLE, Activity, describe_activity, keep_group
from .periods import Period, first_open_day, period_of
from .release import Answer, Release, decide, decide_across

FLOOR = 3
"""The smallest *N* there is."""

__all__ = [
    "BAND_NAMES",
    "FEWEST_COMMENTS",
    "FEWEST_IN_THE_MIDDLE",
    "FLOOR",
    "Activity",
    "Answer",
    "Comment",
    "Figures",
    "Period",
    "Release",
    "choose_comments",
    "decide",
    "decide_across",
    "describe",
    "describe_activity",
    "first_open_day",
    "keep_group",
    "low_mid_high",
    "merge",
    "people_band",
    "period_of",
]
