"""The best matching on a few pairs, and its dual solution: by the library if there is one, else by the own solver."""

import numpy as np

from .assignment import Assignment, assign
from .candidates import Pairs
from .flow import Flow, FlowError, attempt, best_flow


def best_matching(mentees, mentors, values, n_mentees, seats, must_mentee, must_mentor):
    """The matching of highest value that leaves nobody out who must be in; there must be one.

    Parameters as of `flow.best_flow`.

    :return: `flow.Flow`: surplus and price are worth no less than any pair together, and as much as each that is
        chosen; what stays without asks for nothing, but for those who must be in
    """
    args = mentees, mentors, values, n_mentees, seats, must_mentee, must_mentor
    return attempt(_by_flow, *args) or _by_assignment(*args)


def _by_flow(*args):
    """The library's answer, checked."""
    found = best_flow(*args)
    mentees, mentors, values = args[:3]
    slack = found.surplus[mentees] + found.price[mentors] - values
    if (slack < 0).any() or slack[found.is_chosen].any():
        raise FlowError("The flow was not optimal.")
    return found


def _by_assignment(mentees, mentors, values, n_mentees, seats, must_mentee, must_mentor):
    """By augmenting paths: who must be in is worth more than all values together."""
    bonus = (int(np.abs(values).max(initial=0)) + 1) << (n_mentees.bit_length() + 2)
    seats = np.minimum(seats, n_mentees)
    musts = must_mentee[mentees].astype(np.int64) + must_mentor[mentors]
    kinds, ranks = np.unique(np.stack([musts, values]), axis=1, return_inverse=True)  # in the order of their worths
    worths = [bonus * must + value for must, value in kinds.T.tolist()]
    highest = max(worths, default=0)
    start = Assignment([-1] * n_mentees, [max(highest, 0)] * n_mentees, [0] * len(seats))
    found = assign(Pairs(mentees, mentors, ranks.ravel()), n_mentees, seats, _Table(worths), start)
    surplus = [potential - bonus * must for potential, must in zip(found.surplus, must_mentee.tolist())]
    price = [potential - bonus * must for potential, must in zip(found.price, must_mentor.tolist())]
    is_chosen = np.array(found.mentor_of, dtype=np.int64)[mentees] == mentors
    return Flow(is_chosen, np.array(price, dtype=np.int64), np.array(surplus, dtype=np.int64))


class _Table:
    """Serves `assignment.assign` as a `Worth`: a rank is the place of a worth."""

    def __init__(self, worths):
        self._worths = worths

    def of(self, ranks):
        return [self._worths[rank] for rank in ranks.tolist()]
