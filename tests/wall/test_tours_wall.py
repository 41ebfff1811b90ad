from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase
from .common import LeaderboardCompany, WallCompany


class WallTours(LeaderboardCompany, WallCompany):
    def test_two_show_a_thank_you_and_a_third_reacts(self):
        self.set_up_wall()
        self.add_other_pair()
        self.walk(self.mia, "mentee_thanks_on_the_wall", f"/odoo/hr.mentorship/{self.pair.id}")
        post = self.posts.search([("mentorship_id", "=", self.pair.id)])
        self.assertEqual(post.state, "asked")
        self.walk(self.max, "mentor_shows_it_on_the_wall")
        self.assertEqual(post.state, "shown")
        self.walk(self.people["eve"], "colleague_reacts_on_the_wall")
        self.assertEqual((post.heart_count, post.star_count), (0, 1))
        self.walk(self.mia, "mentee_takes_it_back_from_the_wall")
        self.assertEqual(post.state, "withdrawn")

    def test_mentor_celebrates_the_end_and_offers_it_to_the_wall(self):
        self.set_up_wall()
        checkin = self.pair.checkin_ids.sorted("planned_date")[0]
        self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=5)
        self.walk(self.max, "member_celebrates", f"/odoo/hr.mentorship/{self.pair.id}")
        self.assertEqual(self.pair.state, "completed")
        post = self.posts.search([("mentorship_id", "=", self.pair.id), ("kind", "=", "completed")])
        self.assertEqual(post.state, "asked", "the other one has not said yes")
        self.as_user(post, self.mia).action_agree()
        self.assertEqual(post.state, "shown")

    def test_mentee_goes_on_the_leaderboard_and_off_again(self):
        self.set_up_leaderboard(fields.Date.today() - timedelta(days=30))
        self.fill(points=10)
        self.earn(self.mia, 25)
        self.walk(self.mia, "mentee_goes_on_the_leaderboard_and_off_again")
        self.assertFalse(self.seat(self.mia).on_leaderboard)


@tagged("post_install", "-at_install")
class TestWallToursOnDesk(Desk, WallTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestWallToursOnPhone(Phone, WallTours, TourCase):
    pass
