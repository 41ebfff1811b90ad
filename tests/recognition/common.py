"""Rules that pay, and what they pay for."""

from datetime import timedelta

from odoo import fields

from ..common import MentorshipCase


class RecognitionCase(MentorshipCase):
    """One program with recognition and no rules but those that a test adds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["hr.mentorship.recognition.rule"]
        cls.rules.search([]).active = False
        cls.env["hr.mentorship.program"].search([("has_recognition", "=", True)]).has_recognition = False
        cls.program.has_recognition = True
        cls.wallets = cls.env["hr.mentorship.wallet"]

    def add_rule(self, event, points=10, **values):
        return self.rules.create({"name": event, "event": event, "points": points, **values})

    def balance(self, person):
        wallet = self.wallets.search([("employee_id", "=", person.id)])
        return wallet.balance - wallet.debt

    def statement(self, person):
        entries = self.env["hr.mentorship.wallet.entry"].search([("wallet_id.employee_id", "=", person.id)], order="id")
        return [(entry.reason, entry.points) for entry in entries]

    def collect(self):
        self.run_job("ir_cron_recognition")
        self.assertEqual(self.wallets._find_differences(), [])

    def hold(self, pair, index=0, people=None, outcome="done"):
        checkin = pair.checkin_ids.sorted(lambda each: (each.planned_date, each.id))[index]
        for person in people or (self.mia, self.max):
            checkin.with_user(person.user_id)._log(outcome, reason="forgotten" if outcome == "missed" else None)
        return checkin


class GiftCompany:
    """A pair whose members have given each other points with thank-yous, and what is noticed about it."""

    @classmethod
    def set_up_gifts(cls):
        cls.wallets = cls.env["hr.mentorship.wallet"]
        cls.reviews = cls.env["hr.mentorship.points.review"]
        cls.reviews.search([]).unlink()
        cls.pair = cls.add_mentorship("active")
        cls.today = fields.Date.today()

    def give(self, giver, receiver, times, points=10, first_day=None):
        """Write gifts of the past down, one a week as the dialog would have let them."""
        seat = self.pair.member_ids.filtered(lambda member: member.employee_id == giver)
        days = [(first_day or self.today - timedelta(days=70)) + timedelta(weeks=week) for week in range(times)]
        note = {"mentorship_id": self.pair.id, "kind": "thank_you", "member_id": seat.id, "body": "<p>Secret words</p>"}
        notes = self.env["hr.mentorship.note"].create(
            [{**note, "author_id": giver.user_id.id, "day": day} for day in days]
        )
        return self.wallets._post(
            [
                {
                    "employee_id": receiver.id,
                    "points": points,
                    "kind": "gift",
                    "reason": "Thanks",
                    "event_key": f"gift:{note.id}",
                    "event_date": day,
                    "from_employee_id": giver.id,
                }
                for note, day in zip(notes, days, strict=True)
            ]
        )

    def look(self):
        self.run_job("ir_cron_points_review")
        return self.reviews.search([("mentorship_id", "=", self.pair.id), ("state", "=", "open")])


class GiftCase(GiftCompany, RecognitionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_gifts()
