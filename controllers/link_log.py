"""The short log of a check-in as the fields of a plain HTML form, and back."""

from odoo import fields
from odoo.exceptions import UserError

from .link_terms import read_day

STEP = "step_"
MAX_LENGTH = 4000


def log_to_form(member):
    """Return the values of the form's fields for the check-in that the member's page shows.

    :rtype: dict[str, str]
    """
    checkin = member._get_link_checkin()
    today = fields.Date.context_today(checkin)
    held_on = checkin.held_on or min(checkin.planned_date, today)
    empty = dict.fromkeys(("rating", "summary", "comment", "may_be_read", "wants_contact"), "")
    return {"held_on": fields.Date.to_string(held_on), **empty}


def form_to_log(member, form):
    """Return what somebody has said, as the arguments of ``_log_by_link``.

    :param dict form: what the browser has sent, which may be anything
    :raises UserError: with a sentence for whoever has filled in the form
    """
    form = {name: value for name, value in form.items() if isinstance(value, str)}
    done = {name.removeprefix(STEP) for name in form if name.startswith(STEP)}
    try:
        held_on = read_day(form["held_on"]) if form.get("held_on") else None
    except ValueError as error:
        raise UserError(member.env._("On which day did you meet? Enter it as the form asks for it.")) from error
    return {
        "seen": form.get("seen"),
        "held_on": held_on,
        "summary": form.get("summary", "")[:MAX_LENGTH],
        "comment": form.get("comment", "")[:MAX_LENGTH],
        "rating": int(form["rating"]) if form.get("rating") in ("1", "2", "3", "4", "5") else None,
        "may_be_read": bool(form.get("may_be_read")),
        "wants_contact": bool(form.get("wants_contact")),
        "done_steps": member._get_open_steps().filtered(lambda step: str(step.id) in done),
    }
