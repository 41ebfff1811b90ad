from datetime import date, datetime
from unittest.mock import patch

import pytz
from freezegun import freeze_time

from odoo import Command

from ..common import MentorshipCase


class PlanningCase(MentorshipCase):
    """Mia and Max, a program from Monday 4 January 2027 to the end of the year, and what stands in their calendars."""

    start_day = "2027-01-04"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checkins = cls.env["hr.mentorship.checkin"]
        cls.company = cls.env.company
        cls.company.resource_calendar_id = cls.office = cls.add_calendar("Office")
        for person in cls.people.values():
            person.resource_calendar_id = cls.office

    @classmethod
    def add_calendar(cls, name, days=range(5), hours=((8, 12), (13, 17)), tz="UTC"):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create({"name": name, "dayofweek": str(day), "hour_from": start, "hour_to": end})
                        for day in days
                        for start, end in hours
                    ),
                ],
            }
        )

    def begin(self, day=None, mentor=None, mentee=None, **terms):
        """A mentorship that starts on ``day`` with these terms."""
        day = day or self.start_day
        with freeze_time(f"{day} 07:00:00"):
            program = self.add_program(
                f"Program {day} {terms}",
                self.pia,
                **{"rhythm": "weekly", "end_date": "2028-12-31", "enrolment_end_date": day, **terms},
            )
            return self.add_mentorship("active", program=program, mentor=mentor, mentee=mentee)

    def take_leave(self, person, first, last=None, **values):
        """Approved leave as Odoo's time off writes it; of everybody in the office if ``person`` is None."""
        tz = pytz.timezone(person.tz if person else "UTC")
        start, end = (
            tz.localize(datetime.combine(date.fromisoformat(day), time)).astimezone(pytz.utc).replace(tzinfo=None)
            for day, time in ((first, datetime.min.time()), (last or first, datetime.max.time().replace(microsecond=0)))
        )
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": person.resource_id.id if person else False,
                "calendar_id": self.office.id if not person else person.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": start,
                "date_to": end,
                **values,
            }
        )

    def days(self, pair, kind="regular", state="planned"):
        found = pair.checkin_ids.filtered(lambda checkin: checkin.kind == kind and checkin.state == state)
        return [str(day) for day in found.sorted("planned_date").mapped("planned_date")]

    def run_cron(self, day, **options):
        with (
            freeze_time(f"{day} 06:00:00"),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60.0),
        ):
            self.checkins._cron_plan(**options)
        self.env.flush_all()
        self.env.invalidate_all()

    def notices(self, pair, kind):
        return self.env["hr.mentorship.notice"].search([("mentorship_id", "=", pair.id), ("kind", "=", kind)])
