"""Who may join a program by its departments, when its door is open, and what is said at the door."""

from odoo.fields import Domain

from ..common.spoken import say_date


def find_open(today):
    """Return the domain of the programs that take people on the day ``today``, the same as :func:`is_open`."""
    return (
        Domain("state", "=", "open")
        & Domain("enrolment_start_date", "<=", today)
        & (Domain("enrolment_end_date", "=", False) | Domain("enrolment_end_date", ">=", today))
    )


def is_open(program, today):
    """Whether the program takes people on the day ``today``."""
    return (
        program.state == "open"
        and bool(program.enrolment_start_date)
        and program.enrolment_start_date <= today
        and (not program.enrolment_end_date or today <= program.enrolment_end_date)
    )


def find_employees(program):
    """Return the domain of the employees for whom the program is by its company and departments.

    The same as :func:`is_for`; of none without a program.

    :rtype: Domain
    """
    domain = Domain("company_id", "in", program.company_id.ids)
    departments = program.department_ids
    return domain & Domain("department_id", "child_of", departments.ids) if departments else domain


def is_for(program_sudo, employee):
    """Whether the program is for ``employee`` (sudo) by its company and departments."""
    if employee.company_id != program_sudo.company_id:
        return False
    departments = program_sudo.department_ids
    return not departments or not find_lines(employee).isdisjoint(departments.ids)


def find_lines(employees):
    """Return the ids of the departments in which the employees (sudo) work, and of those above them."""
    paths = employees.department_id.mapped("parent_path")
    return {int(part) for path in paths for part in (path or "").split("/") if part}


def explain_closed(program):
    """Say when the program takes people, to somebody who comes on another day."""
    if not program.enrolment_end_date:
        return program.env._(
            "Enrolment for “%(name)s” is not open now. It is open from %(start)s on, as long as the program is.",
            name=program.name,
            start=say_date(program.env, program.enrolment_start_date),
        )
    return program.env._(
        "Enrolment for “%(name)s” is not open now. It runs from %(start)s to %(end)s.",
        name=program.name,
        start=say_date(program.env, program.enrolment_start_date),
        end=say_date(program.env, program.enrolment_end_date),
    )


def describe_parts(participants):
    """Say to people how far they are in a program, in one sentence a role."""
    env = participants.env
    words = {
        ("mentor", "applied"): env._("You have applied as a mentor; you hear by mail."),
        ("mentee", "applied"): env._("You have applied as a mentee; you hear by mail."),
        ("mentor", "waiting"): env._("You are on the waiting list as a mentor; you hear by mail."),
        ("mentee", "waiting"): env._("You are on the waiting list as a mentee; you hear by mail."),
        ("peer", "applied"): env._("You have applied; you hear by mail."),
        ("peer", "waiting"): env._("You are on the waiting list; you hear by mail."),
        ("peer", "approved"): env._("You take part."),
        ("mentor", "approved"): env._("You take part as a mentor."),
        ("mentee", "approved"): env._("You take part as a mentee."),
        ("peer", "through"): env._("You have taken part."),
        ("mentor", "through"): env._("You have taken part as a mentor."),
        ("mentee", "through"): env._("You have taken part as a mentee."),
    }
    through = participants._filter_through()
    return " ".join(
        words[participant.role, "through" if participant in through else participant.state]
        for participant in participants
    )
