"""A company at the end of a quarter."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields

from ..common import MentorshipCase

TODAY = date(2027, 4, 8)
FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)


class QuarterCase(MentorshipCase):
    """Pairs of mentor0 and mentee0, mentor1 and mentee1, … in the first quarter of 2027."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("hr_mentorship.quarters_counted_until", "2026-12-31")

    def add_pairs(self, meetings, goals=(), team=None):
        """Add a pair for each number of ``meetings``, which it has held; the goals of those mentees are reached."""
        pairs = self.env["hr.mentorship"]
        for index, number in enumerate(meetings):
            pair = self.add_pair(index, team)
            pairs += pair
            self.meet(pair, number)
            if index in goals:
                mentee = pair.member_ids.filtered(lambda member: member.role == "mentee")
                self.env["hr.mentorship.goal"].create(
                    {"name": "Speak", "mentorship_id": pair.id, "member_id": mentee.id}
                )._move_to("reached", reached_on=FIRST)
        return pairs

    def add_pair(self, index, team=None):
        mentor, mentee = self.add_people(dict.fromkeys((f"mentor{index}", f"mentee{index}")))
        mentee.parent_id = team
        parts = [self.enrol(person, role) for person, role in ((mentor, "mentor"), (mentee, "mentee"))]
        pair = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "member_ids": [fields.Command.create({"participant_id": part.id}) for part in parts],
            }
        )
        # Published, and so there for its members
        pair._move_to("active", start_date=FIRST, offered_on=FIRST)
        return pair

    def meet(self, pair, number, day=FIRST):
        self.env["hr.mentorship.checkin"].create(
            [
                {
                    "mentorship_id": pair.id,
                    "occurrence": len(pair.checkin_ids) + index + 1,
                    "planned_date": day + timedelta(days=index),
                    "held_on": day + timedelta(days=index),
                    "state": "done",
                    "duration": 1,
                }
                for index in range(number)
            ]
        )

    def count(self, day=TODAY):
        with freeze_time(day):
            self.run_job("ir_cron_quarter")
        mine = ["|", ("program_id", "=", self.program.id), ("manager_id", "=", self.paula.id)]
        return self.env["hr.mentorship.quarter"].search(
            [("date_from", ">=", FIRST), *mine], order="date_from, role, id"
        )

    def read_team(self, person=None):
        rows = self.as_user(self.env["hr.mentorship.team.report"], person or self.paula).search([], order="date_from")
        return [(row.people_text, row.meeting_count, row.is_goal_common) for row in rows]
