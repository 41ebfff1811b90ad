from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class TrackTours:
    def test_mentee_answers_the_fit_check_and_uses_the_choices_of_the_second_nudge(self):
        pair = self.add_mentorship("active")
        first, second = pair.checkin_ids.sorted("planned_date")[:2]
        first.with_user(self.max.user_id)._log("done", held_on=fields.Date.today(), rating=4)
        self.walk(self.mia, "mentee_answers_fit_check")
        answer = self.env["hr.mentorship.fit.answer"].search([])
        self.assertEqual((answer.author_id, answer.answer), (self.mia.user_id, "early"))

        second._move_to("planned", planned_date=fields.Date.today() - timedelta(days=7))
        self.walk(self.mia, "mentee_uses_choices", path=f"/mentorship/checkin/{second.id}/log")
        self.assertEqual(pair.state, "paused")


@tagged("post_install", "-at_install")
class TestTrackToursOnDesk(Desk, TrackTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestTrackToursOnPhone(Phone, TrackTours, TourCase):
    pass
