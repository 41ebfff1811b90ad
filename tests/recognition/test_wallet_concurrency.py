import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install", "sweep")
class TestWalletConcurrency(ConcurrencyCase):
    """Many spend, earn and give back at once, and some are killed: every wallet stays the sum of its entries."""

    def add_wallets(self, *points):
        """Commit people with points, and return the ids of their employees."""

        def prepare(company):
            people = self.new_people(company, *(f"saver{index}" for index in range(len(points))))
            company.env["hr.mentorship.wallet"]._earn(
                [
                    {"employee_id": person.id, "points": number, "reason": "A talk"}
                    for person, number in zip(people, points, strict=True)
                    if number
                ]
            )
            return [person.id for person in people]

        return self.arrange(prepare)

    def balances(self, ids):
        def read(env):
            self.assertEqual(env["hr.mentorship.wallet"]._find_differences(), [])
            wallets = env["hr.mentorship.wallet"].search([("employee_id", "in", ids)])
            return {wallet.employee_id.id: wallet.balance for wallet in wallets}

        return self.inspect(read)

    def test_sixteen_spend_the_last_points_and_one_wins(self):
        [saver] = self.add_wallets(100)

        def spend(env):
            return env["hr.mentorship.wallet"]._spend(env["hr.employee"].browse(saver), 80, "A book").id

        outcomes = self.together(*[(self.user_ids["ada"], spend)] * 16)
        errors = self.errors(outcomes)
        self.assertEqual(len(errors), 15, outcomes)
        for error in errors:
            self.assertIsInstance(error, UserError)
            self.assertIn("there are 20 in the wallet", str(error))
        self.assertEqual(self.balances([saver]), {saver: 20})

    def test_sixteen_want_the_last_of_a_fixed_budget_and_one_gets_it(self):
        """The rest are told on their own page why nothing has come, and get it once the budget is raised."""
        savers = self.add_wallets(*[0] * 16)

        def prepare(company):
            program = company.add_program("Last Points", company.pia)
            program.write({"has_recognition": True, "recognition_points": 100, "recognition_is_fixed": True})
            rule = {"name": "A talk", "event": "agreement_signed", "points": 80, "program_id": program.id}
            company.env["hr.mentorship.recognition.rule"].create(rule)
            for employee in company.env["hr.employee"].browse(savers):
                company.enrol(employee, "mentee", program=program)
            return program.id

        program_id = self.arrange(prepare)

        def earn(saver):
            row = {"employee_id": saver, "points": 80, "reason": "A talk", "program_id": program_id}
            return lambda env: len(env["hr.mentorship.wallet"]._earn([{**row, "event_key": f"talk:{saver}"}]))

        outcomes = self.together(*[(self.user_ids["ada"], earn(saver)) for saver in savers])
        self.assertEqual(sorted(outcomes, key=str), [0] * 15 + [1])
        self.assertEqual(sorted(self.balances(savers).values()), [80])

        def read(env):
            budget = env["hr.mentorship.recognition.budget"].search([("program_id", "=", program_id)])
            mine = env["hr.mentorship.wallet"]._lock(env["hr.employee"].browse(savers))
            words = [env["hr.mentorship.wallet"].browse(wallet_id).earn_words for wallet_id, *_rest in mine.values()]
            program = budget.program_id.with_user(self.user_ids["pia"])
            env.cr.rollback()
            return budget.granted, words, program.recognition_warning

        granted, words, warning = self.inspect(read)
        self.assertEqual(granted, 80)
        self.assertEqual(warning, "Most points of the budget are given, or all of them. Raise it in time.")
        for each in words:
            self.assertIn("“Last Points” has given all its points: this is paid when there are new ones.", each)
        self.arrange(lambda company: company.program.browse(program_id).write({"recognition_points": 160}))
        outcomes = self.together(*[(self.user_ids["ada"], earn(saver)) for saver in savers])
        self.assertEqual(sorted(outcomes, key=str), [0] * 15 + [1])

    def test_first_points_of_many_open_one_wallet_and_pay_each_event_once(self):
        [saver] = self.add_wallets(0)

        def earn(env):
            row = {"employee_id": saver, "points": 10, "reason": "A talk", "event_key": "talk:1"}
            return len(env["hr.mentorship.wallet"]._earn([row]))

        outcomes = self.together(*[(self.user_ids["ada"], earn)] * 8)
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(sum(outcomes), 1)
        self.assertEqual(self.balances([saver]), {saver: 10})

    def test_points_come_back_once_however_many_give_them_back(self):
        [saver] = self.add_wallets(100)
        entry_id = self.arrange(
            lambda company: (
                company.env["hr.mentorship.wallet"]._spend(company.env["hr.employee"].browse(saver), 60, "A book").id
            )
        )

        def refund(env):
            entry = env["hr.mentorship.wallet.entry"].browse(entry_id)
            return env["hr.mentorship.wallet"]._refund(entry, "No stock").id

        errors = self.errors(self.together(*[(self.user_ids["ada"], refund)] * 6))
        self.assertEqual(len(errors), 5)
        self.assertTrue(all(isinstance(error, UserError) for error in errors), errors)
        self.assertEqual(self.balances([saver]), {saver: 100})

    def test_mixed_operations_with_killed_sessions_add_up(self):
        """What a session has not committed is gone as a whole: neither half a payment nor a doubled one."""
        seed = random.randrange(10**6)
        savers = self.add_wallets(50, 50, 50, 50)

        def work(number):
            def run(env):
                dice = random.Random(seed + number)  # the same again when the call is run again
                wallets, kept = env["hr.mentorship.wallet"], []
                for step in range(12):
                    saver = dice.choice(savers)
                    employee = env["hr.employee"].browse(saver)
                    try:
                        with env.cr.savepoint():
                            kept.append(wallets._spend(employee, dice.randint(1, 40), "A book"))
                            if dice.random() < 0.3:
                                wallets._refund(kept[-1], "No stock")
                    except UserError:
                        row = {"employee_id": saver, "points": dice.randint(1, 40), "reason": "A talk"}
                        paid = wallets._earn([{**row, "event_key": f"talk:{dice.randint(1, 30)}"}])
                        if dice.random() < 0.2:
                            wallets._reverse(paid, "Never held")
                    if number % 4 == 0 and step == 8:
                        env.cr.execute("SELECT pg_terminate_backend(pg_backend_pid())")

            return run

        for _round in range(3):
            with self.subTest(seed=seed):
                self.together(*[(self.user_ids["ada"], work(number)) for number in range(4)])
                self.assertEqual(len(self.balances(savers)), 4)
            seed += 100
