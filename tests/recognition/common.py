"""Rules that pay, and what they pay for."""

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
