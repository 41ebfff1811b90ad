"""Equals who help each other: checked against all matchings of small groups, and against the bound of larger ones."""

import numpy as np
import pytest
from cases import pair_table, table
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import MatchingError, Problem, both_ways, cost_among_peers, figures, lots, match
from matching.blossom import FORBIDDEN, heaviest


def all_matchings(people):
    """Every way to put some of the people together, as lists of pairs."""
    if len(people) < 2:
        yield []
        return
    first, *others = people
    yield from all_matchings(others)
    for other in others:
        for rest in all_matchings([each for each in others if each != other]):
            yield [(first, other), *rest]


@st.composite
def groups(draw, most=7):
    """Up to seven peers: coarse scores or fine, forbidden pairs, must-haves, people without a seat."""
    n = draw(st.integers(0, most))
    steps = draw(st.sampled_from([1, 3, 997]))
    values = np.array(draw(st.lists(st.integers(0, steps), min_size=n * n, max_size=n * n))).reshape(n, n) / steps
    kind, minimum = draw(st.sampled_from([table, pair_table])), draw(st.sampled_from([0.0, 0.0, 0.4]))
    ids = draw(st.permutations(range(9)))[:n]
    pairs = st.tuples(st.integers(0, max(n - 1, 0)), st.integers(0, max(n - 1, 0)))
    excluded = draw(st.lists(pairs, max_size=4)) if n else []
    excluded += [(other, one) for one, other in excluded]
    return Problem(
        ids,
        ids,
        [draw(st.sampled_from([0, 1, 1, 1])) for _each in range(n)],
        both_ways(kind(values, 1, minimum)),
        *np.array(excluded, dtype=np.int64).reshape(-1, 2).T,
        minimum_score=draw(st.sampled_from([0, 0, 300_000])),
        seed=draw(st.sampled_from([0, 5])),
        is_peers=True,
    )


def rated(problem):
    """What each pair is worth, by the definition; -1 for those that may not be."""
    scores = np.full((problem.n_mentees, problem.n_mentees), -1)
    for one, one_id in enumerate(problem.mentee_ids):
        for other, other_id in enumerate(problem.mentee_ids):
            if one != other and problem.seats[one] and problem.seats[other]:
                low, high = (one, other) if one_id < other_id else (other, one)
                scores[one, other] = problem.scorer.ruled_scores(np.array([low]), np.array([high]))[0]
    return scores


@settings(max_examples=300)
@given(groups(), st.sampled_from(["people", "total"]))
def test_no_other_way_to_put_them_together_is_better(problem, objective):
    scores = rated(problem)
    solution = match(problem, objective)
    pairs = [(one, int(other)) for one, other in enumerate(solution.mentor_of) if one < other]
    assert all(solution.mentor_of[other] == one and scores[one, other] >= 0 for one, other in pairs)
    assert solution.matched == 2 * len(pairs)
    allowed = [
        matching for matching in all_matchings(range(problem.n_mentees)) if all(scores[pair] >= 0 for pair in matching)
    ]
    ranked = [(len(each), sum(int(scores[pair]) for pair in each)) for each in allowed]
    best = max(ranked) if objective == "people" else max(ranked, key=lambda rank: rank[1])
    mine = len(pairs), sum(int(scores[pair]) for pair in pairs)
    assert mine[1] == best[1]
    if objective == "people":
        assert mine == best
    assert solution.is_proven
    assert solution.gap == (0, 0)


@settings(max_examples=100)
@given(groups(most=6), st.sampled_from(["people", "total"]))
def test_what_a_choice_costs_is_what_the_best_matching_with_it_lacks(problem, objective):
    scores = rated(problem)
    n = problem.n_mentees
    ranked = []
    for matching in all_matchings(range(n)):
        if all(scores[pair] >= 0 for pair in matching):
            rank = (2 * len(matching), 2 * sum(int(scores[pair]) for pair in matching))
            ranked.append((rank if objective == "people" else (rank[1], rank[0]), set(matching)))
    best = max(rank for rank, _matching in ranked)
    for person in range(min(n, 2)):
        costs = cost_among_peers(problem, person, list(range(n)), objective)
        assert set(costs) == {other for other in range(n) if scores[person, other] >= 0}
        for other, (people, points) in costs.items():
            pair = (min(person, other), max(person, other))
            forced = max(rank for rank, matching in ranked if pair in matching)
            # How many have a partner is open where only the points count, and two matchings score the same
            assert (people, points) == (best[0] - forced[0], best[1] - forced[1]) or (
                objective == "total" and points == best[0] - forced[0]
            )


