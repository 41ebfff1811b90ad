"""The objectives that are sums, by pricing: solve on few pairs, and let the prices say which others matter.

Hardly any pair of all can be in the optimum, so the solver sees the dozen best of each mentee. Its prices then say of
any other pair whether it could do better: if it is worth more than surplus and price together, it *refutes* the
solution. Such pairs join in, until none is left of those that were listed at first, and then none of all. (Column
generation: G. B. Dantzig and P. Wolfe, Decomposition principle for linear programs, 1960.)

Two numbers make up the worth of a pair (see `worth.Worth`): its *value*, the bonus and the points, and its hash, which
breaks ties. Values are solved first. The optima are then the matchings on *tight* pairs (worth exactly surplus and
price) in which nobody of a positive surplus is unmatched and no seat of a positive price empty, by complementary
slackness; a second flow, on tight pairs alone, finds the largest hashes among them. Both duals together are one dual
solution of the whole.
"""

import numpy as np

from .certificate import Certificate
from .flow import FlowError, best_flow
from .guess import guess_prices
from .progress import SILENT
from .rough import BLOCK, FORBIDDEN, blocks, near_best

FIRST = 12
"""Pairs of each mentee that are solved on at first, and that join in for one mentee at a time."""

NEAR = 10_000
"""Micro-points by which a pair may fail to refute the solution, and join in all the same: prices will move on."""

FAR = 25_000
"""Micro-points by which a pair fails that leaves again."""

FEW = 0.005
"""Share of mentees with a refuting pair in their list up to which it is worth while to look at all pairs."""

CLOSE = 50_000
"""Micro-points by which somebody's surplus may be above the way out, to be shown others as well."""

NOTHING, EVERYTHING = -(1 << 60), 1 << 60
"""Below and above all values."""

RANGE = 2e7
"""Differences of prices are cut here, in micro-points: beyond any score, and float32 keeps them to one micro-point."""


def match_by_pricing(scorer, worth, count, max_rounds=None, progress=SILENT):
    """The matching of highest worth over all pairs.

    :param scorer: `scoring.Scorer`
    :param worth: `worth.Worth` of a sum
    :param count: pairs listed for each mentee, ≥ 1
    :param max_rounds: give up the proof after that many solutions, None: never
    :param progress: `progress.Progress`; at the end of its time the proof stops where it is
    :return: int64 (n_mentees,) mentor rows or -1, `certificate.Certificate`, number of solutions
    :raises flow.FlowError: if the library fails
    :complexity: all pairs are scored roughly, once for the lists and once or a few times for the proof; a flow a round
    """
    search = _Pricing(scorer, worth, count, progress)
    search.rehearse()
    rounds, n_refuting = 0, 1
    while n_refuting and rounds != max_rounds and not (rounds and progress.is_over):
        search.solve()
        rounds += 1
        n_refuting = search.price_lists()
        if n_refuting <= FEW * scorer.problem.n_mentees:
            n_refuting += search.price_everybody()
    mentor_of, certificate = search.finish(is_proven=not n_refuting)
    return mentor_of, certificate, rounds


