"""The best matching on a list of pairs as a flow of least cost, by a library: quick, and optional.

Every mentee sends one unit: over a pair to a mentor and on to the sink, as far as there are seats, or to the sink
directly, which is to stay without. Pairs cost what they are worth, with a minus. The network simplex algorithm solves
that in a fraction of the time that Python takes (P. Kovács, Minimum-cost flow algorithms: an experimental evaluation,
2015), and gives the dual solution as shortest distances in the residual network.

The library is pylmcf (Boost licence), which is LEMON's network simplex: see benchmarks/RESULTS.md for why it. Nothing
here is trusted: `certificate.Certificate` adds up what comes out, whoever found it.
"""

import logging
from dataclasses import dataclass
from functools import cache

import numpy as np

_logger = logging.getLogger(__name__)

FARTHEST = 1 << 61
"""The library adds costs to half of the highest int64: a cost beyond this could pass it."""


class FlowError(RuntimeError):
    """The library found no matching where there is one, or one that is not the best."""


@dataclass(frozen=True)
class Flow:
    """A matching on some pairs, and the dual solution of the lowest prices.

    :ivar is_chosen: bool (n_pairs,)
    :ivar price: int64 (n_mentors,) of a seat
    :ivar surplus: int64 (n_mentees,)
    """

    is_chosen: np.ndarray
    price: np.ndarray
    surplus: np.ndarray


@cache
def library():
    """The library, None where it is not installed. Loaded when it is first needed."""
    try:
        import pylmcf  # noqa: PLC0415
    except ImportError:
        return None
    return pylmcf


def is_available():
    return library() is not None


def attempt(solve, *args):
    """What `solve` finds with the library; None where it is missing, or fails: there is another way to everything.

    That it fails is logged, and nothing else: an engine that goes on is worth more than one that is right to stop.

    :param solve: function of `args` that may raise `FlowError`
    """
    if not is_available():
        return None
    try:
        return solve(*args)
    except FlowError:
        _logger.exception("The library for flows gave no proof; the engine goes on without it")
        return None


def best_flow(mentees, mentors, values, n_mentees, seats, must_mentee=None, must_mentor=None, outside=None):
    """The matching of highest value, of all or of those that leave nobody out who must be in.

    :param mentees: int64 (n_pairs,) rows, parallel to
    :param mentors: int64 (n_pairs,) rows, and
    :param values: int64 (n_pairs,), below 2^57 in size, with musts by the factor of mentees less; a pair stands at
        most once
    :param seats: int64 (n_mentors,)
    :param must_mentee: bool (n_mentees,): must be matched; None: nobody must
    :param must_mentor: bool (n_mentors,): all seats must be taken
    :param outside: int64 (n_mentees,) ≥ 0: what it is worth to stay without, None: nothing
    :return: `Flow`, with the lowest prices that support it: at least 0 but for mentors who must be full
    :raises FlowError: if there is no such matching, or values are too high
    :complexity: network simplex; some ten microseconds a pair of a market of 10,000
    """
    n_mentors = len(seats)
    must_mentee = np.zeros(n_mentees, dtype=bool) if must_mentee is None else must_mentee
    must_mentor = np.zeros(n_mentors, dtype=bool) if must_mentor is None else must_mentor
    seats = np.minimum(seats, n_mentees)
    sink = n_mentees + n_mentors
    has_musts = must_mentee.any() or must_mentor.any()
    # Leading into the sink costs more than any way through the network could save: the way back is the shortest of all.
    far = 16 << int(np.abs(values).max(initial=0)).bit_length() + has_musts * n_mentees.bit_length()
    if far > FARTHEST:
        raise FlowError("The values are too high for the library.")
    stays, has_room = np.flatnonzero(~must_mentee), np.flatnonzero(~must_mentor)
    start = np.concatenate([mentees, stays, n_mentees + has_room])
    end = np.concatenate([n_mentees + mentors, np.full(len(stays) + len(has_room), sink)])
    # The library takes no negative costs: all that a mentee may do costs `top` more.
    outside = np.zeros(n_mentees, dtype=np.int64) if outside is None else outside
    top = int(max(values.max(initial=0), outside.max(initial=0)))
    cost = np.concatenate([top - values, top + far - outside[stays], np.full(len(has_room), far)])
    room = np.concatenate([np.ones(len(mentees) + len(stays), dtype=np.int64), seats[has_room]])
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:n_mentees] = 1
    supply[n_mentees:sink][must_mentor] = -seats[must_mentor]
    supply[sink] = -supply.sum()
    order = np.argsort(start * (sink + 1) + end, kind="stable")
    try:
        graph = library().Graph(sink + 1, start[order].astype(np.int32), end[order].astype(np.int32))
        graph.set_node_supply(supply)
        graph.set_edge_capacities(room[order])
        graph.set_edge_costs(cost[order])
        graph.solve()
        potential = np.asarray(graph.potentials())
        used = np.empty(len(order), dtype=np.int64)
        used[order] = graph.result()
    except (RuntimeError, ValueError) as error:
        raise FlowError(str(error)) from error
    distance = potential - potential[sink] + far
    price = -distance[n_mentees:sink]
    np.maximum(price, 0, out=price, where=~must_mentor)
    return Flow(used[: len(mentees)] > 0, price, distance[:n_mentees] + top)
