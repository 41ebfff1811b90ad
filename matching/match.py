"""The front door: from a problem to a proven solution."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from .candidates import best_pairs
from .fairest import match_fairest
from .peers import PEER_OBJECTIVES, match_peers
from .problem import MatchingError, Problem
from .progress import Progress
from .scoring import Scorer, blocks
from .solution import Solution, Unmatched
from .stable import match_stably
from .sums import match_sum
from .worth import SUMS, Worth

OBJECTIVES = (*SUMS, "fairest", "stable")


def match(
    problem: Problem,
    objective: str = "people",
    candidates: int = 50,
    max_rounds: int | None = None,
    time_limit: float | None = None,
    progress: Callable[[str, float], object] | None = None,
) -> Solution:
    """The best matching of a problem, with its proof and its reasons.

    Objectives, each exact to the last micro-point, and lexicographic:

    - ``"people"``: as many mentees matched as possible, among these the highest total score;
    - ``"total"``: the highest total score, among these as many mentees as possible. It may leave somebody without a
      mentor to make others happier; both agree exactly when some matching of highest total also matches the most;
    - ``"fairest"``: as many mentees matched as possible, among these the lowest score as high as possible and had by
      as few pairs as possible, then the next lowest, and so on up to the highest (see `fairest`);
    - ``"stable"``: no mentee and no mentor without each other would both rather have each other, going by the score of
      the pair. It may match fewer, and for less in total (see `stable`). Proven means that no pair at all blocks it.

    Only the first two are sums: the others have no prices, and their proof no gap, see `Solution`.

    Among peers (`Problem.is_peers`) anybody may go with anybody: see `peers`.

    Ties that remain are broken by a hash of the ids: the sum of the hashes of all pairs is made largest too (if
    stable: the higher hash is preferred). So the pairs (and the prices) do not depend on the order of rows, nor on
    `candidates`.

    The solver sees the best `candidates` mentors of each mentee. The certificate then looks at all pairs; those that
    refute the optimum are added and it is solved again from there, until nothing refutes it.

    :param problem: `Problem`
    :param objective: one of `OBJECTIVES`
    :param candidates: mentors per mentee to begin with, ≥ 1; matters for speed and memory only
    :param max_rounds: give up the proof after that many solutions; None: never. `Solution.gap` then tells the rest
    :param time_limit: seconds, None: no limit. Then the search stops where it is, and `Solution.gap` tells the rest
    :param progress: function (step, done 0..1), called at most ten times a second, and about once a second at least,
        see `progress.Progress`. What it raises passes through: so a run is cancelled
    :return: `Solution`; an empty one without mentees or mentors
    :raises MatchingError: for an unknown objective, or features whose values leave 0..1
    :complexity: time O(n_mentees · n_mentors · d) to score, then as `assignment.assign`;
        memory O(n_mentees · candidates), never n_mentees · n_mentors
    """
    if objective not in OBJECTIVES:
        raise MatchingError(f"Unknown objective {objective!r}; there are {', '.join(OBJECTIVES)}.")
    if time_limit is not None and not time_limit >= 0:
        raise MatchingError(f"The time limit of {time_limit} seconds is below zero.")
    if candidates < 1 or (max_rounds is not None and max_rounds < 1):
        raise MatchingError("candidates and max_rounds must be at least 1.")
    watch = Progress(progress, time_limit)
    scorer = problem.scorer
    worth = Worth.of_objective(objective, problem.n_mentees, problem.seed)
    if problem.is_peers:
        if objective not in PEER_OBJECTIVES:
            raise MatchingError(f"There is no objective {objective!r} among peers.")
        partner_of, proof, bound = match_peers(scorer, worth, objective, watch)
        return _solution(scorer, worth, partner_of, proof, 1, watch, bound=bound)
    if objective not in SUMS:
        search = {"fairest": match_fairest, "stable": match_stably}[objective]
        pairs, left_out = best_pairs(scorer, worth, candidates, watch)
        mentor_of, certificate, rounds = search(scorer, worth, pairs, left_out, candidates, max_rounds, watch)
        return _solution(scorer, worth, mentor_of, certificate, rounds, watch)
    mentor_of, certificate, rounds = match_sum(scorer, worth, candidates, max_rounds, watch)
    dual = _people_and_points(worth, certificate.price), _people_and_points(worth, certificate.surplus)
    bound = _bound(problem, certificate, mentor_of)
    return _solution(scorer, worth, mentor_of, certificate, rounds, watch, dual, bound)


def _solution(scorer, worth, mentor_of, certificate, rounds, progress, dual=None, bound=None):
    """The matching with its reasons; without prices and a bound of the total, where the objective is no sum."""
    problem = scorer.problem
    matched = np.flatnonzero(mentor_of >= 0)
    mentors = mentor_of[matched]
    score = np.zeros(problem.n_mentees, dtype=np.int64)
    score[matched] = scorer.scores(*_directions(problem, matched, mentors))
    values = np.zeros((problem.n_mentees, len(problem.criteria)))
    values[matched] = scorer.values(*_directions(problem, matched, mentors))
    seats_left = problem.seats - np.bincount(mentors, minlength=problem.n_mentors)
    (price_people, price), (surplus_people, surplus) = dual or _no_dual(problem)
    total = int(score.sum())
    bound_people, bound = bound or (len(matched), total)
    return Solution(
        mentor_of=mentor_of,
        score=score,
        values=values,
        contributions=values * [scorer.points_of(criterion) for criterion in problem.criteria],
        seats_left=seats_left,
        price=price,
        price_people=price_people,
        surplus=surplus,
        surplus_people=surplus_people,
        total=total,
        matched=len(matched),
        bound=bound,
        bound_people=bound_people,
        unmatched=tuple(explain_unmatched(scorer, worth, mentor_of, seats_left, progress)),
        certificate=certificate,
        rounds=rounds,
    )


def _directions(problem, mentees, mentors):
    """Two peers are rated once, from the one with the lower id."""
    if not problem.is_peers:
        return mentees, mentors
    is_turned = problem.mentee_ids[mentees] > problem.mentee_ids[mentors]
    return np.where(is_turned, mentors, mentees), np.where(is_turned, mentees, mentors)


def _people_and_points(worth, worths):
    """int64 people, int64 micro-points."""
    return np.array([worth.people_and_points(each) for each in worths], dtype=np.int64).reshape(-1, 2).T


def _no_dual(problem):
    return np.zeros((2, problem.n_mentors), dtype=np.int64), np.zeros((2, problem.n_mentees), dtype=np.int64)


def _bound(problem, certificate, mentor_of):
    points = certificate.bound >> certificate.worth.shift
    if certificate.worth.bonus:
        return divmod(points, certificate.worth.bonus)
    if certificate.is_tight:
        return int(np.count_nonzero(mentor_of >= 0)), points
    return min(problem.n_mentees, int(problem.seats.sum())), points


def explain_unmatched(
    scorer: Scorer, worth: Worth, mentor_of: NDArray[np.int64], seats_left: NDArray[np.int64], progress: Progress
) -> Iterator[Unmatched]:
    """Everybody without a mentor; of equally good mentors, the one that breaking ties prefers."""
    problem = scorer.problem
    holders = np.argsort(mentor_of, kind="stable")
    held_until = np.searchsorted(mentor_of[holders], np.arange(problem.n_mentors + 1))
    unmatched = np.flatnonzero(mentor_of < 0)
    for block in blocks(unmatched):
        progress.at("explain", np.searchsorted(unmatched, block[0]), len(unmatched))
        scores, counts = scorer.block_with_reasons(block)
        eligible = np.count_nonzero(scores >= 0, axis=1).tolist()
        counts = {rule: each.tolist() for rule, each in counts.items()}
        for row, mentee in enumerate(block.tolist()):
            ruled_out = {rule: each[row] for rule, each in counts.items() if each[row]}
            if not eligible[row]:
                yield Unmatched(mentee, 0, -1, 0, False, ruled_out, ())
                continue
            best = np.flatnonzero(scores[row] == scores[row].max())
            ranks = worth.rank(scores[row, best], problem.mentee_ids[mentee], problem.mentor_ids[best])
            mentor = int(best[ranks.argmax()])
            held = tuple(holders[held_until[mentor] : held_until[mentor + 1]].tolist())
            is_full = not seats_left[mentor]
            yield Unmatched(mentee, eligible[row], mentor, int(scores[row, mentor]), is_full, ruled_out, held)
