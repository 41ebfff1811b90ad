from collections import Counter

from odoo.tests import tagged
from odoo.tools import SQL

from .points_mix import BUDGET, PointsMixCase, get_operations, report_points

STANDING = ("requested", "approved", "fulfilled")


@tagged("post_install", "-at_install", "sweep")
class TestPointsMix(PointsMixCase):
    """Whatever many do at once, and wherever a session is killed: nothing is lost, doubled or handed out twice."""

    def test_mixed_operations_of_sixteen_sessions_some_killed(self):
        number, seed = get_operations()
        counts = self.run_mix(number, seed)
        with self.subTest(seed=seed):
            self.assertFalse(self.odd, "\n".join(self.odd))
            self.assertEqual(sum(counts.values()), number)
            outcomes = Counter()
            for (_kind, outcome), count in counts.items():
                outcomes[outcome] += count
            self.assertGreater(outcomes["done"], number / 3)
            self.assertGreater(outcomes["killed"], 0)
            self.assertGreater(self.kills, 0)
            self.inspect(self.check)
        report_points(seed, counts, self.kills)

    def check(self, env):
        self.assertEqual(env["hr.mentorship.wallet"]._find_differences(), [])
        self.check_what_sessions_were_told(env)
        self.check_codes(env)
        self.check_stock(env)
        self.check_limits(env)

    def check_what_sessions_were_told(self, env):
        """What was answered has happened; what was killed before it was committed has not."""
        entries, redemptions = env["hr.mentorship.wallet.entry"], env["hr.mentorship.redemption"]
        told = [(kind, record_id) for kind, found in self.done for record_id in found]
        moved = [each for kind, each in told if kind in ("earn", "earn_in_program", "reverse", "give", "expire")]
        self.assertEqual(len(entries.browse(moved).exists()), len(moved))
        self.assertFalse(entries.search([("reason", "in", self.undone)]))
        ends = {"approve": ("approved", "fulfilled", "refused"), "refuse": ("refused",)}
        ends.update(cancel=("cancelled",), fulfil=("fulfilled",))
        asked = [each for kind, each in told if kind == "redeem"]
        self.assertEqual(len(redemptions.browse(asked).exists()), len(asked))
        for kind, states in ends.items():
            for redemption in redemptions.browse([each for done, each in told if done == kind]):
                self.assertIn(redemption.state, states, kind)

    def check_codes(self, env):
        """Each code has at most one receiver, and all that were looked at are different ones."""
        seen = {}
        for kind, found in self.done:
            for redemption_id, code in found if kind == "show_code" else ():
                self.assertEqual(seen.setdefault(redemption_id, code), code)
        self.assertEqual(len(set(seen.values())), len(seen))
        env.cr.execute(
            SQL(
                "SELECT COUNT(*), COUNT(redemption_id), COUNT(DISTINCT redemption_id) FROM hr_mentorship_reward_code "
                "WHERE reward_id = ANY(%s)",
                self.reward_ids,
            )
        )
        total, handed_out, receivers = env.cr.fetchone()
        self.assertEqual(handed_out, receivers)
        standing = [("kind", "=", "code"), ("state", "in", STANDING)]
        mine = [("reward_id", "in", self.reward_ids)]
        self.assertEqual(env["hr.mentorship.redemption"].search_count([*mine, *standing]), handed_out)
        self.assertLessEqual(total, self.imported, "imports that were killed have left nothing")

    def check_stock(self, env):
        """What has gone out and what is left is what there was, and what came in."""
        added = Counter(reward_id for kind, found in self.done if kind == "restock" for reward_id in found)
        for reward in env["hr.mentorship.reward"].browse(list(self.stock)):
            taken = env["hr.mentorship.redemption"].search_count(
                [("reward_id", "=", reward.id), ("state", "in", STANDING)]
            )
            least = self.stock[reward.id] + 2 * added[reward.id]
            # One that was killed while it was committed may have been through
            maybe = 2 * sum(n for (kind, outcome), n in self.counts.items() if (kind, outcome) == ("restock", "killed"))
            self.assertIn(reward.stock + taken, range(least, least + maybe + 1))

    def check_limits(self, env):
        wallets = env["hr.mentorship.wallet"].search([("employee_id", "in", self.employee_ids)])
        for wallet in wallets:
            self.assertLessEqual(wallet.given_points, wallet.company_id.mentorship_allowance)
        [budget] = env["hr.mentorship.recognition.budget"].search([("program_id", "=", self.program_id)])
        self.assertLessEqual(budget.granted, BUDGET)
        lunch = env["hr.mentorship.reward"].browse(self.reward_ids[3])
        rows = env["hr.mentorship.redemption"]._read_group(
            [("reward_id", "=", lunch.id), ("state", "in", STANDING)], ["employee_id"], ["__count"]
        )
        self.assertTrue(all(count <= lunch.limit_count for _employee, count in rows))
