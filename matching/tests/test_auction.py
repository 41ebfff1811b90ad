"""The auction: nearly right prices, rules kept, whatever the market."""

import numpy as np
import pytest
from cases import all_scores, small_problems, town
from hypothesis import given, settings

from matching import auction
from matching.auction import PERSON, STEP, Auction
from matching.progress import SILENT


def held(problem, scores, is_for_people):
    """An auction over all allowed pairs, held."""
    scores = np.where(problem.seats > 0, scores, -1)
    rows, mentors = np.nonzero(scores >= 0)
    until = np.searchsorted(rows, np.arange(problem.n_mentees + 1))
    one = Auction(mentors, scores[rows, mentors], until, problem.seats, is_for_people)
    one.run(SILENT)
    return one, scores


def check(problem, one, scores, is_for_people):
    mentor_of, price = one.mentor_of, one.price[:-1].astype(float)
    matched = np.flatnonzero(mentor_of >= 0)
    assert (scores[matched, mentor_of[matched]] >= 0).all()
    assert (np.bincount(mentor_of[matched], minlength=problem.n_mentors) <= problem.seats).all()
    outside = -PERSON if is_for_people else 0
    gains = np.where(scores >= 0, scores - price, outside).max(axis=1, initial=outside)
    own = np.full(problem.n_mentees, float(outside))
    own[matched] = scores[matched, mentor_of[matched]] - price[mentor_of[matched]]
    assert (own >= gains - STEP - 2).all()


@settings(max_examples=200)
@given(small_problems())
def test_everybody_has_nearly_the_best_at_the_prices(problem):
    for is_for_people in (True, False):
        check(problem, *held(problem, all_scores(problem), is_for_people), is_for_people)


@settings(max_examples=200)
@given(small_problems())
def test_who_did_not_get_to_bid_is_placed_as_well(problem):
    rounds, auction.ROUNDS = auction.ROUNDS, 0
    try:
        for is_for_people in (True, False):
            check(problem, *held(problem, all_scores(problem), is_for_people), is_for_people)
    finally:
        auction.ROUNDS = rounds


@pytest.mark.parametrize("n_seats", [200, 299, 300, 301, 400])
@pytest.mark.parametrize("rounds", [0, 30, 20_000])
def test_a_town_fills_its_seats(monkeypatch, n_seats, rounds):
    monkeypatch.setattr(auction, "ROUNDS", rounds)
    problem = town(300, 100, n_seats, n_stars=3)
    one, scores = held(problem, all_scores(problem), True)
    check(problem, one, scores, True)
    assert (one.mentor_of >= 0).sum() == min(300, n_seats)
