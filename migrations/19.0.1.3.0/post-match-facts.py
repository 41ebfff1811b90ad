from odoo import SUPERUSER_ID, api

KINDS = {"skills": "topics", "interests": "interests"}
"""What was compared before programs had criteria, under its name of today."""
FORMER_WEIGHTS = {"topics": 10, "interests": 1}
FULL = 100


def migrate(cr, version):
    """Give matches of the old format their reasons again: the demo company came with them up to 19.0.1.2.0.

    Databases that are older have been looked after by 19.0.1.1.0.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for mentorship in env["hr.mentorship"].search([]).filtered("match_facts"):
        criteria = mentorship.match_facts.get("criteria", [])
        if any("kind" not in fact for fact in criteria):
            translated = [_translate(fact, criteria) for fact in criteria if "kind" in fact or fact["key"] in KINDS]
            mentorship.match_facts = {**mentorship.match_facts, "criteria": translated}


def _translate(fact, criteria):
    if "kind" in fact:
        return fact
    kind = KINDS[fact["key"]]
    most_points = _find_most_points(fact, criteria)
    is_former = most_points == _share(FORMER_WEIGHTS[kind])
    return {
        **fact,
        "key": kind,
        "kind": kind,
        "criterion_id": False,
        "comparison": False,
        "distance": 0,
        "weight": FORMER_WEIGHTS[kind] if is_former else round(most_points / 10),
        "most_points": most_points,
        "is_required": False,
        "is_shown": True,
        "shared": [[*pair, None] for pair in fact["shared"]] if kind == "topics" else fact["shared"],
    }


def _find_most_points(fact, criteria):
    """Return what a full value would have brought: by the points of this criterion, else by those of the others."""
    others = [other for other in criteria if other is not fact and other["value"]]
    if fact["value"]:
        most_points = fact["points"] / fact["value"]
    elif others:
        most_points = FULL - sum(other["points"] / other["value"] for other in others)
    else:
        most_points = _share(FORMER_WEIGHTS[KINDS[fact["key"]]])
    # Values and points were rounded: the share of before is meant where it is close
    former = _share(FORMER_WEIGHTS[KINDS[fact["key"]]])
    return former if abs(most_points - former) < 1 else round(most_points, 1)


def _share(weight):
    return round(FULL * weight / sum(FORMER_WEIGHTS.values()), 1)
