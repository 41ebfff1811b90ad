from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase

MANY = 16


@tagged("post_install", "-at_install", "sweep")
class TestRewardConcurrency(ConcurrencyCase):
    """Sixteen want the last one in the same moment, in real transactions: one gets it, all others a sentence."""

    def add_reward(self, **values):
        def prepare(company):
            reward = company.env["hr.mentorship.reward"].create(
                {
                    "name": "Last",
                    "price": 80,
                    "is_published": True,
                    "owner_id": company.ada.user_id.id,
                    **values,
                }
            )
            return reward.id

        return self.arrange(prepare)

    def add_savers(self, number, points):
        def prepare(company):
            people = self.new_people(company, *(f"saver{index}" for index in range(number)))
            company.env["hr.mentorship.wallet"]._earn(
                [{"employee_id": person.id, "points": points, "reason": "A talk"} for person in people]
            )
            return [(person.id, person.user_id.id) for person in people]

        return self.arrange(prepare)

    def redeem(self, reward_id):
        def call(env):
            dialog = env["hr.mentorship.redeem"].create({"reward_id": reward_id})
            dialog.action_redeem()
            return dialog.sudo().redemption_id.id

        return call

    def assert_one_wins(self, outcomes, words):
        errors = self.errors(outcomes)
        self.assertEqual(len(errors), len(outcomes) - 1, outcomes)
        for error in errors:
            self.assertIsInstance(error, UserError)
            self.assertRegex(str(error), words)

    def look(self, reward_id, savers):
        def read(env):
            self.assertEqual(env["hr.mentorship.wallet"]._find_differences(), [])
            reward = env["hr.mentorship.reward"].browse(reward_id)
            ids = [employee_id for employee_id, _user_id in savers]
            wallets = env["hr.mentorship.wallet"].search([("employee_id", "in", ids)])
            redemptions = env["hr.mentorship.redemption"].search([("reward_id", "=", reward_id)])
            return reward.left_count, sum(wallets.mapped("balance")), len(redemptions)

        return self.inspect(read)

    def test_last_item_in_stock(self):
        reward_id, savers = self.add_reward(has_stock=True, stock=1), self.add_savers(MANY, 100)
        outcomes = self.together(*[(user_id, self.redeem(reward_id)) for _employee_id, user_id in savers])
        self.assert_one_wins(outcomes, "None left|has just gone")
        self.assertEqual(self.look(reward_id, savers), (0, MANY * 100 - 80, 1))

    def test_last_points_of_one_person(self):
        reward_id, [saver] = self.add_reward(has_stock=True, stock=50), self.add_savers(1, 100)
        outcomes = self.together(*[(saver[1], self.redeem(reward_id))] * MANY)
        self.assert_one_wins(outcomes, "60 to go")
        self.assertEqual(self.look(reward_id, [saver]), (49, 20, 1))

    def test_limit_of_one_person(self):
        reward_id, [saver] = self.add_reward(price=1, limit_count=1), self.add_savers(1, 100)
        outcomes = self.together(*[(saver[1], self.redeem(reward_id))] * MANY)
        self.assert_one_wins(outcomes, "you have had yours")
        self.assertEqual(self.look(reward_id, [saver]), (-1, 99, 1))

    def test_last_code(self):
        reward_id, savers = self.add_reward(kind="code"), self.add_savers(MANY, 100)
        self.arrange(
            lambda company: company.env["hr.mentorship.reward.code"]._import(
                company.env["hr.mentorship.reward"].browse(reward_id), f"RACE-{reward_id}".encode()
            )
        )
        outcomes = self.together(*[(user_id, self.redeem(reward_id)) for _employee_id, user_id in savers])
        self.assert_one_wins(outcomes, "None left|has just gone")
        self.assertEqual(self.look(reward_id, savers), (0, MANY * 100 - 80, 1))

    def test_refused_by_many_at_once_gives_back_once(self):
        reward_id = self.add_reward(approval="person", approver_id=self.user_ids["ada"], has_stock=True, stock=1)
        [saver] = self.add_savers(1, 100)
        redemption_id = self.together((saver[1], self.redeem(reward_id)))[0]

        def refuse(env):
            redemption = env["hr.mentorship.redemption"].browse(redemption_id)
            redemption._check_may_refuse()
            redemption._refuse("Not today")

        outcomes = self.together(*[(self.user_ids["ada"], refuse)] * 4)
        self.assert_one_wins(outcomes, "status")
        self.assertEqual(self.look(reward_id, [saver]), (1, 100, 1))

    def test_killed_in_the_middle_loses_and_doubles_nothing(self):
        reward_id, savers = self.add_reward(has_stock=True, stock=4), self.add_savers(4, 100)

        def killed(env):
            self.redeem(reward_id)(env)
            env.flush_all()
            env.cr.execute("SELECT pg_terminate_backend(pg_backend_pid())")

        ways = [self.redeem(reward_id), killed] * 2
        calls = [(user_id, way) for (_employee_id, user_id), way in zip(savers, ways, strict=True)]
        outcomes = self.together(*calls)
        self.assertEqual(len(self.errors(outcomes)), 2, outcomes)
        self.assertEqual(self.look(reward_id, savers), (2, 400 - 160, 2))
