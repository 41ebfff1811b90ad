"""The optimal assignment on a list of pairs: shortest augmenting paths, in exact integers.

Mentees and mentors have potentials: a mentee's *surplus* and the *price* of a mentor's seat, never negative. They are
kept such that surplus + price ≥ worth for every pair, with equality for matched ones; when moreover nobody with a
free unit (a mentee without mentor, a mentor with a free seat) asks a positive potential, the matching is optimal, by
complementary slackness. `assign` starts anywhere the first two hold, by itself from an `auction`, and places one free
unit after the other along the cheapest path of swaps, found with Dijkstra's algorithm on reduced costs.

Sources: H. W. Kuhn, The Hungarian method for the assignment problem (1955); J. Edmonds and R. M. Karp, Theoretical
improvements in algorithmic efficiency for network flow problems (1972), for the potentials; D. F. Crouse, On
implementing 2D rectangular assignment algorithms (2016); R. K. Ahuja, T. L. Magnanti and J. B. Orlin, Network Flows
(1993), chapter 12.4, for capacities.
"""

from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush

import numpy as np

from .auction import PERSON, Auction
from .progress import SILENT


@dataclass(frozen=True)
class Assignment:
    """A matching and its dual solution, exact Python integers (see `worth.Worth`)."""

    mentor_of: list[int]  # -1 without a mentor
    surplus: list[int]  # of each mentee
    price: list[int]  # of one seat of each mentor


def assign(pairs, n_mentees, seats, worth, start=None, progress=SILENT):
    """The matching of highest worth on the given pairs.

    Prices are the lowest that support it, so that the price of a mentor is what one more seat would add (the
    mentees' best end of the core: Shapley and Shubik, The assignment game I, 1971). Where worths are
    free of ties, matching and prices are therefore unique, however they were reached.

    :param pairs: `candidates.Pairs`
    :param n_mentees: number of mentees, with and without pairs
    :param seats: int array (n_mentors,), capacities
    :param worth: `worth.Worth`
    :param start: an `Assignment` to go on from; its surplus must cover every pair, its matched pairs be exact
    :param progress: `progress.Progress`; at the end of its time comes what there is, which is then not the best
    :return: `Assignment`
    :complexity: O(units · pairs · log) at worst; lists are sorted and searches stop early, so that in practice a
        unit sees a few people
    """
    mentees = _Side(np.ones(n_mentees, dtype=np.int64), pairs.mentee, pairs.mentor, pairs.rank, worth)
    mentors = _Side(seats, pairs.mentor, pairs.mentee, pairs.rank, worth)
    start = start or _opening(mentees, seats, worth, progress)
    mentees.potential, mentors.potential = list(start.surplus), list(start.price)
    for mentee, mentor in enumerate(start.mentor_of):
        if mentor >= 0:
            _join(mentees, mentee, mentors, mentor)
    _place_all(mentees, mentors, progress)
    _place_all(mentors, mentees, progress)
    _lower_prices(mentees, mentors)
    mentor_of = [next(iter(partners), -1) for partners in mentees.partners]
    return Assignment(mentor_of, mentees.potential, mentors.potential)


class _Side:
    """The mentees, or the mentors: both sides of a market are alike to the search."""

    def __init__(self, units, own, other, rank, worth):
        self.room = units.tolist()
        self.potential = [0] * len(self.room)
        self.partners = [set() for _ in self.room]
        self._arrays = own, other, rank, worth
        self._lists = {}

    @cached_property
    def by_person(self):
        """The others and ranks of all pairs, grouped by person, in no order; where each person's begin."""
        own, other, rank, _worth = self._arrays
        own = own.astype(np.min_scalar_type(len(self.room)))  # 16 bits sort in linear time
        order = np.argsort(own, kind="stable")
        return other[order], rank[order], np.searchsorted(own[order], np.arange(len(self.room) + 1)).tolist()

    def choices(self, person):
        """(others, worths) of one person, best first."""
        if person not in self._lists:
            other, rank, until = self.by_person
            part = slice(until[person], until[person + 1])
            order = np.argsort(-rank[part])
            self._lists[person] = other[part][order].tolist(), self._arrays[-1].of(rank[part][order])
        return self._lists[person]


