"""What is said of a goal: what it still lacks, the way of its figure, its history, and what there is to celebrate."""

import json

from odoo import fields
from odoo.tools import format_date, formatLang


def find_missing(goal):
    """Return the letters of SMART for which the goal says nothing yet.

    :rtype: list[str]
    """
    is_measurable = (goal.measured_by == "value" and goal.target != goal.baseline) or goal.milestone_ids
    there = {
        "S": len((goal.name or "").split()) >= 3,
        "M": is_measurable or (goal.measure or "").strip(),
        "A": (goal.first_step or "").strip(),
        "R": (goal.reason or "").strip(),
        "T": goal.target_date,
    }
    return [letter for letter, is_there in there.items() if not is_there]


def list_questions(env):
    """Return what to ask for each letter of SMART that is missing, in the reader's language."""
    return {
        "S": env._("Specific: what exactly will be different? A few more words help."),
        "M": env._("Measurable: how will you both see it? A figure, milestones or a sentence."),
        "A": env._("Achievable: what is the first small step?"),
        "R": env._("Relevant: why does it matter to you?"),
        "T": env._("Time-bound: by when?"),
    }


def describe_way(goal):
    """Return from where to where the figure goes, as in “40 → 10 mails a week”."""
    # As many digits as it takes: 4 talks, but 1.5 hours
    figures = (
        formatLang(goal.env, value, digits=0 if value == round(value) else 2) for value in (goal.baseline, goal.target)
    )
    way = " → ".join(figures)
    return f"{way} {goal.unit}" if goal.unit else way


def draw_history(goal):
    """Return the data of the chart that shows how far the goal was, as Odoo's graph of a dashboard takes them."""
    # From the start on: a single point draws no line
    points = [(goal.started_on or fields.Date.to_date(goal.create_date), 0)] if goal.progress_ids else []
    points += [(line.logged_on, line.progress) for line in goal.progress_ids.sorted("id")]
    return json.dumps(
        [
            {
                "key": goal.env._("Progress in %"),
                "values": [{"x": format_date(goal.env, date), "y": progress} for date, progress in points],
            }
        ]
    )


def praise(reached, milestones):
    """Return what is said when goals have just been reached, or milestones on the way to others; nothing if none."""
    env = reached.env
    if len(reached) > 1:
        return env._("%(count)s goals reached. Well done!", count=len(reached))
    if reached:
        return env._("A goal reached. Well done!")
    if milestones:
        return env._("One step further: “%(name)s” is done.", name=milestones[-1].name)
    return ""
