"""What a program's figures say in plain words: what is good, what to look at, what to do. Rules, no guesses.

A sentence is said only of figures that may be read; where few people stand behind them, it says so.
"""

from typing import NamedTuple

from odoo.tools.misc import formatLang

from .satisfaction_figures import are_apart

GOOD_MEAN, POOR_MEAN = 4.0, 3.5
WIDE_GAP = 0.5
CLEAR_CHANGE = 0.3
GOOD_SHARE, POOR_SHARE = 80, 60
"""Of the meetings that were due, in percent."""
FEW_REPLIES = 50
MANY_EXITS = 15
MOST = 4
"""How many sentences of each kind a first page holds."""
ROLES = ("mentor", "mentee")


class Finding(NamedTuple):
    """A sentence of the first page: ``good``, ``watch`` or ``do``, and how much it matters."""

    kind: str
    weight: int
    text: str


def say_mean(env, mean):
    return formatLang(env, mean, digits=1)


def say_share(env, share):
    return env._("%(share)s %%", share=formatLang(env, share, digits=0))


def get_measures(env):
    """Return what each measure of answers is called.

    :rtype: dict[str, str]
    """
    return env["hr.mentorship.release"]._get_measure_labels()


def advise(env, measure):
    """Return what to do where people are not satisfied with something; nothing where nobody can say."""
    return {
        "checkin": env._("Offer both sides the guides for good meetings, and ask a few of them what they miss."),
        "overall": env._("Talk to three people of each side about what they expected and what they found."),
        "fit": env._("Offer another match, and look at which criteria of the matching should count more."),
        "trust": env._("Say once more what stays between the two, and who reads what."),
        "usefulness": env._("Help pairs to write down one goal each that matters at work this quarter."),
        "goal_progress": env._("Ask pairs for a first step within a week for each goal that has not moved."),
        "time_spent": env._("Agree on a rhythm that people can keep, and have their managers give them the time."),
        "rewarding": env._("Thank mentors in public, and show them what their mentees have reached."),
        "support": env._("Name somebody whom pairs can call, and write to them once a month."),
        "own_weighted": env._("Ask pairs to talk about what matters to them most, and what they miss of it."),
        "recommend": env._("Ask those who would not recommend it for the one thing that should change."),
    }.get(measure, "")


def find(env, figures, targets, threshold):
    """Return what is worth a sentence about one program, what matters most first.

    :param targets: the targets of the program, hr.mentorship.target
    :rtype: list[Finding]
    """
    findings = [
        *_judge_meetings(env, figures),
        *_judge_answers(env, figures, threshold),
        *_judge_replies(env, figures),
        *_judge_goals(env, figures),
        *_judge_exits(env, figures),
        *_judge_pairs(env, figures),
        *_judge_targets(env, targets),
    ]
    return sorted(dict.fromkeys(findings), key=lambda finding: -finding.weight)


def _judge_meetings(env, figures):
    if figures.held_share is None:
        if figures.begun:
            yield Finding("watch", 40, env._("No meeting has been due yet, so it is too early for most of this."))
        return
    words = {"held": figures.held, "due": figures.due, "share": say_share(env, figures.held_share)}
    if figures.held_share >= GOOD_SHARE:
        yield Finding("good", 70, env._("Pairs meet: %(held)s of %(due)s meetings were held (%(share)s).", **words))
    elif figures.held_share < POOR_SHARE:
        yield Finding("watch", 80, env._("Only %(held)s of %(due)s meetings were held (%(share)s).", **words))
        yield Finding(
            "do", 80, env._("Speak to the pairs whose meetings are overdue. A longer rhythm that is kept is better.")
        )
    else:
        yield Finding("watch", 30, env._("%(held)s of %(due)s meetings were held (%(share)s).", **words))


