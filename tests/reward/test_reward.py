from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import MentorshipCase
from .common import RewardCompany


@tagged("post_install", "-at_install")
class TestCatalogue(RewardCompany, MentorshipCase):
    """Who sees which reward, and what stands between them and it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.reward"].search([]).is_published = False
        cls.pay(cls.mia, 100)

    def find(self, employee, domain=()):
        rewards = self.as_user(self.env["hr.mentorship.reward"], employee)
        return set(rewards.search([("is_for_me", "=", True), *domain]).mapped("name"))

    def test_nothing_shipped_is_offered_before_an_administrator_publishes_it_in_one_press(self):
        shipped = self.env.ref("hr_mentorship.reward_lunch") | self.env.ref("hr_mentorship.reward_book")
        self.assertFalse(self.find(self.mia))
        with self.assertRaises(AccessError):
            self.as_user(shipped, self.pia).action_publish()
        self.as_user(shipped, self.ada).action_publish()
        self.assertEqual(self.find(self.mia), {"Lunch Together", "A Book of Your Choice"})

    def test_reader_sees_how_many_points_are_missing_and_filters_by_what_they_can_afford(self):
        cheap, dear = self.add_reward("Tea", 100), self.add_reward("Lunch", 112)
        self.assertEqual(self.find(self.mia, [("can_afford", "=", True)]), {"Tea"})
        self.assertEqual(self.find(self.mia, [("can_afford", "=", False)]), {"Lunch"})
        self.assertEqual(
            [(reward.my_part, reward.can_redeem) for reward in self.as_user(cheap | dear, self.mia)],
            [("You have enough points: 100", True), ("12 points to go: you have 100", False)],
        )

    def test_reward_for_certain_people_is_offered_to_them_alone(self):
        today = fields.Date.today()
        elsewhere = self.env["res.country"].search([("id", "!=", self.env.company.country_id.id)], limit=1)
        self.add_reward("Everybody")
        self.add_reward("Max alone", eligibility_domain=f"[('id', 'in', [{self.max.id}])]")
        self.add_reward("Tomorrow", offered_from=today + timedelta(days=1))
        self.add_reward("Yesterday", offered_until=today - timedelta(days=1))
        self.add_reward("Elsewhere", country_ids=[Command.set(elsewhere.ids)])
        self.assertEqual(self.find(self.mia), {"Everybody"})
        self.assertEqual(self.find(self.max), {"Everybody", "Max alone"})

    def test_catalogue_takes_as_many_queries_for_thirty_rewards_as_for_three(self):
        names = ["name", "price", "my_part", "can_redeem", "left_text"]

        def count_queries():
            rewards = self.as_user(self.env["hr.mentorship.reward"], self.mia)
            before = self.env.cr.sql_log_count
            rewards.search_read([("is_for_me", "=", True)], names)
            return self.env.cr.sql_log_count - before

        def fill(number):
            for index in range(number):
                self.add_reward(f"Tea {index}", has_stock=True, stock=1, limit_count=1, limit_period="year")

        fill(3)
        count_queries()
        few = count_queries()
        fill(27)
        count_queries()  # new rewards empty the caches of the host
        self.assertLessEqual(count_queries(), few)

    def test_conditions_that_ask_for_what_is_private_are_refused(self):
        with self.assertRaisesRegex(UserError, "nothing that every colleague can read"):
            self.add_reward(eligibility_domain="[('user_id.login', '!=', False)]")

    def test_reward_that_makes_no_sense_is_refused_in_words(self):
        visitor = new_test_user(self.env, "visitor", groups="base.group_portal")
        for values in (
            {"price": 0},
            {"price": -5},
            {"value": -1},
            {"stock": -1},
            {"limit_count": -1},
            {"offered_from": "2030-02-01", "offered_until": "2030-01-01"},
            {"approval": "person"},
            {"owner_id": visitor.id},
            {"approval": "person", "approver_id": visitor.id},
        ):
            with self.subTest(values), self.assert_refused():
                self.add_reward(**values)

    def test_administrator_deletes_a_reward_that_somebody_has_and_it_is_archived(self):
        reward, unused = self.add_reward(), self.add_reward("Unused")
        self.redeem(reward, self.mia)
        self.as_user(reward | unused, self.ada).unlink()
        self.assertFalse(unused.exists())
        self.assertFalse(reward.active)
        self.assertFalse(self.find(self.mia))


@tagged("post_install", "-at_install")
class TestRedemption(RewardCompany, MentorshipCase):
    """From the request to the day on which somebody has it: points and stock go and come back together, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enrol(cls.mia, "mentee")
        cls.pay(cls.mia, 100)
        cls.reward = cls.add_reward(has_stock=True, stock=2, value=25)
        cls.gated = cls.add_reward("Conference", approval="program", has_stock=True, stock=1)

    def news(self, person):
        lines = self.env["hr.mentorship.notice"].search(
            [("user_id", "=", person.user_id.id), ("state", "=", "queued"), ("kind", "like", "redemption%")]
        )
        return [line["text"] for line in lines._filter_true()._read_out()]

    def test_employee_redeems_what_nobody_approves_and_the_owner_hands_it_out(self):
        redemption = self.redeem(self.reward, self.mia)
        self.assertEqual((redemption.state, self.balance(self.mia), self.reward.stock), ("approved", 20, 1))
        self.assertEqual(self.todos(redemption).user_id, self.ada.user_id)
        self.assertIn("Mia has redeemed “A book”", self.news(self.ada)[0])
        self.assertEqual(self.as_user(redemption, self.mia).progress_text, "Ada takes care of it.")
        self.as_user(redemption, self.ada).action_fulfil()
        self.assertEqual((redemption.state, redemption.fulfilled_on), ("fulfilled", fields.Date.today()))
        self.assertFalse(self.todos(redemption))
        self.assertIn("“A book” is yours", self.news(self.mia)[0])

    def test_program_stands_beside_points_that_were_earned_in_it_and_not_beside_spent_ones(self):
        self.env["hr.mentorship.wallet"]._earn(
            [{"employee_id": self.mia.id, "points": 5, "reason": "A talk", "program_id": self.program.id}]
        )
        self.redeem(self.add_reward(price=80), self.mia)
        entries = self.as_user(self.env["hr.mentorship.wallet.entry"], self.mia).search([], order="id")
        names = {entry.kind: entry.program_name for entry in entries if entry.program_id or entry.kind == "spend"}
        self.assertEqual(names, {"earn": "Leaders", "spend": False})

    def test_same_dialog_pressed_twice_redeems_once(self):
        dialog = self.as_user(self.env["hr.mentorship.redeem"], self.mia).create({"reward_id": self.reward.id})
        self.assertEqual((dialog.balance, dialog.balance_after), (100, 20))
        dialog.action_redeem()
        dialog.action_redeem()
        self.assertEqual((self.balance(self.mia), self.reward.stock), (20, 1))

    def test_another_price_than_the_one_shown_is_shown_first_and_nothing_is_taken(self):
        dialog = self.as_user(self.env["hr.mentorship.redeem"], self.mia).create({"reward_id": self.reward.id})
        self.reward.price = 90
        again = dialog.action_redeem()
        self.assertEqual((again["res_id"], dialog.is_new_price, self.balance(self.mia)), (dialog.id, True, 100))
        dialog.action_redeem()
        self.assertEqual(self.balance(self.mia), 10)

    def test_to_dos_go_to_whoever_takes_care_of_the_reward_from_now_on(self):
        redemption = self.redeem(self.reward, self.mia)
        self.as_user(self.reward, self.ada).owner_id = self.olga.user_id
        self.assertEqual(self.todos(redemption).user_id, self.olga.user_id)
        self.assertIn("Mia has redeemed “A book”", self.news(self.olga)[0])

    def test_program_manager_approves_and_nobody_else_but_administrators(self):
        redemption = self.redeem(self.gated, self.mia)
        self.assertEqual((redemption.state, self.todos(redemption).user_id), ("requested", self.pia.user_id))
        self.assertIn("Mia would like “Conference”", self.news(self.pia)[0])
        waiting = [("waits_for_me", "=", True)]
        self.assertEqual(self.as_user(redemption, self.pia).search(waiting), redemption)
        self.assertFalse(self.as_user(redemption, self.petra).search(waiting))
        for person in (self.mia, self.petra, self.olga, self.max):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(redemption, person).action_approve()
        self.as_user(redemption, self.pia).action_approve()
        self.assertEqual((redemption.state, redemption.decided_by_id), ("approved", self.pia.user_id))
        self.assertFalse(self.todos(redemption, self.pia))

    def test_refused_request_gives_points_and_stock_back_once_and_says_why(self):
        redemption = self.redeem(self.gated, self.mia)
        self.assertEqual((self.balance(self.mia), self.gated.stock), (20, 0))
        dialog = self.as_user(self.env["hr.mentorship.refuse.redemption"], self.pia).create(
            {"redemption_ids": [Command.set(redemption.ids)], "reason": "Sold out"}
        )
        dialog.action_refuse()
        with self.assertRaises(UserError):
            self.as_user(dialog, self.pia).action_refuse()
        self.assertEqual((redemption.state, self.balance(self.mia), self.gated.stock), ("refused", 100, 1))
        self.assertEqual(self.as_user(redemption, self.mia).progress_text, "Refused: Sold out. The points are back.")
        self.assertIn("Sold out. Your 80 points are back", self.news(self.mia)[0])

    def test_employee_takes_back_a_request_until_it_is_approved(self):
        redemption = self.redeem(self.gated, self.mia)
        with self.assertRaises(AccessError):
            self.as_user(redemption, self.pia).action_cancel()
        self.as_user(redemption, self.mia).action_cancel()
        self.assertEqual((redemption.state, self.balance(self.mia), self.gated.stock), ("cancelled", 100, 1))
        again = self.redeem(self.gated, self.mia)
        self.as_user(again, self.pia).action_approve()
        with self.assertRaises(UserError):
            self.as_user(again, self.mia).action_cancel()

    def test_withdrawn_reward_is_promised_to_who_waits_and_refused_to_everybody_else(self):
        self.pay(self.max, 100)
        redemption = self.redeem(self.gated, self.mia)
        action = self.as_user(self.gated, self.ada).action_withdraw()
        self.assertIn("One request waits still", action["params"]["message"])
        dialog = self.as_user(self.env["hr.mentorship.redeem"], self.max).sudo().create({"reward_id": self.gated.id})
        with self.assertRaises(AccessError):
            dialog.with_user(self.max.user_id).action_redeem()
        self.as_user(redemption, self.pia).action_approve()
        self.assertEqual(self.as_user(redemption, self.mia).display_name, "Conference for Mia")
        self.assertEqual(redemption.state, "approved")

    def test_who_has_too_few_points_meets_no_stock_or_had_theirs_is_told_so_and_loses_nothing(self):
        for values, words in (
            ({"price": 500}, "400 to go"),
            ({"has_stock": True, "stock": 0}, "None left"),
            ({"offered_until": "2020-01-01"}, "was offered until"),
            ({"eligibility_domain": "[('id', '=', 0)]", "eligibility_words": "pilots"}, "is for: pilots"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.redeem(self.add_reward("Kite", **values), self.mia)
        limited = self.add_reward("Tea", 10, limit_count=1, limit_period="month")
        self.redeem(limited, self.mia)
        words = "At most 1 a month.*Again from.*on.\n.*still there"
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.redeem(limited, self.mia)
        self.assertEqual(self.balance(self.mia), 90)

    def test_what_was_refused_does_not_count_against_the_limit(self):
        self.gated.limit_count = 1
        self.as_user(self.redeem(self.gated, self.mia), self.mia).action_cancel()
        self.assertEqual(self.redeem(self.gated, self.mia).state, "requested")

    def test_size_and_address_are_read_by_the_receiver_and_the_owner_alone(self):
        self.gated.write({"asks_size": True, "asks_address": True, "asks_date": True, "question": "Which one?"})
        today = fields.Date.today()
        given = {"size": "M", "address": "Moon Street 1", "answer": "The big one"}
        for answers in ({}, {**given, "day": today - timedelta(days=1)}, {**given, "day": today, "size": " "}):
            with self.subTest(answers), self.assertRaises(UserError), self.env.cr.savepoint():
                self.redeem(self.gated, self.mia, **answers)
        redemption = self.redeem(self.gated, self.mia, **given, day=today)
        self.assertIn("Moon Street 1", self.as_user(redemption, self.mia).answers_text)
        words = self.as_user(redemption, self.pia).answers_text
        self.assertIn("Which one? The big one", words, "what there is to decide about")
        self.assertNotIn("Moon Street", words)
        with self.assertRaises(AccessError):
            self.as_user(redemption, self.pia).read(["answers"])
        self.gated.owner_id = self.max.user_id
        self.as_user(redemption, self.pia).action_approve()
        self.gated.question = "Which other one?"
        self.assertIn("Which one? The big one", self.as_user(redemption, self.max).answers_text)

    def test_owner_reads_what_they_hand_out_and_nothing_else_of_the_person(self):
        self.reward.owner_id = self.olga.user_id
        self.gated.owner_id = self.olga.user_id
        self.pay(self.mia, 100)
        mine, waiting = self.redeem(self.reward, self.mia), self.redeem(self.gated, self.mia)
        other = self.redeem(self.add_reward("Tea", 10), self.mia)
        self.assertEqual(self.as_user(mine | waiting | other, self.olga).search([]), mine)
        with self.assertRaises(AccessError):
            self.as_user(mine, self.olga).read(["program_id"])
        self.reward.owner_id = self.petra.user_id  # who manages other programs
        for person, request, name in (
            (self.petra, mine, False),
            (self.pia, waiting, self.program.name),
            (self.mia, mine, self.program.name),
        ):
            self.assertEqual(self.as_user(request, person).program_name, name, person.name)
        with self.assertRaises(AccessError):
            self.as_user(mine, self.petra).read(["program_id"])
        self.assertFalse(self.as_user(self.env["hr.mentorship.wallet"], self.olga).search([]))

    def test_manager_of_the_person_or_somebody_named_approves_and_never_the_person(self):
        by_lead = self.add_reward("Day off", 10, approval="lead")
        self.assertEqual(self.todos(self.redeem(by_lead, self.mia)).user_id, self.paula.user_id)
        named = self.add_reward("Desk", 10, approval="person", approver_id=self.mia.user_id.id)
        self.assertEqual(self.todos(self.redeem(named, self.mia)).user_id, self.ada.user_id, "the owner instead")

    def test_employee_who_leaves_takes_nothing_and_their_points_go_back(self):
        waiting = self.redeem(self.gated, self.mia)
        self.pay(self.mia, 60)
        approved = self.redeem(self.reward, self.mia)
        self.mia.action_archive()
        self.assertEqual((waiting | approved).mapped("state"), ["cancelled", "cancelled"])
        self.assertEqual((self.balance(self.mia), self.gated.stock, self.reward.stock), (160, 1, 2))
        self.assertFalse(self.todos(waiting | approved))
        self.assertIn("is not needed any more", "".join(self.news(self.ada)))

    def test_requests_of_an_owner_who_left_are_done_by_administrators(self):
        self.reward.owner_id = self.olga.user_id
        self.olga.user_id.active = False
        redemption = self.redeem(self.reward, self.mia)
        self.assertIn(self.ada.user_id, self.todos(redemption).user_id)
        self.as_user(redemption, self.ada).action_fulfil()
        self.assertEqual(redemption.state, "fulfilled")

    def test_program_manager_reads_what_is_promised_in_requests_that_they_approve(self):
        self.redeem(self.reward, self.mia)
        self.pay(self.mia, 60)
        redemption = self.redeem(self.gated, self.mia)
        self.assertIn("80 points for one reward", self.as_user(self.program, self.pia).promised_words)
        for person in (self.mia, self.petra, self.olga, self.sam):
            self.assertFalse(self.as_user(self.program, person).promised_words, person.name)
        self.as_user(redemption, self.pia).action_approve()
        self.assertTrue(self.as_user(self.program, self.pia).promised_words)
        self.as_user(redemption, self.ada).action_fulfil()
        self.assertFalse(self.as_user(self.program, self.pia).promised_words)

    def test_day_off_is_entered_by_whoever_is_responsible_for_the_person_in_hr(self):
        officer = new_test_user(self.env, login="officer.test", groups="base.group_user,hr.group_hr_user")
        self.mia.hr_responsible_id = officer
        reward = self.add_reward("Day off", 10, kind="day_off", asks_date=True, owner_id=self.olga.user_id.id)
        redemption = self.redeem(reward, self.mia, day=fields.Date.today() + timedelta(days=7))
        self.assertEqual((self.todos(redemption).user_id, redemption.owner_id), (officer, officer))
        with self.assertRaises(AccessError):
            self.as_user(redemption, self.olga).action_fulfil()
        hers = redemption.with_user(officer)
        self.assertIn("Day:", hers.answers_text)
        hers.action_fulfil()
        self.assertEqual((redemption.state, redemption.fulfilled_by_id), ("fulfilled", officer))
        self.assertFalse(self.todos(redemption))

    def test_price_of_a_promise_stays_when_the_catalogue_changes(self):
        redemption = self.redeem(self.gated, self.mia)
        self.gated.write({"price": 10, "value": 999})
        self.as_user(redemption, self.mia).action_cancel()
        self.assertEqual((redemption.points, self.balance(self.mia)), (80, 100))
