import random
from datetime import date, datetime, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.tests import tagged

from .common import RecognitionCase


class Lots:
    """The same by another way: every lot of points with its day, of which the oldest is spent first."""

    def __init__(self):
        self.lots = []

    def earn(self, day, points):
        self.lots.append([day, points])

    def spend(self, points):
        for lot in self.lots:
            taken = min(points, lot[1])
            lot[1] -= taken
            points -= taken
        assert not points

    def count(self, before=date.max):
        return sum(points for day, points in self.lots if day < before)


@tagged("post_install", "-at_install")
class TestWalletExpiry(RecognitionCase):
    """Points expire only where the company says so, were announced a month before, and the oldest are spent first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enrol(cls.mia, "mentee")
        cls.env.company.mentorship_points_months = 12
        cls.expiry = cls.env["hr.mentorship.wallet.expiry"]

    def setUp(self):
        super().setUp()
        frozen = freeze_time("2030-01-01 09:00:00")
        self.clock = frozen.start()
        self.addCleanup(frozen.stop)
        self.startPatcher(patch.object(type(self.env.cr), "now", lambda cr: datetime.now()))  # noqa: DTZ005 - as the cursor

    def on(self, day):
        """Let it be ``day``, for Odoo and for what stands in the ledger."""
        self.clock.move_to(f"{day} 09:00:00")
        self.env.invalidate_all()

    def earn(self, points, day=None, **values):
        if day:
            self.on(day)
        return self.wallets._earn([{"employee_id": self.mia.id, "points": points, "reason": "A talk", **values}])

    def spend(self, points, day=None):
        if day:
            self.on(day)
        return self.wallets._spend(self.mia, points, "A book")

    def run_on(self, day):
        self.on(day)
        today = date.fromisoformat(str(day))
        for find, step in (
            (self.expiry._find_due, self.expiry._expire),
            (self.expiry._find_new, self.expiry._announce),
        ):
            if ids := find(today):
                step(ids, today)
        self.assertEqual(self.wallets._find_differences(), [])

    def wallet(self):
        self.env.invalidate_all()
        return self.as_user(self.wallets, self.mia).search([])

    def test_points_are_announced_a_month_before_they_expire_and_the_statement_says_so(self):
        self.earn(40, "2030-01-10")
        self.earn(30, "2030-05-10")
        self.run_on("2031-02-10")
        self.assertFalse(self.wallet().expiring_words, "neither too early")
        self.run_on("2031-02-20")
        self.assertEqual(
            self.wallet().expiring_words,
            "40 of them until March 31, 2031: then they expire. The oldest are spent first.",
        )
        to_mia = [("kind", "=", "points_expiring"), ("user_id", "=", self.mia.user_id.id)]
        line = self.env["hr.mentorship.notice"].search(to_mia)
        self.assertEqual((line.user_id, line.program_id), (self.mia.user_id, self.program))
        self.assertIn("40 of your points expire after", line._read_out()[0]["text"])
        self.assertIn("31", line._read_out()[0]["text"])
        self.assertEqual(line._read_out()[0]["source"], self.env.company.name, "points are those of all programs")
        self.assertTrue(line._filter_true())
        self.run_on("2031-03-31")
        self.assertEqual(self.balance(self.mia), 70)
        self.run_on("2031-04-01")
        self.run_on("2031-04-02")
        self.assertEqual(self.balance(self.mia), 30)
        self.assertEqual(self.statement(self.mia)[-1], ("Expired: earned by March 31, 2030", -40))
        self.assertFalse(self.wallet().expiring_words or line._filter_true())

    def test_what_is_spent_meanwhile_does_not_expire_and_what_was_given_back_is_announced_anew(self):
        self.earn(40, "2030-01-10")
        self.earn(30, "2030-05-10")
        spent = self.spend(25, "2031-02-01")
        self.run_on("2031-02-20")
        self.assertIn("15 of them", self.wallet().expiring_words)
        self.spend(5, "2031-03-01")
        self.assertIn("10 of them", self.wallet().expiring_words)
        self.wallets._refund(spent, "No more books")
        self.run_on("2031-04-01")
        self.assertEqual(self.balance(self.mia), 50, "no more than was announced: 15")
        self.run_on("2031-05-20")
        self.assertIn("50 of them", self.wallet().expiring_words)

    def test_nothing_expires_untold_or_where_the_company_does_not_say_so(self):
        self.earn(40, "2030-01-10")
        self.run_on("2031-06-30")
        self.run_on("2031-07-01")
        self.assertEqual(self.balance(self.mia), 40, "the job did not run in the days of telling")
        self.run_on("2031-08-25")
        self.assertTrue(self.wallet().expiring_words)
        self.env.company.mentorship_points_months = 0
        self.assertFalse(self.wallet().expiring_words)
        self.run_on("2031-10-01")
        self.assertEqual(self.balance(self.mia), 40)
        self.assertFalse(self.wallet().expires_on)
        self.env.company.mentorship_points_months = 12
        self.mia.user_id.active = False
        self.run_on("2031-11-20")
        mine = self.wallets.search([("employee_id", "=", self.mia.id)])
        self.assertFalse(mine.expires_on, "nobody is there to be told")

    def test_what_has_expired_is_not_owed_when_its_event_is_undone(self):
        entry = self.earn(40, "2030-01-10")
        self.earn(30, "2030-05-10")
        self.run_on("2031-02-20")
        self.run_on("2031-04-01")
        self.assertFalse(self.wallets._reverse(entry, "It was never held"))
        self.assertEqual(self.balance(self.mia), 30)

    def test_years_of_earning_and_spending_expire_lot_by_lot(self):
        """Beside an account of every lot: what comes off, and when, is the same."""
        dice, lots, day, told = random.Random(7), Lots(), date(2030, 1, 1), 0
        expired = 0
        while day < date(2033, 7, 1):
            if day.day == 1 and day.month in (1, 4, 7, 10):
                gone = min(told, lots.count(day - relativedelta(months=12)))
                lots.spend(gone)
                told, expired = 0, expired + gone
            self.run_on(day)
            if day.day == 20 and day.month in (2, 5, 8, 11):
                told = lots.count(date(day.year, day.month, 1) + relativedelta(months=2 - 12))
            if points := dice.choice((0, 0, 10, 25)):
                self.earn(points)
                lots.earn(day, points)
            points = dice.choice((0, 5, 20))
            if points and lots.count() >= points:
                entry = self.spend(points)
                if dice.random() < 0.3:
                    self.wallets._refund(entry, "No more books")
                else:
                    lots.spend(points)
            self.assertEqual(self.balance(self.mia), lots.count(), day)
            day += timedelta(days=19 if day.day == 1 else 1)
            if day.day > 20:
                day = date(day.year, day.month, 1) + relativedelta(months=1)
        self.assertGreater(expired, 50)
