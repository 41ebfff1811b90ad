"""The matching of one group, in which anybody may go with anybody: equals who help each other.

Such a problem names the same people on both sides, excludes everybody with themselves, and its criteria rate both
directions at once (see `both_ways`). A solution has everybody's partner in `mentor_of`: whoever has one is that one's
partner.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .blossom import FORBIDDEN, heaviest
from .problem import MICRO, Criterion, MatchingError, PairCriterion, Problem
from .progress import SILENT, Progress
from .scoring import Scorer, blocks
from .worth import Worth

MOST_PEERS = 3000
"""More make a table of pairs that takes more memory and time than a server should give to one question."""
PEER_OBJECTIVES = ("people", "total", "stable")
"""There is no "fairest" among peers: it is no sum, and the search for it knows two sides."""


@dataclass(frozen=True)
class PeerCertificate:
    """The proof: a bound from the potentials of all people and blossoms, which cover every pair (see `blossom`).

    :ivar value: worth of the matching; of a stable one, 0
    :ivar bound: no matching is worth more; of a stable one, the number of pairs that block it
    """

    value: int
    bound: int

    @property
    def is_tight(self) -> bool:
        return self.value == self.bound


def both_ways(criterion: Criterion | PairCriterion) -> list[Criterion | PairCriterion]:
    """What a criterion of two sides says of two equals: the mean of both directions; as a must-have it holds in both.

    >>> import numpy as np
    >>> wanted, offered = np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 0.0]])
    >>> [both] = both_ways(Criterion("topics", 1, wanted, offered))
    >>> (both.mentees @ both.mentors.T).tolist()
    [[0.0, 0.5], [0.5, 0.0]]

    :return: the criterion that counts, with the key and the weight; then, for a must-have, one a direction that does
        not count
    """
    if isinstance(criterion, PairCriterion):
        return _pairs_both_ways(criterion)
    here, there = criterion.balanced
    mean = Criterion(criterion.key, criterion.weight, np.hstack([here, there]) / 2, np.hstack([there, here]))
    if not criterion.minimum:
        return [mean]
    return [
        mean,
        Criterion(criterion.key, 0, here, there, criterion.minimum),
        Criterion(criterion.key, 0, there, here, criterion.minimum),
    ]


def _pairs_both_ways(criterion):
    here, there, values = criterion.mentee_rows, criterion.mentor_rows, criterion.values
    sums = {}
    for one, other, value in zip(here.tolist(), there.tolist(), values.tolist(), strict=True):
        for pair in ((one, other), (other, one)):
            sums[pair] = sums.get(pair, 0.0) + value / 2
    rows = np.array(list(sums), dtype=np.int64).reshape(-1, 2)
    mean = PairCriterion(criterion.key, criterion.weight, rows[:, 0], rows[:, 1], list(sums.values()))
    if not criterion.minimum:
        return [mean]
    return [
        mean,
        PairCriterion(criterion.key, 0, here, there, values, criterion.minimum),
        PairCriterion(criterion.key, 0, there, here, values, criterion.minimum),
    ]


def value_of(criterion: Criterion | PairCriterion, pairs: list[tuple[int, int]]) -> list[float]:
    """What a criterion of two sides says of some pairs in one direction, 0..1."""
    if isinstance(criterion, PairCriterion):
        values = dict(
            zip(
                zip(criterion.mentee_rows.tolist(), criterion.mentor_rows.tolist(), strict=True),
                criterion.values.tolist(),
                strict=True,
            )
        )
        return [values.get(pair, 0.0) for pair in pairs]
    here, there = criterion.balanced
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    products = np.einsum("ij,ij->i", here[rows[:, 0]].astype(float), there[rows[:, 1]].astype(float))
    return np.clip(products, 0, 1).tolist()


def check_peers(problem: Problem) -> None:
    """:raises MatchingError: unless both sides are the same people, each with a seat at most"""
    if not np.array_equal(problem.mentee_ids, problem.mentor_ids):
        raise MatchingError("Peers are one group: mentee_ids and mentor_ids must be the same.")
    if (problem.seats > 1).any():
        raise MatchingError("A peer has one seat.")
    if problem.n_mentees > MOST_PEERS:
        raise MatchingError(f"There are {problem.n_mentees} peers; up to {MOST_PEERS} are matched at a time.")


def match_peers(
    scorer: Scorer, worth: Worth, objective: str, progress: Progress
) -> tuple[NDArray[np.int64], PeerCertificate, tuple[int, int]]:
    """Everybody's partner.

    Each pair counts with the score of the one with the lower id; both directions differ by a rounding at most. Ties are
    broken by a hash of both ids, so that the order of rows does not matter.

    :param scorer: `scoring.Scorer` of a problem of peers
    :param worth: `worth.Worth`, for the hash and its seed
    :param objective: one of `PEER_OBJECTIVES`
    :param progress: `progress.Progress`
    :return: int64 (n,) rows of partners, -1 without one; `PeerCertificate`; (people, micro-points) that no matching
        exceeds, both directions counted
    :complexity: see `blossom.heaviest`
    """
    scores = _scores_of_pairs(scorer, progress)
    ids = scorer.problem.mentee_ids
    low, high = np.minimum(ids[:, None], ids), np.maximum(ids[:, None], ids)
    ties = worth.ties(low.ravel(), high.ravel()).reshape(low.shape)
    if objective == "stable":
        return _match_stably(scores, ties, worth.tie_bits)
    n = len(ids)
    weights, bonus, shift = _weigh(scores, ties, worth.tie_bits, objective)
    partners, bound = heaviest(weights, progress)
    partner_of = np.array(partners, dtype=np.int64)
    together = np.flatnonzero(partner_of >= 0)
    value = sum(weights[together, partner_of[together]].tolist()) // 2
    people, most_points = divmod(bound >> shift, bonus) if bonus else (n // 2, bound >> shift)
    if not bonus and value == bound:
        people = len(together) // 2
    return partner_of, PeerCertificate(value, bound), (2 * people, 2 * most_points)


def cost_among_peers(
    problem: Problem, person: int, partners: list[int], objective: str = "people"
) -> dict[int, tuple[int, int]]:
    """What it costs the whole to put one person together with another one, everybody else then matched as well as can
    be: the best matching of those who are left is found for each partner anew.

    >>> from matching import Criterion, Problem
    >>> taste = Criterion("taste", 1, np.eye(4), np.array([[0, 1, 0.5, 0], [1, 0, 0, 0], [0.5, 0, 0, 1], [0, 0, 1, 0]]))
    >>> ids = [11, 12, 13, 14]
    >>> peers = Problem(ids, ids, [1] * 4, tuple(both_ways(taste)), *([[0, 1, 2, 3]] * 2), is_peers=True)
    >>> cost_among_peers(peers, 0, [1, 2])
    {1: (0, 0), 2: (0, 3000000)}

    :param person: row of the person
    :param partners: rows of those who could go with them
    :param objective: "people" or "total"
    :return: by partner, how many people fewer the best matching with this pair has, and by how many micro-points less
        all people score together: twice the points of the pairs. Who may not go with the person is left out
    :complexity: one `blossom.heaviest` a partner
    """
    worth = Worth.of_objective(objective, problem.n_mentees, problem.seed)
    scores = _scores_of_pairs(problem.scorer, SILENT)
    weights, _bonus, _shift = _weigh(scores, np.zeros_like(scores), worth.tie_bits, objective)
    best = heaviest(weights)[0]
    most = _measure(scores, best)
    costs = {}
    for partner in partners:
        if scores[person, partner] < 0:
            continue
        both = [person, partner]
        rest = weights.copy()
        rest[both, :] = rest[:, both] = FORBIDDEN
        forced = heaviest(rest)[0]
        forced[person], forced[partner] = partner, person
        found = best if best[person] == partner else forced
        people, points = _measure(scores, found)
        costs[partner] = (most[0] - people, most[1] - points)
    return costs


def _measure(scores, partners):
    """How many people have a partner, and what all of them score together."""
    partner_of = np.array(partners, dtype=np.int64)
    together = np.flatnonzero(partner_of >= 0)
    return len(together), int(scores[together, partner_of[together]].sum())


def _weigh(scores, ties, tie_bits, objective):
    """int64 (n, n): what each pair weighs for an objective that is a sum; and the bonus and the shift in it."""
    n = len(scores)
    people_bits = max(1, n.bit_length())
    # Below a point there is room for all hashes together, below a person for all points
    bits = max(0, min(tie_bits, 34 - 2 * people_bits))
    shift = bits + people_bits
    bonus = (n // 2 + 1) * MICRO if objective == "people" else 0
    weights = (scores + bonus << shift) + (ties >> (tie_bits - bits))
    weights[scores < 0] = FORBIDDEN
    return weights, bonus, shift


def _scores_of_pairs(scorer, progress):
    """int64 (n, n), symmetric: the scores of pairs in micro-points, -1 where two may not be together."""
    problem = scorer.problem
    n = problem.n_mentees
    scores = np.empty((n, n), dtype=np.int64)
    for rows in blocks(np.arange(n)):
        progress.at("score", rows[0], n)
        scores[rows] = scorer.block(rows)
    is_lower = problem.mentee_ids[:, None] < problem.mentee_ids
    scores = np.where(is_lower, scores, scores.T)
    has_seat = problem.seats > 0
    scores[~(has_seat[:, None] & has_seat)] = -1
    np.fill_diagonal(scores, -1)
    return scores


def _match_stably(scores, ties, tie_bits):
    """The best pair of all is together, then the best of those who are left: nobody has a reason to change."""
    n = len(scores)
    rank = np.where(scores < 0, -1, (scores << tie_bits) | ties)
    rows, columns = np.triu_indices(n, 1)
    order = np.argsort(-rank[rows, columns], kind="stable")
    partner_of = np.full(n, -1)
    for one, other in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if rank[one, other] >= 0 and partner_of[one] < 0 and partner_of[other] < 0:
            partner_of[one], partner_of[other] = other, one
    own = np.where(partner_of >= 0, scores[np.arange(n), partner_of], -1)
    blocking = int(np.count_nonzero((scores > own) & (scores > own[:, None]))) // 2
    together = np.flatnonzero(partner_of >= 0)
    total = int(own[together].sum())
    return partner_of, PeerCertificate(0, blocking), (len(together), total)
