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
MOST_GAPS = 3
"""How many gaps between the two sides are named."""
FEW_MEETINGS = 10
"""Of so many that were due, and without an answer, nobody can say how a program goes."""
MOST = 4
"""How many sentences of each kind a first page holds."""
ROLES = ("mentor", "mentee")
PEERS = ("peer",)
TOGETHER = "together"
"""Where one side alone is too few, and both together are enough."""


def get_sides(figures):
    """Return the roles whose answers stand side by side: among peers there is one."""
    return PEERS if figures.people.get("peer") else ROLES


class Finding(NamedTuple):
    """A sentence of the first page: ``good``, ``watch`` or ``do``, and how much it matters."""

    kind: str
    weight: int
    text: str


def say_mean(env, mean):
    return formatLang(env, mean, digits=1)


def say_gap(env, gap):
    """Return by how much one side is above the other: signed, and none is no gap in either direction."""
    size = round(abs(gap), 1)
    sign = ("+" if gap > 0 else "−") if size else ""
    return sign + say_mean(env, size)


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
        *judge_answers(env, figures, threshold),
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
            text = (
                env._("No meeting was due, so most of this cannot be said.")
                if figures.is_over
                else env._("No meeting has been due yet, so it is too early for most of this.")
            )
            yield Finding("watch", 40, text)
        return
    words = {"held": figures.held, "due": figures.due, "share": say_share(env, figures.held_share)}
    if figures.held_share >= GOOD_SHARE:
        text = (
            env._("Pairs met: %(held)s of %(due)s meetings were held (%(share)s).", **words)
            if figures.is_over
            else env._("Pairs meet: %(held)s of %(due)s meetings were held (%(share)s).", **words)
        )
        yield Finding("good", 70, text)
    elif figures.held_share < POOR_SHARE:
        yield Finding("watch", 80, env._("Only %(held)s of %(due)s meetings were held (%(share)s).", **words))
        advice = (
            env._("Plan a longer rhythm: one that is kept is better.")
            if figures.is_over
            else env._("Speak to the pairs whose meetings are overdue. A longer rhythm that is kept is better.")
        )
        yield Finding("do", 80, advice)
    else:
        yield Finding("watch", 30, env._("%(held)s of %(due)s meetings were held (%(share)s).", **words))


def judge_answers(env, figures, threshold):
    """Yield what released figures say.

    :rtype: Iterator[Finding]
    """
    if not figures.answers:
        text = (
            env._("How satisfied people were cannot be said: too few answered, and single answers stay private.")
            if figures.is_over
            else env._(
                "How satisfied people are cannot be said yet: too few have answered, and single answers stay private."
            )
        )
        yield Finding("watch", 60, text)
        if figures.held:
            yield Finding("do", 30, env._("Ask pairs to rate their meetings at the end: it takes a minute."))
        return
    said, gaps = {}, []
    for measure in figures.list_measures():
        latest = {role: figures.get_current(measure, role) for role in get_sides(figures)}
        latest = {role: row for role, row in latest.items() if row and row["mean"] is not None}
        if not latest and (together := figures.get_current(measure, False)):
            latest = {TOGETHER: together}
        for kind, weight, rows in _judge_means(measure, latest):
            said.setdefault((kind, tuple(rows)), []).append((weight, measure, rows))
            if kind == "watch" and (advice := advise(env, measure)):
                yield Finding("do", weight, advice)
        for role in [role for role in latest if role != TOGETHER]:
            yield from _judge_change(env, figures, figures.list_releases(measure, role), threshold)
        if len(latest) == len(ROLES):
            gaps.append((measure, latest["mentor"], latest["mentee"]))
    for (kind, roles), each in said.items():
        each.sort(key=lambda found: -found[0])
        yield Finding(kind, each[0][0], _say_means(env, figures, kind, roles, each[:MOST]))
    yield from _judge_gaps(env, figures, gaps, threshold)


def _judge_means(measure, latest):
    """Yield who is satisfied and who is not with one thing: kind, weight and the rows of those who are alike.

    :rtype: Iterator[tuple[str, int, dict]]
    """
    # The whole comes before its parts
    more = 10 if measure in ("overall", "checkin") else 0
    good = {role: row for role, row in latest.items() if row["mean"] >= GOOD_MEAN}
    poor = {role: row for role, row in latest.items() if row["mean"] < POOR_MEAN}
    if good:
        best = max(row["mean"] for row in good.values())
        yield "good", int(10 * best) + 10 + more, good
    if poor:
        worst = min(row["mean"] for row in poor.values())
        yield "watch", int(20 * (POOR_MEAN - worst)) + 60 + more, poor


