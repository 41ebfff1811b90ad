from odoo.tests import tagged

from .tours import Desk, Phone, TourCase

GONE = 2**31 - 1
"""The id of a record that is no more."""


class PageTours:
    def test_member_looks_around_and_says_that_it_is_urgent(self):
        pair = self.add_mentorship("active")
        path = f"/odoo/hr.mentorship/{pair.id}"
        self.walk(self.mia, "member_looks_around", path)
        self.walk(self.mia, "member_asks_soon", path)
        self.assertIn("I need you soon", pair.sudo().channel_id.message_ids[0].body)

    def test_address_of_a_record_alone_has_my_mentorship_behind_it(self):
        pair = self.add_mentorship("active")
        self.walk(self.mia, "member_follows_a_link", f"/odoo/hr.mentorship/{pair.id}")

    def test_what_is_gone_and_what_is_of_others_are_told_alike(self):
        pair = self.add_mentorship("active")
        stranger = self.add_person("eve")
        for address in (
            f"mentorship/hr.mentorship/{pair.id}",
            f"hr.mentorship/{pair.id}",
            f"hr.mentorship.goal/{GONE}",
            f"my-mentorship-goals/{GONE}",
        ):
            with self.subTest(address=address):
                self.walk(stranger, "reader_is_led_home", f"/odoo/{address}")

    def test_address_asks_nobody_to_press_a_button(self):
        """An address can name any action of the client, and fill in what the server would."""
        pair = self.add_mentorship("proposed")
        asked = f"question=Stay&label=Stay&model=hr.mentorship&method=action_offer&ids={pair.id}"
        for address in (f"action-hr_mentorship.ask?{asked}", "action-hr_mentorship.start_anew"):
            with self.subTest(address=address):
                self.walk(self.pia, "address_asks_nothing", f"/odoo/{address}")
        self.assertEqual(pair.state, "proposed")


@tagged("post_install", "-at_install")
class TestPageToursOnDesk(PageTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestPageToursOnPhone(PageTours, Phone, TourCase):
    pass
