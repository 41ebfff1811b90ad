from odoo.tests import tagged

from ..performance import FEW, MANY, PerformanceCase
from .common import WallCompany


@tagged("post_install", "-at_install")
class TestWallCost(WallCompany, PerformanceCase):
    """A wall costs the same however much there is to celebrate, and whoever reacts to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_wall()

    def test_wall_takes_as_many_queries_for_many_posts_as_for_a_few(self):
        posts = self.posts
        for number in range(MANY):
            mentor, mentee = self.add_people(dict.fromkeys((f"mentor{number}", f"mentee{number}")))
            pair = self.add_mentorship("active", mentor=mentor, mentee=mentee)
            posts += self.show(self.propose("They have turned a shy speaker into a voice.", pair), mentor, mentee)
        self.assertEqual(set(posts.mapped("state")), {"shown"})
        for post in posts[::2]:
            post.with_user(self.mia.user_id).action_react("applause")
        read = self.read_as_client("hr.mentorship.post", "kanban", self.mia)
        self.assert_same_cost(read, posts[:FEW], posts)
