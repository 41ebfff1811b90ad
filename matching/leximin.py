"""Levels of a fair matching, resolved one after the other from the lowest up, by giving pairs up.

The matching at hand leaves a *residual graph* of moves: its nodes are the mentors, being *out* (without a mentor) and
the *spare* seats, and somebody who is at a node may move to another one over a pair that scores more than the level. A
pair at the lowest level that is not resolved can be given up if a round of such moves leads away from it and back: then
it is. If not, the search for that round has cut the market in two, the front, where the mentee could go, and the back,
from where somebody could come to take the seat: no pair above the level leads from the front to the back. The pair is
needed as long as nothing else does, so that it is *fixed*, and since as many must move to the front as to the back,
nobody ever moves between them again: they become two *families*. Both ways are searched in step, and the smaller part
gets a number of its own, so that each pair is looked at a few times only (as in Y. Shiloach and S. Even, An on-line
edge-deletion problem, 1981).

Where several pairs of one score could stand in for each other, pairs of that score become *tight*: some of them must be
used, whichever. One such pair is found by the search; several at once take a matching of least cost, where pairs cost 1
at the level and 0 above it: by complementary slackness, the fair matchings are those that use pairs without reduced
cost, and families are what has the same potential. (R. E. Burkard and F. Rendl, Lexicographic bottleneck problems,
1991; C.-C. Huang, T. Kavitha, K. Mehlhorn and D. Michail, Fair matchings and related problems, 2016.)
"""

from bisect import bisect_left
from collections import Counter
from heapq import heappop

import numpy as np

from .optimum import best_matching
from .progress import SILENT
from .residual import FIXED, Residual

CROWD = 100
"""Up to so many pairs of one score are tried one by one; more are settled together."""


