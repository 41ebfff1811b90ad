"""Answers of a closed period, and what is released of them."""

from datetime import timedelta
from itertools import count as count_up

from odoo import fields

from ..common import MentorshipCase


class ReleaseCase(MentorshipCase):
    """People who rate meetings of a month that is over, whatever day it is; three of them are enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["hr.mentorship.feedback.report"]
        cls.releases = cls.env["hr.mentorship.release"]
        cls.today = fields.Date.today()
        cls.then = cls.today.replace(day=1) - timedelta(days=40)

    def setUp(self):
        super().setUp()
        self.numbers = count_up()

    def pair(self, mentor=None):
        number = next(self.numbers)
        return self.add_mentorship(
            "active",
            mentor=mentor or self.add_person(f"mentor{number}"),
            mentee=self.add_person(f"mentee{number}"),
        )

    def rate(self, pair, role="mentee", rating=4, checkin=0, held_on=None, **values):
        person = pair.member_ids.filtered(lambda member: member.role == role).employee_id
        meeting = pair.checkin_ids.sorted("planned_date")[checkin]
        self.as_user(meeting, person)._log("done", held_on=held_on or self.then, rating=rating, **values)

    def ratings(self, number, role="mentee"):
        pairs = [self.pair() for _index in range(number)]
        for index, pair in enumerate(pairs):
            self.rate(pair, role, rating=3 + index % 3)
        return pairs
