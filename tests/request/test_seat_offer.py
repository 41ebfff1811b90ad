from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import RequestCase


class SeatOfferCase(RequestCase):
    """Max has a free seat; Mia looks for a mentor and wants to be found, Olga does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga_part = cls.enrol(cls.olga, "mentee", cls.leading)
        cls.mentee.with_user(cls.mia.user_id).action_open_to_offers()
        cls.mia.mentorship_profile_ids.introduction = "I have a plan."

    def find_mentees(self, mentor=None):
        """The cards that the page shows to a mentor."""
        cards = self.as_user(self.env["hr.mentorship.candidate"], mentor or self.max)
        action = cards.action_find_mentees()
        return cards.search(action.get("domain") and [("is_mentee", "=", True)])

    def offer(self, mentee, mentor=None, message="We could prepare your first project."):
        """Offer as the mentor does: on the card, in the dialog."""
        card = self.find_mentees(mentor).filtered(lambda card: card.name == mentee.name)
        self.assertTrue(card, f"{mentee.name} stands not on the page")
        return self.send_offer(card, message)

    def send_offer(self, card, message=""):
        last = self.env["hr.mentorship"].search([], order="id desc", limit=1)
        action = card.action_ask()
        form = Form(self.env[action["res_model"]].with_env(card.env).with_context(**action["context"]))
        form.message = message
        form.save().action_send()
        return self.env["hr.mentorship"].search([("id", ">", last.id or 0), ("origin", "=", "offer")])


@tagged("post_install", "-at_install")
class TestFindMentees(SeatOfferCase):
    """A mentor with a free seat sees who wants to be found, as far as they have agreed to, and nobody else."""

    def test_mentor_sees_who_wants_to_be_found_with_score_and_reasons(self):
        card = self.find_mentees()
        self.assertEqual(card.mapped("name"), ["Mia"])
        self.assertIn("You offer 2 of the 2 topics that Mia wants", card.reasons)
        self.assertEqual(card.skill_ids, self.leading + self.coding)
        self.assertEqual(card.introduction, "I have a plan.")
        self.assertNotIn("I want to lead.", str(card.read()), "the motivation is for partners")
        self.assertEqual(card.score, self.find()[0].score, "the same from either side")

    def test_mentee_closes_again_and_is_seen_no_more(self):
        old = self.find_mentees()
        self.as_user(self.mentee, self.mia).action_close_to_offers()
        self.assertFalse(self.find_mentees())
        with self.assertRaisesRegex(UserError, "Mia does not look for a mentor any more"):
            self.send_offer(old)

    def test_page_that_is_still_open_shows_nothing_of_who_shows_themselves_no_longer(self):
        self.program.approves_requests = True
        block = {"profile_id": self.mia.mentorship_profile_ids.id, "blocked_employee_id": self.max.id}
        steps = {
            "closed": lambda: self.as_user(self.mentee, self.mia).action_close_to_offers(),
            "left": lambda: self.as_user(self.mentee, self.mia).action_withdraw(),
            "would not meet": lambda: self.env["hr.mentorship.block"].with_user(self.mia.user_id).create(block),
            "has asked": lambda: self.ask(self.otto),
            "matched": lambda: self.add_mentorship("agreement", mentor=self.otto),
        }
        for name, step in steps.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                card = self.find_mentees()
                self.assertTrue(card.introduction)
                step()
                self.env.invalidate_all()
                for field in ("introduction", "reasons", "skill_ids", "interest_ids", "language_ids", "score"):
                    self.assertFalse(card[field], field)
                self.assertEqual(card.name, "Mia", "who offers on this page reads why that is too late")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_block_of_somebody_else_leaves_the_page_as_it_is(self):
        card = self.find_mentees()
        block = {"profile_id": self.mia.mentorship_profile_ids.id, "blocked_employee_id": self.otto.id}
        self.env["hr.mentorship.block"].with_user(self.mia.user_id).create(block)
        self.env.invalidate_all()
        self.assertEqual(card.introduction, "I have a plan.")

    def test_mentor_reads_no_more_of_a_mentee_than_the_consent_names(self):
        self.program.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "topics", "weight": 10}),
            *(Command.create({"kind": kind, "weight": 2}) for kind in ("seniority", "interests", "department")),
            Command.create({"kind": "wishes", "weight": 5, "is_shown_to_members": True}),
        ]
        beginner, expert = self.skill_type.skill_level_ids
        for person, level in ((self.mia, beginner), (self.max, expert)):
            self.env["hr.employee.skill"].create(
                {
                    "employee_id": person.id,
                    "skill_id": self.leading.id,
                    "skill_type_id": self.skill_type.id,
                    "skill_level_id": level.id,
                }
            )
        interest = self.env["hr.mentorship.interest"].create({"name": "Chess"})
        for part in self.mentee | self.max_seat:
            part.interest_ids = interest
            part.employee_id.mentorship_profile_ids.seniority = "growing"
        self.wish(self.otto, self.max)
        reasons = self.find_mentees().reasons
        self.assertIn("topics that Mia wants", reasons)
        self.assertIn("Chess", reasons)
        self.assertNotIn("experience", reasons)
        self.assertNotIn("choice", reasons)
        self.assertNotIn("Expert", reasons)

    def test_nobody_opens_or_closes_for_somebody_else(self):
        for person in (self.max, self.olga, self.pia, self.ada):
            for step in ("action_open_to_offers", "action_close_to_offers"):
                with self.subTest(person.name), self.assertRaises(AccessError):
                    getattr(self.as_user(self.mentee, person), step)()
        with self.assertRaises(AccessError):
            self.as_user(self.mentee, self.pia).write({"given_open_to_offers": True})
        with self.assertRaises(AccessError):
            self.as_user(self.mentee, self.ada).read(["given_open_to_offers"])

    def test_applicant_reads_at_the_door_who_would_see_them_and_decides(self):
        def apply(person, **values):
            form = Form(
                self.as_user(self.env["hr.mentorship.apply"], person).with_context(
                    default_program_id=self.program.id, default_role="mentee"
                )
            )
            form.skill_ids.add(self.leading)
            self.assertTrue(form.can_be_offered)
            for name, value in values.items():
                form[name] = value
            form.save().action_apply()
            return self.program.participant_ids.filtered(lambda each: each.employee_id == person)

        shown, hidden = (self.add_person(name) for name in ("eve", "uma"))
        self.assertTrue(apply(shown).given_open_to_offers)
        self.assertFalse(apply(hidden, is_open_to_offers=False).given_open_to_offers)

    def test_door_of_a_program_that_is_matched_asks_nothing_and_shows_nobody(self):
        self.program.matching_mode = "manager"
        form = Form(
            self.as_user(self.env["hr.mentorship.apply"], self.pia).with_context(
                default_program_id=self.program.id, default_role="mentee"
            )
        )
        self.assertFalse(form.can_be_offered)
        self.assertFalse(self.find_mentees())
        self.assertFalse(self.as_user(self.max_seat, self.max).can_offer_seat)

    def test_mentees_whom_the_rules_forbid_do_not_appear(self):
        """Led by the mentor, would not meet, has a mentor, not approved, parted before."""
        report, blocked, matched, applied, parted = (
            self.add_person(name) for name in ("eve", "ida", "uma", "noah", "gone")
        )
        for person in (report, blocked, matched, parted):
            self.enrol(person, "mentee", self.leading).with_user(person.user_id).action_open_to_offers()
        self.enrol(applied, "mentee", self.leading, state="applied").with_user(applied.user_id).action_open_to_offers()
        report.parent_id = self.max
        block = {"profile_id": blocked.mentorship_profile_ids.id, "blocked_employee_id": self.max.id}
        self.env["hr.mentorship.block"].with_user(blocked.user_id).create(block)
        self.add_mentorship("active", mentor=self.otto, mentee=matched)
        declined = self.add_mentorship("offered", mentee=parted)
        self.as_user(declined, parted).action_decline()
        self.assertEqual(self.find_mentees().mapped("name"), ["Mia"])

    def test_only_mentors_with_a_free_seat_see_anybody(self):
        self.assertTrue(self.as_user(self.max_seat, self.max).can_offer_seat)
        self.add_mentorship("active", mentor=self.max, mentee=self.olga)
        self.assertFalse(self.as_user(self.max_seat, self.max).can_offer_seat)
        for person in (self.max, self.olga, self.paula, self.sam, self.pia, self.ada):
            self.assertFalse(self.find_mentees(person), person.name)

    def test_flash_and_peer_programs_have_no_seats_to_offer(self):
        flash = self.add_program("Questions", self.pia, format="flash", matching_mode="request")
        peers = self.add_program("Equals", self.pia, format="peer")
        self.assertFalse((flash | peers).filtered(lambda program: program._lets_mentors_offer()))

    def test_cards_of_one_mentor_are_nobody_elses(self):
        card = self.find_mentees()
        for person in (self.otto, self.mia, self.pia, self.ada):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(card.browse(), person).search([("id", "=", card.id)]))
                with self.assertRaises(AccessError):
                    self.as_user(self.env["hr.mentorship.ask"], person).create({"candidate_id": card.id})
        with self.assertRaises(AccessError):
            self.as_user(self.mentee, self.max).read(["motivation"])

    def test_pages_of_mentors_and_of_mentees_do_not_mix(self):
        both = self.enrol(self.max, "mentee", self.leading, program=self.program)
        both.with_user(self.max.user_id).action_find_mentor()
        self.find_mentees()
        cards = self.as_user(self.env["hr.mentorship.candidate"], self.max).search([])
        self.assertEqual(set(cards.filtered("is_mentee").mapped("name")), {"Mia"})
        self.assertEqual(set((cards - cards.filtered("is_mentee")).mapped("name")), {"Otto"})


@tagged("post_install", "-at_install")
class TestSeatOffer(SeatOfferCase):
    """The mentor has said yes; the mentee's yes leads to the agreement, like any other."""

    def test_mentee_gets_a_mail_and_a_todo_and_the_words_are_between_the_two(self):
        with self.collect_mails() as mails:
            offer = self.offer(self.mia, message="Only for Mia.")
        self.assertRecordValues(
            offer, [{"name": "Max → Mia", "state": "offered", "origin": "offer", "offered_on": fields.Date.today()}]
        )
        self.assertEqual(
            {member.role: member.response for member in offer.member_ids}, {"mentor": "accepted", "mentee": "pending"}
        )
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Mia", "Max offers to be your mentor"))
        self.assertNotIn("Only for Mia.", text, "the words are put into the letter that leaves")
        self.assertEqual(self.todos(offer).user_id, self.mia.user_id)
        for person, words in ((self.max, "Only for Mia."), (self.mia, "Only for Mia."), (self.pia, False)):
            self.assertEqual(self.as_user(offer, person).request_message, words)
        self.assertTrue(self.as_user(offer, self.max).is_my_request)
        self.assertTrue(self.as_user(offer, self.mia).is_request_to_me)

    def test_mentee_reads_who_offers_and_why_and_accepts(self):
        offer = self.offer(self.mia)
        page = self.as_user(self.env["hr.mentorship.overview"], self.mia).get_page()
        self.assertEqual(page["action"]["title"], "Max offers to be your mentor")
        self.assertEqual(page["action"]["card"]["quote"], "We could prepare your first project.")
        self.assertIn("You have offered a seat; Mia answers until", self.as_user(offer, self.max).trace)
        self.as_user(offer, self.mia).action_accept()
        self.assertEqual((offer.state, offer.agreement_id.state), ("agreement", "draft"))

    def test_mentee_declines_and_the_mentor_hears_it_kindly_and_offers_the_seat_to_somebody_else(self):
        offer = self.offer(self.mia)
        with self.collect_mails() as mails:
            self.as_user(offer, self.mia).action_decline()
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Max", "Your offer to Mia"))
        self.assertIn("it was good to offer it", text)
        self.assertFalse(self.find_mentees(), "who has declined is not offered again")
        self.assertEqual(self.max_seat.seats_left, 1)
        self.as_user(self.olga_part, self.olga).action_open_to_offers()
        self.assertEqual(self.offer(self.olga).state, "offered")

    def test_offer_nobody_answers_expires_and_both_hear_it_in_their_own_words(self):
        offer = self.offer(self.mia)
        with self.collect_mails() as mails:
            self.expire(offer)
        texts = {name: text for name, _subject, text in mails}
        self.assertEqual(set(texts), {"Max", "Mia"})
        self.assertIn("has not found the time to answer your offer", texts["Max"])
        self.assertIn("You stay in the program", texts["Mia"])
        self.assertEqual(offer.state, "declined")

    def test_mentor_takes_the_offer_back_and_nobody_else_does(self):
        offer = self.offer(self.mia)
        for person in (self.mia, self.olga, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(offer, person).action_take_back()
        with self.collect_mails() as mails:
            said = self.as_user(offer, self.max).action_take_back()
        self.assertIn("Your offer is taken back", said["params"]["message"])
        self.assertEqual(
            [(name, subject) for name, subject, _text in mails], [("Mia", "Max has taken back the offer to you")]
        )
        self.assertEqual(offer.state, "cancelled")
        self.assertFalse(self.todos(offer))
        self.assertEqual(self.names(), ["Max", "Otto"])

    def test_mentor_offers_as_many_seats_as_are_free(self):
        self.as_user(self.olga_part, self.olga).action_open_to_offers()
        cards = self.find_mentees()
        self.send_offer(cards.filtered(lambda card: card.name == "Mia"))
        with self.assertRaisesRegex(UserError, "You have no free seat in “Leaders”"):
            self.send_offer(cards.filtered(lambda card: card.name == "Olga"))
        self.assertFalse(self.find_mentees())

    def test_mentee_with_an_offer_gets_no_second_one_and_answers_before_asking(self):
        mine = self.find()
        card = self.find_mentees(self.otto)
        self.offer(self.mia)
        with self.assertRaisesRegex(UserError, "Mia does not look for a mentor any more"):
            self.send_offer(card)
        with self.assertRaisesRegex(UserError, "There is a match with Max for you"):
            self.send(mine.filtered(lambda each: each.name == "Otto"))

    def test_nobody_gets_around_consent_or_rules(self):
        stranger = self.enrol(self.mia, "mentee", program=self.add_program("Speakers", self.pia))
        offers = self.as_user(self.env["hr.mentorship"], self.max)
        for mentor, mentee, error in (
            (self.otto_seat, self.mentee, AccessError),
            (self.max_seat, stranger, AccessError),
            (self.max_seat, self.otto_seat, AccessError),
            (self.max_seat, self.olga_part, UserError),
        ):
            with self.subTest(f"{mentor.display_name} {mentee.display_name}"), self.assertRaises(error):
                offers._offer_seat(mentor, mentee)
        with self.assertRaisesRegex(UserError, "Your message has 1001 letters"):
            offers._offer_seat(self.max_seat, self.mentee, "x" * 1001)

    # -- beside a program manager

    def test_hidden_proposals_of_the_mentor_give_way_and_tell_of_themselves_by_no_refusal(self):
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.max, mentee=self.olga)
        self.assertTrue(self.as_user(self.max_seat, self.max).can_offer_seat)
        offer = self.offer(self.mia)
        self.assertEqual((proposal.state, offer.state), ("cancelled", "offered"))
        self.assertIn("offered a seat to somebody themselves", proposal.message_ids[:1].body)

    def test_mentor_offers_to_the_very_mentee_who_was_planned(self):
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.max)
        offer = self.offer(self.mia)
        self.assertEqual((proposal.state, offer.state), ("cancelled", "offered"))
        self.assertEqual(self.max_seat.seats_taken, 1)

    def test_offer_waits_for_an_approval_where_requests_do(self):
        self.program.approves_requests = True
        with self.collect_mails() as mails:
            offer = self.offer(self.mia)
        self.assertFalse(mails)
        self.assertEqual((offer.state, self.todos(self.program).user_id), ("requested", self.pia.user_id))
        self.assertIn("A program manager looks at your offer until", self.as_user(offer, self.max).trace)
        with self.assertRaises(AccessError):
            self.as_user(offer, self.mia).read(["name"])
        with self.collect_mails() as mails:
            self.as_user(offer, self.pia).action_approve_request()
        self.assertEqual(
            sorted((name, subject) for name, subject, _text in mails),
            [("Max", "Approved: Mia is asked now"), ("Mia", "Max offers to be your mentor")],
        )
        self.as_user(offer, self.mia).action_accept()
        self.assertEqual(offer.state, "agreement")

    def test_mentee_who_asks_somebody_else_is_not_kept_from_it_by_an_offer_they_do_not_know(self):
        self.program.approves_requests = True
        offer = self.offer(self.mia)
        self.assertEqual(self.names(), ["Max", "Otto"], "a mentor who is missing would tell of the offer")
        with self.collect_mails() as mails:
            request = self.ask(self.otto)
        self.assertEqual((offer.state, request.state), ("cancelled", "requested"))
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Max", "Your offer to Mia")])

    def test_mentee_who_asks_the_very_mentor_who_has_offered_is_held_back_once_and_nobody_hears_a_no(self):
        self.program.approves_requests = True
        offer = self.offer(self.mia)
        with self.collect_mails() as mails:
            request = self.ask(self.max)
        self.assertFalse(mails, "nobody has said no")
        self.assertEqual((offer.state, request.state), ("cancelled", "requested"))
        self.assertEqual(self.max_seat.seats_left, 0)

    def test_seat_that_waits_for_somebody_else_is_taken_for_all_others(self):
        self.program.approves_requests = True
        self.offer(self.mia)
        self.assertEqual(self.names(self.olga), ["Otto"])

    def test_mentor_who_offers_the_last_seat_is_not_kept_from_it_by_a_request_they_do_not_know(self):
        self.program.approves_requests = True
        request = self.ask(self.max, self.olga)
        self.assertTrue(self.as_user(self.max_seat, self.max).can_offer_seat)
        with self.collect_mails() as mails:
            offer = self.offer(self.mia)
        self.assertEqual((request.state, offer.state), ("cancelled", "requested"))
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Olga", "Your request to Max")])

    def test_mentor_who_leaves_takes_the_offer_along_and_the_mentee_hears_it(self):
        offer = self.offer(self.mia)
        self.max.active = False
        self.assertEqual(offer.state, "cancelled")
        self.assertIn("Max no longer takes part", self.read_news(self.mia)[0])

    def test_overview_of_a_mentor_leads_to_who_looks_for_one(self):
        page = self.as_user(self.env["hr.mentorship.overview"], self.max).get_page()
        shown = [card for part in page["sections"] for card in part["cards"]]
        buttons = [button["name"] for card in shown for button in card.get("buttons", ())]
        self.assertIn("action_offer_seat", buttons)
        action = self.as_user(self.max_seat, self.max).action_offer_seat()
        self.assertEqual(action["context"], {"search_default_program_id": self.program.id})