class Leximin(Residual):
    """The levels of a matching of most people, which becomes a fair one."""

    def begin(self):
        """Cuts off those who are out, whom nothing can give a mentor; False if something can, and just has."""
        if self.held[self.out] and not self.is_begun:
            reached, todo = {self.out: None}, [self.out]
            for node in todo:
                self._forward(node, self.held[node], reached, todo, ())
                if self.spare in reached:
                    self._move_along(reached, {self.spare: None}, self.spare)
                    return False
            self._split(list(reached), -1, is_front=True)
        self.is_begun = True
        return True

    def go_on(self, until, progress=SILENT):
        """Resolves the next levels, until so many pairs are at resolved ones; False when there is none left."""
        while self._heap:
            if self.n_resolved >= until or progress.is_over:
                return True
            progress.at("solve", self.n_resolved, self.n_mentees)
            level, mentee = heappop(self._heap)
            if level <= self.level or not self._is_at(mentee, level):
                continue
            hits = {mentee}
            while self._heap and self._heap[0][0] == level:
                hits.add(heappop(self._heap)[1])
            self.level, self._at_level = level, self._pairs_at(level)
            hits = [each for each in sorted(hits) if self._is_at(each, level)]
            left = self._give_up_all(hits) if len(hits) <= CROWD else hits
            if left:
                self._settle(left)
            self.n_resolved += sum(self.own[each] == level for each in hits)
        return False

    def _is_at(self, mentee, level):
        return self.own[mentee] == level and self.family[mentee] != FIXED

    def _give_up_all(self, hits):
        """Gives up or fixes the pairs of some mentees at the level, as far as one can be told from another.

        :return: list of those who are left: for each of them, there are pairs that could stand in
        """
        is_alone = [len(hits) == 1] * len(hits)
        left, n_before = hits, len(hits) + 1
        while left and len(left) < n_before:
            n_before = len(left)
            left = [
                each
                for each, alone in zip(left, is_alone)
                if self._is_at(each, self.level) and not self._give_up(each, alone)
            ]
            left = [each for each in left if self._is_at(each, self.level)]
            region_of = self._regions() if left else []
            count = Counter(region_of[self.family[each]] for each in left)
            is_alone = [count[region_of[self.family[each]]] == 1 for each in left]
            if any(is_alone):
                n_before = len(left) + 1
        return left

    def _give_up(self, mentee, is_alone):
        """Gives the pair of somebody up for pairs above the level, or else fixes it.

        :return: False if neither: there are pairs that could stand in, and more than one is needed
        """
        node = self.home[mentee]
        ahead, behind, meeting = self._search_round(mentee, node)
        if meeting is not None:
            self._move_along(ahead, behind, meeting)
            return True
        is_front = behind is None
        inside = ahead if is_front else behind
        others = self._stand_ins(mentee, inside, is_front)
        if is_alone:
            self._part(mentee, node, list(inside), is_front, list(others))
        elif next(others, None):
            return False
        else:
            self._part(mentee, node, list(inside), is_front, ())
        return True

    def _stand_ins(self, mentee, inside, is_front):
        """Yields pairs at the level from the front to the back, which could be used instead of a mentee's pair."""
        for other, mentor in self._at_level:
            if self.family[other] != self.node_family[mentor] or self.home[other] == mentor:
                continue
            is_from_front = other == mentee or (self.home[other] in inside) == is_front
            if is_from_front and (mentor in inside) != is_front:
                yield other, mentor

    def _pairs_at(self, level):
        """List of (mentee, mentor) of all pairs that score it."""
        rows, columns, _scores = self._pairs
        here = slice(*(bisect_left(self._sorted_scores, bound) for bound in (level, level + 1)))
        return list(zip(rows[here].tolist(), columns[here].tolist()))

    def _part(self, mentee, node, inside, is_front, stand_ins):
        """Cuts a part off, and fixes the pair of a mentee that leads over it, or makes tight what could stand in."""
        family = self.family[mentee]
        self.held[node].discard(mentee)
        if stand_ins:
            self._split(inside, self.level, is_front, extra=mentee if is_front else None)
            self.held[node].add(mentee)
            for other, mentor in (*stand_ins, (mentee, node)):
                self._make_tight(other, mentor)
            return
        for mentor in self.tight_from.pop(mentee, ()):
            self.tight_to[mentor].remove(mentee)
        ends = self._split(inside, self.level, is_front)
        place = ends.get(family)
        if place is None:  # nobody of the own family is in the front
            place = self.row.put_before(self.place_of_family[family], self.level)
        self.family[mentee], self.place_of_fixed[mentee] = FIXED, place

    # -- several pairs that could stand in for each other

    def _settle(self, hits):
        """As few pairs at the level as can be, where several could stand in for each other, and what stays possible."""
        family, node_family = np.array(self.family), np.array(self.node_family)
        region_of = np.array(self._regions())
        is_here = np.append(np.isin(region_of, region_of[[self.family[each] for each in hits]]), False)  # none: `FIXED`
        who, nodes = np.flatnonzero(is_here[family]), np.flatnonzero(is_here[node_family[: self.out]])
        mentee, mentor, cost, was_tight = self._possible(who, is_here, family, node_family)
        found = self._solve(mentee, mentor, -cost, who, nodes)
        self._take_if_fewer(mentee, mentor, cost, found.is_chosen, who)
        place, column = np.searchsorted(who, mentee), np.searchsorted(nodes, mentor)
        stays = found.surplus[place] + found.price[column] + cost == 0
        for each in who.tolist():
            for node in self.tight_from.pop(each, ()):
                self.tight_to[node].remove(each)
        for at in np.flatnonzero(stays & (was_tight | (cost > 0))).tolist():
            self._make_tight(int(mentee[at]), int(mentor[at]))
        self._split_by_potential(who.tolist(), found.surplus.tolist(), nodes.tolist(), (-found.price).tolist(), is_here)

    def _regions(self):
        """For each family one of those that tight pairs join with it, the same for all of them."""
        region_of = list(range(len(self.place_of_family)))

        def find(family):
            while region_of[family] != family:
                region_of[family] = family = region_of[region_of[family]]
            return family

        for mentee, mentors in self.tight_from.items():
            one = find(self.family[mentee])
            for mentor in mentors:
                other = find(self.node_family[mentor])
                region_of[other] = one
        return [find(family) for family in region_of]

    def _possible(self, who, is_here, family, node_family):
        """The pairs that some mentees can still have: mentee, mentor, cost (1 at the level), bool if tight before."""
        rows, columns, scores = self._alive
        alive = (scores >= self.level) & (family[rows] == node_family[columns])
        self._alive = rows, columns, scores = rows[alive], columns[alive], scores[alive]
        here = is_here[family[rows]]
        home, own = np.array(self.home)[who], np.array(self.own)[who]
        matched = home != self.out
        tight = [(each, node) for each in who.tolist() for node in self.tight_from.get(each, ())]
        tight_rows, tight_columns = np.array(tight, dtype=np.int64).reshape(-1, 2).T
        mentee = np.concatenate([tight_rows, who[matched], rows[here]])
        mentor = np.concatenate([tight_columns, home[matched], columns[here]])
        cost = np.concatenate([np.zeros(len(tight)), own[matched] == self.level, scores[here] == self.level])
        key, first = np.unique(mentee * self.n_mentors + mentor, return_index=True)
        return key // self.n_mentors, key % self.n_mentors, cost[first].astype(np.int64), first < len(tight)

    def _solve(self, mentee, mentor, value, who, nodes):
        """The matching of highest value of some mentees with some mentors, in which as many stay out as do now."""
        home, family, node_family = (np.array(each) for each in (self.home, self.family, self.node_family))
        room, used = np.array(self.room)[nodes], np.array([len(self.held[node]) for node in nodes.tolist()], dtype=int)
        has_spare = node_family[nodes] == node_family[self.spare]
        may_stay = home[who] == self.out
        if self.held[self.out]:
            may_stay |= family[who] == node_family[self.out]
        return best_matching(
            np.searchsorted(who, mentee),
            np.searchsorted(nodes, mentor),
            value,
            len(who),
            used + np.where(has_spare, room, 0),
            ~may_stay,
            ~has_spare,
        )

    def _take_if_fewer(self, mentee, mentor, cost, is_chosen, who):
        """Takes a solution over, if it has fewer pairs at the level: else the matching at hand is rather fair above."""
        now = sum(self.own[each] == self.level for each in who.tolist())
        if now > cost[is_chosen].sum():
            self._take(mentee[is_chosen], mentor[is_chosen], who)

    def _take(self, mentee, mentor, who):
        there = dict.fromkeys(who.tolist(), self.out) | dict(zip(mentee.tolist(), mentor.tolist()))
        for each, node in there.items():
            if self.home[each] != node:
                self._move(each, node)

    def _split_by_potential(self, who, potentials, nodes, node_potentials, is_here):
        """Cuts families where the potential changes: no pair above the level leads to a higher one."""
        ends = [node for node in (self.out, self.spare) if is_here[self.node_family[node]]]
        parts = {}
        for node, potential in zip((*nodes, *ends), (*node_potentials, *(0 for _ in ends))):
            parts.setdefault(self.node_family[node], {}).setdefault(potential, ([], []))[0].append(node)
        for mentee, potential in zip(who, potentials):
            parts.setdefault(self.family[mentee], {}).setdefault(potential, ([], []))[1].append(mentee)
        for family, classes in parts.items():
            for potential in sorted(classes)[:-1]:
                self._new_family(family, *classes[potential], self.level, is_front=True)

    # -- the end

    def choose(self, ties):
        """Of all fair matchings the one with the largest sum of `ties`, when all levels are resolved.

        :param ties: function from rows of mentees and of mentors, int64 (n_pairs,), to int64 (n_pairs,) ≥ 0
        :return: int64 (n_mentees,) rows of mentors, -1 without one
        """
        free = [each for each, family in enumerate(self.family) if family != FIXED]
        pairs = {(each, node) for each in free for node in self.tight_from.get(each, ())}
        pairs |= {(each, self.home[each]) for each in free if self.home[each] != self.out}
        mentee, mentor = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
        if pairs:
            who = np.array(free)
            found = self._solve(mentee, mentor, ties(mentee, mentor), who, np.arange(self.n_mentors))
            self._take(mentee[found.is_chosen], mentor[found.is_chosen], who)
        return self.mentor_of()
