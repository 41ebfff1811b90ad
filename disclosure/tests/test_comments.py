"""Comments are read by others together, never one by one."""

from datetime import date

import engine_runs  # noqa: F401
from hypothesis import given
from hypothesis import strategies as st

from disclosure import FEWEST_COMMENTS, Comment, choose_comments

CLOSED = date(2027, 2, 8)


def comments(number, people=6, least=5, day=date(2027, 1, 20)):
    return [Comment(index, index % people, day, least) for index in range(number)]


def test_ten_comments_are_released_and_nine_are_not():
    assert len(choose_comments(comments(10), CLOSED)) == 10
    assert not choose_comments(comments(9), CLOSED)


def test_comments_of_an_open_month_wait():
    assert not choose_comments(comments(10), date(2027, 2, 7))


def test_ten_comments_of_few_people_wait():
    assert not choose_comments(comments(10, people=4), CLOSED)
    assert not choose_comments(comments(10, people=5), CLOSED, readers={0})


def test_their_order_says_nothing():
    orders = {tuple(choose_comments(comments(12), CLOSED)) for _look in range(5)}
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {tuple(range(12))}


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(3, 9)), max_size=40))
def test_whoever_was_promised_a_larger_group_waits(said):
    waiting = [Comment(number, person, date(2027, 1, 20), least) for number, (person, least) in enumerate(said)]
    chosen = [waiting[key] for key in choose_comments(waiting, CLOSED)]
    if chosen:
        assert len(chosen) >= FEWEST_COMMENTS
        assert len({comment.person for comment in chosen}) >= max(comment.least for comment in chosen)