def _say_means(env, figures, kind, roles, found):
    """Say once of all that the same people are satisfied with, or not, and name each with its figures.

    :param list found: weight, measure and rows by role, what matters most first
    """
    who = "both" if len(roles) == len(ROLES) else roles[0]
    labels = get_measures(env)
    parts = []
    for _weight, measure, rows in found:
        means = {role: say_mean(env, row["mean"]) for role, row in rows.items()}
        label = labels.get(measure, measure)
        parts.append(
            env._("%(measure)s: mentors %(mentor)s, mentees %(mentee)s of 5", measure=label, **means)
            if who == "both"
            else env._("%(measure)s: %(mean)s of 5", measure=label, mean=means[who])
        )
    sentence = (_say_over if figures.is_over else _say_now)(env, kind, who)
    return f"{sentence} {'; '.join(parts)}."


def _say_now(env, kind, who):
    if kind == "good":
        return {
            "both": env._("Both sides are satisfied."),
            TOGETHER: env._("People are satisfied."),
            "peer": env._("Peers are satisfied."),
            "mentor": env._("Mentors are satisfied."),
            "mentee": env._("Mentees are satisfied."),
        }[who]
    return {
        "both": env._("Neither side is satisfied."),
        TOGETHER: env._("People are not satisfied."),
        "peer": env._("Peers are not satisfied."),
        "mentor": env._("Mentors are not satisfied."),
        "mentee": env._("Mentees are not satisfied."),
    }[who]


def _say_over(env, kind, who):
    if kind == "good":
        return {
            "both": env._("Both sides were satisfied."),
            TOGETHER: env._("People were satisfied."),
            "peer": env._("Peers were satisfied."),
            "mentor": env._("Mentors were satisfied."),
            "mentee": env._("Mentees were satisfied."),
        }[who]
    return {
        "both": env._("Neither side was satisfied."),
        TOGETHER: env._("People were not satisfied."),
        "peer": env._("Peers were not satisfied."),
        "mentor": env._("Mentors were not satisfied."),
        "mentee": env._("Mentees were not satisfied."),
    }[who]


def _judge_change(env, figures, releases, threshold):
    if len(releases) < 2 or releases[0]["mean"] is None or releases[-1]["mean"] is None:
        return
    first, last = releases[0], releases[-1]
    change = last["mean"] - first["mean"]
    if abs(change) < CLEAR_CHANGE or last["measure"] not in ("overall", "checkin"):
        return
    words = {"first": say_mean(env, first["mean"]), "last": say_mean(env, last["mean"])}
    caveat = "" if are_apart(first, last, threshold) else " " + env._("With so few people, it may be chance.")
    say = _say_change_over if figures.is_over else _say_change_now
    text = say(env, last["role"], change > 0, words) + caveat
    if change > 0:
        yield Finding("good", 45, text)
    else:
        yield Finding("watch", 65, text)
        yield Finding("do", 40, env._("Look at what has changed since: new people, a busy season, other guides."))


def _say_change_now(env, role, is_better, words):
    if is_better:
        return {
            "mentor": env._("Mentors are more satisfied than at first: %(last)s after %(first)s.", **words),
            "mentee": env._("Mentees are more satisfied than at first: %(last)s after %(first)s.", **words),
            "peer": env._("Peers are more satisfied than at first: %(last)s after %(first)s.", **words),
        }[role]
    return {
        "mentor": env._("Mentors are less satisfied than at first: %(last)s after %(first)s.", **words),
        "mentee": env._("Mentees are less satisfied than at first: %(last)s after %(first)s.", **words),
        "peer": env._("Peers are less satisfied than at first: %(last)s after %(first)s.", **words),
    }[role]


def _say_change_over(env, role, is_better, words):
    if is_better:
        return {
            "mentor": env._("Mentors were more satisfied at the end than at first: %(last)s after %(first)s.", **words),
            "mentee": env._("Mentees were more satisfied at the end than at first: %(last)s after %(first)s.", **words),
            "peer": env._("Peers were more satisfied at the end than at first: %(last)s after %(first)s.", **words),
        }[role]
    return {
        "mentor": env._("Mentors were less satisfied at the end than at first: %(last)s after %(first)s.", **words),
        "mentee": env._("Mentees were less satisfied at the end than at first: %(last)s after %(first)s.", **words),
        "peer": env._("Peers were less satisfied at the end than at first: %(last)s after %(first)s.", **words),
    }[role]


