"""Where the exact solver starts: prices and a matching that are nearly right, from an auction in plain numpy.

Everybody without a mentor bids for a seat of the mentor who leaves them most at the present prices: the price, plus
what they gain over their second choice, plus a step. The highest bid takes the cheapest seat, whoever held it bids
again. When the music stops, each pair is within a step of the best the mentee could have, and `assignment.assign`
turns the state into the exact optimum by short swaps around each seat, where from nothing it would have to search
the whole market for the last seats. The last few bidders, who would fight for long, are placed by such searches here,
where arrays do them. Nothing here needs to be exact, therefore, and all of it is fast float32.

Sources: D. P. Bertsekas, The auction algorithm: a distributed relaxation method for the assignment problem (1988);
D. P. Bertsekas and D. A. Castañon, The auction algorithm for the transportation problem (1989), for seats. All who
have no seat bid at once (their Jacobi version), because arrays are quick and loops are not.
"""

import numpy as np

from .problem import MICRO

STEP = 50
"""Micro-points by which a bid beats the price at least: smaller prolongs price wars, bigger leaves more to repair. The
exact solver searches as far as some steps: with 500 that may be a whole market of similar people."""

PERSON = 4 * MICRO
"""What it costs to leave somebody out, where people come first: so much more than what seats differ in price that a
price tells whether it contains a person, and few enough bits for float32."""

ROUNDS = 20_000
"""When the bidding stops, at the latest: the last few people would fight long wars. They are placed one by one."""


