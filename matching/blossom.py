"""The heaviest matching of a general graph, in exact integers: who goes with whom, where anybody may go with anybody.

Everybody has a potential y ≥ 0, and so has every *blossom*, an odd set of people that the search has learned to treat
as one. They are kept such that y[i] + y[j] + Σ z(blossoms that hold both) ≥ 2 · weight for every pair, with equality
for the pairs that are together. Add the inequalities of any matching's pairs: none weighs more than half of
Σ y + Σ z · (size - 1) / 2. When moreover nobody who is alone has a positive potential, the matching weighs just that.
From each who has one, a tree of alternating paths is grown until it meets somebody else who is alone, or somebody whose
potential has come down to 0 and who may be left alone instead.

Sources: J. Edmonds, Maximum matching and a polyhedron with 0,1-vertices (1965); Z. Galil, Efficient algorithms for
finding maximum matching in graphs (1986), for the four events; W. Cook and A. Rohe, Computing minimum-weight perfect
matchings (1999), for trees that grow one at a time.
"""

import numpy as np
from numpy.typing import NDArray

from .progress import SILENT, Progress

FAR = np.int64(1) << 62
FORBIDDEN = -1
"""Weight of a pair that may not be together."""


def heaviest(weights: NDArray[np.int64], progress: Progress = SILENT) -> tuple[list[int], int]:
    """The matching of highest total weight.

    :param weights: int64 (n, n), symmetric; `FORBIDDEN` where two may not be together, and on the diagonal. At most
        2^59 each
    :param progress: `progress.Progress`; when its time is over, those who are left are put together as well as that
        goes at once, and the bound tells how much may be missing
    :return: list of the partner of each, -1 without one; and the bound, a Python integer that no matching exceeds. The
        matching is the heaviest if it weighs as much
    :complexity: O(n³) at worst, a few vector operations of length n for each step of a search; memory O(n²)
    """
    search = _Search(weights)
    search.open(progress)
    alone = [each for each in range(search.n) if search.mate[each] < 0 and search.y[each] > 0]
    for done, root in enumerate(alone):
        if progress.is_over:
            break
        progress.at("prove", done, len(alone))
        if search.mate[root] >= 0:
            continue
        search.place(root)
    bound = search.bound()
    search.place_hastily()
    return search.mate, bound


def relaxed(weights: NDArray[np.int64], progress: Progress = SILENT) -> NDArray[np.int64]:
    """Potentials to start from: those of the same question where everybody may give to one and take from another.

    That is an assignment of everybody to everybody, solved by shortest augmenting paths (D. F. Crouse, On implementing
    2D rectangular assignment algorithms, 2016). To be assigned to oneself, for nothing, means to be alone; so what
    somebody's two potentials add up to is never below 0. Where the assignment falls into pairs and even rounds, nothing
    is left to do; each odd round costs one search.

    :param weights: int64 (n, n), symmetric, ≥ 0; 0 on the diagonal
    :param progress: `progress.Progress`; when its time is over, what covers all pairs so far is returned
    :return: int64 (n,) y with y[i] + y[j] ≥ 2 · weights[i, j], and y ≥ 0
    """
    n = len(weights)
    giving, taking = weights.max(axis=1, initial=0), np.zeros(n, dtype=np.int64)
    row_of, column_of = np.full((2, n), -1)
    for row, column in enumerate(weights.argmax(axis=1).tolist() if n else ()):
        if row_of[column] < 0:
            row_of[column], column_of[row] = row, column
    for done, start in enumerate(np.flatnonzero(column_of < 0).tolist()):
        if progress.is_over:
            break
        progress.at("solve", done, n)
        _assign_one(weights, giving, taking, row_of, column_of, start)
    return giving + taking


def _assign_one(weights, giving, taking, row_of, column_of, start):
    """Give one more row a column, along the shortest path of changes, and move the potentials with it."""
    n = len(weights)
    length, before = np.full(n, FAR), np.full(n, -1)
    is_open = np.ones(n, dtype=bool)
    rows, columns, row, least = [], [], start, 0
    while True:
        rows.append(row)
        reach = giving[row] + taking - weights[row] + least
        is_less = is_open & (reach < length)
        length[is_less], before[is_less] = reach[is_less], row
        column = int(np.where(is_open, length, FAR).argmin())
        least = int(length[column])
        if row_of[column] < 0:
            break
        is_open[column] = False
        columns.append(column)
        row = int(row_of[column])
    giving[start] -= least
    giving[rows[1:]] -= least - length[columns]
    taking[columns] += least - length[columns]
    while True:
        row = before[column]
        row_of[column] = row
        column, column_of[row] = column_of[row], column
        if row == start:
            return


