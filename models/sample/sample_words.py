"""Who the people of the sample program are, and what they have done: invented, and in the language of who reads it.

Mentors and mentees are named by short keys, by which the pairs below name them. Dates are weeks ago.
"""

from typing import NamedTuple

LEVELS = ((25, "basic"), (60, "solid"), (100, "expert"))


class Person(NamedTuple):
    name: str
    job: str
    role: str
    topics: tuple
    motivation: str
    state: str = "approved"


class Meeting(NamedTuple):
    """A meeting of a pair, with what the mentor and the mentee have rated it; 0: no answer."""

    weeks_ago: int
    state: str = "done"
    duration: float = 1.0
    ratings: tuple = (0, 0)
    kind: str = "regular"


class Goal(NamedTuple):
    name: str
    state: str
    reason: str
    measure: str
    progress: tuple = ()
    """What has been logged: weeks ago, percent."""


class Pair(NamedTuple):
    mentor: str
    mentee: str
    state: str
    weeks_ago: int
    meetings: tuple
    goals: tuple = ()


def list_topics(env):
    """Return the names of the topics, by key."""
    return {
        "lead": env._("Leading a team"),
        "talk": env._("Speaking in public"),
        "data": env._("Working with figures"),
        "sell": env._("Negotiating"),
        "plan": env._("Planning projects"),
        "write": env._("Writing clearly"),
    }


def list_levels(env):
    names = {"basic": env._("Basics"), "solid": env._("Solid"), "expert": env._("Expert")}
    return {names[key]: percent for percent, key in LEVELS}


def list_people(env):
    """Return the invented people by key.

    :rtype: dict[str, Person]
    """
    mentor, mentee = "mentor", "mentee"
    return {
        "ines": Person(
            "Ines Carvalho",
            env._("Head of Sales"),
            mentor,
            ("sell", "talk"),
            env._("Somebody took the time for me once. Now it is my turn."),
        ),
        "tom": Person(
            "Tom Lindqvist",
            env._("Team Lead, Production"),
            mentor,
            ("lead", "plan"),
            env._("I want to hear what new colleagues see that I no longer see."),
        ),
        "wanda": Person(
            "Wanda Kowalska",
            env._("Financial Controller"),
            mentor,
            ("data",),
            env._("Figures frighten fewer people once they have asked everything they want to ask."),
        ),
        "jonas": Person(
            "Jonas Adebayo",
            env._("Project Manager"),
            mentor,
            ("plan", "lead"),
            env._("My best projects began with a good question of somebody else."),
        ),
        "mei": Person(
            "Mei Tanaka",
            env._("Communications Manager"),
            mentor,
            ("write", "talk"),
            env._("I like to see people find their own words."),
        ),
        "lena": Person(
            "Lena Brandt",
            env._("Account Manager"),
            mentee,
            ("sell",),
            env._("I want to lead the talks with our largest customer next year."),
        ),
        "omar": Person(
            "Omar Haddad",
            env._("Shift Supervisor"),
            mentee,
            ("lead",),
            env._("I have been leading former colleagues since spring and look for advice."),
        ),
        "sofia": Person(
            "Sofía Herrera",
            env._("Purchaser"),
            mentee,
            ("data",),
            env._("I want to build my own reports instead of asking for them."),
        ),
        "pavel": Person(
            "Pavel Novotny",
            env._("Engineer"),
            mentee,
            ("plan",),
            env._("My first project of my own starts in autumn."),
        ),
        "amelie": Person(
            "Amélie Roux",
            env._("Support Specialist"),
            mentee,
            ("write",),
            env._("Our customers should understand my answers at the first reading."),
        ),
        "kofi": Person(
            "Kofi Mensah",
            env._("Sales Representative"),
            mentee,
            ("talk", "sell"),
            env._("I want to stand in front of fifty people without notes."),
        ),
        "nora": Person(
            "Nora Sørensen",
            env._("Warehouse Clerk"),
            mentee,
            ("plan", "lead"),
            env._("I want to find out whether leading is for me."),
            "applied",
        ),
    }


def list_pairs(env):
    """Return who is together with whom, and what they have done.

    :rtype: list[Pair]
    """
    return [
        Pair(
            "ines",
            "lena",
            "active",
            14,
            (
                Meeting(13, ratings=(5, 5), kind="first"),
                Meeting(11, ratings=(5, 5)),
                Meeting(9, duration=1.5, ratings=(4, 5)),
                Meeting(7, ratings=(5, 5)),
                Meeting(5, ratings=(0, 4)),
                Meeting(3, ratings=(5, 5)),
            ),
            (
                Goal(
                    env._("I open our yearly talk with the largest customer myself"),
                    "active",
                    env._("So far I only take the minutes."),
                    env._("I have led one talk from the first to the last minute."),
                    ((10, 20), (7, 45), (3, 70)),
                ),
            ),
        ),
        Pair(
            "tom",
            "omar",
            "active",
            13,
            (
                Meeting(12, ratings=(4, 5), kind="first"),
                Meeting(10, ratings=(4, 4)),
                Meeting(8, state="missed"),
                Meeting(6, ratings=(5, 4)),
                Meeting(4, ratings=(4, 5)),
            ),
            (
                Goal(
                    env._("Every shift starts with a meeting of ten minutes"),
                    "reached",
                    env._("Too much is passed on in the corridor."),
                    env._("Four weeks without a question that the meeting should have answered."),
                    ((10, 30), (6, 80), (4, 100)),
                ),
                Goal(
                    env._("I say what I expect before I am annoyed"),
                    "active",
                    env._("Half of the trouble comes from things that I never said."),
                    env._("Two talks a month that I begin in time."),
                    ((4, 25),),
                ),
            ),
        ),
        Pair(
            "wanda",
            "sofia",
            "completed",
            15,
            (
                Meeting(14, ratings=(5, 5), kind="first"),
                Meeting(12, ratings=(5, 4)),
                Meeting(9, ratings=(4, 5)),
                Meeting(6, duration=1.5, ratings=(5, 5)),
                Meeting(2, ratings=(5, 5), kind="closing"),
            ),
            (
                Goal(
                    env._("I build the monthly report of our suppliers myself"),
                    "reached",
                    env._("I wait three days for figures that I need at once."),
                    env._("Two reports in a row without help."),
                    ((11, 40), (6, 75), (3, 100)),
                ),
            ),
        ),
        Pair(
            "jonas",
            "pavel",
            "active",
            12,
            (
                Meeting(11, ratings=(3, 3), kind="first"),
                Meeting(9, state="missed"),
                Meeting(7, duration=0.5, ratings=(3, 2)),
                Meeting(5, state="missed"),
                Meeting(3, state="planned"),
            ),
            (
                Goal(
                    env._("A plan for my first project that others can read"),
                    "suggested",
                    env._("The project starts in autumn."),
                    env._("Three colleagues understand it without asking."),
                ),
            ),
        ),
        Pair(
            "mei",
            "amelie",
            "active",
            8,
            (
                Meeting(7, ratings=(4, 4), kind="first"),
                Meeting(5, ratings=(5, 4)),
                Meeting(3, ratings=(4, 5)),
            ),
            (
                Goal(
                    env._("Answers that need no second mail"),
                    "active",
                    env._("Every question that comes back costs two people a day."),
                    env._("Fewer than five questions a week come back, instead of twelve."),
                    ((3, 35),),
                ),
            ),
        ),
    ]