class Auction:
    """One auction. `run` it, then read `price` and `mentor_of`.

    :param mentors: int64 (n_pairs,) rows of mentors, by mentee
    :param scores: int64 (n_pairs,) micro-points, parallel
    :param until: int64 (n_mentees + 1,) where the pairs of each mentee begin, and the last end
    :param seats: int64 (n_mentors,)
    :param is_for_people: nobody stays out for the sake of points
    :ivar price: float32 (n_mentors + 1,) micro-points; the last entry is nobody's and pads short lists
    :ivar mentor_of: int64 (n_mentees,), -1 without one
    :complexity: O(bids · longest list) time, some ten to a hundred bids a mentee; O(n_mentees · longest list) memory
    """

    def __init__(self, mentors, scores, until, seats, is_for_people):
        n_mentees, n_mentors = len(until) - 1, len(seats)
        seats = np.minimum(seats, n_mentees)
        counts = np.diff(until)
        place = np.repeat(np.arange(n_mentees), counts), np.arange(len(mentors)) - np.repeat(until[:-1], counts)
        self._choices = np.full((n_mentees, max(2, counts.max(initial=0))), n_mentors, dtype=np.int32)
        self._scores = np.full(self._choices.shape, -np.inf, dtype=np.float32)
        self._choices[place], self._scores[place] = mentors, scores
        self._seats, self._first_seat = seats, np.cumsum(seats) - seats
        self._outside = np.float32(-PERSON if is_for_people else 0)
        is_scarce = is_for_people and n_mentees > seats.sum()
        self.price = np.full(n_mentors + 1, PERSON if is_scarce else 0, dtype=np.float32)
        self._bids = np.full(seats.sum(), self.price[0], dtype=np.float32)
        self._holder = np.full(seats.sum(), -1, dtype=np.int64)

    @property
    def mentor_of(self):
        mentor_of = np.full(len(self._choices), -1, dtype=np.int64)
        held = self._holder >= 0
        mentor_of[self._holder[held]] = np.repeat(np.arange(len(self._seats)), self._seats)[held]
        return mentor_of

    def run(self, progress):
        bidders = np.flatnonzero(self._scores[:, 0] >= 0)
        for number in range(ROUNDS):
            if not len(bidders):
                break
            if progress.is_over:
                return
            if not number % 64:
                progress.at("solve", len(self._choices) - len(bidders), 2 * len(self._choices))
            bidders = self._round(bidders)
        for number, bidder in enumerate(bidders.tolist()):
            if progress.is_over:
                return
            progress.at("solve", len(self._choices) + number, 2 * len(self._choices) + len(bidders))
            self._place(bidder)

    def _place(self, bidder):
        """Places one bidder by the cheapest path of swaps, and raises prices as far as it reached.

        The same as `assignment._place`, nearly right and all at once (Bellman and Ford's algorithm): whole fronts of
        people look at all their choices in one step. Worth it where a search crosses the whole market.
        """
        seat_mentor = np.repeat(np.arange(len(self._seats)), self._seats)
        own = np.append(self.mentor_of, -1)
        has_room = np.zeros(len(self.price), dtype=bool)
        has_room[seat_mentor[self._holder < 0]] = True
        reached_at = np.full(len(self.price), np.inf, dtype=np.float32)
        via = np.full(len(self.price), -1)  # the mentee by whom a mentor was reached
        front, front_at = np.array([bidder]), np.zeros(1, dtype=np.float32)
        shortest, end = np.float32(np.inf), (-1, -1)  # a mentor with a free seat, or a mentee who leaves
        while len(front):
            choices, gains, kept = self._look(front, own)
            leaving = front_at + np.maximum(kept - self._outside, 0)
            if leaving.min() < shortest:
                shortest, end = leaving.min(), (-1, front[leaving.argmin()])
            distance = front_at[:, None] + np.maximum(kept[:, None] - gains, 0)
            people, places = np.nonzero(distance < np.minimum(reached_at[choices], shortest))
            mentors, distance = choices[people, places], distance[people, places]
            nearest_last = np.argsort(-distance, kind="stable")  # and the last of several assignments counts
            reached_at[mentors[nearest_last]] = distance[nearest_last]
            via[mentors[nearest_last]] = front[people[nearest_last]]
            reached = np.unique(mentors)
            ends = reached[has_room[reached]]
            if len(ends) and reached_at[ends].min() < shortest:
                end = (ends[reached_at[ends].argmin()], -1)
                shortest = reached_at[end[0]]
            is_next = np.zeros(len(self.price), dtype=bool)
            is_next[reached[reached_at[reached] < shortest]] = True
            seats = np.flatnonzero(is_next[seat_mentor] & (self._holder >= 0))
            front, front_at = self._holder[seats], reached_at[seat_mentor[seats]]
        rise = np.where(reached_at < shortest, shortest - np.minimum(reached_at, shortest), 0)
        self.price += rise
        self._bids += rise[seat_mentor]
        self._move_along(bidder, end, via, own)

    def _look(self, mentees, own):
        """Choices, what each would leave the mentee at present prices, and what the mentee has now (or would take)."""
        choices = self._choices[mentees]
        gains = self._scores[mentees] - self.price[choices]
        at_own = np.where(choices == own[mentees, None], gains, -np.inf).max(axis=1)
        return choices, gains, np.where(own[mentees] >= 0, at_own, gains.max(axis=1))

    def _move_along(self, bidder, end, via, own):
        """Hands seats on along a path from its end, a free seat or the seat of somebody who leaves."""
        mentor, leaver = end
        if leaver == bidder:
            return
        if leaver >= 0:
            mentor = own[leaver]
        seat = self._seat_of(leaver, mentor)
        while True:
            mentee = via[mentor]
            self._bids[seat] = self.price[mentor]
            if mentee == bidder:
                self._holder[seat] = mentee
                return
            mentor = own[mentee]
            left = self._seat_of(mentee, mentor)
            self._holder[seat], seat = mentee, left

    def _seat_of(self, holder, mentor):
        """One seat of the mentor that this mentee holds, or nobody (-1)."""
        first = self._first_seat[mentor]
        return first + np.flatnonzero(self._holder[first : first + self._seats[mentor]] == holder)[0]

    def _round(self, bidders):
        """Everybody bids once. Returns who has to bid again; who would rather stay out is not among them."""
        bidders, mentors, bids = self._bid(bidders)
        highest_last = np.argsort(bids)
        winner = np.full(len(self._seats), -1)
        winner[mentors[highest_last]] = highest_last
        sold = np.flatnonzero(winner >= 0) if len(bidders) > 1000 else np.unique(mentors)
        winner = winner[sold]
        evicted = self._sell(sold, bidders[winner], bids[winner])
        has_lost = np.ones(len(bidders), dtype=bool)
        has_lost[winner] = False
        return np.concatenate([bidders[has_lost], evicted])

    def _bid(self, bidders):
        choices = self._choices[bidders]
        gains = self._scores[bidders] - self.price[choices]
        rows = np.arange(len(bidders))
        best = gains.argmax(axis=1)
        first = gains[rows, best]
        gains[rows, best] = -np.inf
        second = np.maximum(gains.max(axis=1), self._outside)
        stays = np.flatnonzero(first > self._outside)
        mentors = choices[stays, best[stays]]
        return bidders[stays], mentors, self.price[mentors] + (first[stays] - second[stays]) + np.float32(STEP)

    def _sell(self, mentors, winners, bids):
        """Hands each mentor's cheapest seat to the winner. Returns who held one of these seats."""
        counts = self._seats[mentors]
        starts = np.cumsum(counts) - counts
        of_seat = np.repeat(np.arange(len(mentors)), counts)
        all_seats = np.arange(len(of_seat)) + (self._first_seat[mentors] - starts)[of_seat]
        asked = self._bids[all_seats]
        cheap = np.flatnonzero(asked == self.price[mentors][of_seat])
        cheapest = np.empty(len(mentors), dtype=np.int64)
        cheapest[of_seat[cheap]] = cheap
        asked[cheapest] = bids
        seats = all_seats[cheapest]
        evicted = self._holder[seats]
        self._holder[seats], self._bids[seats] = winners, bids
        self.price[mentors] = np.minimum.reduceat(asked, starts) if len(mentors) else 0
        return evicted[evicted >= 0]