def _opening(mentees, seats, worth, progress):
    """An auction's state as exact integers: surplus raised to cover all pairs, and who then pays too much, freed."""
    mentors, rank, until = mentees.by_person
    until = np.array(until)
    auction = Auction(mentors, rank >> worth.tie_bits, until, seats, worth.bonus > 0)
    auction.run(progress)
    price = np.rint(auction.price[:-1]).astype(np.int64)
    if worth.bonus:
        price += (price > PERSON // 2) * (worth.bonus - PERSON)
        price = np.maximum(price, 0)
    mentor_of, surplus = auction.mentor_of, np.zeros(len(until) - 1, dtype=np.int64)
    points, below = worth.split(rank)
    points -= price[mentors]
    some = np.flatnonzero(np.diff(until))
    mentee = np.repeat(np.arange(len(surplus)), np.diff(until))
    surplus[some] = np.maximum.reduceat(points, until[some]) if len(some) else 0
    is_best = (points == surplus[mentee]) & (points >= 0)
    surplus = np.maximum(surplus, 0)
    surplus_below = np.zeros_like(surplus)
    np.maximum.at(surplus_below, mentee[is_best], below[is_best])
    is_kept = is_best & (below == surplus_below[mentee]) & (mentor_of[mentee] == mentors)
    kept = np.full(len(surplus), -1)
    kept[mentee[is_kept]] = mentors[is_kept]
    exact = [(above << worth.shift) + rest for above, rest in zip(surplus.tolist(), surplus_below.tolist())]
    return Assignment(kept.tolist(), exact, [points << worth.shift for points in price.tolist()])


def _place_all(near, far, progress):
    """Places everybody; at the end of the time it stops, with potentials that still cover every pair."""
    for person in range(len(near.room)):
        if progress.is_over:
            return
        progress.at("solve", person, len(near.room))
        while near.room[person] and near.potential[person] > 0:
            _place(near, far, person)


def _place(near, far, start):
    """Places one free unit of `start`, or finds that it is best left free: then its potential drops to zero.

    Dijkstra's search from `start`: over a pair to somebody on the far side, from there back to their partners, who
    may have to make room. A path ends with a free unit on the far side, or with a partner who stays without; either
    end costs the potential given up there.
    """
    room, potential = far.room, far.potential
    shortest, end, end_is_near = near.potential[start], start, True
    near_at, far_at = {start: 0}, {}  # distance of everyone reached
    near_via, far_via = {}, {}
    heap, reached = [], [start]
    while True:
        for person in reached:
            given_up = near_at[person] + near.potential[person]
            if given_up < shortest:
                shortest, end, end_is_near = given_up, person, True
            for other, worth in zip(*near.choices(person)):
                if given_up - worth >= shortest:
                    break
                distance = given_up - worth + potential[other]
                if distance < far_at.get(other, shortest):
                    far_at[other], far_via[other] = distance, person
                    heappush(heap, (distance, other))
                    if room[other] and distance < shortest:
                        shortest, end, end_is_near = distance, other, False
        while heap and heap[0][0] > far_at[heap[0][1]]:
            heappop(heap)  # reached on a shorter way meanwhile
        if not heap or heap[0][0] >= shortest:
            break
        distance, middle = heappop(heap)
        reached = [person for person in far.partners[middle] if person not in near_at]
        for person in reached:
            near_at[person], near_via[person] = distance, middle
    _shift_potentials(near, near_at, -1, shortest)
    _shift_potentials(far, far_at, 1, shortest)
    if end_is_near:
        if end == start:
            return
        leaver, end = end, near_via[end]
        _part(near, leaver, far, end)
    _trade_along(near, far, start, end, near_via, far_via)


def _shift_potentials(side, reached_at, sign, shortest):
    """Keeps the potentials dual feasible after a search: who was reached early moves by what was left to go."""
    for person, distance in reached_at.items():
        if distance < shortest:
            side.potential[person] += sign * (shortest - distance)


def _trade_along(near, far, start, end, near_via, far_via):
    """Turns the path from `start` to the free unit of `end` round: each person on it moves on by one partner."""
    person = far_via[end]
    _join(near, person, far, end)
    while person != start:
        end = near_via[person]
        _part(near, person, far, end)
        person = far_via[end]
        _join(near, person, far, end)


def _join(near, person, far, other):
    near.partners[person].add(other)
    far.partners[other].add(person)
    near.room[person] -= 1
    far.room[other] -= 1


def _part(near, person, far, other):
    near.partners[person].remove(other)
    far.partners[other].remove(person)
    near.room[person] += 1
    far.room[other] += 1


def _lower_prices(mentees, mentors):
    """Lowers all prices as far as the matching allows; what a price falls, its mentees gain.

    By how much price k may fall is a shortest path: not below zero, not below what an unmatched mentee would pay,
    and by no more than price j falls plus the slack with which a mentee of j prefers j to k.
    """
    price, surplus = mentors.potential, mentees.potential
    fall = list(price)

    def offer(mentee, start):
        """The mentee bids for everyone, having gained `start`."""
        for mentor, worth in zip(*mentees.choices(mentee)):
            if worth <= start + surplus[mentee]:
                break
            allowed = start + surplus[mentee] + price[mentor] - worth
            if allowed < fall[mentor]:
                fall[mentor] = allowed
                yield allowed, mentor

    for mentee, free in enumerate(mentees.room):
        if free:
            for _ in offer(mentee, 0):
                pass
    heap = [(allowed, mentor) for mentor, allowed in enumerate(fall)]
    heapify(heap)
    while heap:
        allowed, mentor = heappop(heap)
        if allowed > fall[mentor]:
            continue
        for mentee in mentors.partners[mentor]:
            for item in offer(mentee, allowed):
                heappush(heap, item)
    for mentor, allowed in enumerate(fall):
        price[mentor] -= allowed
        for mentee in mentors.partners[mentor]:
            surplus[mentee] += allowed
