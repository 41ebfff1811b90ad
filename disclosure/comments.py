"""When comments are read by others: never one by one, and never in the order in which they were written."""

from collections.abc import Iterable
from datetime import date
from random import SystemRandom
from typing import Any, NamedTuple

from .periods import first_open_day

FEWEST_COMMENTS = 10
"""As many are released together at least."""


class Comment(NamedTuple):
    """Words whose author has allowed others to read them."""

    key: Any
    person: Any
    day: date
    least: int


def choose_comments(comments: Iterable[Comment], today: date, readers: Iterable[Any] = frozenset()) -> list[Any]:
    """Return the keys of the comments of one program to be released now, shuffled; empty if they are too few.

    Ten of them at least, of as many people as each author was promised.

    >>> comments = [Comment(number, number % 6, date(2027, 1, 20), least=5) for number in range(10)]
    >>> sorted(choose_comments(comments, today=date(2027, 2, 8)))
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    >>> choose_comments(comments[1:], today=date(2027, 2, 8))
    []
    """
    waiting = [comment for comment in comments if comment.day < first_open_day(today)]
    for least in sorted({comment.least for comment in waiting}, reverse=True):
        chosen = [comment for comment in waiting if comment.least <= least]
        people = {comment.person for comment in chosen} - set(readers)
        if len(chosen) >= FEWEST_COMMENTS and len(people) >= least:
            keys = [comment.key for comment in chosen]
            SystemRandom().shuffle(keys)
            return keys
    return []
