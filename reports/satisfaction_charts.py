"""The charts and tables of the satisfaction report: what a template shows, made of figures."""

from odoo.tools import format_date

from ..models.common import charts
from ..models.health.health_signals import LEVELS
from .satisfaction_figures import SCALE, find_interval
from .satisfaction_words import ROLES, get_measures, say_mean, say_share

MOST_MONTHS = 12
NOTHING = "–"


def get_roles(env):
    return {"mentor": env._("Mentors"), "mentee": env._("Mentees")}


def make_all(env, figures, threshold):
    """Return the charts of one program by name; without what cannot be said.

    :rtype: dict[str, dict] of ``svg``, ``title``, ``legend``, ``head`` and ``rows``
    """
    made = {
        "measures": chart_measures(env, figures, threshold),
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


def chart_measures(env, figures, threshold):
    """Mentors and mentees side by side in all that they were asked, and the gap between the two."""
    labels, dots, rows = get_measures(env), [], []
    for measure in sorted(figures.list_measures(), key=lambda each: list(labels).index(each) if each in labels else 99):
        latest = [figures.get_current(measure, role) for role in ROLES]
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
        gap = f"{means[0] - means[1]:+.1f}".replace("-", "−") if all(means) else NOTHING
        people = [row["people"] if row else NOTHING for row in latest]
        texts = [row["mean_text"] if row else NOTHING for row in latest]
        rows.append([labels.get(measure, measure), *texts, gap, " / ".join(people)])
    if not rows:
        return None
    roles = get_roles(env)
    head = ["", roles["mentor"], roles["mentee"], env._("Gap"), env._("People")]
    title = env._("How satisfied both sides are, from 1 to 5")
    description = env._(
        "A dot is the mean: full for mentors, open for mentees. The line shows where the mean of "
        "many such people would lie, nineteen times of twenty."
    )
    svg = charts.dots(title, description, dots, *SCALE)
    return _chart(title, svg, head, rows, note=description)


def chart_bands(env, figures):
    """How many are satisfied, so-so and not, of the whole and if nobody was asked that, of the meetings."""
    measure = "overall" if "overall" in figures.list_measures() else "checkin"
    latest = {role: figures.get_current(measure, role) for role in ROLES}
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
    measure = "overall" if len(figures.list_releases("overall", "mentee")) > 1 else "checkin"
    releases = [row for role in ROLES for row in figures.list_releases(measure, role) if row["mean"] is not None]
    days = sorted({row["date_from"] for row in releases})
    if len(days) < 2:
        return None
    series = []
    for role in ROLES:
        means = {row["date_from"]: row["mean"] for row in releases if row["role"] == role}
        series.append([means.get(day) for day in days])
    labels = [format_date(env, day, date_format="MMM yy") for day in days]
    title = env._("From release to release: %(measure)s", measure=get_measures(env)[measure])
    roles = get_roles(env)
    description = env._("The full line is that of mentors, the broken one that of mentees.")
    svg = charts.lines(title, description, labels, series, *SCALE)
    rows = [
        [label, *(say_mean(env, values[index]) if values[index] else NOTHING for values in series)]
        for index, label in enumerate(labels)
    ]
    return _chart(title, svg, ["", roles["mentor"], roles["mentee"]], rows, note=description)


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
    measure = "overall" if "overall" in figures.list_measures() else "checkin"
    parts = [row for row in figures.parts if row["measure"] == measure and not row["role"]]
    parts = parts or [row for row in figures.parts if row["measure"] == measure and row["role"] == "mentee"]
    if not parts:
        return None
    dots = [(row["department"].name, [(row["mean"], *find_interval(row, threshold))]) for row in parts]
    title = env._("By department: %(measure)s", measure=get_measures(env)[measure])
    note = env._("Only departments of which enough people have answered, and which leave enough others.")
    rows = [[row["department"].name, row["mean_text"], row["people"]] for row in parts]
    return _chart(title, charts.dots(title, note, dots, *SCALE), ["", env._("Mean"), env._("People")], rows, note=note)


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
