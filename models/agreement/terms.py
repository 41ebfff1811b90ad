"""What the members of a mentorship agree on, term by term: its name, its words, and what it may be changed to."""

from odoo import fields
from odoo.exceptions import UserError

from ..common.spoken import say_date, say_duration

TERMS = {
    "rhythm": (
        "rhythm",
        "rhythm_days",
        "rhythm_rule",
        "meeting_weekday",
        "meeting_time",
        "has_meeting_time",
        "meeting_tz",
    ),
    "meeting_duration": ("meeting_duration",),
    "meeting_place": ("meeting_mode", "meeting_location"),
    "end_date": ("end_date",),
    "goals": ("goals",),
    "channels": ("channels",),
    "clauses": ("clauses",),
}
"""What the members agree on, each as one thing to read, with the fields that hold it."""
MAX_HOURS = 8
MAX_CHARACTERS = 4000
"""Of what the members write in their own words."""
ADJUSTABLE = [name for names in TERMS.values() for name in names]
"""The fields of all terms."""


def label_terms(env):
    """Return what each term is called, in the language of the reader."""
    return {
        "rhythm": env._("When we meet"),
        "meeting_duration": env._("Length of one meeting"),
        "meeting_place": env._("Where we meet"),
        "end_date": env._("Planned end"),
        "goals": env._("What we want to reach"),
        "channels": env._("How we reach each other"),
        "clauses": env._("We also agree"),
    }


def describe_term(agreement, term, values):
    """Return a term in words of the reader's language, or nothing if nothing is agreed.

    :param str term: one of the keys of :const:`TERMS`
    :param dict values: its fields
    """
    agreement.ensure_one()
    if term == "rhythm":
        return agreement.new(values, origin=agreement)._describe_rhythm()
    if term == "meeting_duration":
        return say_duration(agreement.env, values.get("meeting_duration"))
    if term == "meeting_place":
        return agreement.new(values, origin=agreement)._describe_place()
    if term == "end_date":
        return say_date(agreement.env, values.get("end_date"))
    return values.get(term) or ""


def list_terms(agreement):
    """Return what is agreed on as a list for its reader.

    :rtype: Markup
    """
    labels = label_terms(agreement.env)
    terms = [
        (labels[term], words)
        for term, names in TERMS.items()
        if (words := describe_term(agreement, term, {name: agreement[name] for name in names}))
    ]
    return agreement.env["ir.qweb"]._render("hr_mentorship.agreement_terms", {"terms": terms})


def find_changes(agreement, values):
    """Return the given values that differ from those of the agreement."""
    agreement.ensure_one()
    changes = {}
    for name, value in values.items():
        field = agreement._fields[name]
        new = field.convert_to_cache(value, agreement, validate=False) or False
        if new != (field.convert_to_cache(agreement[name], agreement, validate=False) or False):
            changes[name] = value
    return changes


def check_changes(env, changes):
    """Refuse what cannot be agreed on.

    :param dict changes: new values by field
    :raises UserError: which says what can
    """
    if any(isinstance(value, str) and len(value) > MAX_CHARACTERS for value in changes.values()):
        raise UserError(
            env._("Write it shorter: each term takes at most %(number)s characters.", number=MAX_CHARACTERS)
        )
    if not 0 < changes.get("meeting_duration", 1) <= MAX_HOURS:
        raise UserError(env._("A meeting lasts more than nothing, and at most %(hours)s hours.", hours=MAX_HOURS))
    if "end_date" in changes and (
        not changes["end_date"] or fields.Date.to_date(changes["end_date"]) <= fields.Date.context_today(env.user)
    ):
        raise UserError(env._("The planned end lies in the future. Choose a later day."))


def to_json(values, names):
    """Return the values of some terms as they are kept: a date in its ISO form, all else as it is.

    :param values: an agreement, or what its :meth:`_get_adjustable` has returned
    """
    return {name: fields.Date.to_string(values[name]) if name == "end_date" else values[name] for name in names}
