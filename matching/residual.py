"""Who could move where: the residual graph of a matching whose lowest scores are resolved, cut into families.

Its nodes are the rows of mentors, being *out* (without a mentor) and the *spare* seats. Somebody who is at a node may
move to another of the own family over a pair that scores more than the level, and over a *tight* pair whatever it
scores; somebody may take a spare seat, so that another one becomes spare. What `leximin` has cut apart are different
families. Tables of people and pairs are lists here: each step looks at a few of them.
"""

from bisect import bisect_left
from heapq import heapify, heappush
from itertools import pairwise
from operator import neg

import numpy as np

from .cuts import NEVER, Row

LOOKED_AT = 50
"""Pairs that one person at a node leads to, more or less: how much there is to look at before it is done."""

FIXED = -1
"""The family of whom nothing can move any more."""


class Residual:
    """A matching, and what is still allowed.

    :ivar home: list (n_mentees,) of the node where each is
    :ivar own: list (n_mentees,) of the scores of their pairs, -1 for those who are out
    :ivar held: list (n_mentors + 2,) of the sets of mentees at each node who are not fixed
    :ivar room: list (n_mentors + 2,) of free seats
    :ivar family: list (n_mentees,), `FIXED` for those who are
    :ivar node_family: list (n_mentors + 2,)
    :ivar tight_from: dict from a mentee to the mentors of tight pairs
    :ivar tight_to: dict from a mentor to their mentees
    :ivar level: all scores up to this are resolved; -1: none is
    :ivar n_resolved: how many pairs the matching has up to that, more or less
    """

    def __init__(self, mentee, mentor, score, seats, mentor_of):
        """
        :param mentee: int64 (n_pairs,) rows, parallel to
        :param mentor: int64 (n_pairs,) rows, and
        :param score: int64 (n_pairs,), in any order
        :param seats: int64 (n_mentors,)
        :param mentor_of: int64 (n_mentees,) a matching of most people on these pairs, -1 without a mentor
        """
        self.n_mentees, self.n_mentors = len(mentor_of), len(seats)
        self.out, self.spare = self.n_mentors, self.n_mentors + 1
        self._seats = [*seats.tolist(), 0, 0]
        self._mentors, self._mentor_scores = _lists(mentee, mentor, score, self.n_mentees)
        self._mentees, self._mentee_scores = _lists(mentor, mentee, score, self.n_mentors)
        self._set_pairs(mentee, mentor, score)
        self.home = np.where(mentor_of >= 0, mentor_of, self.out).tolist()
        self.own = [self._score_of(each, node) for each, node in enumerate(self.home)]
        self.family, self.node_family = [0] * self.n_mentees, [0] * (self.n_mentors + 2)
        self.row, self.place_of_family = Row(), [0]
        self.place_of_fixed = {}
        self.tight_from, self.tight_to = {}, {}  # mentors of a mentee, mentees of a mentor
        self.level, self.n_resolved, self.is_begun = -1, 0, False
        self._take_places()

    def _set_pairs(self, mentee, mentor, score):
        order = np.argsort(score, kind="stable")
        self._pairs = self._alive = mentee[order], mentor[order], score[order]
        self._sorted_scores = self._pairs[2].tolist()

    def _score_of(self, mentee, node):
        return -1 if node == self.out else self._mentor_scores[mentee][self._mentors[mentee].index(node)]

    def _take_places(self):
        """What follows from homes and families."""
        self.held = [set() for _ in self._seats]
        self.room = self._seats[:]
        for mentee, node in enumerate(self.home):
            self.room[node] -= 1
            if self.family[mentee] != FIXED:
                self.held[node].add(mentee)
        self.room[self.out] = 0
        self._heap = [
            (score, mentee) for mentee, score in enumerate(self.own) if score >= 0 and self.family[mentee] != FIXED
        ]
        heapify(self._heap)

    # -- keeping and going back

    def save(self):
        """What is allowed now, for `restore`."""
        tight = [{key: each[:] for key, each in side.items()} for side in (self.tight_from, self.tight_to)]
        families = self.family[:], self.node_family[:], self.place_of_family[:], dict(self.place_of_fixed)
        return self.row.copy(), tight, families, (self.level, self.n_resolved, self.is_begun)

    def restore(self, saved):
        """Goes back to what was allowed, with the matching of now, which is as fair or fairer."""
        row, (tight_from, tight_to), families, numbers = saved
        self.row = row.copy()
        self.tight_from = {key: each[:] for key, each in tight_from.items()}
        self.tight_to = {key: each[:] for key, each in tight_to.items()}
        family, node_family, place_of_family, fixed = families
        self.family, self.node_family, self.place_of_family = family[:], node_family[:], place_of_family[:]
        self.place_of_fixed = dict(fixed)
        self.level, self.n_resolved, self.is_begun = numbers
        self._alive = self._pairs
        self._take_places()

    def add(self, mentee, mentor, score):
        """More pairs, parallel arrays as at the beginning. What was resolved without them must have been restored."""
        for row, column, value in zip(mentee.tolist(), mentor.tolist(), score.tolist()):
            _insert(self._mentors[row], self._mentor_scores[row], column, value)
            _insert(self._mentees[column], self._mentee_scores[column], row, value)
        self._set_pairs(*(np.concatenate(both) for both in zip(self._pairs, (mentee, mentor, score))))

    # -- moves

    def _search_round(self, mentee, node):
        """Looks for moves from a mentee's other choices to the own mentor, from both ends.

        :return: nodes reached from the choices with (node before, who moves), nodes that lead to the mentor with (node
            after, who moves), and where the two meet. Without a meeting only what is complete is told, the other is
            None
        """
        ahead, behind = {}, {node: None}
        ahead_todo, behind_todo = [], [node]
        meeting = self._forward(None, (mentee,), ahead, ahead_todo, behind)
        work_ahead = work_behind = at = at_behind = 0
        while meeting is None:
            if at == len(ahead_todo):
                return ahead, None, None
            if at_behind == len(behind_todo):
                return None, behind, None
            there, back = ahead_todo[at], behind_todo[at_behind]
            cost = 1 + (LOOKED_AT * len(self.held[there]) if there != self.spare else self.n_mentors)
            cost_behind = 1 + (len(self._mentees[back]) if back < self.out else self.n_mentors)
            if work_ahead + cost <= work_behind + cost_behind:
                at, work_ahead = at + 1, work_ahead + cost
                meeting = self._forward(there, self.held[there], ahead, ahead_todo, behind)
            else:
                at_behind, work_behind = at_behind + 1, work_behind + cost_behind
                meeting = self._backward(back, mentee, behind, behind_todo, ahead)
        return ahead, behind, meeting

    def _forward(self, node, movers, reached, todo, goals):
        """Adds the nodes to which `movers` can go from a node; returns the first one that is a goal."""
        level, family_of, node_family = self.level, self.family, self.node_family
        for mentee in movers:
            family = family_of[mentee]
            for mentor, score in zip(self._mentors[mentee], self._mentor_scores[mentee]):
                if score <= level:
                    break
                if mentor not in reached and node_family[mentor] == family:
                    reached[mentor] = node, mentee
                    if mentor in goals:
                        return mentor
                    todo.append(mentor)
            for other in self._other_ways(mentee):
                if other not in reached:
                    reached[other] = node, mentee
                    if other in goals:
                        return other
                    todo.append(other)
        for other in self._by_spare_seats(node, goals):
            if other not in reached:
                reached[other] = node, None
                if other in goals:
                    return other
                todo.append(other)
        return None

    def _other_ways(self, mentee):
        """Where somebody can go over no pair above the level."""
        ways = self.tight_from.get(mentee, ())
        if ways:
            ways = [mentor for mentor in ways if mentor != self.home[mentee]]
        return (*ways, self.out) if self.family[mentee] == self.node_family[self.out] else ways

    def _by_spare_seats(self, node, goals):
        """Where spare seats lead to from a node: one is taken here, or becomes free where somebody is or a goal is."""
        family = self.node_family[self.spare]
        if node == self.spare:
            for mentor in range(self.out):
                if self.node_family[mentor] == family and (self.held[mentor] or mentor in goals):
                    yield mentor
        elif node is not None and self.room[node] and self.node_family[node] == family:
            yield self.spare

    def _backward(self, node, leaver, reached, todo, goals):
        """Adds the nodes from which somebody (but for `leaver`) can go to a node; returns the first that is a goal."""
        home, family_of, level = self.home, self.family, self.level
        if node < self.out:
            family = self.node_family[node]
            for mentee, score in zip(self._mentees[node], self._mentee_scores[node]):
                if score <= level:
                    break
                if family_of[mentee] == family:
                    before = home[mentee]
                    if before not in reached and mentee != leaver:
                        reached[before] = node, mentee
                        if before in goals:
                            return before
                        todo.append(before)
        for before, mentee in self._more_entries(node):
            if before not in reached and mentee != leaver:
                reached[before] = node, mentee
                if before in goals:
                    return before
                todo.append(before)
        return None

    def _more_entries(self, node):
        """Yields from where somebody can go to a node over no pair above the level, and who; None: a seat is freed."""
        family = self.node_family[node]
        if node == self.out:
            for mentor in range(self.out):
                for mentee in self.held[mentor]:
                    if self.family[mentee] == family:
                        yield mentor, mentee
        elif node == self.spare:
            for mentor in range(self.out):
                if self.room[mentor] and self.node_family[mentor] == family:
                    yield mentor, None
        else:
            if self.node_family[self.spare] == family:
                yield self.spare, None
            for mentee in self.tight_to.get(node, ()):
                yield self.home[mentee], mentee

    def _move_along(self, ahead, behind, meeting):
        node, moves = meeting, []
        while node is not None and ahead[node] is not None:
            before, mentee = ahead[node]
            moves.append((mentee, node))
            node = before
        node = meeting
        while behind[node] is not None:
            node, mentee = behind[node]
            moves.append((mentee, node))
        for mentee, there in moves:
            if mentee is not None:
                self._move(mentee, there)

    def _move(self, mentee, node):
        before = self.home[mentee]
        self.held[before].discard(mentee)
        self.held[node].add(mentee)
        self.home[mentee], self.own[mentee] = node, self._score_of(mentee, node)
        for where, change in ((before, 1), (node, -1)):
            if where != self.out:
                self.room[where] += change
        if node != self.out:
            heappush(self._heap, (self.own[mentee], mentee))

    # -- cuts

    def _make_tight(self, mentee, mentor):
        self.tight_from.setdefault(mentee, []).append(mentor)
        self.tight_to.setdefault(mentor, []).append(mentee)

    def _loosen(self, mentee, mentor):
        self.tight_from[mentee].remove(mentor)
        self.tight_to[mentor].remove(mentee)

    def _split(self, inside, level, is_front, extra=None):
        """Gives the nodes of one part, and who is there, families of their own.

        :param extra: somebody who belongs to the part as well
        :return: dict from each family it took from, to a place at the end of the front half, where those who are fixed
            now stand: cuts of the front that come later stay before it
        """
        self._forbid_ways_back(set(inside), is_front, extra)
        parts = {}
        for node in inside:
            parts.setdefault(self.node_family[node], ([], []))[0].append(node)
            for mentee in self.held[node]:
                parts.setdefault(self.family[mentee], ([], []))[1].append(mentee)
        if extra is not None:
            parts.setdefault(self.family[extra], ([], []))[1].append(extra)
        return {family: self._new_family(family, *part, level, is_front) for family, part in parts.items()}

    def _new_family(self, old, nodes, mentees, level, is_front):
        new, place = len(self.place_of_family), self.place_of_family[old]
        if is_front:
            end = self.row.put_before(place, level)
            self.place_of_family.append(self.row.put_before(end, NEVER))
        else:
            end = self.row.put_after(place, NEVER)
            self.place_of_family.append(self.row.put_after(end, level))
        for node in nodes:
            self.node_family[node] = new
        for mentee in mentees:
            self.family[mentee] = new
        return end

    def _forbid_ways_back(self, inside, is_front, extra):
        """Tight pairs that lead from the back to the front cannot be used any more. `extra` stands in the front."""
        if is_front:
            ways = [(each, node) for node in inside for each in self.tight_to.get(node, ())]
            ways = [(each, node) for each, node in ways if self.home[each] not in inside and each != extra]
        else:
            mentees = [each for node in inside for each in self.held[node]]
            ways = [(each, node) for each in mentees for node in self.tight_from.get(each, ()) if node not in inside]
        for each, node in ways:
            self._loosen(each, node)

    # -- what it comes to

    def mentor_of(self):
        """int64 (n_mentees,) rows of mentors, -1 without one."""
        home = np.array(self.home, dtype=np.int64)
        return np.where(home == self.out, -1, home)

    def places(self):
        """What the cuts forbid: position from the left of each mentee and of each mentor, level right of each position.

        No pair may lead from a mentee to a mentor further right and score as much as the lowest level between them.

        :return: int64 (n_mentees,), int64 (n_mentors,), float64 (n_positions,), infinite where nothing is forbidden
        """
        position, levels = self.row.in_order()
        place_of_family = np.array(self.place_of_family)
        places = place_of_family[np.array(self.family)]  # of those who are fixed: any, and set right now
        places[list(self.place_of_fixed)] = list(self.place_of_fixed.values())
        return position[places], position[place_of_family[self.node_family[: self.out]]], levels


def _lists(own, other, score, n_people):
    """For each person the others and the scores, best first: two lists of lists."""
    order = np.lexsort((-score, own))
    until = np.searchsorted(own[order], np.arange(n_people + 1)).tolist()
    others, scores = other[order].tolist(), score[order].tolist()
    parts = [slice(*part) for part in pairwise(until)]
    return [others[part] for part in parts], [scores[part] for part in parts]


def _insert(others, scores, other, score):
    at = bisect_left(scores, -score, key=neg)
    others.insert(at, other)
    scores.insert(at, score)
