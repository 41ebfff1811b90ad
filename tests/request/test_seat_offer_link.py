import re

from odoo.tests import HttpCase, tagged

from ..link.common import LinkCompany


@tagged("post_install", "-at_install")
class TestSeatOfferLink(LinkCompany, HttpCase):
    """Nora has no user: she says at the door that she wants to be found, and answers an offer by its link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.program.matching_mode = "both"
        cls.mentor = cls.enrol(cls.max, "mentor", cls.leading)

    def press(self, link, path, **data):
        page = self.url_open(link)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        answer = self.url_open(f"{link}/{path}", data={**data, "csrf_token": token})
        self.env.invalidate_all()
        return page, answer

    def join(self, **data):
        self.env["hr.mentorship.invitation"]._ask(self.program, self.nora)._write_to_them()
        link = self.link_of(self.mails_to(self.nora, "You are invited"))
        page, _answer = self.press(link, "join", role="mentee", skill_ids=str(self.leading.id), **data)
        self.assertIn("mentors may offer me a seat", page.text)
        part = self.program.participant_ids.filtered(lambda each: each.employee_id == self.nora)
        part.with_user(self.pia.user_id).filtered(lambda each: each.state == "applied").action_approve()
        return part

    def test_nora_joins_wants_to_be_found_and_takes_up_the_seat(self):
        part = self.join(open_to_offers="yes")
        self.assertTrue(part.given_open_to_offers)
        offer = self.env["hr.mentorship"].with_user(self.max.user_id)._offer_seat(self.mentor, part, "Only for Nora.")
        letter = self.letter(self.mails_to(self.nora, "Max offers to be your mentor"))
        self.assertIn("Only for Nora.", letter["body"])
        link = self.link_of(self.mails_to(self.nora, "Max offers to be your mentor"))
        page, _answer = self.press(link, "answer", response="accepted")
        self.assertIn("offers to be your mentor", page.text)
        self.assertIn("Only for Nora.", page.text)
        self.assertEqual(offer.state, "agreement")

    def test_nora_thinks_better_of_it_by_her_link_and_may_come_back(self):
        part = self.join(open_to_offers="yes")
        link = self.link_of(self.mails_to(self.nora, "You are invited"))
        page, _answer = self.press(link, "offers")
        self.assertIn("No Offers Any More", page.text)
        self.assertFalse(part.given_open_to_offers)
        page, _answer = self.press(link, "offers", open_to_offers="yes")
        self.assertIn("They see your name, job, department and place", page.text)
        self.assertTrue(part.given_open_to_offers)

    def test_mentor_by_link_is_shown_to_nobody(self):
        self.env["hr.mentorship.invitation"]._ask(self.program, self.nora)._write_to_them()
        link = self.link_of(self.mails_to(self.nora, "You are invited"))
        self.press(link, "join", role="mentor", skill_ids=str(self.leading.id))
        part = self.program.participant_ids.filtered(lambda each: each.employee_id == self.nora)
        page, _answer = self.press(link, "offers", open_to_offers="yes")
        self.assertNotIn("Show Me", page.text)
        self.assertFalse(part.given_open_to_offers)

    def test_mail_about_an_offer_taken_back_names_no_page_that_nora_cannot_open(self):
        part = self.join(open_to_offers="yes")
        offer = self.env["hr.mentorship"].with_user(self.max.user_id)._offer_seat(self.mentor, part)
        offer.action_take_back()
        body = self.mails_to(self.nora, "taken back").body_html
        self.assertIn("You stay in the program", body)
        self.assertNotIn("find-my-mentor", body)

    def test_nora_unticks_it_and_is_shown_to_nobody(self):
        part = self.join()
        self.assertFalse(part.given_open_to_offers)
        self.assertFalse(self.mentor._find_open_mentees())
