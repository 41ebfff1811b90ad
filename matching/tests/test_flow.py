"""The library's flow: the best matching and the lowest prices, as the solver in Python finds them."""

import numpy as np
import pytest
from cases import tables_of_pairs
from hypothesis import given, settings

from matching import flow

pytestmark = pytest.mark.skipif(not flow.is_available(), reason="pylmcf is not installed")


@settings(max_examples=100)
@given(tables_of_pairs())
def test_the_flow_is_the_best_and_its_prices_prove_it(market):
    mentees, mentors, values, n_mentees, seats = market
    found = flow.best_flow(mentees, mentors, values, n_mentees, seats)
    check_dual(market, found)
    assert (found.price >= 0).all() and (found.surplus >= 0).all()
    total = int(values[found.is_chosen].sum())
    assert total == (seats * found.price).sum() + found.surplus.sum()
    for mentor in np.flatnonzero(seats):
        richer = seats + (np.arange(len(seats)) == mentor)
        more = flow.best_flow(mentees, mentors, values, n_mentees, richer)
        assert values[more.is_chosen].sum() - total == found.price[mentor], "a price is what one more seat adds"


@settings(max_examples=100)
@given(tables_of_pairs())
def test_who_must_be_in_is_in_and_nobody_else_pays_for_nothing(market):
    mentees, mentors, values, n_mentees, seats = market
    first = flow.best_flow(mentees, mentors, values, n_mentees, seats)
    chosen = first.is_chosen
    must_mentee = np.isin(np.arange(n_mentees), mentees[chosen][::2])
    must_mentor = np.bincount(mentors[chosen], minlength=len(seats)) == seats
    again = flow.best_flow(mentees, mentors, -values, n_mentees, seats, must_mentee, must_mentor)
    check_dual((mentees, mentors, -values, n_mentees, seats), again)
    assert set(np.flatnonzero(must_mentee)) <= set(mentees[again.is_chosen].tolist())
    taken = np.bincount(mentors[again.is_chosen], minlength=len(seats))
    assert (taken[must_mentor] == seats[must_mentor]).all()
    assert (again.price[~must_mentor] >= 0).all() and (again.surplus[~must_mentee] >= 0).all()


def check_dual(market, found):
    mentees, mentors, values, n_mentees, seats = market
    assert np.bincount(mentees[found.is_chosen], minlength=n_mentees).max(initial=0) <= 1
    assert (np.bincount(mentors[found.is_chosen], minlength=len(seats)) <= seats).all()
    paid = found.surplus[mentees] + found.price[mentors]
    assert (paid >= values).all()
    assert (paid == values)[found.is_chosen].all()


def test_what_cannot_be_matched_is_an_error_not_an_answer():
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(flow.FlowError):
        flow.best_flow(one, one, one, 2, np.array([1]), must_mentee=np.array([True, True]))


def test_values_too_high_for_the_library_are_an_error_not_an_answer():
    one = np.zeros(1, dtype=np.int64)
    assert flow.best_flow(one, one, np.array([(1 << 57) - 1]), 1, np.array([1])).is_chosen.all()
    with pytest.raises(flow.FlowError, match="too high"):
        flow.best_flow(one, one, np.array([1 << 57]), 1, np.array([1]))
