from psycopg2 import DatabaseError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.recognition.hr_mentorship_wallet import SHOWN
from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestWallet(MentorshipCase):
    """Points go in and out by entries that stay, and what is in the wallet is their sum."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallets = cls.env["hr.mentorship.wallet"]

    def earn(self, *rows):
        return self.wallets._earn(
            [{"employee_id": person.id, "points": points, "reason": "A talk", **more} for person, points, more in rows]
        )

    def balance(self, person):
        wallet = self.wallets.search([("employee_id", "=", person.id)])
        return wallet.balance - wallet.debt

    def test_points_are_added_up_and_every_line_says_what_there_was_after_it(self):
        entries = self.earn((self.mia, 50, {}), (self.max, 5, {}), (self.mia, 30, {"program_id": self.program.id}))
        self.assertEqual(entries.mapped("balance_after"), [50, 5, 80])
        self.assertEqual(entries[2].program_name, "Leaders")
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (80, 5))
        self.assertEqual(self.wallets._find_differences(), [])

    def test_page_shows_the_latest_entries_and_says_whether_there_are_more(self):
        self.earn(*[(self.mia, 1, {})] * SHOWN)
        mine = self.as_user(self.wallets.search([("employee_id", "=", self.mia.id)]), self.mia)
        self.assertEqual(mine.latest_entry_ids.mapped("balance_after"), [*range(SHOWN, 0, -1)])
        self.assertFalse(mine.has_earlier_entries)
        self.earn((self.mia, 5, {}))
        self.assertEqual(mine.latest_entry_ids[0].balance_after, SHOWN + 5)
        self.assertEqual((len(mine.latest_entry_ids), mine.has_earlier_entries), (SHOWN, True))

    def test_one_event_is_paid_once_whatever_is_run_again(self):
        row = (self.mia, 50, {"event_key": "goal:7"})
        self.assertEqual(len(self.earn(row, row)), 1)
        self.assertFalse(self.earn(row))
        self.assertEqual(len(self.earn((self.max, 50, {"event_key": "goal:7"}))), 1, "the mentor has a part in it")
        self.assertEqual(self.balance(self.mia), 50)

    def test_who_has_too_few_points_is_told_how_many_are_missing(self):
        self.earn((self.mia, 50, {}))
        with self.assertRaisesRegex(UserError, "takes 80 points, and there are 50 in the wallet: 30 are missing"):
            self.wallets._spend(self.mia, 80, "A book")
        with self.assertRaisesRegex(UserError, "there are 0 in the wallet"):
            self.wallets._spend(self.max, 80, "A book")
        entry = self.wallets._spend(self.mia, 50, "A book", program=self.program)
        self.assertEqual((entry.points, entry.balance_after, entry.points_words), (-50, 0, "−50"))

    def test_points_are_given_back_once(self):
        self.earn((self.mia, 50, {}))
        entry = self.wallets._spend(self.mia, 40, "A book")
        back = self.wallets._refund(entry, "There are no more books")
        self.assertEqual((back.points, back.balance_after, back.reverses_id), (40, 50, entry))
        for given in (entry, back):
            with self.assertRaises(UserError):
                self.wallets._refund(given, "Again")
        self.assertEqual(self.balance(self.mia), 50)

    def test_what_was_spent_before_it_is_taken_back_comes_off_the_next_points(self):
        entry = self.earn((self.mia, 50, {}))
        self.wallets._spend(self.mia, 40, "A book")
        self.assertEqual(self.wallets._reverse(entry, "The goal is open again").points, -50)
        self.assertFalse(self.wallets._reverse(entry, "The goal is open again"))
        wallet = self.wallets.search([("employee_id", "=", self.mia.id)])
        self.assertEqual((wallet.balance, wallet.debt), (0, 40))
        self.assertIn("40", wallet.debt_words)
        with self.assertRaisesRegex(UserError, "You owe 40 points"):
            self.wallets._spend(self.mia, 1, "A coffee")
        self.assertEqual(self.earn((self.mia, 30, {})).debt_after, 10)
        self.assertEqual(self.earn((self.mia, 30, {})).balance_after, 20)
        self.assertEqual((wallet.balance, wallet.debt), (20, 0))
        self.assertEqual(self.wallets._find_differences(), [])

    def test_points_are_whole_numbers_above_zero(self):
        for points in (0, -5, 1.5, True, "5", None, 10**9):
            with self.subTest(points), self.assertRaisesRegex(UserError, "whole numbers"):
                self.earn((self.mia, points, {}))
            with self.subTest(points), self.assertRaisesRegex(UserError, "whole numbers"):
                self.wallets._spend(self.mia, points, "A book")

    def test_nobody_changes_what_is_written_not_even_in_sql(self):
        entry = self.earn((self.mia, 50, {}))
        for change in (
            lambda: entry.write({"points": 500}),
            entry.unlink,
            lambda: entry.create({"wallet_id": entry.wallet_id.id, "points": 5, "kind": "earn", "reason": "Me"}),
            lambda: entry.wallet_id.write({"balance": 500}),
            entry.wallet_id.unlink,
            lambda: entry.wallet_id.create({"employee_id": self.olga.id}),
        ):
            with self.assertRaises(UserError):
                change()
        for statement in (
            "UPDATE hr_mentorship_wallet_entry SET points = 500",
            "DELETE FROM hr_mentorship_wallet_entry",
            "UPDATE hr_mentorship_wallet SET balance = -1",
        ):
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(DatabaseError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_entries_stay_when_their_program_goes(self):
        program = self.add_program("Short", self.pia, state="draft")
        entry = self.earn((self.mia, 50, {"program_id": program.id}))
        program.unlink()
        self.assertFalse(entry.program_id)
        self.assertEqual(entry.points, 50)

    def test_administrator_proves_the_balances_and_learns_which_are_wrong(self):
        self.earn((self.mia, 50, {}), (self.max, 5, {}))
        wallets = self.as_user(self.wallets, self.ada)
        proved = wallets.action_check_balances()["params"]
        self.assertEqual(proved["type"], "success")
        self.assertTrue(proved["sticky"], "four sentences take longer to read than a message stays")
        for subject in ("Every wallet", "Every budget", "Every reward", "Every gift code"):
            self.assertIn(subject, proved["message"])
        self.env.cr.execute(
            "UPDATE hr_mentorship_wallet SET balance = 60 WHERE employee_id = %s RETURNING id", [self.mia.id]
        )
        message = wallets.action_check_balances()["params"]["message"]
        self.assertEqual(message, "The wallet of Mia says 60, and its entries add up to 50.")
        for person in (self.mia, self.pia):
            with self.assertRaises(AccessError):
                self.as_user(self.wallets, person).action_check_balances()

    def test_doctor_finds_a_level_that_is_not_what_was_earned(self):
        entries = self.earn((self.mia, 50, {}), (self.mia, 20, {}))
        self.wallets._spend(self.mia, 30, "A book")
        self.wallets._reverse(entries[1:], "Undone")
        self.env.invalidate_all()
        self.assertEqual(entries.wallet_id.earned, 50, "spent or not, and not what was taken back")
        self.assertEqual(self.wallets._find_differences(), [])
        self.env.cr.execute("UPDATE hr_mentorship_wallet SET earned = 51 WHERE id = %s", [entries.wallet_id.id])
        self.assertEqual(
            self.wallets._find_differences(),
            ["What Mia has earned in all is not the sum of what the statement says."],
        )

    def test_doctor_finds_a_budget_that_does_not_count_what_was_given(self):
        budget = self.program._open_recognition_budgets()[self.program.id]
        self.earn((self.mia, 50, {"program_id": self.program.id}))
        self.assertEqual(self.wallets._find_differences(), [])
        budget.granted += 7
        self.assertEqual(
            self.wallets._find_differences(),
            [f"“Leaders” counts {budget.granted} points as given, and the entries add up to {budget.granted - 7}."],
        )

    def test_employee_opens_own_wallet_and_reads_no_other(self):
        self.earn((self.max, 5, {}))
        action = self.as_user(self.wallets, self.mia).action_open_mine()
        mine = self.wallets.browse(action["res_id"])
        self.assertEqual((mine.employee_id, mine.balance), (self.mia, 0))
        self.assertEqual(self.as_user(self.wallets, self.mia).search([]), mine)
        self.assertFalse(self.as_user(self.env["hr.mentorship.wallet.entry"], self.mia).search([]))
        self.assertFalse(self.as_user(self.env["hr.mentorship.wallet.entry"], self.ada).search([]))

    def test_archived_employee_keeps_the_balance(self):
        self.earn((self.mia, 50, {}))
        self.mia.action_archive()
        self.assertEqual(self.balance(self.mia), 50)
        self.assertEqual(self.wallets._find_differences(), [])
