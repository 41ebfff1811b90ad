from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.tools import format_time

from ..scheduling import free_times
from .hr_mentorship_terms_mixin import USUAL_HOUR
from .spoken import say_day

SUGGESTIONS = 3
LOOK_BACK, LOOK_AHEAD = timedelta(days=3), timedelta(days=11)
"""The days around the planned one in which times are looked for."""

NOTICE = timedelta(hours=2)
"""Nobody is asked to meet sooner than this."""

OFFICE_HOURS = (time(9), time(17))
"""Monday to Friday, of people who have no working hours in Odoo."""

WAKING_HOURS = (time(7), time(21))
"""On working days; where two people have no working hours in common, one of them meets early and one late."""

OTHER_WEEKDAY = 0.5
"""What a day of the week other than the preferred one costs, in days of distance."""

HOURS_LIKE_A_DAY = 6
"""This far from the wanted hour is as bad as a day earlier or later."""


class HrMentorshipCheckin(models.Model):
    """Times at which everybody in a check-in is free.

    Working hours, time off and calendars of others are read in sudo: of them nothing comes out but that all are free.
    """

    _inherit = "hr.mentorship.checkin"

    def _suggest_times(self, count=SUGGESTIONS):
        """Look for times near the planned day at which all members work and have no other appointment.

        :returns: the starts in UTC, and whether they lie outside of somebody's working hours because there are no
            common ones
        :rtype: tuple[list[datetime], bool]
        """
        self.ensure_one()
        tz = pytz.timezone(self.mentorship_id._get_meeting_tz())
        now = fields.Datetime.now()
        day = max(self.planned_date, self._to_local_date(now, tz.zone))
        midnight = self._to_utc(tz, day, time.min)
        begin, end = max(midnight - LOOK_BACK, now + NOTICE), midnight + LOOK_AHEAD
        employees_sudo = self.mentorship_id.sudo().member_ids.employee_id
        work = self._get_work_intervals(employees_sudo, begin, end)
        busy = self._get_busy_intervals(employees_sudo, begin, end)
        length = timedelta(hours=self.duration or 1)

        def find(hours):
            common = [(begin, end)]
            for employee in employees_sudo:
                common = free_times.intersect(common, free_times.subtract(hours[employee], busy[employee]))
            return [start for start in free_times.starts(common, length) if start != self.planned_at]

        candidates = find(work)
        is_edge = not candidates
        if is_edge:
            candidates = find(
                {employee: self._get_waking_intervals(work[employee], employee.tz) for employee in employees_sudo}
            )
        last_day = self.mentorship_id.end_date
        in_time = [start for start in candidates if not last_day or self._to_local_date(start, tz.zone) <= last_day]

        def cost(start):
            local = pytz.utc.localize(start).astimezone(tz)
            hours_off = abs(local.hour + local.minute / 60 - self._get_wanted_hour())
            weekday = self.mentorship_id.meeting_weekday
            days_off = abs((local.date() - day).days)
            if weekday and int(weekday) != local.weekday():
                days_off += OTHER_WEEKDAY
            if is_edge:
                return days_off + sum(free_times.distance(start, start + length, hours) for hours in work.values())
            return days_off + hours_off / HOURS_LIKE_A_DAY

        chosen = free_times.choose(
            in_time or candidates, cost, lambda start: self._to_local_date(start, tz.zone), count
        )
        return chosen, is_edge and bool(chosen)

    def _get_wanted_hour(self):
        mentorship = self.mentorship_id
        return mentorship.meeting_time if mentorship.has_meeting_time else USUAL_HOUR

    # -- who works and who is busy

    def _get_work_intervals(self, employees_sudo, begin, end):
        """Return when each employee works, without time off and public holidays."""
        begin_tz, end_tz = pytz.utc.localize(begin), pytz.utc.localize(end)
        work = {}
        for calendar, employees in employees_sudo.grouped("resource_calendar_id").items():
            if calendar:
                intervals = calendar._work_intervals_batch(begin_tz, end_tz, resources=employees.resource_id)
                for employee in employees:
                    work[employee] = self._to_naive(intervals[employee.resource_id.id])
                continue
            for employee in employees:
                tz = pytz.timezone(employee.tz or "UTC")
                leaves = calendar._leave_intervals_batch(begin_tz, end_tz, resources=employee.resource_id, tz=tz)
                days = [begin_tz.astimezone(tz).date() + timedelta(days=n) for n in range((end - begin).days + 2)]
                office = [
                    tuple(self._to_utc(tz, day, hour) for hour in OFFICE_HOURS) for day in days if day.weekday() < 5
                ]
                work[employee] = free_times.subtract(office, self._to_naive(leaves[employee.resource_id.id]))
        return work

    def _get_waking_intervals(self, work, tz_name):
        """Return the time from morning to evening of the days on which somebody works."""
        tz = pytz.timezone(tz_name or "UTC")
        days = sorted({self._to_local_date(start, tz.zone) for start, _end in work})
        return [tuple(self._to_utc(tz, day, hour) for hour in WAKING_HOURS) for day in days]

    def _get_busy_intervals(self, employees_sudo, begin, end):
        """Return when each employee has an appointment in the calendar that they have not declined."""
        people = defaultdict(employees_sudo.browse)
        for employee in employees_sudo:
            people[employee.user_id.partner_id or employee.work_contact_id] |= employee
        partners = self.env["res.partner"].union(*people)
        # sudo: see the class; a day more on both sides, for events of whole days in other time zones
        events_sudo = (
            self.env["calendar.event"]
            .sudo()
            .search_fetch(
                [
                    ("partner_ids", "in", partners.ids),
                    ("show_as", "=", "busy"),
                    ("start", "<", end + timedelta(days=1)),
                    ("stop", ">", begin - timedelta(days=1)),
                    ("id", "!=", self.event_id.id),
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
                        self._to_utc(tz, event.start.date(), time.min),
                        self._to_utc(tz, event.stop.date() + timedelta(days=1), time.min),
                    )
                busy[employee].append(interval)
        return busy

    def _to_naive(self, intervals):
        return free_times.merge(
            (start.astimezone(pytz.utc).replace(tzinfo=None), stop.astimezone(pytz.utc).replace(tzinfo=None))
            for start, stop, _records in intervals
        )

    def _to_utc(self, tz, day, hour):
        return tz.localize(datetime.combine(day, hour)).astimezone(pytz.utc).replace(tzinfo=None)

    # -- in words

    def _describe_moment(self, moment, tz=None):
        """Return a moment in words, on the clock of ``tz`` or of the reader."""
        zone = tz or self.env.user.tz or "UTC"
        return self.env._(
            "%(day)s, %(time)s",
            day=say_day(self.env, self._to_local_date(moment, zone)),
            time=format_time(self.env, moment, tz=zone, time_format="short"),
        )

    def _describe_elsewhere(self, moment):
        """Return when ``moment`` is for the members on whose clocks it is another time than on the reader's."""
        self.ensure_one()
        here = self.env.user.tz or "UTC"
        words = []
        for member in self.mentorship_id.sudo().member_ids:
            there = member.user_id.tz or member.employee_id.tz or here
            if member.user_id == self.env.user or self._get_clock(moment, there) == self._get_clock(moment, here):
                continue
            is_same_day = self._to_local_date(moment, there) == self._to_local_date(moment, here)
            clock = format_time(self.env, moment, tz=there, time_format="short")
            words.append(
                self.env._(
                    "%(time)s for %(name)s",
                    time=clock if is_same_day else self._describe_moment(moment, there),
                    name=member.employee_id.name,
                )
            )
        return ", ".join(words)

    def _get_clock(self, moment, tz):
        return pytz.utc.localize(moment).astimezone(pytz.timezone(tz)).replace(tzinfo=None)
