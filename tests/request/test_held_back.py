from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import RequestCase


@tagged("post_install", "-at_install")
class TestHeldBack(RequestCase):
    """Where a program wants it, a request waits for a program manager, and whom it is for knows of nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.approves_requests = True

    def overview(self, person):
        return self.as_user(self.env["hr.mentorship.overview"], person).get_page()

    # -- waiting

    def test_request_waits_for_a_program_manager_and_the_mentor_knows_of_nothing(self):
        with self.collect_mails() as mails:
            request = self.ask(self.max, message="Only for Max.")
        self.assertFalse(mails)
        self.assertRecordValues(request, [{"state": "requested", "origin": "request", "offered_on": False}])
        self.assertEqual(self.todos(self.program).user_id, self.pia.user_id)
        self.assertFalse(self.todos(request))
        self.assertFalse(self.as_user(self.env["hr.mentorship"], self.max).search([("id", "=", request.id)]))
        self.assertFalse(self.as_user(request.member_ids, self.max).search([("id", "in", request.member_ids.ids)]))
        with self.assertRaises(AccessError):
            self.as_user(request, self.max).read(["name"])
        with self.assertRaises(AccessError):
            self.as_user(request, self.max).action_accept()
        seat = self.as_user(self.max_seat, self.max)
        self.assertEqual((seat.known_seats_taken, seat.known_seats_left), (0, 1))
        self.assertNotIn("Mia", str(self.overview(self.max)))

    def test_seat_is_kept_while_the_request_waits(self):
        self.ask(self.max)
        self.enrol(self.olga, "mentee", self.leading)
        self.assertEqual(self.names(self.olga), ["Otto"])

    def test_mentee_reads_that_it_waits_and_for_whom_and_asks_nobody_else_meanwhile(self):
        cards = self.find()
        request = self.ask(self.max)
        mine = self.as_user(request, self.mia)
        self.assertTrue(mine.is_my_request)
        self.assertIn("A program manager looks at your request until", mine.trace)
        self.assertIn("then Max is asked", mine.trace)
        self.assertIn("A program manager looks at your request", str(self.overview(self.mia)["sections"]))
        self.assertFalse(self.names())
        with self.assertRaisesRegex(UserError, "You want to ask Max, and a program manager looks at it first"):
            self.send(cards.filtered(lambda card: card.name == "Otto"))

    def test_dialog_says_beforehand_that_somebody_looks_at_it(self):
        action = self.find()[0].action_ask()
        form = Form(self.env[action["res_model"]].with_user(self.mia.user_id).with_context(**action["context"]))
        self.assertTrue(form.approves_requests)
        said = form.save().action_send()["params"]["message"]
        self.assertIn("A program manager looks at your request until", said)

    def test_program_manager_has_one_todo_and_reads_who_and_why_and_no_words(self):
        self.enrol(self.olga, "mentee", self.leading)
        requests = self.ask(self.max, message="Only for Max.") | self.ask(self.otto, self.olga)
        self.assertEqual(len(self.todos(self.program, self.pia)), 1)
        seen = self.as_user(requests, self.pia)
        self.assertEqual(seen.mapped("request_message"), [False, False])
        self.assertIn("Max offers 2 of the 2 topics that Mia wants", seen[0].match_reasons)
        self.assertEqual(self.as_user(self.program, self.pia).requested_count, 2)
        card = next(card for part in self.overview(self.pia)["sections"] for card in part["cards"] if "rows" in card)
        self.assertIn("Requests to approve", str(card["rows"]))
        action = self.as_user(self.program, self.pia).action_view_requests()
        self.assertEqual(action["domain"], [("program_id", "=", self.program.id)])

    def test_request_of_somebody_who_runs_the_program_waits_for_nobody(self):
        self.enrol(self.pia, "mentee", self.leading)
        self.assertEqual(self.ask(self.max, self.pia).state, "offered")

    def test_program_manager_who_is_to_be_asked_reads_the_words_when_they_are_asked(self):
        self.enrol(self.pia, "mentor", self.leading + self.coding)
        self.program.manager_ids |= self.petra.user_id
        request = self.ask(self.pia, message="Only for Pia.")
        self.assertEqual(request.state, "requested")
        self.assertFalse(self.as_user(request, self.pia).request_message)
        self.assertEqual(self.as_user(request, self.mia).request_message, "Only for Pia.")
        self.as_user(request, self.petra).action_approve_request()
        self.assertEqual(self.as_user(request, self.pia).request_message, "Only for Pia.")

    def test_program_manager_who_comes_later_has_the_todo_as_well(self):
        self.ask(self.max)
        self.as_user(self.program, self.pia).manager_ids = [Command.link(self.petra.user_id.id)]
        self.assertEqual(self.todos(self.program).user_id, (self.pia | self.petra).user_id)
        self.as_user(self.program, self.pia).manager_ids = [Command.link(self.petra.user_id.id)]
        self.assertEqual(len(self.todos(self.program)), 2)

    def test_mentor_who_has_moved_to_another_company_is_not_asked(self):
        request = self.ask(self.max)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.cr.execute("UPDATE hr_employee SET company_id = %s WHERE id = %s", (other.id, self.max.id))
        self.env.invalidate_all()
        said = self.as_user(request, self.pia).action_approve_request()
        self.assertIn("have become impossible", said["params"]["message"])
        self.assertEqual(request.state, "cancelled")

    def test_program_manager_reads_what_is_worth_knowing_of_the_two(self):
        other = self.add_program("Speakers", self.pia)
        self.add_mentorship("active", program=other)
        request = self.ask(self.max)
        self.assertIn("together in “Speakers” already", self.as_user(request, self.pia).pair_note)

    # -- wishes

    def test_mentor_who_was_never_asked_stays_among_the_next_wishes(self):
        self.wish(self.max, self.otto)
        self.expire(self.ask(self.max))
        self.assertEqual(self.mentee._list_next_wishes(), self.max | self.otto, "nobody has looked at it in time")

    def test_mentor_whom_the_mentee_would_not_ask_any_more_is_no_next_wish(self):
        self.wish(self.max, self.otto)
        self.as_user(self.ask(self.max), self.mia).action_take_back()
        self.assertEqual(self.mentee._list_next_wishes(), self.otto)

    def test_mentor_with_whom_it_was_not_approved_is_no_next_wish(self):
        self.wish(self.max, self.otto)
        self.as_user(self.ask(self.max), self.pia)._decline_request("You work together.")
        self.assertEqual(self.mentee._list_next_wishes(), self.otto)

    # -- approving

    def test_program_manager_approves_several_and_the_mentors_are_asked(self):
        self.enrol(self.olga, "mentee", self.leading)
        requests = self.ask(self.max, message="May I?") | self.ask(self.otto, self.olga)
        with self.collect_mails() as mails:
            said = self.as_user(requests, self.pia).action_approve_request()
        self.assertIn("2 requests are approved", said["params"]["message"])
        self.assertEqual(requests.mapped("state"), ["offered", "offered"])
        self.assertEqual(requests.mapped("offered_on"), [fields.Date.today()] * 2)
        self.assertEqual(
            sorted((name, subject) for name, subject, _text in mails),
            [
                ("Max", "Mia asks you to be a mentor"),
                ("Mia", "Approved: Max is asked now"),
                ("Olga", "Approved: Otto is asked now"),
                ("Otto", "Olga asks you to be a mentor"),
            ],
        )
        self.assertFalse(self.todos(self.program))
        self.assertEqual(self.todos(requests).user_id, (self.max | self.otto).user_id)
        self.assertEqual(self.as_user(requests[0], self.max).request_message, "May I?")
        self.as_user(requests[0], self.max).action_accept()
        self.assertEqual(requests[0].state, "agreement")

    def test_others_approve_or_decline_and_are_refused(self):
        request = self.ask(self.max)
        for person in (self.mia, self.max, self.olga, self.petra, self.sam):
            for step in (lambda each: each.action_approve_request(), lambda each: each._decline_request("No.")):
                with self.subTest(person.name), self.assertRaises(AccessError):
                    step(self.as_user(request, person))
        self.assertEqual(request.state, "requested")

    def test_program_manager_who_has_ticked_nothing_is_told_to(self):
        for step in ("action_approve_request", "action_decline_request"):
            said = getattr(self.as_user(self.env["hr.mentorship"], self.pia), step)()
            self.assertIn("Tick the requests", said["params"]["message"])

    def test_mentor_who_cannot_any_more_is_not_asked_and_the_mentee_hears_it(self):
        self.enrol(self.olga, "mentee", self.leading)
        requests = self.ask(self.max) | self.ask(self.otto, self.olga)
        block = {"profile_id": self.max.mentorship_profile_ids.id, "blocked_employee_id": self.mia.id}
        self.env["hr.mentorship.block"].with_user(self.max.user_id).create(block)
        with self.collect_mails() as mails:
            said = self.as_user(requests, self.pia).action_approve_request()
        self.assertIn("have become impossible", said["params"]["message"])
        self.assertEqual(requests.mapped("state"), ["cancelled", "offered"])
        self.assertIn(("Mia", "Your request to Max"), [(name, subject) for name, subject, _text in mails])
        self.assertNotIn("Max", [name for name, _subject, _text in mails])

    def test_program_manager_publishes_or_discards_a_request_and_is_sent_to_its_own_buttons(self):
        request = self.as_user(self.ask(self.max), self.pia)
        for step in ("action_offer", "action_discard"):
            with self.subTest(step), self.assertRaisesRegex(UserError, "Waits for Approval"):
                getattr(request, step)()

    # -- declining

    def decline(self, requests, reason="You share a project. Otto knows the topic as well."):
        action = self.as_user(requests, self.pia).action_decline_request()
        form = Form(self.env[action["res_model"]].with_user(self.pia.user_id).with_context(**action["context"]))
        form.reason = reason
        return form.save().action_decline()

    def test_program_manager_declines_with_a_reason_that_the_mentee_reads_and_the_mentor_not(self):
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.decline(request)
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Mia", "Not approved: you and Max"))
        self.assertIn("You share a project. Otto knows the topic as well.", text)
        self.assertEqual(request.state, "cancelled")
        self.assertIn("You share a project.", self.as_user(request, self.mia).request_answer)
        self.assertIn("You share a project.", str(self.as_user(request, self.mia).page))
        with self.assertRaises(AccessError):
            self.as_user(request, self.max).read(["request_answer"])
        self.assertFalse(self.todos(self.program))
        self.assertEqual(self.names(), ["Otto"], "the pair does not appear again")
        self.as_user(request, self.pia).action_take_back_rejection()
        self.assertEqual(self.names(), ["Max", "Otto"])

    def test_decline_without_a_reason_is_refused(self):
        request = self.ask(self.max)
        with self.assertRaisesRegex(UserError, "Give a reason in a few kind words"):
            self.as_user(request, self.pia)._decline_request("  ")

    def test_no_of_a_program_manager_does_not_fall_to_the_next_wish(self):
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.decline(request)
        self.assertFalse(self.fall())
        self.assertIn("Next among your wishes is *Otto*", mails[0][2])

    # -- all other ways to the end

    def test_next_wish_waits_for_the_approval_too(self):
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        self.as_user(request, self.pia).action_approve_request()
        self.as_user(request, self.max).action_decline()
        with self.collect_mails() as mails:
            following = self.fall()
        self.assertEqual((following.state, following.mentor_ids), ("requested", self.otto))
        [(name, _subject, text)] = mails
        self.assertEqual(name, "Mia")
        self.assertIn("A program manager looks at it until", text)
        self.assertEqual(self.todos(self.program).user_id, self.pia.user_id)

    def test_request_nobody_looks_at_expires_and_only_the_mentee_hears_it(self):
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.expire(request)
        [(name, subject, _text)] = mails
        self.assertEqual((name, subject), ("Mia", "Not looked at in time: you and Max"))
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(self.todos(self.program))
        self.assertFalse(self.fall(), "it is not the mentors who have not answered")
        self.assertEqual(self.names(), ["Max", "Otto"])

    def test_mentee_takes_back_what_waits_and_the_mentor_never_hears_of_it(self):
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.as_user(request, self.mia).action_take_back()
        self.assertFalse(mails)
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(self.todos(self.program))
        self.assertEqual(self.max_seat.seats_left, 1)

    def test_mentor_withdraws_without_learning_of_the_request_and_the_mentee_hears_it(self):
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.as_user(self.max_seat, self.max).action_withdraw()
        self.assertEqual(request.state, "cancelled")
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Mia", "Your request to Max")])
        self.assertFalse(self.todos(self.program))

    def test_mentee_withdraws_and_the_request_goes_along(self):
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.as_user(self.mentee, self.mia).action_withdraw()
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(mails)

    def test_mentee_who_leaves_the_company_leaves_no_trace_with_the_mentor(self):
        request = self.ask(self.max)
        self.mia.active = False
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(self.read_news(self.max))
        self.assertFalse(self.todos(self.program))

    def test_mentor_who_leaves_the_company_is_told_of_to_the_mentee(self):
        request = self.ask(self.max)
        self.max.active = False
        self.assertEqual(request.state, "cancelled")
        self.assertIn("Max no longer takes part", self.read_news(self.mia)[0])

    def test_program_that_closes_ends_what_waits(self):
        request = self.ask(self.max)
        dialogs = self.as_user(self.env["hr.mentorship.wrap.up"], self.pia)
        dialog = dialogs.create({"program_id": self.program.id, "outcome": "closed"})
        self.assertEqual((dialog.requested_count, dialog.discarded_count), (1, 0))
        with self.collect_mails() as mails:
            self.as_user(self.program, self.pia)._wrap_up("closed")
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(self.todos(self.program))
        self.assertIn("Mia", [name for name, _subject, _text in mails])

    def test_requests_that_wait_go_on_waiting_when_the_program_wants_no_approval_any_more(self):
        request = self.ask(self.max)
        self.program.approves_requests = False
        self.assertEqual(request.state, "requested")
        self.as_user(request, self.pia).action_approve_request()
        self.assertEqual(request.state, "offered")
