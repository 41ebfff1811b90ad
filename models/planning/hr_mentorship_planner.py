from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...scheduling import Clock, Existing, Person, Rhythm, Terms, WorkWeek
from ...scheduling.people import ANY_HOUR, DAY_HOURS
from .free_hours import whole_days

TAKES_PLACE = ("planned", "done")


class HrMentorshipPlanner(models.AbstractModel):
    """The only door between the ORM and ``scheduling/``: reads who works when, and what stands in the plan.

    Everything is read for a batch of mentorships at once, in as many queries for one as for a thousand.
    """

    _name = "hr.mentorship.planner"
    _description = "Planner of Check-ins"

    # -- people

    @api.model
    def _read_people(self, employees):
        """Return when each of them works from today on.

        Hours and time zone are those of the employee's working calendar, archived ones included; leave is whatever
        stands in ``resource.calendar.leaves``, where approved time off and public holidays arrive. Whoever has no
        calendar, or one without hours, works from Monday to Friday at any hour.

        :rtype: dict[int, Person] by id of the employee
        """
        # sudo: the plan respects leave without showing it to anybody
        resources_sudo = employees.sudo().resource_id
        weeks = self._read_weeks(resources_sudo.calendar_id)
        common, own = self._read_leaves(resources_sudo)
        shared, people = {}, {}
        for employee_sudo in employees.sudo():
            resource = employee_sudo.resource_id
            calendar = resource.calendar_id
            key = (resource.tz, calendar.id, resource.company_id.id)
            if key not in shared:
                leaves = common[resource.company_id.id, calendar.id] + common[resource.company_id.id, False]
                shared[key] = Person(resource.tz, weeks.get(calendar.id, ANY_HOUR), tuple(leaves))
            person = shared[key]
            if own[resource.id]:
                person = Person(person.tz, person.week, person.leaves + tuple(own[resource.id]))
            people[employee_sudo.id] = person
        return people

    def _read_weeks(self, calendars):
        """
        :rtype: dict[int, WorkWeek] by id of the calendar
        """
        spans = defaultdict(list)
        attendances = self.env["resource.calendar.attendance"]._clean_sudo()
        for attendance in attendances.search_fetch(
            [("calendar_id", "in", calendars.ids), ("display_type", "=", False), ("day_period", "!=", "lunch")],
            ["calendar_id", "dayofweek", "week_type", "hour_from", "hour_to"],
        ):
            spans[attendance.calendar_id.id].append(attendance)
        weeks = {}
        for calendar in calendars.sudo():
            if spans[calendar.id]:
                length = 14 if calendar.two_weeks_calendar else 7
                hours = [set() for _day in range(length)]
                for attendance in spans[calendar.id]:
                    day = int(attendance.dayofweek) + (7 * int(attendance.week_type or 0) if length > 7 else 0)
                    is_flexible = calendar.flexible_hours
                    hours[day].add((0.0, DAY_HOURS) if is_flexible else (attendance.hour_from, attendance.hour_to))
                weeks[calendar.id] = WorkWeek(tuple(self._join(day) for day in hours))
        return weeks

    def _join(self, spans):
        """Join hours that touch: half past eight to noon, and noon to five."""
        joined = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined)

    def _read_leaves(self, resources):
        """
        :returns: lists of (from, to), those of everybody by (company, calendar or False) and those of one by resource
        """
        everybody = (
            Domain("resource_id", "=", False)
            & Domain("company_id", "in", resources.company_id.ids)
            & Domain("calendar_id", "in", [False, *resources.calendar_id.ids])
        )
        common, own = defaultdict(list), defaultdict(list)
        for leave in (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search_fetch(
                Domain("time_type", "=", "leave")
                & Domain("date_to", ">=", fields.Date.context_today(self))
                & (everybody | Domain("resource_id", "in", resources.ids)),
                ["resource_id", "company_id", "calendar_id", "date_from", "date_to"],
            )
        ):
            span = (leave.date_from, leave.date_to)
            if leave.resource_id:
                own[leave.resource_id.id].append(span)
            else:
                common[leave.company_id.id, leave.calendar_id.id].append(span)
        return common, own

    # -- appointments

    @api.model
    def _read_taken(self, mentorships, but=None):
        """Return when members have other appointments: other check-ins, and whatever is busy in their calendar.

        Nothing is read where none of ``mentorships`` has a fixed time, and no line for people without appointments.

        :param but: check-ins that are being planned anew, whose own times are free
        :rtype: dict[int, list[tuple[datetime, datetime]]] by id of the employee, naive in UTC
        """
        taken = defaultdict(list)
        employees_sudo = mentorships.filtered("has_meeting_time").sudo().member_ids.employee_id
        if not employees_sudo:
            return taken
        people = defaultdict(employees_sudo.browse)
        for employee in employees_sudo:
            people[employee._get_mentorship_partner().id] |= employee
        self.env.flush_all()
        but_sudo = but.sudo() if but else self.env["hr.mentorship.checkin"].sudo()
        self.env.cr.execute(
            SQL(
                """
                SELECT attendee.partner_id, event.start, event.stop, COALESCE(event.allday, FALSE)
                  FROM calendar_attendee attendee
                  JOIN calendar_event event ON event.id = attendee.event_id
                 WHERE attendee.partner_id = ANY(%s)
                   AND attendee.state IS DISTINCT FROM 'declined'
                   AND event.active
                   AND event.show_as = 'busy'
                   AND event.stop > %s
                   AND NOT event.id = ANY(%s)
                """,
                [partner_id for partner_id in people if partner_id],
                fields.Datetime.now() - timedelta(days=1),
                but_sudo.event_id.ids,
            )
        )
        for partner_id, start, stop, is_all_day in self.env.cr.fetchall():
            for employee in people[partner_id]:
                taken[employee.id].append(self._to_span(start, stop, is_all_day, employee.tz))
        # A meeting is one whether or not somebody has it in the calendar, or has declined it there
        self.env.cr.execute(
            SQL(
                """
                SELECT member.employee_id, checkin.planned_at, checkin.duration
                  FROM hr_mentorship_checkin checkin
                  JOIN hr_mentorship_member member ON member.mentorship_id = checkin.mentorship_id
                 WHERE member.employee_id = ANY(%s)
                   AND checkin.state = 'planned'
                   AND checkin.planned_at > %s
                   AND NOT checkin.id = ANY(%s)
                """,
                list(employees_sudo.ids),
                fields.Datetime.now() - timedelta(days=1),
                but_sudo.ids,
            )
        )
        for employee_id, start, duration in self.env.cr.fetchall():
            taken[employee_id].append((start, start + timedelta(hours=duration or 1)))
        return taken

    @api.model
    def _to_span(self, start, stop, is_all_day, tz):
        if not is_all_day:
            return start, stop
        return whole_days(start.date(), stop.date(), tz)

    # -- terms and plans

    @api.model
    def _read_terms(self, mentorship):
        """
        :rtype: Terms
        """
        clock = None
        if mentorship.has_meeting_time:
            clock = Clock(mentorship.meeting_time, mentorship._get_meeting_tz())
        return Terms(
            rhythm=Rhythm(
                mentorship.rhythm,
                days=mentorship.rhythm_days,
                rule=mentorship.rhythm_rule or "",
                weekday=int(mentorship.meeting_weekday) if mentorship._has_weekday() else None,
            ),
            start=mentorship.start_date,
            end=mentorship.end_date,
            ahead=mentorship.program_id.planned_ahead,
            hours=mentorship.meeting_duration,
            clock=clock,
            anchor=mentorship.plan_anchor_date or None,
            base=mentorship.plan_base,
        )

    @api.model
    def _read_existing(self, mentorships):
        """What stands in the plan of each, straight from the database: a year of weekly check-ins is many records.

        A review that was cancelled, by a pause, does not count: it comes back.

        :rtype: dict[int, list[Existing]] by id of the mentorship
        """
        checkins = self.env["hr.mentorship.checkin"]
        checkins.flush_model(["mentorship_id", "kind", "occurrence", "planned_date", "state"])
        self.env.cr.execute(
            SQL(
                "SELECT mentorship_id, kind, occurrence, planned_date, state FROM hr_mentorship_checkin"
                " WHERE mentorship_id = ANY(%s) AND (state != 'cancelled' OR kind = 'regular')",
                list(mentorships.ids),
            )
        )
        existing = defaultdict(list)
        for mentorship_id, kind, occurrence, day, state in self.env.cr.fetchall():
            existing[mentorship_id].append(
                Existing(kind, occurrence, day, is_planned=state == "planned", takes_place=state in TAKES_PLACE)
            )
        return existing

    @api.model
    def _find_on_leave(self, mentorships=None):
        """Find planned check-ins on whose day somebody has got leave, or a public holiday, since they were planned.

        One query from the side of the leaves, of which few are new, whatever the number of check-ins.

        :param mentorships: only of these; of all active ones if None
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT checkin.id
                  FROM resource_calendar_leaves leave
                  JOIN resource_resource resource
                    ON resource.id = leave.resource_id
                    OR (leave.resource_id IS NULL
                        AND leave.company_id = resource.company_id
                        AND (leave.calendar_id IS NULL OR leave.calendar_id = resource.calendar_id))
                  JOIN hr_employee employee ON employee.resource_id = resource.id
                  JOIN hr_mentorship_member member ON member.employee_id = employee.id AND member.is_live
                  JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id AND mentorship.state = 'active'
                  JOIN hr_mentorship_checkin checkin ON checkin.mentorship_id = mentorship.id
                 WHERE leave.time_type = 'leave'
                   AND leave.date_to >= %(now)s
                   AND checkin.state = 'planned'
                   AND checkin.planned_date > %(today)s
                   AND NOT COALESCE(checkin.was_moved_for_leave, FALSE)
                   -- The time of a transaction is that of its beginning: one may have come later than it says
                   AND leave.write_date + INTERVAL '10 minutes'
                       >= COALESCE(checkin.date_checked_at, checkin.create_date)
                   -- A day more at both ends, for the time zones: whoever looks closer decides
                   AND checkin.planned_date BETWEEN leave.date_from::date - 1 AND leave.date_to::date + 1
                   AND %(which)s
                """,
                now=fields.Datetime.now(),
                today=fields.Date.context_today(self),
                which=SQL("TRUE") if mentorships is None else SQL("mentorship.id = ANY(%s)", list(mentorships.ids)),
            )
        )
        return self.env["hr.mentorship.checkin"].sudo().browse([row[0] for row in self.env.cr.fetchall()])