class _Search:
    """The state of the search. A number below n is a person, one from n on a blossom."""

    def __init__(self, weights):
        self.n = len(weights)
        self.twice = np.where(weights < 0, -FAR, 2 * weights)
        self.y = np.zeros(self.n, dtype=np.int64)
        self.mate = [-1] * self.n
        self.top = np.arange(self.n)  # the outermost blossom that holds each, themselves without one
        self.base = dict(enumerate(range(self.n)))  # whose partner is that of the blossom
        self.parent = {}
        self.parts, self.links, self.z = {}, {}, {}  # of blossoms: a round of parts, how each is linked to the next
        self.next_id = self.n
        self.label, self.came = {}, {}
        self.in_outer, self.in_inner = np.zeros((2, self.n), dtype=bool)
        self.slack, self.source = np.full(self.n, FAR), np.full(self.n, -1)

    def open(self, progress):
        """Potentials that cover all pairs, those of the relaxation, lowered where they can be; and pairs at hand."""
        self.y = relaxed(np.maximum(self.twice // 2, 0), progress)
        for person in range(self.n):
            if self.mate[person] >= 0:
                continue
            need = self.twice[person] - self.y
            self.y[person] = max(int(need.max(initial=0)), 0)
            if self.y[person] > 0:
                for other in np.flatnonzero(need == self.y[person]).tolist():
                    if self.mate[other] < 0:
                        self.mate[person], self.mate[other] = other, person
                        break

    def bound(self):
        total = sum(self.y.tolist())
        total += sum(z * (len(self._people(blossom)) // 2) for blossom, z in self.z.items())
        return total // 2

    def place_hastily(self):
        """Put those together who are still alone and would be worth it, the heaviest pairs first."""
        alone = np.array([each for each in range(self.n) if self.mate[each] < 0 and self.y[each] > 0], dtype=np.int64)
        one, other = np.triu_indices(len(alone), k=1)
        among = self.twice[alone[one], alone[other]]
        order = np.argsort(-among, kind="stable")
        order = order[among[order] >= 0]
        for here, there in zip(alone[one[order]].tolist(), alone[other[order]].tolist(), strict=True):
            if self.mate[here] < 0 and self.mate[there] < 0:
                self.mate[here], self.mate[there] = there, here

    # -- one tree

    def place(self, root):
        """Find the root a partner, or leave somebody alone whom it costs nothing any more."""
        self.label, self.came = {}, {}
        self.in_outer[:] = False
        self.in_inner[:] = False
        self.slack[:] = FAR
        self._make_outer(int(self.top[root]), None)
        while not self._step():
            pass
        for blossom in [each for each in self.parts if each not in self.parent]:
            self._open_if_empty(blossom)

    def _step(self):
        """Lower the tree until something happens; True when the root is placed."""
        own = np.where(self.in_outer, self.y, FAR)
        reach = np.where(self.in_inner, FAR, self.slack)
        reach = np.where(self.in_outer, reach // 2, reach)
        left, met = int(own.argmin()), int(reach.argmin())
        inner = min(
            (each for each, label in self.label.items() if label == "inner" and each >= self.n),
            key=lambda each: self.z[each],
            default=None,
        )
        step = min(int(own[left]), int(reach[met]), self.z[inner] // 2 if inner is not None else FAR)
        self._lower(step)
        if inner is not None and self.z[inner] == 0:
            self._open_inner(inner)
            return False
        if self.y[left] == 0:
            self._turn(left, -1)
            return True
        return self._meet(int(self.source[met]), met)

    def _lower(self, step):
        if not step:
            return
        self.y[self.in_outer] -= step
        self.y[self.in_inner] += step
        self.slack[self.in_outer] -= 2 * step
        self.slack[~self.in_outer & ~self.in_inner] -= step
        for each, label in self.label.items():
            if each >= self.n:
                self.z[each] += 2 * step if label == "outer" else -2 * step

    def _meet(self, person, other):
        """An outer person and another one outside of the blossom are linked by a pair without slack."""
        blossom = int(self.top[other])
        if self.label.get(blossom) == "outer":
            self._close(person, other)
            return False
        partner = self.mate[self.base[blossom]]
        if partner < 0:
            if blossom >= self.n:
                self._rotate(blossom, other)
            self.mate[other] = person
            self.base[blossom] = other
            self._turn(person, other)
            return True
        self.label[blossom], self.came[blossom] = "inner", (person, other)
        self.in_inner[self._people(blossom)] = True
        self._make_outer(int(self.top[partner]), (self.base[blossom], partner))
        return False

    def _make_outer(self, blossom, came):
        self.label[blossom], self.came[blossom] = "outer", came
        people = self._people(blossom)
        self.in_inner[people] = False
        self.in_outer[people] = True
        self._look_from(people, self.top != blossom)

    def _look_from(self, people, is_elsewhere):
        """What the pairs of people who have just become outer mean to all others."""
        for person in people:
            slack = self.y[person] + self.y - self.twice[person]
            is_less = (slack < self.slack) & is_elsewhere
            self.slack[is_less] = slack[is_less]
            self.source[is_less] = person

    def _turn(self, person, partner):
        """Give an outer person a partner, or none, and turn everything round on the way to the root."""
        while True:
            blossom = int(self.top[person])
            if blossom >= self.n:
                self._rotate(blossom, person)
            self.mate[person] = partner
            self.base[blossom] = person
            came = self.came[blossom]
            if came is None:
                return
            inner = int(self.top[came[0]])
            outer_person, inner_person = self.came[inner]
            if inner >= self.n:
                self._rotate(inner, inner_person)
            self.mate[inner_person] = outer_person
            self.base[inner] = inner_person
            person, partner = outer_person, inner_person

    # -- blossoms

    def _people(self, blossom):
        if blossom < self.n:
            return [blossom]
        people, waiting = [], [blossom]
        while waiting:
            part = waiting.pop()
            if part < self.n:
                people.append(part)
            else:
                waiting.extend(self.parts[part])
        return people

    def _part_of(self, blossom, person):
        part = person
        while self.parent[part] != blossom:
            part = self.parent[part]
        return part

    def _rotate(self, blossom, person):
        """Put the parts of a blossom together so that this person of it is free for a partner outside."""
        part = self._part_of(blossom, person)
        if part >= self.n:
            self._rotate(part, person)
        parts, links = self.parts[blossom], self.links[blossom]
        start = position = parts.index(part)
        size, step = len(parts), 1 if start % 2 else -1
        while position % size:
            position += step
            one, other = links[position % size] if step == 1 else links[(position - 1) % size][::-1]
            for each, inside in ((position, one), (position + step, other)):
                if parts[each % size] >= self.n:
                    self._rotate(parts[each % size], inside)
                self.base[parts[each % size]] = inside
            position += step
            self.mate[one], self.mate[other] = other, one
        self.parts[blossom] = parts[start:] + parts[:start]
        self.links[blossom] = links[start:] + links[:start]
        self.base[part] = self.base[blossom] = person

    def _way_to_root(self, blossom):
        way = [blossom]
        while self.came[blossom] is not None:
            inner = int(self.top[self.came[blossom][0]])
            blossom = int(self.top[self.came[inner][0]])
            way.append(blossom)
        return way

    def _close(self, person, other):
        """A pair between two outer ones closes an odd round: from now on it is one blossom."""
        seen = set(self._way_to_root(int(self.top[person])))
        meeting = next(each for each in self._way_to_root(int(self.top[other])) if each in seen)
        parts, links, one, two = [], [(person, other)], person, other
        while (part := int(self.top[one])) != meeting:
            parts.append(part)
            links.append(self.came[part])
            one = self.came[part][0]
        parts.append(meeting)
        parts.reverse()
        links.reverse()
        while (part := int(self.top[two])) != meeting:
            parts.append(part)
            links.append(self.came[part][::-1])
            two = self.came[part][0]
        blossom, self.next_id = self.next_id, self.next_id + 1
        self.parts[blossom], self.links[blossom], self.z[blossom] = parts, links, 0
        self.base[blossom] = self.base[meeting]
        newcomers = [each for part in parts if self.label[part] == "inner" for each in self._people(part)]
        self.label[blossom], self.came[blossom] = "outer", self.came[meeting]
        for part in parts:
            self.parent[part] = blossom
            del self.label[part]
            del self.came[part]
        people = np.array(self._people(blossom))
        self.top[people] = blossom
        self.in_inner[people] = False
        self.in_outer[people] = True
        self._look_from(newcomers, self.top != blossom)
        self._look_inwards(people, blossom)

    def _look_inwards(self, people, blossom):
        """Forget the pairs within a new blossom: what counts for its people is those outside."""
        outside = np.flatnonzero(self.in_outer & (self.top != blossom))
        if not len(outside):
            self.slack[people] = FAR
            return
        slack = self.y[people, None] + self.y[outside] - self.twice[np.ix_(people, outside)]
        nearest = slack.argmin(axis=1)
        self.slack[people] = slack[np.arange(len(people)), nearest]
        self.source[people] = outside[nearest]

    def _take_apart(self, blossom):
        """Return the parts of a blossom, which stand for themselves from now on."""
        parts, links = self.parts.pop(blossom), self.links.pop(blossom)
        for each in (self.z, self.label, self.came, self.base):
            each.pop(blossom, None)
        for part in parts:
            del self.parent[part]
            self.top[self._people(part)] = part
        return parts, links

    def _open_if_empty(self, blossom):
        """After a search: a blossom without potential has nothing to say any more, nor those in it."""
        if blossom >= self.n and not self.z[blossom]:
            for part in self._take_apart(blossom)[0]:
                self._open_if_empty(part)

    def _open_inner(self, blossom):
        """Within a search: of the parts, those on the way from where the tree came in to the base stay in the tree."""
        came = self.came[blossom]
        entry = self._part_of(blossom, came[1])
        self.in_inner[self._people(blossom)] = False
        parts, links = self._take_apart(blossom)
        size, position = len(parts), parts.index(entry)
        step = 1 if position % 2 else -1
        while position % size:
            part = parts[position % size]
            self.label[part], self.came[part] = "inner", came
            self.in_inner[self._people(part)] = True
            link = links[position % size] if step == 1 else links[(position - 1) % size][::-1]
            position += step
            self._make_outer(parts[position % size], link)
            came = links[position % size] if step == 1 else links[(position - 1) % size][::-1]
            position += step
        self.label[parts[0]], self.came[parts[0]] = "inner", came
        self.in_inner[self._people(parts[0])] = True
