from odoo.tests import tagged

from .tours import Desk, Phone, TourCase


class PageTours:
    def test_member_looks_around_and_says_that_it_is_urgent(self):
        pair = self.add_mentorship("active")
        path = f"/odoo/hr.mentorship/{pair.id}"
        self.walk(self.mia, "member_looks_around", path)
        self.walk(self.mia, "member_asks_soon", path)
        self.assertIn("I need you soon", pair.sudo().channel_id.message_ids[0].body)


@tagged("post_install", "-at_install")
class TestPageToursOnDesk(PageTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestPageToursOnPhone(PageTours, Phone, TourCase):
    pass
