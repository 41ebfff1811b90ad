"""When people work, are awake and are busy: intervals of moments in UTC, as :mod:`scheduling.free_times` takes them.

Working hours, time off and calendars of others are read in sudo: of them nothing comes out but that all are free.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from ...scheduling import WORKDAYS, free_times, moment_of, wall_at
from ...scheduling.clock import zone

OFFICE_HOURS = (time(9), time(17))
"""Monday to Friday, of people who have no working hours in Odoo."""
WAKING_HOURS = (time(7), time(21))
"""On working days; where two people have no working hours in common, one of them meets early and one late."""


def read_work(employees_sudo, begin, end):
    """Return when each employee works, without time off and public holidays.

    :rtype: dict[hr.employee, list[tuple[datetime, datetime]]]
    """
    begin_tz, end_tz = pytz.utc.localize(begin), pytz.utc.localize(end)
    work = {}
    for calendar, employees in employees_sudo.grouped("resource_calendar_id").items():
        if calendar:
            intervals = calendar._work_intervals_batch(begin_tz, end_tz, resources=employees.resource_id)
            for employee in employees:
                work[employee] = _to_naive(intervals[employee.resource_id.id])
            continue
        for employee in employees:
            tz = employee.tz
            leaves = calendar._leave_intervals_batch(begin_tz, end_tz, resources=employee.resource_id, tz=zone(tz))
            days = [wall_at(begin, tz).date() + timedelta(days=n) for n in range((end - begin).days + 2)]
            office = [_between(day, OFFICE_HOURS, tz) for day in days if day.weekday() in WORKDAYS]
            work[employee] = free_times.subtract(office, _to_naive(leaves[employee.resource_id.id]))
    return work


def find_waking(work, tz):
    """Return the time from morning to evening of the days on which somebody works, of :func:`read_work`."""
    days = sorted({wall_at(start, tz).date() for start, _end in work})
    return [_between(day, WAKING_HOURS, tz) for day in days]


def read_busy(employees_sudo, begin, end, but=None):
    """Return when each employee has an appointment in the calendar that they have not declined.

    :param but: an event that does not count
    :rtype: dict[hr.employee, list[tuple[datetime, datetime]]]
    """
    people = defaultdict(employees_sudo.browse)
    for employee in employees_sudo:
        people[employee._get_mentorship_partner()] |= employee
    partners = employees_sudo.env["res.partner"].union(*people)
    # sudo: see the module; a day more on both sides, for events of whole days in other time zones
    events_sudo = (
        employees_sudo.env["calendar.event"]
        .sudo()
        .search_fetch(
            [
                ("partner_ids", "in", partners.ids),
                ("show_as", "=", "busy"),
                ("start", "<", end + timedelta(days=1)),
                ("stop", ">", begin - timedelta(days=1)),
                ("id", "!=", but.id if but else False),
            ],
            ["start", "stop", "allday"],
        )
    )
    busy = {employee: [] for employee in employees_sudo}
    for attendee in events_sudo.attendee_ids:
        if attendee.state == "declined":
            continue
        event = attendee.event_id
        for employee in people.get(attendee.partner_id, ()):
            interval = (event.start, event.stop)
            if event.allday:
                interval = whole_days(event.start.date(), event.stop.date(), employee.tz)
            busy[employee].append(interval)
    return busy


def whole_days(first, last, tz):
    """Return from when to when these days are, both of them included, in a time zone."""
    return tuple(moment_of(datetime.combine(day, time.min), tz) for day in (first, last + timedelta(days=1)))


def _between(day, hours, tz):
    return tuple(moment_of(datetime.combine(day, hour), tz) for hour in hours)


def _to_naive(intervals):
    return free_times.merge(
        (start.astimezone(pytz.utc).replace(tzinfo=None), stop.astimezone(pytz.utc).replace(tzinfo=None))
        for start, stop, _records in intervals
    )
