from odoo import SUPERUSER_ID, api

FORMER_KINDS = {"skills": ("topics", 10), "interests": ("interests", 1)}
"""What was compared before programs had criteria, under its name of today, and the weight it had then."""


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    programs = env["hr.mentorship.program"].with_context(active_test=False).search([("criterion_ids", "=", False)])
    for program in programs:
        program.criterion_ids = env["hr.mentorship.criterion"]._get_default_criteria()
    for mentorship in env["hr.mentorship"].search([]).filtered("match_facts"):
        criteria = mentorship.match_facts.get("criteria", [])
        if any("key" in fact and "kind" not in fact for fact in criteria):
            mentorship.match_facts = {**mentorship.match_facts, "criteria": [_translate(fact) for fact in criteria]}


def _translate(fact):
    """Say what a match of before was made of in the terms of today, so that its reasons can still be read."""
    kind, weight = FORMER_KINDS[fact["key"]]
    shared = [[*pair, None] for pair in fact["shared"]] if kind == "topics" else fact["shared"]
    return {
        **fact,
        "key": kind,
        "kind": kind,
        "criterion_id": False,
        "comparison": False,
        "distance": 0,
        "weight": weight,
        "most_points": round(100 * weight / sum(weight for _kind, weight in FORMER_KINDS.values()), 1),
        "is_required": False,
        "is_shown": True,
        "shared": shared,
    }
