"""The objectives that are sums: by a library where it is installed, else by an auction. Both find the same."""

import numpy as np

from . import flow
from .assignment import Assignment, assign
from .candidates import Pairs, best_pairs, pairs_of_unpopular
from .certificate import certify
from .pricing import match_by_pricing
from .progress import SILENT

MANY = 0.02
"""Share of mentees who saw something better, above which the solver starts afresh."""


def match_sum(scorer, worth, count, max_rounds=None, progress=SILENT):
    """The matching of highest worth over all pairs; parameters and result as of `pricing.match_by_pricing`.

    Optimum, prices and surpluses are unique (see `assignment.assign`), so that it does not matter who finds them.
    """
    found = flow.attempt(match_by_pricing, scorer, worth, count, max_rounds, progress)
    return found or match_by_auction(scorer, worth, count, max_rounds, progress)


def match_by_auction(scorer, worth, count, max_rounds=None, progress=SILENT):
    """As `pricing.match_by_pricing`, without a library: an auction, made exact by augmenting paths in Python."""
    problem = scorer.problem
    pairs, left_out = best_pairs(scorer, worth, count, progress)
    pairs = Pairs.joined([pairs, pairs_of_unpopular(scorer, worth, pairs, count, progress)])
    assignment = assign(pairs, problem.n_mentees, problem.seats, worth, progress=progress)
    certificate, refuting = certify(scorer, worth, assignment, left_out, count, progress)
    rounds = 1
    while len(refuting) and rounds != max_rounds and not progress.is_over:
        pairs = Pairs.joined([pairs, refuting])
        start = _freed(assignment, certificate)
        assignment = assign(pairs, problem.n_mentees, problem.seats, worth, start, progress)
        certificate, refuting = certify(scorer, worth, assignment, left_out, count, progress)
        rounds += 1
    return np.array(assignment.mentor_of, dtype=np.int64), certificate, rounds


def _freed(assignment, certificate):
    """Where to go on from: mentees who saw something better leave their mentor to bid for it.

    None where that is so many that a new auction is the shorter way.
    """
    unchanged = list(map(int.__eq__, assignment.surplus, certificate.surplus))
    if unchanged.count(False) > len(unchanged) * MANY:
        return None
    mentor_of = [mentor if same else -1 for mentor, same in zip(assignment.mentor_of, unchanged)]
    return Assignment(mentor_of, list(certificate.surplus), assignment.price)