@settings(max_examples=100)
@given(groups())
def test_nobody_in_a_stable_matching_has_somebody_better_who_would_come(problem):
    scores = rated(problem)
    partner_of = match(problem, "stable").mentor_of
    own = [scores[one, other] if other >= 0 else -1 for one, other in enumerate(partner_of)]
    assert not any(
        scores[one, other] > max(own[one], own[other]) for one in range(len(own)) for other in range(len(own))
    )


@settings(max_examples=100)
@given(groups(), st.sampled_from(["people", "total", "stable"]), st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_does_not_matter(problem, objective, random):
    order = list(range(problem.n_mentees))
    random.shuffle(order)
    order = np.array(order, dtype=np.int64)
    place = np.argsort(order)
    values = [
        table(each.mentees[order] @ each.mentors[order].T, each.weight, each.minimum)
        for each in (problem.criteria if hasattr(problem.criteria[0], "mentees") else ())
    ]
    if not values:
        return
    again = Problem(
        problem.mentee_ids[order],
        problem.mentee_ids[order],
        problem.seats[order],
        values,
        place[problem.excluded_mentees],
        place[problem.excluded_mentors],
        problem.minimum_score,
        problem.seed,
        is_peers=True,
    )

    def by_id(problem):
        ids, partner_of = problem.mentee_ids, match(problem, objective).mentor_of
        return {int(ids[one]): int(ids[other]) if other >= 0 else None for one, other in enumerate(partner_of)}

    assert by_id(again) == by_id(problem)


def test_of_three_one_is_left_over_and_told_with_whom_it_would_fit():
    values = np.array([[0, 0.9, 0.8], [0.7, 0, 0.1], [0.8, 0.1, 0]])
    alone = [0, 1, 2]
    problem = Problem([5, 6, 7], [5, 6, 7], [1, 1, 1], both_ways(table(values)), alone, alone, is_peers=True)
    solution = match(problem)
    assert solution.mentor_of.tolist() == [1, 0, -1] or solution.mentor_of.tolist() == [2, -1, 0]
    [left] = solution.unmatched
    assert (left.eligible, left.best_mentor, left.best_is_full) == (2, 0, True)
    assert figures(problem, solution).matched == 2
    assert not lots(problem, solution).any()


def test_a_must_have_holds_in_both_directions():
    one_way = np.array([[0, 1.0], [0, 0]])
    problem = Problem([1, 2], [1, 2], [1, 1], both_ways(table(one_way, minimum=0.5)), is_peers=True)
    assert match(problem).mentor_of.tolist() == [-1, -1]


def test_what_is_kept_is_solved_to_the_same_pairs():
    values = np.arange(36).reshape(6, 6) / 36
    problem = Problem(range(6), range(6), [1] * 6, both_ways(table(values)), is_peers=True)
    again = Problem.from_bytes(problem.to_bytes())
    assert again.is_peers
    assert again.fingerprint() == problem.fingerprint()
    assert match(again).mentor_of.tolist() == match(problem).mentor_of.tolist()


@pytest.mark.parametrize("n", [41, 120])
def test_a_larger_group_is_proven_by_its_bound(n):
    random = np.random.default_rng(n)
    weights = random.integers(0, 50, (n, n))
    weights[random.random((n, n)) < 0.9] = FORBIDDEN
    weights = np.where(np.tri(n, k=-1, dtype=bool), weights, weights.T)
    np.fill_diagonal(weights, FORBIDDEN)
    partners, bound = heaviest(weights)
    assert sum(int(weights[one, other]) for one, other in enumerate(partners) if other >= 0) // 2 == bound


def test_a_time_that_is_over_leaves_pairs_and_says_what_may_be_missing():
    random = np.random.default_rng(1)
    values = random.random((60, 60))
    problem = Problem(range(60), range(60), [1] * 60, both_ways(table(values)), is_peers=True)
    hasty, best = match(problem, time_limit=0), match(problem)
    assert hasty.matched
    assert not hasty.is_proven
    assert hasty.bound_people >= best.matched
    assert (hasty.bound_people, hasty.bound) >= (best.matched, best.total)


def test_what_is_no_group_of_peers_is_refused():
    criteria = both_ways(table(np.zeros((2, 2))))
    with pytest.raises(MatchingError, match="one group"):
        Problem([1, 2], [3, 4], [1, 1], criteria, is_peers=True)
    with pytest.raises(MatchingError, match="one seat"):
        Problem([1, 2], [1, 2], [1, 2], criteria, is_peers=True)
    with pytest.raises(MatchingError, match="fairest"):
        match(Problem([1, 2], [1, 2], [1, 1], criteria, is_peers=True), "fairest")