def _judge_answers(env, figures, threshold):
    if not figures.answers:
        yield Finding(
            "watch",
            60,
            env._(
                "How satisfied people are cannot be said yet: too few have answered, and single answers stay private."
            ),
        )
        if figures.held:
            yield Finding("do", 30, env._("Ask pairs to rate their meetings at the end: it takes a minute."))
        return
    for measure in figures.list_measures():
        latest = {role: figures.get_current(measure, role) for role in ROLES}
        latest = {role: row for role, row in latest.items() if row and row["mean"] is not None}
        yield from _judge_means(env, measure, latest)
        for role in latest:
            yield from _judge_change(env, figures.list_releases(measure, role), threshold)
        if len(latest) == len(ROLES):
            yield from _judge_gap(env, measure, latest, threshold)


def _judge_means(env, measure, latest):
    """Say who is satisfied and who is not, in one sentence where both sides are alike."""
    # The whole comes before its parts
    more = 10 if measure in ("overall", "checkin") else 0
    good = {role: row for role, row in latest.items() if row["mean"] >= GOOD_MEAN}
    poor = {role: row for role, row in latest.items() if row["mean"] < POOR_MEAN}
    label = get_measures(env).get(measure, measure)
    if good:
        best = max(row["mean"] for row in good.values())
        yield Finding("good", int(10 * best) + 10 + more, _say_good(env, label, good))
    if poor:
        worst = min(row["mean"] for row in poor.values())
        weight = int(20 * (POOR_MEAN - worst)) + 60 + more
        yield Finding("watch", weight, _say_poor(env, label, poor))
        if advice := advise(env, measure):
            yield Finding("do", weight, advice)


def _say_good(env, label, rows):
    means = {role: say_mean(env, row["mean"]) for role, row in rows.items()}
    if len(rows) == len(ROLES):
        return env._(
            "Both sides are satisfied. %(measure)s: mentors %(mentor)s, mentees %(mentee)s of 5.",
            measure=label,
            **means,
        )
    if "mentor" in rows:
        return env._("Mentors are satisfied. %(measure)s: %(mean)s of 5.", measure=label, mean=means["mentor"])
    return env._("Mentees are satisfied. %(measure)s: %(mean)s of 5.", measure=label, mean=means["mentee"])


def _say_poor(env, label, rows):
    means = {role: say_mean(env, row["mean"]) for role, row in rows.items()}
    if len(rows) == len(ROLES):
        return env._(
            "Neither side is satisfied. %(measure)s: mentors %(mentor)s, mentees %(mentee)s of 5.",
            measure=label,
            **means,
        )
    if "mentor" in rows:
        return env._("Mentors are not satisfied. %(measure)s: %(mean)s of 5.", measure=label, mean=means["mentor"])
    return env._("Mentees are not satisfied. %(measure)s: %(mean)s of 5.", measure=label, mean=means["mentee"])


def _judge_change(env, releases, threshold):
    if len(releases) < 2 or releases[0]["mean"] is None or releases[-1]["mean"] is None:
        return
    first, last = releases[0], releases[-1]
    change = last["mean"] - first["mean"]
    if abs(change) < CLEAR_CHANGE or last["measure"] not in ("overall", "checkin"):
        return
    words = {"first": say_mean(env, first["mean"]), "last": say_mean(env, last["mean"])}
    caveat = "" if are_apart(first, last, threshold) else " " + env._("With so few people, it may be chance.")
    is_mentor = last["role"] == "mentor"
    if change > 0:
        text = (
            env._("Mentors are more satisfied than at first: %(last)s after %(first)s.", **words)
            if is_mentor
            else env._("Mentees are more satisfied than at first: %(last)s after %(first)s.", **words)
        )
        yield Finding("good", 45, text + caveat)
    else:
        text = (
            env._("Mentors are less satisfied than at first: %(last)s after %(first)s.", **words)
            if is_mentor
            else env._("Mentees are less satisfied than at first: %(last)s after %(first)s.", **words)
        )
        yield Finding("watch", 65, text + caveat)
        yield Finding("do", 40, env._("Look at what has changed since: new people, a busy season, other guides."))


