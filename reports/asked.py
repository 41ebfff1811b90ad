"""Which programs and which time somebody asks a report of."""

from odoo import fields
from odoo.exceptions import UserError

from ..models.common.spoken import say_date


def begin(env, docids, data, check):
    """Return what a report is asked of, and what every page of it says at its head.

    :param str check: the method of programs that refuses who may not read it; the route that serves PDFs asks nobody
    :returns: programs, first and last day (None for an open end), and values of the document
    """
    options = data or {}
    programs = find_programs(env, docids, options)
    getattr(programs, check)()
    start, end = read_period(env, options)
    return (
        programs,
        start,
        end,
        {
            "doc_ids": programs.ids,
            "doc_model": programs._name,
            "docs": programs,
            "company": programs.company_id if len(programs.company_id) == 1 else env.company,
            "period": say_period(env, *_bound(programs, start, end)),
            "made_on": say_date(env, fields.Date.context_today(programs)),
            "threshold": env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        },
    )


def find_programs(env, docids, options):
    """Return the programs that are asked for; whether they may be read is the caller's to check."""
    asked = docids or options.get("program_ids") or []
    if not isinstance(asked, (list, tuple)) or not all(isinstance(each, int) for each in asked):
        raise UserError(env._("Choose the programs that you want a report of."))
    programs = env["hr.mentorship.program"].browse(asked).exists()
    if not programs:
        raise UserError(env._("Choose the programs that you want a report of."))
    return programs


def read_period(env, options):
    """Return the first and the last day that are asked for, None for an open end."""
    try:
        start, end = (fields.Date.to_date(options.get(name) or False) for name in ("date_from", "date_to"))
    except (TypeError, ValueError) as error:
        raise UserError(env._("Choose the days from and to which the report tells.")) from error
    if start and end and start > end:
        raise UserError(env._("The period ends before it begins. Check its days."))
    return start or None, end or None


def _bound(programs, start, end):
    """Return the first and the last day told of: of programs that are all over, at an open end, those of their own."""
    if any(program.state != "closed" for program in programs):
        return start, end
    # sudo: when a program began and ended, of which a sponsor reads the rest
    programs_sudo = programs.sudo()
    firsts = [program.start_date for program in programs_sudo]
    lasts = [min(filter(None, (program.end_date, program.result_on)), default=None) for program in programs_sudo]
    first = min(firsts) if all(firsts) else None
    last = max(lasts) if all(lasts) else None
    return start or first, end or last


def say_period(env, start, end):
    words = {"start": say_date(env, start), "end": say_date(env, end)}
    if start and end:
        return env._("%(start)s – %(end)s", **words)
    if start:
        return env._("Since %(start)s", **words)
    return env._("Until %(end)s", **words) if end else env._("From the beginning until today")
