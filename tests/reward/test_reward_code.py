import base64
import doctest

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.reward import reward_cipher
from ...wizards.reward.hr_mentorship_import_codes import MOST_REFUSALS
from ..common import MentorshipCase
from .common import RewardCompany

CODE = "TEA-9F3K-77"


@tagged("post_install", "-at_install")
class TestRewardCode(RewardCompany, MentorshipCase):
    """A code is money: kept encrypted, handed out once, shown to the one who got it and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enrol(cls.mia, "mentee")
        cls.pay(cls.mia, 100)
        cls.reward = cls.add_reward("Tea", 30, kind="code")

    def import_file(self, content):
        dialog = self.as_user(self.env["hr.mentorship.import.codes"], self.ada).create(
            {"reward_id": self.reward.id, "file": base64.b64encode(content).decode(), "file_name": "codes.csv"}
        )
        return dialog.action_import()

    def show(self, redemption, employee):
        """Return the code as ``employee`` gets it, by the button and the dialog behind it."""
        action = self.as_user(redemption, employee).action_show_code()
        dialogs = self.as_user(self.env[action["res_model"]], employee).with_context(**action["context"])
        return dialogs.create({"redemption_id": redemption.id}).read(["code"])[0]["code"]

    def test_doctor_finds_a_code_too_few_and_a_payment_that_does_not_fit(self):
        wallets = self.env["hr.mentorship.wallet"]
        self.add_codes(self.reward, CODE)
        redemption = self.redeem(self.reward, self.mia)
        self.assertEqual(wallets._find_differences(), [])
        self.env["hr.mentorship.reward.code"]._release(redemption)
        self.env.cr.execute("UPDATE hr_mentorship_redemption SET points = 31 WHERE id = %s", [redemption.id])
        self.assertEqual(
            wallets._find_differences(),
            [
                f"Request {redemption.id}: what was paid for it, or given back, does not fit its status.",
                f"Request {redemption.id} does not hold the one code that it should, or one too many.",
            ],
        )

    def test_examples_of_the_cipher_are_true(self):
        self.assertFalse(doctest.testmod(reward_cipher).failed)

    def test_receiver_looks_at_the_code_and_it_counts_as_seen(self):
        self.add_codes(self.reward, CODE)
        redemption = self.redeem(self.reward, self.mia)
        self.assertEqual((redemption.state, self.balance(self.mia)), ("fulfilled", 70))
        self.assertEqual(self.show(redemption, self.mia), CODE)
        self.assertTrue(redemption.code_seen_at)

    def test_nobody_else_looks_at_it_whatever_their_role_or_the_way(self):
        self.add_codes(self.reward, CODE)
        redemption = self.redeem(self.reward, self.mia)
        dialogs = self.env["hr.mentorship.show.code"]
        for person in (self.ada, self.pia, self.olga, self.paula):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(redemption, person).action_show_code()
            with self.subTest(person.name), self.assertRaises(AccessError):
                values = {"redemption_id": redemption.id}
                self.as_user(dialogs, person).onchange(values, ["redemption_id"], {"redemption_id": {}, "code": {}})
        with self.assertRaises(AccessError):
            redemption.action_show_code()  # as the superuser

    def test_database_holds_no_code_in_clear_and_no_model_gives_any(self):
        self.import_file(CODE.encode())
        self.redeem(self.reward, self.mia)
        self.env.flush_all()
        dialogs = ("hr_mentorship_import_codes", "hr_mentorship_show_code")
        for table in ("hr_mentorship_reward_code", "mail_message", *dialogs):
            self.env.cr.execute(f"SELECT COUNT(*) FROM {table} t WHERE t::text LIKE %s", [f"%{CODE}%"])
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)
        encoded = base64.b64encode(CODE.encode())
        for content in (CODE.encode(), encoded):
            self.assertFalse(self.env["ir.attachment"].search([("db_datas", "=", content)]))
        codes = self.env["hr.mentorship.reward.code"]
        for person in (self.ada, self.mia, self.pia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(codes, person).search([])
        for name in ("token", "fingerprint", "redemption_id"):
            with self.subTest(name), self.assertRaises(UserError):
                codes.search([(name, "!=", False)])

    def test_key_is_no_users_but_the_systems(self):
        for person in (self.ada, self.mia):
            with self.assertRaises(AccessError):
                self.as_user(self.env["ir.config_parameter"], person).get_param("hr_mentorship.reward_code_key")

    def test_code_of_a_request_that_waits_is_set_aside_and_comes_back(self):
        self.add_codes(self.reward, CODE)
        self.reward.approval = "program"
        redemption = self.redeem(self.reward, self.mia)
        self.assertEqual((redemption.state, self.reward.left_count), ("requested", 0))
        with self.assertRaisesRegex(UserError, "as soon as your request is approved"):
            self.show(redemption, self.mia)
        self.as_user(redemption, self.mia).action_cancel()
        self.assertEqual((self.reward.left_count, self.balance(self.mia)), (1, 100))
        again = self.redeem(self.reward, self.mia)
        self.as_user(again, self.pia).action_approve()
        self.assertEqual((again.state, self.show(again, self.mia)), ("fulfilled", CODE))

    def test_reward_without_codes_is_neither_published_nor_redeemed(self):
        empty = self.add_reward("Cake", 10, kind="code", is_published=False)
        with self.assertRaisesRegex(UserError, "Import them first"):
            self.as_user(empty, self.ada).action_publish()
        with self.assertRaisesRegex(UserError, "None left"):
            self.redeem(self.reward, self.mia)

    def test_file_of_codes_is_imported_whole_or_not_at_all(self):
        self.import_file(b"Name;Code\nA;AAA-1\nB;BBB-2\n\n\n")
        self.assertEqual(self.reward.left_count, 2)
        for content, words in (
            (b"CCC-3\n\nDDD-4\n", "No code in row 2"),
            (b"Name;Code\nA;CCC-3\nB;\n", "No code in row 3"),
            (b"CCC-3\nDDD-4\nCCC-3\n", "Twice in this file, again in row 3"),
            (b"", "Choose a CSV file|no code"),
            (b"PK\x00\x01\n\x00", "no CSV file"),
            (b"C" * 300, "No readable code in row 1"),
        ):
            with self.subTest(content[:30]), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.import_file(content)
            self.env.invalidate_all()
            self.assertEqual(self.reward.left_count, 2)

    def test_refusal_of_a_file_names_rows_and_no_code(self):
        self.add_codes(self.reward, CODE)
        message = self.import_file(f"AAA-1\n{CODE}".encode())["params"]["message"]
        self.assertIn("Imported before: row 2", message)
        self.assertNotIn(CODE, message)
        self.assertEqual(self.reward.left_count, 1)

    def test_codes_are_not_guessed_by_importing_them(self):
        self.add_codes(self.reward, CODE)
        dialogs = self.as_user(self.env["hr.mentorship.import.codes"], self.ada)
        file = base64.b64encode(CODE.encode()).decode()
        values = {"reward_id": self.reward.id, "file": file}
        shown = dialogs.onchange(values, ["file"], {"reward_id": {}, "file": {}, "summary": {}})["value"]
        self.assertEqual(shown["summary"], "Codes in this file: 1")
        dialog = dialogs.create(values)
        for _time in range(MOST_REFUSALS):
            dialog.write({"file": file})
            dialog.action_import()
        with self.assertRaisesRegex(UserError, "go on in an hour"):
            self.import_file(b"AAA-1")

    def test_only_administrators_import(self):
        for person in (self.mia, self.pia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.env["hr.mentorship.import.codes"], person).create({"reward_id": self.reward.id})
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.reward, person).action_import_codes()
