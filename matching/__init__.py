"""Who should mentor whom: an optimal, proven and explained assignment on plain arrays.

Needs Python and numpy, nothing of Odoo::

    >>> import numpy as np
    >>> from matching import Criterion, Problem, match
    >>> skills = Criterion("skills", 1, mentees=np.eye(2), mentors=np.array([[1.0, 0.5], [0.9, 0.0]]))
    >>> solution = match(Problem([11, 12], [21, 22], seats=[1, 1], criteria=(skills,)))
    >>> solution.mentor_of.tolist(), solution.total, solution.is_proven
    ([1, 0], 1400000, True)

The first mentee goes to the second choice (0.9 instead of 1.0), so that the second mentee gets somebody at all.

From the outside in: `match` is the front door, `problem` what goes in, `solution` what comes out, `features`
helps to fill criteria, `scoring` rates pairs, `worth` turns an objective into one integer a pair, `assignment`
solves, `certificate` proves; `fairest` (on `leximin`) and `stable` are the objectives that are no sum, `peers` (on
`blossom`) pairs the people of one group, `figures` compares any, `choice` says what a change by hand costs; `lots`
says whom the lot decides on, `lottery` lets it decide between near-equals; `learning` learns weights from how matches
went; `storage` keeps problems, `progress` tells how far a run is.
"""

from .choice import Choice, cost_of_choice
from .features import (
    at_least_table,
    closeness_features,
    gap_table,
    near_table,
    overlap_features,
    quantised,
    same_table,
    skill_features,
    table_features,
)
from .figures import Figures, Unused, figures, unused
from .learning import Learned, learn_weights
from .lots import DRAWS, lots
from .lottery import MOST_BAND, draw
from .match import OBJECTIVES, match
from .peers import MOST_PEERS, PEER_OBJECTIVES, both_ways, cost_among_peers, value_of
from .problem import MICRO_POINTS_PER_PERCENT, Criterion, MatchingError, PairCriterion, Problem
from .solution import Solution, Unmatched

__all__ = [
    "DRAWS",
    "MICRO_POINTS_PER_PERCENT",
    "MOST_BAND",
    "MOST_PEERS",
    "OBJECTIVES",
    "PEER_OBJECTIVES",
    "Choice",
    "Criterion",
    "Figures",
    "Learned",
    "MatchingError",
    "PairCriterion",
    "Problem",
    "Solution",
    "Unmatched",
    "Unused",
    "at_least_table",
    "both_ways",
    "closeness_features",
    "cost_among_peers",
    "cost_of_choice",
    "draw",
    "figures",
    "gap_table",
    "learn_weights",
    "lots",
    "match",
    "near_table",
    "overlap_features",
    "quantised",
    "same_table",
    "skill_features",
    "table_features",
    "unused",
    "value_of",
]
