from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.recognition.hr_mentorship_points_review import BACK_AND_FORTH, SAME_WAY
from .common import GiftCase


@tagged("post_install", "-at_install")
class TestPointsReview(GiftCase):
    """What is unusual about points waits for somebody to look at it, who takes them back or says that all is well."""

    def find(self, reviews, person):
        self.env.invalidate_all()
        return self.as_user(self.reviews, person).search([("id", "in", reviews.ids)])

    def test_points_back_and_forth_are_noticed_with_the_reason_and_no_word_of_the_thanks(self):
        self.give(self.mia, self.max, BACK_AND_FORTH)
        self.give(self.max, self.mia, BACK_AND_FORTH - 1)
        self.assertFalse(self.look())
        self.give(self.max, self.mia, 1, first_day=self.today)
        review = self.look()
        self.assertEqual(review.reason, "back_and_forth")
        self.assertFalse(self.look() - review, "noticed once")
        mine = self.as_user(review, self.pia)
        self.assertIn("The two have given each other points", mine.words)
        self.assertIn(f"Mia to Max: {BACK_AND_FORTH} ×, {10 * BACK_AND_FORTH} points", mine.words)
        self.assertNotIn("Secret", str(mine.read()))
        self.assertEqual(review._find_deciders(), self.pia.user_id)
        to_pia = [("kind", "=", "points_review"), ("mentorship_id", "=", self.pair.id)]
        line = self.env["hr.mentorship.notice"].search(to_pia)
        self.assertIn("is unusual", line._read_out()[0]["text"])
        self.assertTrue(line._filter_true())

    def test_points_nearly_every_week_are_noticed_and_less_is_not(self):
        self.give(self.mia, self.max, SAME_WAY - 1)
        self.assertFalse(self.look())
        self.give(self.mia, self.max, 1, first_day=self.today)
        self.assertEqual(self.look().reason, "same_pair")

    def test_many_meetings_confirmed_on_one_day_are_noticed_and_not_paid_again_once_taken_back(self):
        self.add_rule("checkin_confirmed", 10)
        self.pair.checkin_ids.unlink()
        for index in range(4):
            self.env["hr.mentorship.checkin"].create(
                {
                    "mentorship_id": self.pair.id,
                    "planned_date": self.today - timedelta(days=index),
                    "occurrence": 50 + index,
                }
            )
        for index in range(4):
            self.hold(self.pair, index)
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (40, 40))
        review = self.look()
        self.assertEqual(review.reason, "velocity")
        mine = self.as_user(review, self.pia)
        self.assertIn("4 meetings confirmed, 80 points", mine.words)
        given = self.program._open_recognition_budgets()[self.program.id].granted
        with self.assertRaisesRegex(UserError, "Enter a word"):
            mine.action_take_back()
        mine.word = "Two of these did not take place."
        mine.action_take_back()
        self.collect()
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (0, 0))
        budget = self.program._open_recognition_budgets()[self.program.id]
        budget.invalidate_recordset()
        self.assertEqual(budget.granted, given - 80)
        self.assertEqual((review.state, review.decided_by_id), ("taken_back", self.pia.user_id))
        self.assertIn(("Taken back: Two of these did not take place.", -10), self.statement(self.mia))
        of_program = [("kind", "=", "points_taken_back"), ("program_id", "=", self.program.id)]
        told = self.env["hr.mentorship.notice"].search(of_program)
        self.assertEqual(told.user_id, (self.mia | self.max).user_id)
        self.assertIn("40 of your points were taken back: Two of these", told._read_out()[0]["text"])
        self.assertFalse(self.look())

    def test_what_was_dismissed_is_not_brought_up_again_and_new_gifts_are(self):
        self.give(self.mia, self.max, SAME_WAY)
        review = self.look()
        mine = self.as_user(review, self.pia)
        mine.word = "They prepare the fair together."
        mine.action_dismiss()
        self.assertEqual((review.state, self.balance(self.max)), ("dismissed", 10 * SAME_WAY))
        self.assertFalse(self.look())
        for step in (mine.action_dismiss, mine.action_take_back, lambda: mine.write({"word": "Another one"})):
            with self.assertRaisesRegex(UserError, "status"):
                step()
        self.give(self.mia, self.max, SAME_WAY, first_day=self.today - timedelta(days=60))
        self.assertEqual(len(self.look()), 1)

    def test_program_managers_and_administrators_decide_and_nobody_about_their_own_pair(self):
        self.give(self.mia, self.max, SAME_WAY)
        review = self.look()
        for person, finds in ((self.pia, True), (self.ada, True), (self.petra, False)):
            self.assertEqual(bool(self.find(review, person)), finds, person.name)
        for person in (self.mia, self.max, self.olga):
            with self.assertRaises(AccessError):
                self.find(review, person)
        self.program.manager_ids = [Command.link(self.mia.user_id.id)]
        self.mia.user_id.group_ids = [Command.link(self.env.ref("hr_mentorship.group_hr_mentorship_admin").id)]
        self.assertFalse(self.find(review, self.mia))
        self.assertEqual(review._find_deciders(), self.pia.user_id)
        with self.assertRaises(AccessError):
            self.as_user(review, self.mia).write({"word": "All is well."})
        with self.assertRaises(AccessError):
            self.as_user(review, self.mia).action_dismiss()
        # Whoever has left the pair since decides about their own points no more than before
        self.give(self.pia, self.max, 1)
        entry = self.env["hr.mentorship.wallet.entry"].search([("from_employee_id", "=", self.pia.id)])
        review.sudo().noticed_entries = [*review.sudo().noticed_entries, *entry.ids]
        with self.assertRaises(AccessError):
            self.as_user(review, self.pia).action_dismiss()
        with self.assertRaises(AccessError):
            self.as_user(review, self.pia).read(["noticed_entries"])
