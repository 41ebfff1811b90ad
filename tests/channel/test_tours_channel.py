from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class ChannelTours:
    def test_two_write_to_each_other_until_the_end(self):
        pair = self.add_mentorship("active")
        page = f"/odoo/hr.mentorship/{pair.id}"
        self.walk(self.mia, "member_writes_to_partner")
        self.walk(self.max, "partner_answers_on_the_page", page)
        pair.with_user(self.max.user_id)._end()
        self.walk(self.mia, "member_reads_after_the_end", page)


@tagged("post_install", "-at_install")
class TestChannelToursOnDesk(Desk, ChannelTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestChannelToursOnPhone(Phone, ChannelTours, TourCase):
    pass
