from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RequestCase


@tagged("post_install", "-at_install")
class TestFindMentor(RequestCase):
    """A mentee sees who has time and fits, by the score and the rules of the matching, and nothing else of them."""

    def test_mentee_sees_the_free_mentors_best_first_with_score_reasons_and_introduction(self):
        best, second = self.find()
        self.assertEqual((best.name, second.name), ("Max", "Otto"))
        self.assertGreater(best.score, second.score)
        self.assertIn("Offers 2 of the 2 topics you want: Coding, Leading.", best.reasons)
        self.assertEqual(best.introduction, "I ask more than I answer.")
        self.assertEqual(best.skill_ids, self.leading + self.coding)
        self.assertFalse(second.introduction)

    def test_mentee_looks_for_a_department_a_place_and_a_language(self):
        sales = self.env["hr.department"].create({"name": "Sales"})
        harbour = self.env["hr.work.location"].create({"name": "Harbour", "address_id": self.env.company.partner_id.id})
        languages = self.env["hr.mentorship.profile"]._get_language_type()
        french = self.env["hr.skill"].create({"name": "Breton", "skill_type_id": languages.id})
        self.max.write({"department_id": sales.id, "work_location_id": harbour.id})
        self.max.mentorship_profile_ids.language_ids = french
        cards = self.find()
        for domain in (
            [("department_id", "=", sales.id)],
            [("work_location_id", "ilike", "Harb")],
            [("language_ids", "in", french.ids)],
        ):
            with self.subTest(domain):
                self.assertEqual(cards.search([*domain, ("id", "in", cards.ids)]).name, "Max")
        groups = cards.formatted_read_group([("id", "in", cards.ids)], ["department_id"], ["__count"])
        self.assertEqual([group["__count"] for group in groups], [1, 1])
        for name in ("skill_ids", "language_ids", "department_id", "work_location_id"):
            with self.subTest(name):
                panel = cards.search_panel_select_multi_range(name, enable_counters=True, expand=False)
                self.assertTrue(panel["values"])

    def test_mentee_goes_on_from_a_mentors_page_to_all_whom_they_may_ask(self):
        page = self.as_user(self.env["hr.employee.public"].browse(self.max.id), self.mia)
        self.assertTrue(page.may_choose_mentor)
        self.assertEqual(page.action_find_my_mentor()["res_model"], "hr.mentorship.candidate")
        self.assertFalse(self.as_user(page, self.olga).may_choose_mentor, "there is nobody for her to ask")

    def test_score_is_the_one_of_the_matching(self):
        best = self.find()[0]
        self.program.matching_mode = "both"
        [proposal] = self.propose()[0]
        self.assertEqual(proposal.mentor_ids.name, best.name)
        self.assertEqual(round(proposal.score), best.score)
        mentee = proposal.member_ids.filtered(lambda member: member.role == "mentee")
        self.assertEqual(proposal._explain_match([proposal._get_reader(mentee)]), [best.reasons])

    def test_mentors_whom_the_rules_forbid_do_not_appear(self):
        """Own boss, too weak, no seat left, not approved, has left, parted before."""
        for name, role, values in (("full", "mentor", {}), ("applied", "mentor", {"state": "applied"})):
            self.enrol(self.add_person(name), role, self.leading, capacity=1, **values)
        self.enrol(self.paula, "mentor", self.leading)
        self.enrol(self.add_person("weak"), "mentor", self.selling)
        gone = self.add_person("gone")
        self.enrol(gone, "mentor", self.leading)
        gone.active = False
        self.add_mentorship("active", mentor=self.people["full"], mentee=self.olga)
        before = self.add_mentorship("offered", mentor=self.otto, mentee=self.mia)
        self.as_user(before, self.otto).action_decline()
        self.assertEqual(self.names(), ["Max"])

    def test_reasons_that_members_may_not_read_stay_away(self):
        self.program.criterion_ids.filtered(lambda criterion: criterion.kind == "topics").is_shown_to_members = False
        self.assertNotIn("topics", self.find()[0].reasons)

    def test_levels_are_told_from_the_mentee_on(self):
        expert = self.skill_type.skill_level_ids.sorted("level_progress")[-1]
        beginner = self.skill_type.skill_level_ids.sorted("level_progress")[0]
        for person, level in ((self.max, expert), (self.mia, beginner)):
            self.env["hr.employee.skill"].create(
                {
                    "employee_id": person.id,
                    "skill_type_id": self.skill_type.id,
                    "skill_id": self.leading.id,
                    "skill_level_id": level.id,
                }
            )
        self.assertIn("Leading (Expert, one level above yours)", self.find()[0].reasons)

    def test_page_opened_again_shows_the_seats_of_now_and_the_old_one_still_works(self):
        old = self.find()
        self.enrol(self.add_person("ida"), "mentor", self.leading)
        self.assertEqual(len(self.find()), 3)
        self.assertEqual(self.send(old.filtered(lambda card: card.name == "Otto")).mentor_ids, self.otto)

    def test_mentees_of_two_programs_see_both_and_the_program_on_each_card(self):
        other = self.add_program("Speakers", self.petra, matching_mode="both")
        self.enrol(self.mia, "mentee", self.speaking, program=other)
        self.enrol(self.olga, "mentor", self.speaking, program=other)
        cards = self.find()
        self.assertEqual(
            {(card.name, card.program_id.name) for card in cards},
            {("Max", "Leaders"), ("Otto", "Leaders"), ("Olga", "Speakers")},
        )

    def test_only_a_mentee_who_may_ask_is_invited(self):
        def invited(employee):
            overview = self.as_user(self.env["hr.mentorship.overview"], employee).create({})
            return (
                self.as_user(self.program, employee).can_find_mentor
                and bool(overview.choosing_program_ids & self.program)
                and bool(self.find(employee))
            )

        self.assertTrue(invited(self.mia))
        self.assertTrue(self.as_user(self.mentee, self.mia).can_find_mentor)
        self.enrol(self.olga, "mentee", state="applied")
        for person in (self.olga, self.max, self.paula, self.sam, self.pia, self.ada):
            self.assertFalse(invited(person), person.name)
        for change, undo in (
            ({"matching_mode": "manager"}, {"matching_mode": "request"}),
            ({"state": "closed"}, {"state": "open"}),
        ):
            self.program.write(change)
            self.assertFalse(invited(self.mia), change)
            self.program.write(undo)
        self.assertTrue(invited(self.mia))
        self.mentee.state = "rejected"
        self.assertFalse(invited(self.mia))

    # -- access, as a client asks

    def test_mentee_reads_nothing_else_of_the_mentors(self):
        card = self.find()[0]
        for participant in (self.max_seat, self.otto_seat):
            with self.assertRaises(AccessError):
                self.as_user(participant, self.mia).read(["motivation"])
        participants = self.as_user(self.env["hr.mentorship.participant"], self.mia)
        self.assertEqual(participants.search([]), self.mentee)
        card = self.as_user(card, self.mia)
        for hidden in ("mentor_id", "mentee_id"):
            with self.assertRaises(AccessError):
                card.read([hidden])
            with self.assertRaises(AccessError):
                card.search([(f"{hidden}.motivation", "ilike", "secret")])
            with self.assertRaises(AccessError):
                card.web_read({hidden: {"fields": {"motivation": {}}}})
        self.assertNotIn("Secret reasons.", str(card.read()))

    def test_others_read_or_ask_through_somebody_elses_card_and_are_refused(self):
        card = self.find()[0]
        for person in (self.olga, self.max, self.pia, self.ada):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(card.browse(), person).search([("id", "=", card.id)]))
                with self.assertRaises(AccessError):
                    self.as_user(card, person).read(["name"])
                dialogs = self.as_user(self.env["hr.mentorship.ask"], person)
                with self.assertRaises(AccessError):
                    dialogs.create({"candidate_id": card.id})
                for shown in ("name", "score", "reasons", "introduction", "skill_ids"):
                    with self.assertRaises(AccessError):
                        dialogs.onchange({"candidate_id": card.id}, ["candidate_id"], {"candidate_id": {}, shown: {}})

    def test_mentee_makes_or_changes_a_card_and_is_refused(self):
        """A card of somebody else's seat would be a door to any mentor."""
        card = self.find()[0]
        with self.assertRaises(AccessError):
            card.write({"mentor_id": self.otto_seat.id})
        with self.assertRaises(AccessError):
            card.create(
                {
                    "mentee_id": self.mentee.id,
                    "mentor_id": self.otto_seat.id,
                    "program_id": self.program.id,
                    "employee_id": self.otto.id,
                    "name": "Otto",
                }
            )
        with self.assertRaises(AccessError):
            card.unlink()


