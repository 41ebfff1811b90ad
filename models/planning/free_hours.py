"""When people work, are awake and are busy: intervals of moments in UTC, as :mod:`scheduling.free_times` takes them.

Working hours, time off and calendars of others are read in sudo: of them nothing comes out but that all are free.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from ...scheduling import WORKDAYS, free_times

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
            tz = pytz.timezone(employee.tz or "UTC")
            leaves = calendar._leave_intervals_batch(begin_tz, end_tz, resources=employee.resource_id, tz=tz)
            days = [begin_tz.astimezone(tz).date() + timedelta(days=n) for n in range((end - begin).days + 2)]
            office = [
                tuple(to_utc(tz, day, hour) for hour in OFFICE_HOURS) for day in days if day.weekday() in WORKDAYS
            ]
            work[employee] = free_times.subtract(office, _to_naive(leaves[employee.resource_id.id]))
    return work


def find_waking(work, tz_name):
    """Return the time from morning to evening of the days on which somebody works, of :func:`read_work`."""
    tz = pytz.timezone(tz_name or "UTC")
    days = sorted({pytz.utc.localize(start).astimezone(tz).date() for start, _end in work})
    return [tuple(to_utc(tz, day, hour) for hour in WAKING_HOURS) for day in days]


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
                tz = pytz.timezone(employee.tz or "UTC")
                interval = (
                    to_utc(tz, event.start.date(), time.min),
                    to_utc(tz, event.stop.date() + timedelta(days=1), time.min),
                )
            busy[employee].append(interval)
    return busy


def to_utc(tz, day, hour):
    """Return the moment at which it is ``hour`` on ``day`` in the zone ``tz``."""
    return tz.localize(datetime.combine(day, hour)).astimezone(pytz.utc).replace(tzinfo=None)


def _to_naive(intervals):
    return free_times.merge(
        (start.astimezone(pytz.utc).replace(tzinfo=None), stop.astimezone(pytz.utc).replace(tzinfo=None))
        for start, stop, _records in intervals
    )
