import re
from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..link.common import LinkCompany


@tagged("post_install", "-at_install")
class TestLinkChoices(LinkCompany, HttpCase):
    """Nora, who has no user, moves a check-in, takes a break and ends it, on the page of her link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")
        cls.pair._activate()
        cls.pair.checkin_ids.filtered(lambda checkin: checkin.kind == "first")._cancel()
        planned = cls.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        cls.checkin = planned.sorted("planned_date")[0]
        cls.today = fields.Date.today()
        cls.checkin._move_to("planned", planned_date=cls.today - timedelta(days=7))
        cls.env["hr.mentorship.notice"].search([]).unlink()

    def setUp(self):
        super().setUp()
        self.csrf_token = None
        self.link = self.env["hr.mentorship.access.token"]._mint(self.seat, "checkin")

    def news(self):
        lines = self.env["hr.mentorship.notice"].search([("mentorship_id", "=", self.pair.id)])
        return sorted((line.kind, line.member_id.employee_id.name) for line in lines)

    def choose(self, choice, **data):
        """Send a form of the page, as it was opened in the beginning."""
        if not self.csrf_token:
            self.csrf_token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(self.link).text).group(1)
        data = {"csrf_token": self.csrf_token, "checkin": self.checkin.id, **data}
        answer = self.url_open(f"{self.link}/{choice}", data=data)
        self.env.invalidate_all()
        return answer

    def test_she_moves_the_checkin_keeps_its_time_and_goes_on_with_the_same_link(self):
        moment = datetime.combine(self.today - timedelta(days=7), time(9, 30))
        self.checkin._move_to("planned", planned_at=moment)
        new_day = self.today + timedelta(days=10)
        page = self.choose("move", day=str(new_day)).text
        self.assertIn("Moved.", page)
        self.assertIn("Your next check-in", self.url_open(self.link).text)
        self.assertEqual((self.checkin.planned_date, self.checkin.planned_at.minute), (new_day, 30))
        self.assertIn(("day_moved", "Max"), self.news())
        self.assertNotIn(("day_moved", "Nora"), self.news())

    def test_she_chooses_a_day_that_is_over_or_none_and_reads_why_not(self):
        for day, words in ((str(self.today - timedelta(days=1)), "this time is over"), ("soon", "Choose a day.")):
            with self.subTest(day):
                self.assertIn(words, self.choose("move", day=day).text)
        self.assertEqual(self.checkin.planned_date, self.today - timedelta(days=7))
        self.assertFalse(self.news())

    def test_she_takes_a_break_and_max_alone_is_told(self):
        back = self.today + timedelta(days=21)
        self.assertIn("the day of return lies", self.choose("pause", until=str(self.today)).text.lower())
        self.assertEqual(self.pair.state, "active")
        self.assertIn("Enjoy your break", self.choose("pause", until=str(back)).text)
        self.assertRecordValues(self.pair, [{"state": "paused", "pause_until": back}])
        self.assertEqual(self.news(), [("paused", "Max")])
        self.assertEqual(self.choose("pause", until=str(back)).status_code, 404, "good once")

    def test_she_ends_it_and_is_not_told_of_it_herself(self):
        self.assertIn("has ended", self.choose("end").text)
        self.assertEqual(self.pair.state, "ended")
        self.assertIn(("ended", "Max"), self.news())
        self.assertNotIn(("ended", "Nora"), self.news())
