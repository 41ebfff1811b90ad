"""People who could well work somewhere: a seeded generator of mentoring programs, as plain arrays.

Few topics are asked for by many and most by few (Zipf's law), mentors know more than their mentees and have been
there longer, people of one place share a language, a manager leads a team, and not everybody answers every question.
The same arrays make a problem for the engine (`instances`) and records for Odoo (`odoo_people`).
"""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Market:
    """What makes one program harder than another.

    :ivar seats: seats per mentee, None: as mentors happen to offer them (1 to 5, 3.5 on average)
    :ivar stars: share of mentors whom everybody wants: the most wanted topics, at the highest level, always free
    :ivar is_coarse: few answers are told apart, so that scores tie all over
    """

    name: str
    description: str
    seats: float | None = None
    stars: float = 0.0
    is_coarse: bool = False


MARKETS = {
    market.name: market
    for market in (
        Market("loose", "1.17 seats a mentee"),
        Market("tight 1.0", "exactly one seat a mentee", seats=1.0),
        Market("tight 0.95", "seats for 95 % of the mentees", seats=0.95),
        Market("tight 0.7", "seats for 70 % of the mentees", seats=0.7),
        Market("stars", "one seat a mentee, and 2 % of the mentors are wanted by everybody", seats=1.0, stars=0.02),
        Market("ties", "one seat a mentee, few different scores", seats=1.0, is_coarse=True),
    )
}


@dataclass(frozen=True)
class Vocabulary:
    """How many different things people can name; Odoo's demo company has fewer topics than a large company."""

    skills: int = 300
    interests: int = 20
    languages: int = 8
    departments: int = 30
    places: int = 5

    def coarse(self):
        return replace(self, skills=12, interests=4, languages=2, departments=4)


SENIORITIES = 5
STYLE_ITEMS = 6
STYLE_ANSWERS = 5
TIME_SLOTS = 15
SKILL_LEVELS = (25, 50, 75, 100)
MOST_SEATS = 5
TEAM = 8
WISH_VALUES = np.array([1.0, 0.7, 0.4], dtype=np.float32)
"""Of a first, second and third wish."""


@dataclass(frozen=True)
class Side:
    """All mentees, or all mentors. Entries (rows, things) are parallel arrays, each entry once.

    :ivar skills: rows, skills, levels: offered ones of mentors; wanted ones of mentees with their own level, 0: none
    :ivar seniority: 0..4, -1 not answered
    :ivar style: (n, 6) answers 0..4, -1 not answered
    :ivar superior: row of the mentor who leads this person, -1: none of them does
    """

    count: int
    skills: tuple[np.ndarray, np.ndarray, np.ndarray]
    interests: tuple[np.ndarray, np.ndarray]
    languages: tuple[np.ndarray, np.ndarray]
    slots: tuple[np.ndarray, np.ndarray]
    department: np.ndarray
    place: np.ndarray
    seniority: np.ndarray
    style: np.ndarray
    superior: np.ndarray


@dataclass(frozen=True)
class Population:
    """A program's people.

    :ivar seats: of each mentor
    :ivar wishes: mentee rows, mentor rows, rank 0..2: whom mentees have asked for
    """

    market: Market
    vocabulary: Vocabulary
    mentees: Side
    mentors: Side
    seats: np.ndarray
    wishes: tuple[np.ndarray, np.ndarray, np.ndarray]

    def line_of_command(self):
        """(mentee rows, mentor rows) of the pairs in which one leads the other, directly or not."""
        direct = self.mentees.superior
        above = np.where(direct >= 0, self.mentors.superior[direct], -1)
        rows = np.arange(self.mentees.count)
        pairs = [(rows[mentors >= 0], mentors[mentors >= 0]) for mentors in (direct, above)]
        return tuple(np.concatenate(parts) for parts in zip(*pairs))


