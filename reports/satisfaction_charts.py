"""The charts and tables of the satisfaction report: what a template shows, made of figures."""

from odoo.tools import format_date

from ..models.common import charts
from ..models.health.health_signals import LEVELS
from .satisfaction_figures import SCALE, find_interval
from .satisfaction_words import PEERS, get_measures, get_sides, say_gap, say_mean, say_share

MOST_MONTHS = 12
NOTHING = "–"


def get_roles(env):
    return {"mentor": env._("Mentors"), "mentee": env._("Mentees"), "peer": env._("Peers")}


def make_all(env, figures, threshold):
    """Return the charts of one program by name; without what cannot be said.

    :rtype: dict[str, dict] of ``svg``, ``title``, ``legend``, ``head`` and ``rows``
    """
    made = {
        "measures": chart_measures(env, figures, threshold),
        "together": chart_together(env, figures, threshold),
        "bands": chart_bands(env, figures),
        "trend": chart_trend(env, figures),
        "departments": chart_departments(env, figures, threshold),
        "replies": chart_replies(env, figures),
        "meetings": chart_meetings(env, figures.months),
        "health": chart_health(env, figures),
    }
    return {name: chart for name, chart in made.items() if chart}


def _chart(title, svg, head, rows, legend=(), note=""):
    keys = [(charts.key(index), label) for index, label in enumerate(legend)]
    return {"title": title, "svg": svg, "head": head, "rows": rows, "legend": keys, "note": note}


def _say_people(env, each):
    """Return how many people there are of each side: said once where it is the same, as lines are short on paper."""
    if len(each) == 1:
        return each[0]
    whole = [text.replace(" ", "\N{NO-BREAK SPACE}") for text in each]
    if len(set(each)) == 1 and each[0] != NOTHING:
        return env._("%(people)s each", people=whole[0])
    return "\N{NO-BREAK SPACE}/ ".join(whole)


def chart_measures(env, figures, threshold):
    """Mentors and mentees side by side in all that they were asked, and the gap between the two."""
    labels, dots, rows, sides = get_measures(env), [], [], get_sides(figures)
    for measure in sorted(figures.list_measures(), key=lambda each: list(labels).index(each) if each in labels else 99):
        latest = [figures.get_current(measure, role) for role in sides]
        if not any(latest):
            continue  # told of all together alone
        means = [row and row["mean"] for row in latest]
        dots.append(
            (
                labels.get(measure, measure),
                [
                    (row["mean"], *find_interval(row, threshold)) if row and row["mean"] is not None else (None, 0, 0)
                    for row in latest
                ],
            )
        )
        gaps = []
        if sides != PEERS:
            gaps = [say_gap(env, means[0] - means[1]) if all(means) else NOTHING]
        people = _say_people(env, [row["people"] if row else NOTHING for row in latest])
        texts = [row["mean_text"] if row else NOTHING for row in latest]
        rows.append([labels.get(measure, measure), *texts, *gaps, people])
    if not rows:
        return None
    roles = get_roles(env)
    head = ["", *(roles[role] for role in sides), *([] if sides == PEERS else [env._("Gap")]), env._("People")]
    title = env._("How satisfied both sides are, from 1 to 5")
    if sides == PEERS:
        title = env._("How satisfied peers are, from 1 to 5")
        description = env._(
            "A dot is the mean. The line shows where the mean of many such people would lie, nineteen times of twenty."
        )
        return _chart(title, charts.dots(title, description, dots, *SCALE), head, rows, note=description)
    description = env._(
        "A dot is the mean: full for mentors, open for mentees. The line shows where the mean of "
        "many such people would lie, nineteen times of twenty."
    )
    svg = charts.dots(title, description, dots, *SCALE)
    return _chart(title, svg, head, rows, note=description)


def chart_together(env, figures, threshold):
    """What both sides have said, where those of one alone were too few to be told."""
    rows = [figures.get_current(measure, False) for measure in figures.list_measures()]
    rows = [row for row in rows if row and row["mean"] is not None]
    if not rows:
        return None
    labels = get_measures(env)
    dots = [
        (labels.get(row["measure"], row["measure"]), [(row["mean"], *find_interval(row, threshold))]) for row in rows
    ]
    title = env._("How satisfied all are together, from 1 to 5")
    note = env._(
        "Of answers of both sides that were too few to be told of one side alone; they are in no other figure of this "
        "report."
    )
    table = [
        [label, row["mean_text"], row["shares"].get("high", NOTHING), row["people"]]
        for (label, _dots), row in zip(dots, rows, strict=True)
    ]
    head = ["", env._("Mean"), env._("Satisfied"), env._("People")]
    return _chart(title, charts.dots(title, note, dots, *SCALE), head, table, note=note)


def chart_bands(env, figures):
    """How many are satisfied, so-so and not, of the whole and if nobody was asked that, of the meetings."""
    measure = "overall" if "overall" in figures.list_measures() else "checkin"
    latest = {role: figures.get_current(measure, role) for role in get_sides(figures)}
    rows = [
        (
            get_roles(env)[role],
            [(100 * row[band], row["shares"][band]) for band in ("high", "mid", "low")],
        )
        for role, row in latest.items()
        if row and row["shares"]
    ]
    if not rows:
        return None
    legend = [env._("Satisfied"), env._("In between"), env._("Not satisfied")]
    title = env._("How the answers are spread: %(measure)s", measure=get_measures(env)[measure])
    svg = charts.bars(title, ", ".join(legend), rows, 100, stacked=True)
    table = [[label, *(text for _value, text in values)] for label, values in rows]
    return _chart(title, svg, ["", *legend], table, legend)


