from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RecognitionCase


@tagged("post_install", "-at_install")
class TestThankYouPoints(RecognitionCase):
    """Thanks say what they are for and may bring points, out of an allowance that lapses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.mentorship_allowance = 50
        cls.value = cls.env["hr.mentorship.value"].create({"name": "Humour"})
        cls.pair = cls.add_mentorship("active")

    def thank(self, person, points=0, **values):
        dialogs = self.as_user(self.env["hr.mentorship.thank.you"], person)
        dialog = dialogs.create(
            {"mentorship_id": self.pair.id, "message": "Thanks for today.", "points": points, **values}
        )
        dialog.action_send()
        return dialog

    def left(self, person):
        wallet = self.wallets.search([("employee_id", "=", person.id)])
        return wallet.allowance_left

    def test_mentee_thanks_for_a_value_with_points_and_both_read_it(self):
        self.thank(self.mia, 20, value_id=self.value.id)
        self.assertEqual(self.statement(self.max), [("Thank-you from Mia: Humour", 20)])
        self.assertEqual(self.left(self.mia), 30)
        note = self.as_user(self.pair, self.max).thank_you_ids
        self.assertEqual((note.value_id, note.given_points), (self.value, 20))
        self.assertFalse(self.env["hr.mentorship.wallet.entry"].search([("kind", "=", "gift")]).program_id)

    def test_points_come_once_with_a_thank_you_and_once_a_week(self):
        self.thank(self.mia, 20)
        with self.assertRaisesRegex(UserError, "Send it without"):
            self.thank(self.mia, 5)
        self.assertIn("20 points", self.thank(self.mia).give_words)
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            with self.assertRaisesRegex(UserError, "You have given Max points on"):
                self.thank(self.mia, 5)
            self.thank(self.mia)
        self.assertEqual(self.balance(self.max), 20)

    def test_nobody_gives_more_than_the_allowance_and_it_begins_anew_with_the_month(self):
        with self.assertRaisesRegex(UserError, "50 are left"):
            self.thank(self.mia, 51)
        with self.assertRaisesRegex(UserError, "whole numbers"):
            self.thank(self.mia, -5)
        self.thank(self.mia, 50)
        self.assertEqual(self.left(self.mia), 0)
        with freeze_time(fields.Datetime.now() + timedelta(days=40)):
            self.env.invalidate_all()
            self.assertEqual(self.left(self.mia), 50)
            self.thank(self.mia, 10)
            self.assertEqual(self.left(self.mia), 40)

    def test_month_is_the_companys_whatever_time_zone_somebody_sets(self):
        self.mia.company_id.resource_calendar_id.tz = "UTC"
        with freeze_time("2031-03-31 20:00:00"):
            self.thank(self.mia, 50)
            wallet = self.wallets.search([("employee_id", "=", self.mia.id)])
            for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
                self.env.invalidate_all()
                self.assertEqual(wallet.with_context(tz=zone).allowance_left, 0)
        with freeze_time("2031-02-10 20:00:00"):
            self.env.invalidate_all()
            self.assertEqual(wallet.allowance_left, 0, "a month that is over does not begin again")

    def test_words_of_thanks_that_meet_another_step_are_in_no_log(self):
        with patch.object(type(self.pair), "_serialize", side_effect=SerializationFailure) as serialized:
            with self.assertRaises(SerializationFailure):
                self.thank(self.mia)
            self.assertFalse(self.pair.thank_you_ids)
        serialized.assert_called_once()

    def test_program_without_recognition_takes_words_alone(self):
        self.program.has_recognition = False
        with self.assertRaisesRegex(UserError, "Send it without"):
            self.thank(self.mia, 5)
        self.thank(self.mia)
        self.assertEqual(self.balance(self.max), 0)

    def test_thank_you_received_is_worth_points_from_the_next_day_on_once_a_month_and_not_for_an_answer(self):
        rule = self.add_rule("thanked", 5)
        self.thank(self.mia)
        self.collect()
        self.assertEqual(self.balance(self.max), 0, "it may still be rewritten today")
        self.thank(self.max)
        notes = self.env["hr.mentorship.note"].search([("mentorship_id", "=", self.pair.id)])
        self.assertEqual(len(notes), 2)
        notes.day = fields.Date.today() - timedelta(days=1)
        self.program.recognition_since = rule.counts_from = fields.Date.today() - timedelta(days=9)
        self.collect()
        self.assertEqual((self.balance(self.max), self.balance(self.mia)), (5, 0))
