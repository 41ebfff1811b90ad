"""Child: lets another program solve an instance, as somebody would who picked it.

python -m benchmarks.rivals NAME FOLDER

Each runs in an environment of its own, where our engine is not: `mentor-match` and `matching` both install a package
called `matching`. All but `matching` are asked for the most people first and the best total among these, by a bonus
a pair that is worth more than all scores together; all are given the scores.

A rival is a generator: it stops once its packages are imported, once the instance is read, and once it has solved;
last it yields everybody's mentor, -1 for nobody.
"""
# ruff: noqa: PLC0415 (each environment has the packages of one rival)

import sys
import threading
import warnings
from pathlib import Path
from time import perf_counter

import numpy as np

from . import usage

POINTS = 1_000_000


def mentor_match(folder):
    """`mentor-match` 7: objects and rules in Python, then munkres. A mentor is entered once a seat."""
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules.rule import Disqualify

    yield
    scores, seats = _load_dense(folder)
    bonus = _bonus(len(scores))

    class Score:
        """A rule, in the package's own words, that looks a pair's score up."""

        def apply(self, match_object):
            return bonus + rows[match_object.mentee.grade][match_object.mentor.grade]

    rows = scores.tolist()
    mentors = [
        Mentor(grade=mentor, email=f"mentor{mentor}.{seat}")
        for mentor, count in enumerate(seats.tolist())
        for seat in range(count)
    ]
    mentees = [Mentee(grade=mentee, email=f"mentee{mentee}") for mentee in range(len(rows))]
    is_forbidden = Disqualify(lambda pair: rows[pair.mentee.grade][pair.mentor.grade] < 0)
    yield
    process_data(mentors, mentees, [[Score(), is_forbidden]])
    yield
    yield np.array([mentee.mentors[0].grade if mentee.mentors else -1 for mentee in mentees])


def matching_stable(folder):
    """`matching` 1.4: hospitals and residents, on the candidates. Stable, which is another objective than ours.

    It copies its players with everybody they know, deeper than Python allows unless told.
    """
    from matching.games import HospitalResident

    yield
    candidates = np.load(folder / "candidates.npz")
    mentee, mentor, score = (candidates[name] for name in ("mentee", "mentor", "score"))
    seats, n_mentees = candidates["seats"].tolist(), int(candidates["n_mentees"])
    wanted, wanting = {}, {}
    for place in np.argsort(-score, kind="stable").tolist():
        wanted.setdefault(f"e{mentee[place]}", []).append(f"r{mentor[place]}")
        wanting.setdefault(f"r{mentor[place]}", []).append(f"e{mentee[place]}")
    yield
    sys.setrecursionlimit(10**8)
    game = HospitalResident.create_from_dictionaries(wanted, wanting, {name: seats[int(name[1:])] for name in wanting})
    solution = game.solve(optimal="resident")
    yield
    mentor_of = np.full(n_mentees, -1)
    for hospital, residents in solution.items():
        for resident in residents:
            mentor_of[int(resident.name[1:])] = int(hospital.name[1:])
    yield mentor_of


def scipy_dense(folder):
    """scipy's linear_sum_assignment on all pairs, a column a seat."""
    from scipy.optimize import linear_sum_assignment

    yield
    scores, seats = _load_dense(folder)
    yield
    columns = np.repeat(np.arange(len(seats)), seats)
    worth = scores[:, columns].astype(np.float64)
    worth += _bonus(len(scores))
    worth[worth < _bonus(len(scores))] = 0
    mentees, chosen = linear_sum_assignment(worth, maximize=True)
    yield
    mentor_of = np.full(len(scores), -1)
    is_allowed = worth[mentees, chosen] > 0
    mentor_of[mentees[is_allowed]] = columns[chosen[is_allowed]]
    yield mentor_of