@tagged("post_install", "-at_install")
class TestRequest(RequestCase):
    """One question, one answer, one seat; nobody hears more than they should."""

    # -- asking

    def test_mentee_asks_and_the_mentor_gets_a_mail_and_a_todo(self):
        with self.collect_mails() as mails:
            request = self.ask(self.max, message="  May I see how you lead?  ")
        self.assertRecordValues(
            request,
            [
                {
                    "name": "Max → Mia",
                    "state": "offered",
                    "origin": "request",
                    "offered_on": fields.Date.today(),
                    "offer_expires_on": fields.Date.today() + timedelta(days=7),
                }
            ],
        )
        self.assertEqual(
            {member.role: member.response for member in request.member_ids},
            {"mentor": "pending", "mentee": "accepted"},
        )
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Max", "Mia asks you to be a mentor"))
        self.assertNotIn("May I see how you lead?", text, "the words are put into the letter that leaves")
        [todo] = self.todos(request)
        self.assertEqual((todo.user_id, todo.date_deadline), (self.max.user_id, request.offer_expires_on))
        self.assertEqual(request.message_partner_ids, self.max.user_id.partner_id, "who has the to-do, nobody else")

    def test_mentor_reads_the_words_and_the_reasons_and_the_program_manager_not_the_words(self):
        request = self.ask(self.max, message="Only for you.")
        for person, expected, reason in (
            (self.max, "Only for you.", "You offer 2 of the 2 topics that Mia wants"),
            (self.mia, "Only for you.", "Offers 2 of the 2 topics you want"),
            (self.pia, False, "Max offers 2 of the 2 topics that Mia wants"),
        ):
            request_seen = self.as_user(request, person)
            self.assertEqual(request_seen.request_message, expected, person.name)
            self.assertIn(reason, request_seen.match_reasons)
        with self.assertRaises(AccessError):
            self.as_user(request, self.ada).read(["given_request_message"])
        self.assertTrue(self.as_user(request, self.max).is_request_to_me)
        self.assertTrue(self.as_user(request, self.mia).is_my_request)

    def test_mentor_accepts_and_both_sign(self):
        request = self.ask(self.max)
        self.as_user(request, self.max).action_accept()
        self.assertEqual((request.state, request.agreement_id.state), ("agreement", "draft"))
        self.assertEqual(len(self.todos(request)), 2)
        self.assertFalse(self.names(), "who has a mentor asks nobody")

    def test_mentor_declines_and_the_mentee_hears_it_kindly_and_asks_somebody_else(self):
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.as_user(request, self.max).action_decline()
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Mia", "Your request to Max"))
        self.assertIn("cannot be your mentor in *Leaders* this time", text)
        self.assertIn("Find my mentor", text)
        self.assertFalse(self.todos(request))
        self.assertEqual(self.names(), ["Otto"], "who has declined is not offered again")
        self.assertEqual(self.ask(self.otto).state, "offered")

    def test_request_nobody_answers_expires_and_both_hear_it_in_their_own_words(self):
        self.env["hr.mentorship"].search([("state", "=", "offered")])._move_to("cancelled")
        request = self.ask(self.max)
        with freeze_time(f"{request.offer_expires_on + timedelta(days=1)} 06:00:00"), self.collect_mails() as mails:
            with self.enter_registry_test_mode():
                self.env.ref("hr_mentorship.ir_cron_expire_offers").method_direct_trigger()
            self.env.invalidate_all()
        self.assertEqual(request.state, "declined")
        texts = {name: text for name, _subject, text in mails}
        self.assertEqual(set(texts), {"Max", "Mia"})
        self.assertIn("has not found the time to answer your request", texts["Mia"])
        self.assertIn("your seat is free again", texts["Max"])
        self.assertEqual(self.names(), ["Otto"])

    def test_mentee_takes_a_request_back_and_may_ask_the_same_mentor_again(self):
        request = self.ask(self.max)
        with self.collect_mails() as mails:
            self.as_user(request, self.mia).action_take_back()
        self.assertEqual((request.state, request.closed_on), ("cancelled", fields.Date.today()))
        [(name, subject, _text)] = mails
        self.assertEqual((name, subject), ("Max", "Mia has taken back the request to you"))
        self.assertFalse(self.todos(request))
        self.assertEqual(self.max_seat.seats_left, 1)
        self.assertEqual(self.names(), ["Max", "Otto"])
        self.assertEqual(self.ask(self.max).state, "offered")

    def test_others_take_a_request_back_and_are_refused(self):
        request = self.ask(self.max)
        for person in (self.max, self.olga, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(request, person).action_take_back()
        offer = self.add_mentorship("offered", mentor=self.otto, mentee=self.olga)
        with self.assertRaises(AccessError):
            self.as_user(offer, self.olga).action_take_back()
        self.as_user(request, self.max).action_accept()
        with self.assertRaisesRegex(UserError, "is in the status “Agreement”"):
            self.as_user(request, self.mia).action_take_back()

    def test_request_waits_on_the_overview_of_both(self):
        request = self.ask(self.max)
        mine = self.as_user(self.env["hr.mentorship.overview"], self.mia).create({})
        self.assertEqual(mine.requested_mentorship_ids, request)
        self.assertFalse(mine.todo_mentorship_ids)
        theirs = self.as_user(self.env["hr.mentorship.overview"], self.max).create({})
        self.assertEqual(theirs.todo_mentorship_ids, request)

    def test_program_manager_sees_requests_and_has_nothing_to_do(self):
        request = self.ask(self.max)
        self.assertFalse(self.todos(request, self.pia))
        requested = [("origin", "=", "request"), ("program_id", "=", self.program.id)]
        self.assertEqual(self.as_user(self.env["hr.mentorship"], self.pia).search(requested), request)
        self.assertEqual(self.as_user(self.program, self.pia).proposed_count, 0)

    # -- what is refused

    def request_as(self, employee, mentee, mentor, message=""):
        return self.as_user(self.env["hr.mentorship"], employee)._request(mentee, mentor, message)

    def test_mentee_asks_a_second_mentor_and_is_reminded_of_the_first(self):
        card = self.find()[1]
        self.ask(self.max)
        with self.assertRaisesRegex(UserError, "You have asked Max already"):
            self.send(card)
        self.assertFalse(self.names())

    def test_mentee_with_an_offer_asks_and_is_told_to_answer_it_first(self):
        card = self.find()[1]
        self.add_mentorship("offered")
        with self.assertRaisesRegex(UserError, "There is a match with Max for you"):
            self.send(card)

    def test_program_manager_switches_choosing_off_while_the_page_is_open(self):
        card = self.find()[0]
        self.program.matching_mode = "manager"
        with self.assertRaisesRegex(UserError, "In “Leaders” the program manager brings people together"):
            self.send(card)

    def test_nobody_gets_around_approval_or_rules(self):
        stranger = self.enrol(self.olga, "mentor", program=self.add_program("Speakers", self.pia))
        boss = self.enrol(self.paula, "mentor", self.leading)
        applied = self.enrol(self.add_person("ida"), "mentor", self.leading, state="applied")
        for mentor, error in (
            (stranger, AccessError),
            (self.mentee, AccessError),
            (boss, UserError),
            (applied, UserError),
        ):
            with self.subTest(mentor.display_name), self.assertRaises(error):
                self.request_as(self.mia, self.mentee, mentor)
        with self.assertRaises(AccessError):
            self.request_as(self.olga, self.mentee, self.max_seat)
        self.mentee.state = "applied"
        with self.assertRaisesRegex(UserError, "Approved mentees"):
            self.request_as(self.mia, self.mentee, self.max_seat)

    def test_mentee_asks_for_a_seat_that_is_gone_and_reads_what_to_do(self):
        card = self.find()[0]
        self.add_mentorship("active", mentor=self.max, mentee=self.olga)
        with self.assertRaisesRegex(UserError, "Max cannot take another mentee now.* Choose somebody else"):
            self.send(card)
        self.assertFalse(self.program.mentorship_ids.filtered(lambda mentorship: mentorship.origin == "request"))

    def test_blocked_and_full_sound_the_same(self):
        """Nobody learns from the answer that there is a rule between them."""
        card = self.find()[0]
        before = self.add_mentorship("offered")
        self.as_user(before, self.max).action_decline()
        with self.assertRaisesRegex(UserError, "Max cannot take another mentee now.* Choose somebody else"):
            self.send(card)

    def test_mentee_writes_a_novel_and_is_asked_to_be_short(self):
        card = self.find()[0]
        with self.assertRaisesRegex(UserError, "Your message has 1001 letters"):
            self.send(card, "x" * 1001)
        self.assertEqual(self.send(card, "x" * 1000).state, "offered")

    def test_mentee_smuggles_terms_through_the_context_and_gets_those_of_the_program(self):
        card = self.find()[0].with_context(default_rhythm="weekly", default_state="active", default_score=100)
        card.env["hr.mentorship.ask"].create({"candidate_id": card.id}).action_send()
        request = self.program.mentorship_ids
        self.assertRecordValues(request, [{"rhythm": "biweekly", "state": "offered"}])
        self.assertLess(request.score, 100)

    # -- beside a program manager who matches as well

    def test_hidden_proposal_does_not_show_and_gives_way_to_a_request(self):
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.otto)
        mine = self.as_user(self.mentee, self.mia)
        self.assertTrue(mine.can_find_mentor)
        self.assertEqual(self.names(), ["Max", "Otto"], "the seat planned for the mentee looks free to them")
        request = self.ask(self.max)
        self.assertEqual((proposal.state, request.state), ("cancelled", "offered"))
        self.assertEqual(self.otto_seat.seats_left, 1)
        self.assertIn("asked a mentor themselves", proposal.message_ids[:1].body)

    def test_mentee_asks_the_very_mentor_who_was_planned(self):
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.max)
        request = self.ask(self.max)
        self.assertEqual((proposal.state, request.state), ("cancelled", "offered"))
        self.assertEqual(self.max_seat.seats_taken, 1)

    def test_locked_proposal_gives_way_as_well(self):
        """A lock keeps a pair from the engine, not from what the mentee wants; a refusal would tell of the plan."""
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.otto)
        self.as_user(proposal, self.pia).action_lock()
        self.ask(self.max)
        self.assertEqual(proposal.state, "cancelled")

    def test_pair_that_the_program_manager_has_rejected_does_not_appear(self):
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.max)
        self.as_user(proposal, self.pia)._reject("They share a desk.")
        self.assertEqual(self.names(), ["Otto"])

    def test_program_manager_does_not_match_where_mentees_choose(self):
        with self.assertRaisesRegex(UserError, "In “Leaders” mentees choose"):
            self.as_user(self.program, self.pia).action_compare_objectives()

    def test_minimum_score_of_the_program_holds_for_mentees_too(self):
        self.assertEqual(self.names(), ["Max", "Otto"])
        self.program.minimum_score = self.find()[0].score - 1
        self.assertEqual(self.names(), ["Max"])

    def test_seat_of_somebody_elses_proposal_is_taken(self):
        self.program.matching_mode = "both"
        self.add_mentorship("proposed", mentor=self.max, mentee=self.olga)
        self.assertEqual(self.names(), ["Otto"])

    def test_program_manager_matches_whoever_has_not_asked(self):
        self.program.matching_mode = "both"
        self.enrol(self.olga, "mentee", self.leading)
        request = self.ask(self.max)
        proposals = self.propose()[0]
        self.assertEqual([(pair.mentor_ids.name, pair.mentee_ids.name) for pair in proposals], [("Otto", "Olga")])
        self.assertEqual(request.state, "offered")

    def test_program_manager_publishes_a_proposal_that_gave_way_and_reads_so(self):
        self.program.matching_mode = "both"
        proposal = self.add_mentorship("proposed", mentor=self.otto)
        self.ask(self.max)
        with self.assertRaisesRegex(UserError, "is in the status “Cancelled”"):
            self.as_user(proposal, self.pia).action_offer()

    # -- mails of approval

    def test_approved_mentee_is_invited_to_choose_and_the_mentor_told_to_be_asked(self):
        people = self.enrol(self.olga, "mentee", state="applied") | self.enrol(
            self.add_person("ida"), "mentor", state="applied"
        )
        with self.collect_mails() as mails:
            self.as_user(people, self.pia).action_approve()
        texts = {name: text for name, _subject, text in mails}
        self.assertIn("Find my mentor", texts["Olga"])
        self.assertIn("Mentees may ask you from now on", texts["Ida"])

    # -- cost

    def test_page_costs_the_same_for_many_mentors(self):
        def cost():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.find()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.find()
        few = cost()
        for index in range(12):
            self.enrol(self.add_person(f"mentor{index}"), "mentor", self.leading)
        cost()
        self.assertLessEqual(cost() - few, 8)

    def test_page_shows_the_best_only(self):
        with patch("odoo.addons.hr_mentorship.wizards.request.hr_mentorship_candidate.MOST_CANDIDATES", 1):
            self.assertEqual(self.names(), ["Max"])
