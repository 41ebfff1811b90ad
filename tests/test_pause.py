from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestPause(MentorshipCase):
    """A pair takes a break, and goes on where it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.today = fields.Date.today()
        cls.back_on = cls.today + timedelta(days=40)

    def pause(self, person, pause_until=None):
        dialogs = self.as_user(self.env["hr.mentorship.pause"], person)
        dialogs.create({"mentorship_id": self.pair.id, "pause_until": pause_until or self.back_on}).action_pause()

    def test_member_pauses_and_the_partner_goes_on_earlier(self):
        self.pause(self.mia)
        self.assertRecordValues(
            self.pair, [{"state": "paused", "paused_on": self.today, "pause_until": self.back_on}]
        )
        self.as_user(self.pair, self.max).action_resume()
        self.assertRecordValues(self.pair, [{"state": "active", "resumed_on": self.today, "pause_until": False}])

    def test_outsider_pauses_or_goes_on_and_is_refused(self):
        for person in (self.olga, self.paula, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person)._pause(self.back_on)
        self.pause(self.pia)
        for person in (self.olga, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person).action_resume()

    def test_member_chooses_a_day_that_makes_no_sense_and_is_told(self):
        for day, words in ((self.today, "in the future"), (self.pair.end_date + timedelta(days=1), "planned until")):
            with self.subTest(day), self.assertRaisesRegex(UserError, words):
                self.pause(self.mia, day)

    def test_member_pauses_twice_and_is_told_the_status(self):
        self.pause(self.mia)
        with self.assertRaisesRegex(UserError, "is in the status “Paused”"):
            self.pause(self.max)