def _judge_gap(env, measure, latest, threshold):
    mentor, mentee = latest["mentor"], latest["mentee"]
    gap = mentor["mean"] - mentee["mean"]
    if abs(gap) < WIDE_GAP:
        return
    words = {
        "measure": get_measures(env).get(measure, measure),
        "mentors": say_mean(env, mentor["mean"]),
        "mentees": say_mean(env, mentee["mean"]),
    }
    caveat = "" if are_apart(mentor, mentee, threshold) else " " + env._("With so few people, it may be chance.")
    text = env._("The two sides see it differently: %(measure)s, mentors %(mentors)s, mentees %(mentees)s.", **words)
    yield Finding("watch", 55, text + caveat)
    yield Finding(
        "do",
        45,
        env._("Listen to a few mentees, one to one: their side is the lower one.")
        if gap > 0
        else env._("Listen to a few mentors, one to one: their side is the lower one."),
    )


def _judge_replies(env, figures):
    if not figures.replies:
        return
    _day, share, text = figures.replies[-1]
    if share >= FEW_REPLIES:
        return
    yield Finding(
        "watch",
        35,
        env._(
            "Of those asked in the last surveys, %(share)s have answered: it may be the view of those who like "
            "to answer.",
            share=text,
        ),
    )
    yield Finding("do", 25, env._("Tell people what became of their last answers: then more of them answer."))


def _judge_goals(env, figures):
    if figures.goal_share is None:
        return
    reached, due = figures.goals
    words = {"reached": reached, "due": due}
    if figures.goal_share >= 70:
        yield Finding("good", 60, env._("%(reached)s of %(due)s goals whose day has come are reached.", **words))
    elif figures.goal_share < 40:
        yield Finding("watch", 50, env._("Only %(reached)s of %(due)s goals whose day has come are reached.", **words))
        yield Finding("do", 50, env._("Have pairs make goals smaller, with a first step within a week."))


def _judge_exits(env, figures):
    if not figures.begun or not figures.ended_early:
        if figures.begun and figures.ended_early == 0 and figures.held:
            yield Finding("good", 35, env._("No pair that has begun has ended before its time."))
        return
    if 100 * figures.ended_early / figures.begun >= MANY_EXITS:
        words = {"ended": figures.ended_early, "begun": figures.begun}
        yield Finding("watch", 58, env._("%(ended)s of %(begun)s pairs ended before their time.", **words))
        yield Finding(
            "do", 48, env._("Offer those who have ended early another match, and ask what would have helped.")
        )


def _judge_pairs(env, figures):
    running = sum(figures.health.values())
    troubled = figures.health.get("stalled", 0) + figures.health.get("at_risk", 0)
    if running and 100 * troubled / running >= 25:
        words = {"troubled": troubled, "running": running}
        yield Finding("watch", 62, env._("%(troubled)s of %(running)s running pairs have come to a stop.", **words))
        yield Finding("do", 62, env._("Call the pairs that have come to a stop: the list “Need Attention” says why."))


def _judge_targets(env, targets):
    judged = targets.filtered(lambda target: target.standing != "unknown")
    met = judged.filtered(lambda target: target.standing == "green")
    if met and 2 * len(met) >= len(judged):
        words = {"met": len(met), "all": len(judged)}
        yield Finding("good", 50, env._("Targets met: %(met)s of the %(all)s that can be judged.", **words))
    for target in targets.filtered(lambda target: target.standing == "red"):
        words = {"name": target.name, "value": target.value_text, "wanted": target.wanted_text}
        yield Finding("watch", 57, env._("Off target: %(name)s, %(value)s instead of %(wanted)s.", **words))
        if target.advice:
            yield Finding("do", 57, target.advice)


def sum_up(env, figures, findings):
    """Return the one sentence for those who read no other."""
    good = sum(finding.kind == "good" for finding in findings)
    watch = sum(finding.kind == "watch" for finding in findings)
    if not figures.held:
        return env._("It is too early to say how this program goes: no meeting has been held yet.")
    if not watch:
        return env._("This program goes well, and nothing needs a decision now.")
    if good >= 2 * watch:
        return env._("This program goes well. A few things are worth a look.")
    if good >= watch:
        return env._("This program is on its way, with some things to put right.")
    return env._("This program needs help: what to do first stands below.")
