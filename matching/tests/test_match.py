"""What a matching promises: the best there is, by the rules, the same in any order, with reasons that add up."""

from dataclasses import replace

import numpy as np
import pytest
from cases import (
    all_matchings,
    all_scores,
    all_values,
    pair_table,
    rules,
    shuffled,
    small_problems,
    table,
    town,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import OBJECTIVES, Criterion, MatchingError, Problem, flow, match
from matching.worth import SUMS

objectives, sums = st.sampled_from(OBJECTIVES), st.sampled_from(SUMS)


@settings(max_examples=300)
@given(small_problems(), sums, st.sampled_from([1, 2, 50]))
def test_no_matching_at_all_is_better(problem, objective, candidates):
    everything = all_matchings(problem, all_scores(problem))
    solution = match(problem, objective, candidates)
    if objective == "people":
        assert (solution.matched, solution.total) == max(everything)
    else:
        assert (solution.total, solution.matched) == max((total, people) for people, total in everything)
    assert solution.is_proven


@settings(max_examples=200)
@given(small_problems(), objectives)
def test_rules_hold_and_scores_are_those_of_the_definition(problem, objective):
    scores = all_scores(problem)
    solution = match(problem, objective)
    matched = np.flatnonzero(solution.mentor_of >= 0)
    mentors = solution.mentor_of[matched]
    assert (scores[matched, mentors] >= 0).all()
    for column, criterion in enumerate(problem.criteria):
        values = all_values(problem, criterion)[matched, mentors]
        assert np.abs(solution.values[matched, column] - values).max(initial=0) <= 1e-6
    assert (solution.score[matched] == scores[matched, mentors]).all()
    assert (solution.seats_left == problem.seats - np.bincount(mentors, minlength=problem.n_mentors)).all()
    assert (solution.seats_left >= 0).all()
    assert np.abs(solution.contributions.sum(axis=1) - solution.score).max() <= 2
    assert (solution.total, solution.matched) == (solution.score.sum(), len(matched))


@settings(max_examples=200)
@given(small_problems(), objectives, st.integers(0, 99))
def test_order_of_rows_and_number_of_candidates_change_nothing(problem, objective, seed):
    solution = match(problem, objective)
    again, mentees, mentors = shuffled(problem, np.random.default_rng(seed))
    other = match(again, objective, candidates=1)
    mentor_of = np.append(problem.mentor_ids, -1)[solution.mentor_of]
    assert (np.append(again.mentor_ids, -1)[other.mentor_of] == mentor_of[mentees]).all()
    for name, order in (("score", mentees), ("surplus", mentees), ("price", mentors), ("price_people", mentors)):
        assert (getattr(other, name) == getattr(solution, name)[order]).all(), name


@settings(max_examples=200)
@given(small_problems(), sums)
def test_the_price_of_a_mentor_is_what_one_more_seat_adds(problem, objective):
    solution = match(problem, objective)
    for mentor in np.flatnonzero(problem.seats):
        richer = match(replace(problem, seats=problem.seats + np.eye(problem.n_mentors, dtype=int)[mentor]), objective)
        assert richer.total - solution.total == solution.price[mentor]
        if objective == "people":
            assert richer.matched - solution.matched == solution.price_people[mentor]


@settings(max_examples=200)
@given(small_problems(), objectives)
def test_every_unmatched_mentee_learns_why(problem, objective):
    scores = all_scores(problem)
    solution = match(problem, objective)
    assert [reason.mentee for reason in solution.unmatched] == np.flatnonzero(solution.mentor_of < 0).tolist()
    for reason in solution.unmatched:
        row = scores[reason.mentee]
        assert reason.eligible == (row >= 0).sum()
        assert reason.best_score == max(row.max(), 0)
        if reason.eligible:
            assert row[reason.best_mentor] == reason.best_score
            assert reason.best_is_full and not solution.seats_left[reason.best_mentor]
            assert list(reason.holders) == np.flatnonzero(solution.mentor_of == reason.best_mentor).tolist()
        else:
            assert (reason.best_mentor, reason.best_is_full, reason.holders) == (-1, False, ())


@settings(max_examples=200)
@given(small_problems())
def test_what_ruled_out_the_mentors_adds_up_to_all_of_them(problem):
    scores = all_scores(problem, is_ruled=False)
    for reason in match(problem).unmatched:
        left = np.ones(problem.n_mentors, dtype=bool)
        counted = {}
        for rule, forbidden in rules(problem, scores):
            counted[rule] = (left & forbidden[reason.mentee]).sum()
            left &= ~forbidden[reason.mentee]
        assert reason.ruled_out == {rule: count for rule, count in counted.items() if count}
        assert reason.eligible + sum(reason.ruled_out.values()) == problem.n_mentors


@settings(max_examples=200)
@given(small_problems(), objectives, st.permutations(range(3)), st.integers(0, 99))
def test_neither_the_order_of_criteria_nor_their_form_changes_anything(problem, objective, order, seed):
    shown = np.random.default_rng(seed).random(len(problem.criteria)) < 0.5
    forms = [
        (table if dense else pair_table)(all_values(problem, c), c.weight, c.minimum)
        for c, dense in zip(problem.criteria, shown)
    ]
    criteria = [forms[position] for position in order if position < len(forms)]
    solution, other = match(problem, objective), match(replace(problem, criteria=criteria), objective)
    assert other.mentor_of.tolist() == solution.mentor_of.tolist()
    assert other.score.tolist() == solution.score.tolist()


def test_the_seed_chooses_among_equals_and_nothing_else():
    problem = Problem(range(6), range(6), [1] * 6, (table(np.full((6, 6), 0.5)),))
    chosen = {tuple(match(replace(problem, seed=seed)).mentor_of.tolist()) for seed in range(9)}
    assert len(chosen) > 3
    only = replace(town(40, 15, 40), seed=5)
    assert match(only).total == match(town(40, 15, 40)).total


def test_a_must_have_that_counts_nothing_still_forbids():
    must = table([[0.5, 0.49]], weight=0, minimum=0.5, key="licence")
    problem = Problem([1], [2, 3], [0, 1], (table([[0.1, 0.9]]), must))
    reason = match(problem).unmatched[0]
    assert (reason.eligible, reason.best_mentor, reason.ruled_out) == (1, 0, {"licence": 1})


def test_a_third_of_three_is_enough_where_a_whole_is_the_minimum():
    thirds = Criterion("thirds", 1, np.full((1, 3), 1 / 3), np.ones((1, 3)), minimum=1.0)
    assert match(Problem([1], [2], [1], (thirds,))).mentor_of.tolist() == [0]


def test_people_matches_somebody_whom_total_leaves_out():
    problem = Problem([1, 2], [3, 4], [1, 1], (table([[0.1, 0.0], [0.9, 0.2]]),), [0], [1])
    assert match(problem, "people").mentor_of.tolist() == [0, 1]
    assert match(problem, "total").mentor_of.tolist() == [-1, 0]


def test_total_still_matches_where_it_costs_nothing():
    assert match(Problem([1], [2], [1], (table([[0.0]]),)), "total").mentor_of.tolist() == [0]


@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("n_seats", [60, 90, 105])
def test_a_town_with_few_candidates_a_mentee_and_star_mentors_is_proven(objective, n_seats):
    problem = town(90, 30, n_seats, n_stars=3)
    solution = match(problem, objective, candidates=4)
    assert solution.rounds > 1
    assert solution.is_proven
    assert solution.bound == solution.total
    if objective == "people":
        assert solution.gap == (0, 0)
        assert solution.matched == min(90, n_seats)


def test_a_proof_given_up_states_an_honest_gap():
    problem = town(60, 20, 60, n_stars=2)
    hasty, patient = match(problem, candidates=1, max_rounds=1), match(problem)
    assert not hasty.is_proven
    assert (hasty.bound_people, hasty.bound) >= (patient.matched, patient.total) > (hasty.matched, hasty.total)
    people, points = hasty.gap
    assert people > 0 or points > 0


def test_a_criterion_of_weight_zero_is_reported_and_does_not_count():
    problem = Problem([1], [2], [1], (table([[0.5]], weight=2), table([[1.0]], weight=0)))
    solution = match(problem)
    assert solution.score.tolist() == [500_000]
    assert solution.values.tolist() == [[0.5, 1.0]]
    assert solution.contributions.tolist() == [[500_000.0, 0.0]]


def test_thirty_thirtieths_still_make_a_perfect_score():
    share = np.full((1, 30), 1 / 30)
    criteria = tuple(Criterion(f"c{i}", 10, share, np.ones((1, 30))) for i in range(9))
    assert match(Problem([1], [2], [1], criteria)).total == 1_000_000


@pytest.mark.parametrize("n_mentees, n_mentors", [(0, 0), (0, 2), (3, 0)])
def test_an_empty_side_gives_an_empty_proven_solution(n_mentees, n_mentors):
    criterion = Criterion("skills", 1, np.ones((n_mentees, 2)), np.ones((n_mentors, 2)) / 2)
    problem = Problem(np.arange(n_mentees), np.arange(n_mentors), np.ones(n_mentors), (criterion,))
    solution = match(problem)
    assert (solution.matched, solution.total, solution.is_proven) == (0, 0, True)
    assert solution.mentor_of.tolist() == [-1] * n_mentees
    assert [reason.eligible for reason in solution.unmatched] == [0] * n_mentees


def test_no_seat_at_all_leaves_everybody_with_a_reason():
    solution = match(Problem([1], [2], [0], (table([[0.7]]),)))
    reason = solution.unmatched[0]
    assert (reason.eligible, reason.best_mentor, reason.best_score, reason.best_is_full) == (1, 0, 700_000, True)
    assert (reason.ruled_out, reason.holders) == ({}, ())


def test_unknown_objective_names_the_known_ones():
    with pytest.raises(MatchingError, match="people, total"):
        match(Problem([1], [2], [1], (table([[1]]),)), "fame")


class CancelledError(Exception):
    pass


def test_progress_is_told_in_order_and_what_it_raises_passes_through():
    told = []
    match(town(300, 100, 250), candidates=5, progress=lambda *news: told.append(news))
    steps = [step for step, _done in told]
    assert list(dict.fromkeys(steps)) == ["score", "solve", "prove", "explain"]
    assert all(0 <= done <= 1 for _step, done in told)
    for step in dict.fromkeys(steps):

        def cancel(now, _done, step=step):
            if now == step:
                raise CancelledError

        with pytest.raises(CancelledError):
            match(town(300, 100, 250), candidates=5, progress=cancel)


@pytest.mark.parametrize("objective", SUMS)
def test_a_run_out_of_time_states_a_gap_that_covers_the_best(objective):
    problem = town(120, 40, 120, n_stars=3)
    hasty, patient = match(problem, objective, candidates=3, time_limit=0), match(problem, objective)
    assert not hasty.is_proven
    assert (hasty.bound_people, hasty.bound) >= (patient.matched, patient.total)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_where_nobody_may_be_matched_there_is_no_gap(objective):
    solution = match(Problem([1], [2], [1], (table([[0.4]]),), minimum_score=500_000), objective)
    assert (solution.is_proven, solution.matched, solution.gap) == (True, 0, (0, 0))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_more_seats_than_people_cost_nothing(objective, monkeypatch):
    problem = Problem([1, 2], [3, 4], [10**12, 10**12], (table([[0.4, 0.5], [0.6, 0.2]]),))
    for is_available in (flow.is_available(), False):
        monkeypatch.setattr(flow, "is_available", lambda is_available=is_available: is_available)
        assert match(problem, objective).mentor_of.tolist() == [1, 0]


@pytest.mark.parametrize("objective", SUMS)
def test_time_that_is_over_stops_the_solver_in_python_too(objective, monkeypatch):
    monkeypatch.setattr(flow, "is_available", lambda: False)
    problem = town(120, 40, 120, n_stars=3)
    hasty = match(problem, objective, time_limit=0)
    assert not hasty.is_proven
    patient = match(problem, objective)
    assert (hasty.bound_people, hasty.bound) >= (patient.matched, patient.total)
