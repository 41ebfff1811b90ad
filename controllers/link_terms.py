"""The terms of an agreement as the fields of a plain HTML form, and back."""

from odoo import fields
from odoo.exceptions import UserError

TEXTS = ("rhythm_rule", "meeting_location", "channels", "goals", "clauses")
CHOICES = ("rhythm", "meeting_weekday", "meeting_mode")


def read_number(text, most):
    """Return a whole number from 0 to ``most``.

    :raises ValueError: if it is none
    """
    number = int(text)
    if not 0 <= number <= most:
        raise ValueError(text)
    return number


def read_day(text):
    """Return a day on which people of today could meet: not of the year 1, nor of 9999.

    :raises ValueError: if it is none
    """
    day = fields.Date.to_date(text)
    if not 2000 <= day.year <= 2200:
        raise ValueError(text)
    return day


def terms_to_form(agreement):
    """Return the values of the form's fields for an agreement.

    :rtype: dict[str, str]
    """
    minutes = round(agreement.meeting_time * 60)
    return {
        **{name: agreement[name] or "" for name in (*TEXTS, *CHOICES)},
        "rhythm_days": str(agreement.rhythm_days or ""),
        "meeting_time": f"{minutes // 60:02d}:{minutes % 60:02d}" if agreement.has_meeting_time else "",
        "meeting_minutes": str(round(agreement.meeting_duration * 60) or ""),
        "end_date": fields.Date.to_string(agreement.end_date) or "",
    }


def form_to_terms(agreement, form):
    """Return the terms that somebody has entered; what is missing in the form stays as it is.

    :param dict form: what the browser has sent, which may be anything
    :raises UserError: with a sentence for whoever has filled in the form
    """
    form = {name: value for name, value in form.items() if isinstance(value, str)}
    terms = {name: form[name].strip() or False for name in TEXTS if name in form}
    for name in CHOICES:
        if name in form:
            if form[name] and form[name] not in agreement._fields[name].get_values(agreement.env):
                raise UserError(agreement.env._("Choose one of the values that are offered."))
            terms[name] = form[name] or False
    try:
        if form.get("rhythm_days"):
            terms["rhythm_days"] = read_number(form["rhythm_days"], 3660)
        if form.get("meeting_minutes"):
            terms["meeting_duration"] = read_number(form["meeting_minutes"], 24 * 60) / 60
        if form.get("end_date"):
            terms["end_date"] = read_day(form["end_date"])
        if "meeting_time" in form:
            hours, minutes = form["meeting_time"].split(":")[:2] if form["meeting_time"] else (0, 0)
            terms["has_meeting_time"] = bool(form["meeting_time"])
            terms["meeting_time"] = read_number(hours, 23) + read_number(minutes, 59) / 60
    except ValueError as error:
        raise UserError(agreement.env._("Enter numbers, the time and the day as the form asks for them.")) from error
    return terms