def scipy_sparse(folder):
    """scipy's min_weight_full_bipartite_matching on the candidates, a column a seat and one a mentee for nobody."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    yield
    mentee, mentor, score, seats, n_mentees = _load_candidates(folder)
    yield
    first = np.cumsum(seats) - seats
    copies = seats[mentor]
    entry = np.repeat(np.arange(len(mentee)), copies)
    column = first[mentor[entry]] + np.arange(len(entry)) - np.repeat(np.cumsum(copies) - copies, copies)
    nobody = np.arange(n_mentees)
    rows, columns = np.concatenate([mentee[entry], nobody]), np.concatenate([column, seats.sum() + nobody])
    worth = np.concatenate([score[entry] + _bonus(n_mentees) + 1.0, np.ones(n_mentees)])
    graph = csr_array((worth, (rows, columns)), shape=(n_mentees, int(seats.sum()) + n_mentees))
    mentees, chosen = min_weight_full_bipartite_matching(graph, maximize=True)
    yield
    mentor_of = np.full(n_mentees, -1)
    is_seat = chosen < seats.sum()
    mentor_of[mentees[is_seat]] = np.repeat(np.arange(len(seats)), seats)[chosen[is_seat]]
    yield mentor_of


def ortools_flow(folder):
    """OR-Tools' SimpleMinCostFlow on the candidates, seats as capacities."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    yield
    mentee, mentor, score, seats, n_mentees = _load_candidates(folder)
    yield
    flow = SimpleMinCostFlow()
    sink = n_mentees + len(seats)
    one = np.ones(len(mentee), np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(mentee, n_mentees + mentor, one, -(score + _bonus(n_mentees)))
    people, mentors = np.arange(n_mentees), n_mentees + np.arange(len(seats))
    flow.add_arcs_with_capacity_and_unit_cost(mentors, np.full(len(seats), sink), seats, np.zeros_like(seats))
    flow.add_arcs_with_capacity_and_unit_cost(
        people, np.full(n_mentees, sink), np.ones_like(people), np.zeros_like(people)
    )
    flow.set_nodes_supplies(np.append(people, sink), np.append(np.ones_like(people), -n_mentees))
    if (status := flow.solve()) != flow.OPTIMAL:
        raise RuntimeError(f"SimpleMinCostFlow: {status}")
    is_chosen = flow.flows(pairs) > 0
    yield
    mentor_of = np.full(n_mentees, -1)
    mentor_of[mentee[is_chosen]] = mentor[is_chosen]
    yield mentor_of


def greedy(folder):
    """Best first: the best pair of all candidates, then the best of those left, and so on."""
    yield
    mentee, mentor, score, seats, n_mentees = _load_candidates(folder)
    yield
    room, mentor_of = seats.tolist(), [-1] * n_mentees
    order = np.argsort(-score, kind="stable")
    for one, other in zip(mentee[order].tolist(), mentor[order].tolist()):
        if mentor_of[one] < 0 and room[other]:
            mentor_of[one] = other
            room[other] -= 1
    yield
    yield np.array(mentor_of)


def _load_dense(folder):
    return np.load(folder / "dense.npy"), np.load(folder / "candidates.npz")["seats"]


def _load_candidates(folder):
    arrays = np.load(folder / "candidates.npz")
    mentee, mentor, score, seats = (arrays[name].astype(np.int64) for name in ("mentee", "mentor", "score", "seats"))
    return mentee, mentor, score, seats, int(arrays["n_mentees"])


def _bonus(n_mentees):
    return n_mentees * POINTS


RIVALS = {
    rival.__name__: rival for rival in (mentor_match, matching_stable, scipy_dense, scipy_sparse, ortools_flow, greedy)
}


def main(name, folder):
    warnings.simplefilter("ignore")
    folder = Path(folder)
    steps = RIVALS[name](folder)
    next(steps)
    baseline = usage.resident_mb()
    next(steps)
    usage.forget_peak()
    start = perf_counter()
    next(steps)
    seconds = perf_counter() - start
    peak = usage.peak_mb() - baseline
    mentor_of = next(steps)
    usage.answer(seconds=seconds, peak=peak, mentor_of=mentor_of.tolist())


def run_with_deep_stack(*arguments):
    """For recursion that the usual stack cannot hold; an exception ends the process as it would without a thread."""
    failures = []

    def run():
        try:
            main(*arguments)
        except BaseException as error:
            failures.append(error)
            raise

    threading.stack_size(2**30)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        sys.exit(1)


if __name__ == "__main__":
    run_with_deep_stack(*sys.argv[1:])
