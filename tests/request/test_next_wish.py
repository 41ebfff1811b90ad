from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import RequestCase


@tagged("post_install", "-at_install")
class TestNextWish(RequestCase):
    """A request that comes to nothing falls to the mentee's next wish, if they want that; else they press once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ida = cls.add_person("ida")
        cls.ida_seat = cls.enrol(cls.ida, "mentor", cls.leading, capacity=1)

    def dialog(self, mentor, employee=None):
        card = self.find(employee).filtered(lambda card: card.name == mentor.name)
        action = card.action_ask()
        return Form(self.env[action["res_model"]].with_env(card.env).with_context(**action["context"]))

    # -- agreeing

    def test_mentee_who_asks_reads_who_would_be_next_and_agrees_unless_they_untick_it(self):
        self.wish(self.max, self.ida, self.otto)
        form = self.dialog(self.max)
        self.assertEqual((form.next_wish_names, form.asks_next_wish), ("Ida and Otto", True))
        form.asks_next_wish = False
        form.save().action_send()
        self.assertEqual(self.mentee.given_next_wish, "tell")
        request = self.program.mentorship_ids
        self.as_user(request, self.mia).action_take_back()
        self.assertFalse(self.dialog(self.max).asks_next_wish, "what they have chosen stays chosen")

    def test_mentee_without_wishes_is_asked_nothing(self):
        form = self.dialog(self.max)
        self.assertFalse(form.next_wish_names)
        form.save().action_send()
        self.assertFalse(self.mentee.given_next_wish)

    def test_wishes_in_a_program_that_is_matched_agree_to_nothing(self):
        self.program.matching_mode = "manager"
        self.wish(self.max, self.otto)
        self.assertFalse(self.mentee.given_next_wish)

    def test_nobody_agrees_for_somebody_else_or_reads_what_they_have_chosen(self):
        self.wish(self.max, self.otto)
        for person in (self.olga, self.max, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.mentee, person)._set_next_wish(False)
        with self.assertRaises(AccessError):
            self.as_user(self.mentee, self.ada).read(["given_next_wish"])
        with self.assertRaises(AccessError):
            self.as_user(self.mentee, self.mia).write({"given_next_wish": "tell"})

    def test_administrator_who_opens_the_wishes_of_somebody_reads_the_same_whatever_they_have_chosen(self):
        self.wish(self.max, self.otto)
        dialogs = self.as_user(self.env["hr.mentorship.choose.wishes"], self.ada)
        shown = set()
        for choice in ("ask", "tell"):
            self.mentee.sudo().given_next_wish = choice
            shown.add(dialogs.new({"participant_id": self.mentee.id}).asks_next_wish)
        self.assertEqual(len(shown), 1)

    def test_mentee_who_unticks_it_before_the_job_has_run_is_not_asked_for(self):
        self.wish(self.max, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        self.as_user(self.mentee, self.mia)._set_next_wish(False)
        with self.collect_mails() as mails:
            self.assertFalse(self.fall())
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Mia", "Your request to Max")])

    # -- falling

    def test_declined_request_falls_to_the_next_wish_and_the_mentee_hears_it_once(self):
        self.wish(self.max, self.ida, self.otto)
        first = self.ask(self.max, message="Only for Max.")
        with self.collect_mails() as mails:
            self.as_user(first, self.max).action_decline()
        self.assertFalse(mails, "one mail says both: that it is a no, and whom it goes on with")
        with self.collect_mails() as mails:
            request = self.fall()
        self.assertRecordValues(
            request, [{"name": "Ida → Mia", "state": "offered", "origin": "request", "follows_id": first.id}]
        )
        self.assertFalse(request.given_request_message, "what was written to one is not passed on to another")
        texts = {name: (subject, text) for name, subject, text in mails}
        self.assertEqual(set(texts), {"Ida", "Mia"})
        self.assertEqual(texts["Mia"][0], "Ida has been asked for you")
        self.assertIn("it does not work out with *Max*", texts["Mia"][1])
        self.assertNotIn("Max", texts["Ida"][0] + texts["Ida"][1], "nobody reads that they are the second choice")
        self.assertEqual(self.todos(request).user_id, self.ida.user_id)

    def test_request_nobody_answers_falls_as_well_and_the_mentor_hears_that_it_is_over(self):
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.expire(request)
        self.assertEqual([name for name, _subject, _text in mails], ["Max"])
        self.assertEqual(self.fall().mentor_ids, self.otto)

    def test_wish_whose_seat_is_gone_is_passed_over(self):
        self.wish(self.max, self.ida, self.otto)
        request = self.ask(self.max)
        self.add_mentorship("active", mentor=self.ida, mentee=self.olga)
        self.as_user(request, self.max).action_decline()
        self.assertEqual(self.fall().mentor_ids, self.otto)

    def test_wish_who_would_not_meet_is_passed_over_without_a_word(self):
        self.wish(self.max, self.ida, self.otto)
        request = self.ask(self.max)
        block = {"profile_id": self.ida.mentorship_profile_ids.id, "blocked_employee_id": self.mia.id}
        self.env["hr.mentorship.block"].with_user(self.ida.user_id).create(block)
        self.as_user(request, self.max).action_decline()
        with self.collect_mails() as mails:
            self.assertEqual(self.fall().mentor_ids, self.otto)
        self.assertNotIn("Ida", "".join(text for _name, _subject, text in mails))

    def test_chain_asks_nobody_twice_and_ends_with_a_word(self):
        self.wish(self.otto, self.max)
        first = self.ask(self.max)
        self.as_user(first, self.max).action_decline()
        second = self.fall()
        self.assertEqual(second.mentor_ids, self.otto, "the first wish has not been asked yet")
        self.as_user(second, self.mia).action_take_back()
        third = self.ask(self.ida)
        with self.collect_mails() as mails:
            self.as_user(third, self.ida).action_decline()
            self.assertFalse(self.fall(), "Otto was asked before, and Max as well")
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Mia", "Your request to Ida")])

    def test_mentee_who_takes_back_what_was_asked_in_their_name_ends_the_chain(self):
        self.wish(self.max, self.ida, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        request = self.fall()
        with self.collect_mails() as mails:
            self.as_user(request, self.mia).action_take_back()
            self.assertFalse(self.fall())
        self.assertEqual([name for name, _subject, _text in mails], ["Ida"])
        self.assertEqual(self.names(), ["Ida", "Otto"])

    def test_mentee_who_has_found_somebody_meanwhile_is_not_asked_for(self):
        self.wish(self.max, self.ida, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        own = self.ask(self.otto)
        self.assertFalse(self.fall())
        self.assertEqual(own.state, "offered")

    def test_program_that_has_closed_meanwhile_asks_nobody(self):
        self.wish(self.max, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        self.as_user(self.program, self.pia)._wrap_up("closed")
        with self.collect_mails() as mails:
            self.assertFalse(self.fall())
        self.assertFalse(mails)

    def test_mentor_who_leaves_the_company_hands_the_request_on(self):
        self.wish(self.max, self.otto)
        self.ask(self.max)
        self.max.active = False
        self.assertEqual(self.fall().mentor_ids, self.otto)

    def test_job_that_runs_twice_asks_once(self):
        self.wish(self.max, self.ida, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        self.assertEqual(len(self.fall()), 1)
        self.assertFalse(self.fall())

    def test_program_without_wishes_falls_to_nobody(self):
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        self.program.mentees_wish = False
        with self.collect_mails() as mails:
            self.as_user(request, self.max).action_decline()
        self.assertEqual([subject for _name, subject, _text in mails], ["Your request to Max"])

    def test_who_is_asked_reads_neither_whom_it_follows_nor_that_there_is_a_next_one(self):
        self.wish(self.max, self.ida, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        request = self.fall()
        for name in ("follows_id", "fell_by"):
            for person in (self.ida, self.mia, self.pia, self.ada):
                with self.subTest(f"{name} by {person.name}"), self.assertRaises(AccessError):
                    self.as_user(request, person).read([name])

    # -- with one press

    def test_mail_names_nobody_to_a_mentee_who_could_not_press_the_button(self):
        self.wish(self.max, self.otto, asks_next=False)
        request = self.ask(self.max)
        member = request.member_ids.filtered(lambda each: each.role == "mentee")
        self.as_user(request, self.max).action_decline()
        self.assertEqual(member._name_next_wish(), "Otto")
        self.add_mentorship("offered", mentor=self.otto)
        self.assertFalse(member._name_next_wish(), "there is an offer to be answered first")

    def test_mentee_who_has_not_agreed_reads_who_is_next_and_asks_with_one_press(self):
        self.wish(self.max, self.ida, self.otto, asks_next=False)
        request = self.ask(self.max)  # which keeps what was chosen among the wishes
        with self.collect_mails() as mails:
            self.as_user(request, self.max).action_decline()
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Mia", "Your request to Max"))
        self.assertIn("Next among your wishes is *Ida*", text)
        self.assertFalse(self.fall())
        page = self.as_user(self.env["hr.mentorship.overview"], self.mia).get_page()
        self.assertIn("Ask Ida to be your mentor", page["action"]["title"])
        [press, _find] = page["action"]["buttons"]
        action = getattr(self.as_user(self.program, self.mia), press["name"])()
        form = Form(self.env[action["res_model"]].with_user(self.mia.user_id).with_context(**action["context"]))
        self.assertEqual(form.name, "Ida")
        form.save().action_send()
        self.assertEqual(
            self.program.mentorship_ids.filtered(lambda each: each.state == "offered").mentor_ids, self.ida
        )

    def test_mentee_without_a_wish_that_can_be_asked_gets_the_page_of_all(self):
        self.assertEqual(
            self.as_user(self.program, self.mia).action_ask_next_wish()["res_model"], "hr.mentorship.candidate"
        )