def chart_trend(env, figures):
    """From release to release, the whole or the meetings, mentors and mentees."""
    sides = get_sides(figures)
    measure = "overall" if len(figures.list_releases("overall", sides[-1])) > 1 else "checkin"
    releases = [row for role in sides for row in figures.list_releases(measure, role) if row["mean"] is not None]
    days = sorted({row["date_from"] for row in releases})
    if len(days) < 2:
        return None
    series = []
    for role in sides:
        means = {row["date_from"]: row["mean"] for row in releases if row["role"] == role}
        series.append([means.get(day) for day in days])
    labels = [format_date(env, day, date_format="MMM yy") for day in days]
    title = env._("From release to release: %(measure)s", measure=get_measures(env)[measure])
    roles = get_roles(env)
    description = env._("The full line is that of mentors, the broken one that of mentees.")
    if sides == PEERS:
        description = env._("The line is that of peers.")
    svg = charts.lines(title, description, labels, series, *SCALE)
    rows = [
        [label, *(say_mean(env, values[index]) if values[index] else NOTHING for values in series)]
        for index, label in enumerate(labels)
    ]
    return _chart(title, svg, ["", *(roles[role] for role in sides)], rows, note=description)


def chart_replies(env, figures):
    """How many of those asked have answered the surveys, by month."""
    if not figures.replies:
        return None
    last = figures.replies[-MOST_MONTHS:]
    rows = [(format_date(env, day, date_format="MMM yy"), [(share, text)]) for day, share, text in last]
    title = env._("How many answer")
    note = env._("Of those asked in surveys that were over by then. It is counted when a month is over, and stays.")
    svg = charts.bars(title, note, rows, 100)
    table = [[label, values[0][1]] for label, values in rows]
    return _chart(title, svg, ["", env._("Answered")], table, note=note)


def chart_departments(env, figures, threshold):
    """The whole or the meetings by department, where the rules of releases allow it."""
    measure = "overall" if any(row["measure"] == "overall" for row in figures.parts) else "checkin"
    parts = [row for row in figures.parts if row["measure"] == measure and not row["role"]]
    side = get_sides(figures)[-1]
    parts = parts or [row for row in figures.parts if row["measure"] == measure and row["role"] == side]
    if not parts:
        return None
    dots = [(row["department"].name, [(row["mean"], *find_interval(row, threshold))]) for row in parts]
    title = env._("By department: %(measure)s", measure=get_measures(env)[measure])
    note = env._("Only departments of which enough people have answered, and which leave enough others.")
    rows = [[row["department"].name, row["mean_text"], row["people"]] for row in parts]
    return _chart(title, charts.dots(title, note, dots, *SCALE), ["", env._("Mean"), env._("People")], rows, note=note)


def chart_cut(env, title, found, threshold):
    """The whole or the meetings by what programs are cut into: a dot a role.

    :param dict found: lists of figures, by what they are of
    """
    roles = get_roles(env)
    measures = {row["measure"] for rows in found.values() for row in rows}
    measure = "overall" if "overall" in measures else "checkin"
    told = {
        place: {row["role"]: row for row in rows if row["measure"] == measure and row["role"] in roles}
        for place, rows in sorted(found.items())
    }
    told = {place: rows for place, rows in told.items() if rows}
    if not told:
        return None
    shown = [role for role in roles if any(role in rows for rows in told.values())]
    dots = [
        (
            place,
            [(row["mean"], *find_interval(row, threshold)) for role in shown if (row := rows.get(role))],
        )
        for place, rows in told.items()
    ]
    table = [
        [
            place,
            *(rows[role]["mean_text"] if role in rows else NOTHING for role in shown),
            _say_people(env, [rows[role]["people"] for role in shown if role in rows]),
        ]
        for place, rows in told.items()
    ]
    title = env._("%(cut)s: %(measure)s", cut=title, measure=get_measures(env)[measure])
    note = env._("A dot is the mean: full for mentors or peers, open for mentees.")
    head = ["", *(roles[role] for role in shown), env._("People")]
    return _chart(title, charts.dots(title, note, dots, *SCALE), head, table, note=note)


def chart_meetings(env, months):
    """How many meetings were held and how many were due, by month."""
    last = list(months.items())[-MOST_MONTHS:]
    if not last:
        return None
    labels = [format_date(env, month, date_format="MMM yy") for month, _counts in last]
    rows = [
        (label, [(held, str(held)), (due - held, str(due - held))])
        for label, (_month, (held, due)) in zip(labels, last, strict=True)
    ]
    top = max(due for _month, (_held, due) in last)
    legend = [env._("Held"), env._("Not held")]
    title = env._("Meetings by month")
    svg = charts.bars(title, ", ".join(legend), rows, top, stacked=True)
    table = [
        [label, held, due, say_share(env, 100 * held / due)]
        for label, (_month, (held, due)) in zip(labels, last, strict=True)
    ]
    return _chart(title, svg, ["", env._("Held"), env._("Due"), env._("Share")], table, legend)


def chart_health(env, figures):
    """How the running pairs do."""
    if not figures.health:
        return None
    labels = dict(env["hr.mentorship"]._fields["health"]._description_selection(env))
    rows = [
        (labels[health], [(figures.health[health], str(figures.health[health]))])
        for health in LEVELS
        if figures.health.get(health)
    ]
    title = env._("How the running pairs do today")
    note = env._("Judged by their plan and their log alone: no answer plays a part.")
    svg = charts.bars(title, note, rows, max(figures.health.values()))
    table = [[label, values[0][1]] for label, values in rows]
    return _chart(title, svg, ["", env._("Pairs")], table, note=note)