def populate(n_mentees, market="loose", seed=1, vocabulary=None, n_mentors=None):
    """A program of that size. The same arguments give the same people, on any machine.

    :param market: a key of `MARKETS`, or a `Market`
    :param n_mentors: a third of the mentees if not given
    :return: `Population`
    """
    market = MARKETS.get(market, market)
    vocabulary = vocabulary or Vocabulary()
    if market.is_coarse:
        vocabulary = vocabulary.coarse()
    n_mentors = n_mentors or max(1, n_mentees // 3)
    random = np.random.default_rng([seed, n_mentees])
    n_stars = int(np.ceil(market.stars * n_mentors))
    mentors = _side(random, n_mentors, vocabulary, market, is_mentor=True, n_stars=n_stars)
    leads = _lead(random, mentors.department, vocabulary.departments)
    mentors = replace(mentors, superior=leads)
    mentees = _side(random, n_mentees, vocabulary, market, is_mentor=False)
    mentees = replace(mentees, superior=_team_leads(random, mentees, mentors))
    seats = _seats(random, n_mentors, market.seats and round(market.seats * n_mentees))
    return Population(market, vocabulary, mentees, mentors, seats, _wishes(random, n_mentees, n_mentors))


def _side(random, count, vocabulary, market, is_mentor, n_stars=0):
    fewest, most = (4, 10) if is_mentor else (1, 4)
    rows, skills = _choose(random, count, vocabulary.skills, fewest, most, exponent=1.0)
    if is_mentor:
        levels = random.choice(SKILL_LEVELS, len(rows), p=(0.1, 0.3, 0.4, 0.2))
    else:
        # Most start from nothing; whoever has begun stands low
        levels = random.choice((0, *SKILL_LEVELS[:2]), len(rows), p=(0.6, 0.3, 0.1))
    place = random.choice(vocabulary.places, count, p=_zipf(vocabulary.places, 0.7))
    shares = (0.02, 0.13, 0.3, 0.35, 0.2) if is_mentor else (0.35, 0.35, 0.2, 0.08, 0.02)
    seniority = random.choice(SENIORITIES, count, p=shares)
    seniority[random.random(count) < 0.1] = -1
    style = random.integers(0, STYLE_ANSWERS, (count, STYLE_ITEMS))
    style[random.random(style.shape) < 0.1] = -1
    slots = _choose(random, count, TIME_SLOTS, 3, 8)
    languages = _languages(random, place, vocabulary.languages)
    if market.is_coarse:
        levels = np.full(len(rows), 50 if is_mentor else 0)
        seniority[:], style[:] = -1, -1
        slots = (np.empty(0, np.int64),) * 2
    side = Side(
        count=count,
        skills=(rows, skills, levels),
        interests=_choose(random, count, vocabulary.interests, 1, 4, exponent=0.5),
        languages=languages,
        slots=slots,
        department=random.choice(vocabulary.departments, count, p=_zipf(vocabulary.departments, 0.5)),
        place=place,
        seniority=seniority,
        style=style,
        superior=np.full(count, -1),
    )
    return _with_stars(side, vocabulary, n_stars)


def _with_stars(side, vocabulary, n_stars):
    """The first ones know what everybody wants, as well as can be, speak everything and always have time."""

    def everything(entries, n_things, extra=()):
        kept = entries[0] >= n_stars
        rows = np.repeat(np.arange(n_stars), n_things)
        things = np.tile(np.arange(n_things), n_stars)
        return tuple(np.concatenate([new, old[kept]]) for new, old in zip((rows, things, *extra), entries, strict=True))

    if not n_stars:
        return side
    best = np.full(n_stars * 10, SKILL_LEVELS[-1])
    seniority, style = side.seniority.copy(), side.style.copy()
    seniority[:n_stars] = SENIORITIES - 2
    style[:n_stars] = STYLE_ANSWERS // 2
    return replace(
        side,
        skills=everything(side.skills, 10, (best,)),
        interests=everything(side.interests, vocabulary.interests),
        languages=everything(side.languages, vocabulary.languages),
        slots=everything(side.slots, TIME_SLOTS),
        seniority=seniority,
        style=style,
    )


def _zipf(count, exponent):
    shares = 1 / np.arange(1, count + 1) ** exponent
    return shares / shares.sum()


def _choose(random, n_people, n_things, fewest, most, exponent=0.0):
    """(rows, things): `fewest` to `most` different things a person, the first ones the most popular."""
    most = min(most, n_things)
    count = random.integers(min(fewest, most), most + 1, n_people)
    # Sorting by waiting times of rates p draws without replacement by p (Efraimidis and Spirakis 2006)
    rates = _zipf(n_things, exponent).astype(np.float32)
    chosen = []
    for start in range(0, n_people, 4096):
        waiting = random.standard_exponential((min(4096, n_people - start), n_things), dtype=np.float32) / rates
        chosen.append(np.argsort(waiting, axis=1, kind="stable")[:, :most])
    is_chosen = np.arange(most) < count[:, None]
    rows, ranks = np.nonzero(is_chosen)
    return rows, np.concatenate(chosen)[rows, ranks]


def _languages(random, place, n_languages):
    """Most speak what is spoken where they work, most the first one as well, some another."""
    count = len(place)
    speaks = random.random((count, n_languages)) < 0.08
    speaks[:, 0] |= random.random(count) < 0.8
    local = place % n_languages
    speaks[np.arange(count), local] |= random.random(count) < 0.9
    speaks[np.arange(count), local] |= ~speaks.any(axis=1)
    return np.nonzero(speaks)


def _lead(random, department, n_departments):
    """Each mentor's superior among the mentors: one head a department, whom every third of it reports to."""
    superior = np.full(len(department), -1)
    for each in range(n_departments):
        members = np.flatnonzero(department == each)
        if len(members) > 1:
            team = members[1:][random.random(len(members) - 1) < 1 / 3]
            superior[team] = members[0]
    return superior


def _team_leads(random, mentees, mentors):
    """Each mentee's superior: for about two of three a mentor of the own department who leads a team."""
    superior = np.full(mentees.count, -1)
    for each in np.unique(mentees.department):
        members = np.flatnonzero(mentees.department == each)
        mentors_here = np.flatnonzero(mentors.department == each)
        leads = mentors_here[: max(1, len(members) // TEAM)]
        if len(leads):
            led = members[random.random(len(members)) < 2 / 3]
            superior[led] = leads[random.integers(0, len(leads), len(led))]
    return superior


def _seats(random, n_mentors, total):
    """1 to 5 seats a mentor, together `total` if that is possible."""
    seats = random.choice(np.arange(1, MOST_SEATS + 1), n_mentors, p=(0.08, 0.14, 0.25, 0.26, 0.27))
    if total:
        total = min(max(total, n_mentors), n_mentors * MOST_SEATS)
        while missing := total - seats.sum():
            may = np.flatnonzero(seats < MOST_SEATS) if missing > 0 else np.flatnonzero(seats > 1)
            seats[random.permutation(may)[: abs(missing)]] += np.sign(missing)
    return seats


def _wishes(random, n_mentees, n_mentors):
    """Every seventh mentee has asked for one to three mentors."""
    wishing = np.flatnonzero(random.random(n_mentees) < 1 / 7)
    most = min(len(WISH_VALUES), n_mentors)
    mentors = random.integers(0, n_mentors, (len(wishing), most))
    ranks = np.broadcast_to(np.arange(most), mentors.shape)
    is_wished = ranks < random.integers(1, most + 1, len(wishing))[:, None]
    for rank in range(1, most):
        is_wished[:, rank] &= (mentors[:, :rank] != mentors[:, rank : rank + 1]).all(axis=1)
    rows, places = np.nonzero(is_wished)
    return wishing[rows], mentors[rows, places], ranks[rows, places]
