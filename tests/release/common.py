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


class SmallProgramsCase(ReleaseCase):
    """Six programs of the same manager, in which few people answer, and nothing else that could be told together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales, cls.research = cls.env["hr.department"].create([{"name": "Sales"}, {"name": "Research"}])
        cls.programs = cls.program
        for number in range(2, 7):
            cls.programs += cls.add_program(f"Small Program {number}", cls.pia)
        # What other programs of this database have left over would be told together with what these have
        everything = cls.env["hr.mentorship.program"].with_context(active_test=False).search([])
        rows = cls.releases._read_waiting_answers(everything.ids, cls.today)
        cls.releases._mark([(source, answer_id) for _program, _company, _measure, source, answer_id, *_rest in rows])
        cls.told_before = cls.report.search([("program_id", "=", False)])

    def answer(self, program, departments):
        """Let a mentee of each department rate a meeting in that program."""
        for department in departments:
            number = next(self.numbers)
            mentee = self.add_person(f"mentee{number}")
            mentee.department_id = department
            pair = self.add_mentorship("active", self.add_person(f"mentor{number}"), mentee, program)
            # Of a group, whoever has come since says nothing about meetings of before
            pair.member_ids.responded_at = fields.Datetime.to_datetime(self.then)
            self.rate(pair, rating=3 + number % 3)

    def end(self, *programs):
        for program in programs:
            program._move_to("closed")