def _judge_gaps(env, figures, found, threshold):
    """Say in one sentence in what the two sides see it differently, the widest gaps first, and to whom to listen.

    :param list found: measure, the row of mentors and that of mentees
    """
    # To 0.1, as it is shown: what reads “+0.5” is wide
    wide = [each for each in found if round(abs(each[1]["mean"] - each[2]["mean"]), 1) >= WIDE_GAP]
    if not wide:
        return
    wide = sorted(wide, key=lambda each: -abs(each[1]["mean"] - each[2]["mean"]))[:MOST_GAPS]
    gaps = [
        env._(
            "%(measure)s, mentors %(mentors)s, mentees %(mentees)s",
            measure=get_measures(env).get(measure, measure),
            mentors=say_mean(env, mentor["mean"]),
            mentees=say_mean(env, mentee["mean"]),
        )
        for measure, mentor, mentee in wide
    ]
    are_sure = all(are_apart(mentor, mentee, threshold) for _measure, mentor, mentee in wide)
    caveat = "" if are_sure else " " + env._("With so few people, it may be chance.")
    words = {"gaps": "; ".join(gaps)}
    text = (
        env._("The two sides saw it differently: %(gaps)s.", **words)
        if figures.is_over
        else env._("The two sides see it differently: %(gaps)s.", **words)
    )
    yield Finding("watch", 55, text + caveat)
    lower = {"mentee" if mentor["mean"] > mentee["mean"] else "mentor" for _measure, mentor, mentee in wide}
    yield Finding("do", 45, _advise_to_listen(env, lower, figures.is_over))


def _advise_to_listen(env, lower, is_over):
    """Say to whom to listen: to the sides that have given lower figures in something."""
    if len(lower) > 1:
        return (
            env._(
                "Listen to a few people of each side, one to one: with some things mentors were less satisfied, with "
                "others mentees."
            )
            if is_over
            else env._(
                "Listen to a few people of each side, one to one: with some things mentors are less satisfied, with "
                "others mentees."
            )
        )
    if lower == {"mentee"}:
        return (
            env._("Listen to a few mentees, one to one: they were less satisfied than their mentors.")
            if is_over
            else env._("Listen to a few mentees, one to one: they are less satisfied than their mentors.")
        )
    return (
        env._("Listen to a few mentors, one to one: they were less satisfied than their mentees.")
        if is_over
        else env._("Listen to a few mentors, one to one: they are less satisfied than their mentees.")
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
        text = (
            env._("%(reached)s of %(due)s goals were reached.", **words)
            if figures.is_over
            else env._("%(reached)s of %(due)s goals whose day has come are reached.", **words)
        )
        yield Finding("good", 60, text)
    elif figures.goal_share < 40:
        text = (
            env._("Only %(reached)s of %(due)s goals were reached.", **words)
            if figures.is_over
            else env._("Only %(reached)s of %(due)s goals whose day has come are reached.", **words)
        )
        yield Finding("watch", 50, text)
        yield Finding("do", 50, env._("Have pairs make goals smaller, with a first step within a week."))


def _judge_exits(env, figures):
    if not figures.begun or not figures.ended_early:
        if figures.begun and figures.ended_early == 0 and figures.held:
            text = (
                env._("No pair ended before its time.")
                if figures.is_over
                else env._("No pair that has begun has ended before its time.")
            )
            yield Finding("good", 35, text)
        return
    if 100 * figures.ended_early / figures.begun >= MANY_EXITS:
        words = {"ended": figures.ended_early, "begun": figures.begun}
        yield Finding("watch", 58, env._("%(ended)s of %(begun)s pairs ended before their time.", **words))
        advice = (
            env._("Ask those who ended early what would have helped, and invite them again.")
            if figures.is_over
            else env._("Offer those who have ended early another match, and ask what would have helped.")
        )
        yield Finding("do", 48, advice)


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
    return (_sum_up_over if figures.is_over else _sum_up_running)(env, figures, good, watch)


def _sum_up_running(env, figures, good, watch):
    if not figures.held:
        return env._("It is too early to say how this program goes: no meeting has been held yet.")
    if figures.due < FEW_MEETINGS and not figures.answers:
        return env._("It is too early to say how this program goes: few meetings have been due, and few have answered.")
    if not watch:
        return env._("This program goes well, and nothing needs a decision now.")
    if good >= 2 * watch:
        return env._("This program goes well. A few things are worth a look.")
    if good >= watch:
        return env._("This program is on its way, with some things to put right.")
    return env._("This program needs help: what to do first stands below.")


def _sum_up_over(env, figures, good, watch):
    if not figures.held:
        return env._("How this program went cannot be said: no meeting was held.")
    if figures.due < FEW_MEETINGS and not figures.answers:
        return env._("How this program went cannot be said: few meetings were due, and few people answered.")
    if not watch:
        return env._("This program went well, and nothing stands out that the next one should do differently.")
    if good >= 2 * watch:
        return env._("This program went well. A few things are worth a look before the next one.")
    if good >= watch:
        return env._("This program has brought something, with some things to do better in the next one.")
    return env._("This program did not go well: what to do differently stands below.")