class _Pricing:
    """The pairs met so far, as parallel arrays, those solved on, and the solution on them.

    :ivar mentee: int64 (n_pairs,) rows
    :ivar mentor: int64 (n_pairs,) rows
    :ivar score: float64 (n_pairs,) micro-points: rough, exact where `is_exact`; below 0 if the pair is forbidden
    :ivar is_active: bool (n_pairs,) among the pairs solved on
    :ivar price: int64 (n_mentors,), the values of a seat
    :ivar surplus: int64 (n_mentees,)
    :ivar looks: list of int64 (n_mentors,): prices at which all mentors were looked at
    :ivar look: int64 (n_mentees,) at which of these each mentee was shown mentors for the last time
    :ivar hidden: int64 (n_mentees,): no pair of the mentee that was not met was worth more at that look, its price off;
        `NOTHING`: there is none
    :ivar outside: int64 (n_mentees,): no pair of the mentee that is not active scores more at first; -1: there is none
    """

    def __init__(self, scorer, worth, count, progress):
        self.problem, self.scorer, self.worth, self.progress = scorer.problem, scorer, worth, progress
        self.count = count
        self.unit = worth.unit
        self.rough = self.problem.rough
        self.order = scorer.reading_order()
        self.is_open = self.problem.seats > 0
        self.hidden = np.full(self.problem.n_mentees, NOTHING)
        self.outside = np.full(self.problem.n_mentees, -1)
        self.looks = []
        self.look = np.zeros(self.problem.n_mentees, dtype=np.int64)
        self.is_seen = np.zeros(self.problem.n_mentees, dtype=bool)
        self.new = []
        self._set_pairs(*np.empty((2, 0), dtype=np.int64), np.empty(0))
        self._list_best()
        self._list_wanted_by_few()

    def value(self, scores):
        """int64: the values of pairs with these scores, whole numbers in whatever type."""
        return self.worth.value(scores.astype(np.int64))

    def _excess(self, pairs):
        """int64: what pairs, by their places and exactly scored, are worth beyond surplus and price."""
        return self.value(self.score[pairs]) - self.price[self.mentor[pairs]] - self.surplus[self.mentee[pairs]]

    # -- the lists

    def _set_pairs(self, mentee, mentor, score):
        """Begins with some pairs, which are active."""
        self.mentee, self.mentor, self.score = mentee, mentor, score.astype(np.float64)
        self.is_exact, self.is_active = np.zeros(len(mentee), dtype=bool), np.ones(len(mentee), dtype=bool)
        self.is_chosen = np.zeros(len(mentee), dtype=bool)
        self._set_keys()

    def _set_keys(self):
        keys = self._keys(self.mentee, self.mentor)
        self.by_key = np.argsort(keys, kind="stable")
        self.keys = keys[self.by_key]

    def _add(self, mentee, mentor, score, is_exact, is_active):
        """Adds pairs that have not been met."""
        self.mentee, self.mentor = np.concatenate([self.mentee, mentee]), np.concatenate([self.mentor, mentor])
        self.score = np.concatenate([self.score, score])
        self.is_exact = np.concatenate([self.is_exact, np.full(len(mentee), is_exact)])
        self.is_active = np.concatenate([self.is_active, is_active])
        self.is_chosen = np.concatenate([self.is_chosen, np.zeros(len(mentee), dtype=bool)])
        self._set_keys()

    def _keys(self, mentee, mentor):
        return mentee * self.problem.n_mentors + mentor

    def _find(self, mentee, mentor):
        """int64: the places of pairs, -1 for those that have not been met."""
        keys = self._keys(mentee, mentor)
        if not len(self.keys):
            return np.full(len(keys), -1)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.by_key[at], -1)

    def _list_best(self):
        """Lists about the `count` best mentors of each mentee among those with seats; the first of them are active.

        Best goes by scores, less what mentors whom everybody wants will cost, by a guess.
        """
        guess = guess_prices(self.problem, min(FIRST, self.problem.n_mentors)) * self.unit
        guess_in_points = (guess / self.unit).astype(np.float32)
        margin = self.rough.error + 1
        parts = [(self.mentee, self.mentor, self.score, self.is_active)]
        for mentees in blocks(self.order, self.progress, "score"):
            scores = self.rough.block(mentees)
            scores[:, ~self.is_open] = FORBIDDEN
            n_possible = np.count_nonzero(scores >= -self.rough.error, axis=1)
            gains = scores - guess_in_points if guess.any() else scores
            rows, mentors, edge = near_best(gains, self.count, 0, -margin - guess_in_points.max(initial=0))
            listed = gains[rows, mentors]
            if len(rows) > 2 * self.count * len(mentees):
                rows, mentors, listed, edge = self._cut(mentees, rows, mentors, listed, edge)
            is_cut = n_possible > np.bincount(rows, minlength=len(mentees))
            self._hide(mentees[is_cut], edge[is_cut], margin, self.worth.value(0))
            self.outside[mentees[is_cut]] = _above(edge[is_cut], margin)
            place = _places_by(rows, -listed)
            first_out = np.flatnonzero(place == min(FIRST, self.count))
            self.outside[mentees[rows[first_out]]] = _above(listed[first_out], margin)
            listed = scores[rows, mentors].astype(np.float64)
            parts.append((mentees[rows], mentors, listed, place < min(FIRST, self.count)))
        mentee, mentor, score, is_active = (np.concatenate(arrays) for arrays in zip(*parts))
        self._set_pairs(mentee, mentor, score)
        self.is_active = is_active
        self.looks.append(guess)

    def _cut(self, mentees, rows, mentors, scores, edge):
        """Of many equally good mentors, others for each mentee: the hashes choose."""
        order = np.lexsort((-self._ties(mentees[rows], mentors), -scores, rows))
        place = _places(rows[order])
        is_cut = np.bincount(rows, minlength=len(mentees)) > self.count
        order = order[place < self.count]
        edge = edge.copy()
        last = np.append(np.diff(rows[order]) != 0, True)
        lowest = np.zeros(len(mentees), dtype=np.float32)
        lowest[rows[order][last]] = scores[order][last]
        edge[is_cut] = lowest[is_cut]
        return rows[order], mentors[order], scores[order], edge

    def _list_wanted_by_few(self):
        """Lists the best mentees of each mentor whom hardly anybody has among their best, all of them active.

        Their seats may be needed when seats are short: without these pairs somebody would stay out for nothing.
        """
        problem, error = self.problem, self.rough.error
        wanted = np.bincount(self.mentor, minlength=problem.n_mentors)
        mentors = np.flatnonzero(self.is_open & (wanted <= self.count // 5))
        if not len(mentors):
            return
        count = min(self.count, 4 * int(problem.seats.max()))
        rough = self.rough.only(mentors)
        floor = np.full(len(mentors), -error, dtype=np.float32)
        kept = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        for mentees in blocks(self.order, self.progress, "score"):
            scores = rough.block(mentees)
            rows, columns = np.nonzero(scores >= floor)
            kept = [np.concatenate(both) for both in zip(kept, (mentees[rows], columns, scores[rows, columns]))]
            if len(kept[0]) > 6 * count * len(mentors):
                kept = _best_of_columns(*kept, count, floor)
        mentee, column, score = _best_of_columns(*kept, count, floor)
        self._meet(mentee, mentors[column], score, np.ones(len(mentee), dtype=bool))

    def _meet(self, mentee, mentor, score, is_active):
        """Adds pairs with rough scores, and makes some of them active, met before or not."""
        found = self._find(mentee, mentor)
        is_new = found < 0
        wanted = found[~is_new & is_active]
        self.is_active[wanted[~self.is_exact[wanted] | (self.score[wanted] >= 0)]] = True
        self._add(mentee[is_new], mentor[is_new], score[is_new].astype(np.float64), False, is_active[is_new])

    # -- solutions and prices

    def rehearse(self):
        """Solves once with a way out, and shows mentors again to whom take it: those who are best at these prices.

        The way out is a mentor of one's own who costs nothing, as good as the best whom the solver does not see. Where
        everybody wants the same few, most take it, and the few get the prices they will have; without it they would be
        dear enough to be left alone by people who have nowhere else to go.
        """
        self._solve(np.where(self.outside >= 0, self.value(self.outside), 0))
        is_outside = self.outside >= 0
        is_outside[self.mentee[self.is_chosen]] = False
        self.is_solved = not is_outside.any()
        if not self.is_solved:
            self._drop_far()
            gain = self.surplus - self.value(self.outside)
            self._show(np.flatnonzero(is_outside | (self.outside >= 0) & (gain < self.unit * CLOSE)))

    def _show(self, mentees):
        """Lists the best mentors of some mentees at the prices of now; the first of them are active."""
        asked = np.minimum(self.price / self.unit, RANGE).astype(np.float32)
        margin = self.rough.error + 8
        parts = []
        for block in blocks(mentees[np.argsort(self._rank()[mentees])], self.progress, "score"):
            scores = self.rough.block(block)
            scores[:, ~self.is_open] = FORBIDDEN
            gains = scores - asked
            rows, mentors, edge = near_best(gains, self.count, 2 * margin, -1.5 * RANGE)
            gain, score = gains[rows, mentors], scores[rows, mentors]
            place = _places_by(rows, -gain)
            self._hide(block, edge, margin, self.worth.value(0))
            parts.append((block[rows], mentors, score, place < FIRST))
        self._meet(*(np.concatenate(arrays) for arrays in zip(*parts)))
        self.looks.append(self.price)

    def _hide(self, mentees, edge, margin, base):
        """Notes what a look shows of all that it does not list: gains are below an edge, float32 (len(mentees),).

        :param base: value of a gain of 0
        """
        bound = base + np.ceil((edge.astype(np.float64) + margin) * self.unit)
        # Where differences of prices were cut, gains tell nothing
        self.hidden[mentees] = np.where(edge > RANGE / 2, EVERYTHING, bound.astype(np.int64))
        self.look[mentees] = len(self.looks)

    def solve(self):
        if not self.is_solved:
            self._solve(None)
        self.is_solved = False

    def _solve(self, outside):
        self.progress.at("solve", 0, 1)
        self._score_exactly(np.flatnonzero(self.is_active))
        self.active = active = np.flatnonzero(self.is_active)
        found = best_flow(
            self.mentee[active],
            self.mentor[active],
            self.value(self.score[active]),
            self.problem.n_mentees,
            self.problem.seats,
            outside=outside,
        )
        self.price, self.surplus = found.price, np.maximum(found.surplus, 0)
        self.is_chosen[:] = False
        self.is_chosen[active[found.is_chosen]] = True
        self.is_seen[:] = False

    def _rank(self):
        """int64 (n_mentees,): where each mentee stands in the reading order."""
        rank = np.empty(len(self.order), dtype=np.int64)
        rank[self.order] = np.arange(len(self.order))
        return rank

    def _score_exactly(self, pairs):
        pairs = pairs[~self.is_exact[pairs]]
        self.score[pairs] = self.scorer.ruled_scores(self.mentee[pairs], self.mentor[pairs])
        self.is_exact[pairs] = True
        self.is_active[pairs[self.score[pairs] < 0]] = False

    def price_lists(self):
        """Lets listed pairs join in that refute the solution, or nearly do, and leave that are far from it.

        :return: the number of those that refute it
        """
        even = (self.price[self.mentor] + self.surplus[self.mentee] - self.worth.value(0)) / self.unit
        margin = np.where(self.is_exact, NEAR, NEAR + self.rough.error + 1)
        near = np.flatnonzero((self.score >= even - margin) & (self.score > -self.rough.error) & ~self.is_active)
        self._score_exactly(near)
        near = near[self.score[near] >= 0]
        excess = self._excess(near)
        self.is_active[near[excess >= -self.unit * NEAR]] = True
        n_refuting = int(np.count_nonzero(excess > 0))
        if n_refuting:
            self._drop_far()
        return n_refuting

    def _drop_far(self):
        far = self.active[(self._excess(self.active) < -self.unit * FAR) & ~self.is_chosen[self.active]]
        self.is_active[far] = False

    def price_everybody(self):
        """Adds the pairs of all others that refute the solution, or nearly do.

        Whoever has a surplus above anything that could be hidden needs no look; the others are looked at with the
        mentors who have become cheap enough since the last look to tempt them.

        :return: the number of pairs that refute it
        """
        doubt = self._doubt()
        self.is_seen = doubt < 0
        doubtful = np.flatnonzero(~self.is_seen)
        has_person = self.surplus > self.worth.bonus // 2 if self.worth.bonus else np.zeros(len(doubt), dtype=bool)
        kinds = self.look[doubtful] * 2 + has_person[doubtful]
        n_refuting, done = 0, 0
        for kind in np.unique(kinds).tolist():
            look, side = divmod(kind, 2)
            for group, cheap in self._groups(doubtful[kinds == kind], look):
                rough = self.rough if len(cheap) == self.problem.n_mentors else self.rough.only(cheap)
                asked = self.price[cheap] + side * self.worth.bonus - self.worth.value(0)
                asked = np.clip(asked / self.unit, -RANGE, RANGE).astype(np.float32)
                for mentees in blocks(group):
                    self.progress.at("prove", done, len(doubtful))
                    if self.progress.is_over:
                        self._add_new()
                        return n_refuting + 1
                    done += len(mentees)
                    n_refuting += self._price_block(mentees, cheap, rough.block(mentees) - asked, side)
                    self.is_seen[mentees] = True
        self._add_new()
        return n_refuting

    def _doubt(self):
        """int64 (n_mentees,): by how much a pair that was not met could refute the solution; below 0: by nothing.

        Since the last look it has become worth what its mentor has become cheaper, at most.
        """
        most = [(prices - self.price)[self.is_open].max(initial=NOTHING) for prices in self.looks]
        return np.where(self.hidden == NOTHING, -1, self.hidden + np.array(most)[self.look] - self.surplus)

    def _groups(self, mentees, look):
        """Mentees of one look in groups, in reading order, each with all mentors who could tempt them, or nearly."""
        mentors = np.flatnonzero(self.is_open)
        dearer = (self.price - self.looks[look])[mentors]
        order = np.argsort(dearer, kind="stable")
        mentors, dearer = mentors[order], dearer[order]
        room = self.hidden[mentees] - self.surplus[mentees] + self.unit * NEAR
        tempting = np.searchsorted(dearer, room, side="right")
        order = np.argsort(tempting, kind="stable")
        rank = self._rank()
        for part in np.array_split(order, max(1, min(8, len(order) // (4 * BLOCK)))):
            group = mentees[part]
            yield group[np.argsort(rank[group])], np.sort(mentors[: tempting[part[-1]]])

    def _add_new(self):
        if self.new:
            mentee, mentor, score, is_active = (np.concatenate(arrays) for arrays in zip(*self.new))
            self._add(mentee, mentor, score, is_exact=True, is_active=is_active)
            self.new = []
        self.looks.append(self.price)

    def _price_block(self, mentees, mentors, gains, has_person):
        """Adds what refutes, or nearly does; `gains` are scores without the price."""
        surplus = np.clip((self.surplus[mentees] - has_person * self.worth.bonus) / self.unit, -RANGE, RANGE)
        margin = self.rough.error + 8  # the roundings of prices and surplus to float32, and of their differences
        least = (surplus - margin - NEAR).astype(np.float32)
        edge = least.copy()
        rows, columns = np.divmod(np.flatnonzero(gains >= least[:, None]), len(mentors))
        many = np.flatnonzero(np.bincount(rows, minlength=len(mentees)) > 2 * self.count)
        if len(many):
            few = ~np.isin(rows, many)
            more_rows, more_columns, edge[many] = near_best(gains[many], self.count, 2 * margin, least[many])
            rows, columns = np.append(rows[few], many[more_rows]), np.append(columns[few], more_columns)
        mentee, mentor = mentees[rows], mentors[columns]
        is_new = self._find(mentee, mentor) < 0
        mentee, mentor = mentee[is_new], mentor[is_new]
        score = self.scorer.ruled_scores(mentee, mentor)
        excess = self.value(score) - self.price[mentor] - self.surplus[mentee]
        kept = np.flatnonzero((score >= 0) & (excess >= -self.unit * NEAR))
        kept = kept[np.lexsort((-excess[kept], mentee[kept]))]
        is_active = (_places(mentee[kept]) < FIRST) | (excess[kept] == 0)
        self.new.append((mentee[kept], mentor[kept], score[kept].astype(np.float64), is_active))
        self._hide(mentees, edge, margin, has_person * self.worth.bonus)
        # Mentors who are not among these were further away
        self.hidden[mentees] = np.maximum(self.hidden[mentees], self.surplus[mentees] - self.unit * NEAR)
        return int(np.count_nonzero(excess[kept] > 0))

    # -- the end

    def _ties(self, mentee, mentor):
        return self.worth.ties(self.problem.mentee_ids[mentee], self.problem.mentor_ids[mentor])

    def finish(self, is_proven):
        """Breaks ties, and adds up.

        :return: int64 (n_mentees,) mentor rows or -1, `certificate.Certificate`
        """
        problem, worth = self.problem, self.worth
        known = np.flatnonzero(self.is_exact & (self.score >= 0))
        excess = self._excess(known)
        tight = known[excess == 0]
        mentee, mentor = self.mentee[tight], self.mentor[tight]
        ties = self._ties(mentee, mentor)
        found = best_flow(mentee, mentor, ties, problem.n_mentees, problem.seats, self.surplus > 0, self.price > 0)
        mentor_of = np.full(problem.n_mentees, -1, dtype=np.int64)
        mentor_of[mentee[found.is_chosen]] = mentor[found.is_chosen]
        # Whatever is not covered by the two duals is covered now: a certificate does not depend on what was solved how
        raised = np.zeros(problem.n_mentees, dtype=np.int64)
        np.maximum.at(raised, self.mentee[known], excess)
        hidden = np.where(self.is_seen, -1, self._doubt())
        is_raised = (raised > 0) | (hidden >= 0)
        below = found.surplus.copy()
        np.maximum.at(below, mentee, ties - found.price[mentor])
        price = self._combined(self.price, found.price)
        surplus = self._combined(self.surplus + np.maximum(raised, np.maximum(hidden, 0)), below)
        above_ties = 1 << worth.low_bits
        surplus = [each + above_ties * is_more for each, is_more in zip(surplus, is_raised.tolist())]
        chosen = tight[found.is_chosen]
        value = sum(self._combined(self.value(self.score[chosen]), ties[found.is_chosen]))
        bound = sum(map(int.__mul__, problem.seats.tolist(), price)) + sum(surplus)
        certificate = Certificate(worth, tuple(price), tuple(surplus), value, bound)
        if is_proven and not certificate.is_tight:
            raise FlowError("The flow was not optimal.")
        return mentor_of, certificate

    def _combined(self, values, ties):
        """Python integers in the number system of `worth`."""
        worth, people = self.worth, np.zeros(len(values), dtype=np.int64)
        if worth.bonus:
            people = (values + worth.bonus // 2) // worth.bonus
        return [
            (value << self.worth.low_bits) + (person << worth.people_bit) + tie
            for value, person, tie in zip(values.tolist(), people.tolist(), ties.tolist())
        ]


def _places(rows):
    """int64: the how manieth of its row each entry is, from 0; rows are sorted."""
    return np.arange(len(rows)) - np.searchsorted(rows, rows)


def _places_by(rows, keys):
    """The same for rows in any order, by rising keys within each."""
    order = np.lexsort((keys, rows))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = _places(rows[order])
    return place


def _above(gains, margin):
    """float64: whole points not below what gains, float32, can be, and not below 0."""
    return np.maximum(np.ceil(gains.astype(np.float64) + margin), 0)


def _best_of_columns(rows, columns, scores, count, floor):
    """The `count` best of each column; raises the floors of columns to what they then need."""
    order = np.lexsort((-scores, columns))
    rows, columns, scores = rows[order], columns[order], scores[order]
    place = _places(columns)
    last = place == count - 1
    floor[columns[last]] = scores[last]
    kept = place < count
    return rows[kept], columns[kept], scores[kept]
