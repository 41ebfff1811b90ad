from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestCohortConcurrency(ConcurrencyCase):
    """Two program managers plan what comes next in the same moment."""

    def test_two_plan_the_next_cohort_and_there_is_one(self):
        def prepare(company):
            managers = company.pia.user_id | company.petra.user_id
            program = company.add_program("Planned twice", company.pia, state="closed")
            program.manager_ids = managers
            return program.id, managers.ids

        program_id, managers = self.arrange(prepare)

        def plan(env):
            program = env["hr.mentorship.program"].browse(program_id)
            start = fields.Date.context_today(program) + timedelta(days=60)
            return program._create_successor("Next", start, env["res.users"]).id

        [error] = self.errors(self.together(*((user_id, plan) for user_id in managers)))
        self.assertIsInstance(error, UserError)
        self.assertIn("“Next” follows “Planned twice” already", str(error))
        count = self.inspect(
            lambda env: env["hr.mentorship.program"].search_count([("predecessor_id", "=", program_id)])
        )
        self.assertEqual(count, 1)
