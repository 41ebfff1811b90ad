"""A program in a simulated year, and what is released of it day by day."""

from datetime import date, timedelta
from random import Random

from disclosure import Answer, decide, decide_across

START = date(2026, 12, 15)


def make_year(seed, mentors, mentees, least=5, moods=(1, 2, 3, 4, 5), days=365):
    """Return what people say in a year, by the day on which they say it: some late, some often, some never.

    :rtype: dict[date, list[Answer]]
    """
    random = Random(seed)
    people = [(f"mentor{number}", "mentor") for number in range(mentors)]
    people += [(f"mentee{number}", "mentee") for number in range(mentees)]
    by_day = {}
    number = 0
    for person, role in people:
        rhythm = random.choice((14, 30, 60, 90))
        mood = random.choice(moods)
        group = random.choice(("sales", "sales", "research"))
        day = random.randrange(rhythm)
        while day < days:
            held = START + timedelta(days=day)
            said = held + timedelta(days=random.choice((0, 0, 0, 1, 3, 10, 45)))
            value = min(5, max(1, mood + random.choice((-1, 0, 0, 0, 1))))
            number += 1
            if random.random() < 0.8:
                by_day.setdefault(said, []).append(Answer(number, person, value, held, least, role, group))
            day += rhythm + random.randrange(-3, 4)
    return by_day


def live_through(by_day, readers=frozenset(), days=430):
    """Yield what is released, day by day, with the day and the answers in it: what a manager who keeps watch may know.

    :rtype: Iterator[tuple[date, Release, list[Answer]]]
    """
    waiting = {}
    for number in range(days):
        today = START + timedelta(days=number)
        waiting.update((answer.key, answer) for answer in by_day.get(today, ()))
        for release in decide(list(waiting.values()), today, is_over=number > 400, readers=readers):
            yield today, release, [waiting.pop(key) for key in release.keys]


def live_through_several(by_day_of, ends, readers=frozenset(), days=430):
    """Yield the same of several programs, of which each is over on its day, and what is released across them then.

    :param list[dict] by_day_of: what people say in each program, by the day on which they say it
    :param list[int] ends: the day of each on which nobody answers any more
    :rtype: Iterator[tuple[date, Release, list[Answer]]]
    """
    waiting_of = [{} for _program in by_day_of]
    for number in range(days):
        today = START + timedelta(days=number)
        left_over = {}
        for waiting, by_day, end in zip(waiting_of, by_day_of, ends, strict=True):
            is_over = number > end
            if not is_over:
                waiting.update((answer.key, answer) for answer in by_day.get(today, ()))
            for release in decide(list(waiting.values()), today, is_over, readers):
                yield today, release, [waiting.pop(key) for key in release.keys]
            if is_over:
                left_over.update(waiting)
        for release in decide_across(list(left_over.values()), today, readers):
            yield today, release, [left_over[key] for key in release.keys]
            for waiting in waiting_of:
                for key in release.keys:
                    waiting.pop(key, None)
