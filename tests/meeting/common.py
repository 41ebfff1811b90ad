"""A pair with a meeting to plan, for the tests of all that has to do with the calendar."""

from datetime import datetime

from freezegun import freeze_time

from odoo import fields

from ..common import MentorshipCase


class MeetingCase(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2027-01-04 08:00:00"))  # a Monday
        cls.pair = cls.add_mentorship("active")
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        cls.at = fields.Datetime.to_datetime("2027-01-19 14:00:00")

    def move(self, person, planned_at, checkin=None, **values):
        """Let ``person`` plan the meeting; a date instead of a time agrees on the day only."""
        has_time = isinstance(planned_at, datetime)
        day = planned_at.date() if has_time else planned_at
        checkin = self.as_user(checkin or self.checkin, person)
        return checkin._move(day, planned_at if has_time else False, **values)

    def events(self, *checkins):
        """All events about these check-ins, linked or not."""
        return self.env["calendar.event"].search(
            [("res_model", "=", "hr.mentorship.checkin"), ("res_id", "in", [checkin.id for checkin in checkins])]
        )
