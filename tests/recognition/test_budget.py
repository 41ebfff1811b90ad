from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common import RecognitionCase


@tagged("post_install", "-at_install")
class TestPointsInTheBudget(RecognitionCase):
    """What a program grants in points is a cost of its budget in money, and tells nobody who has earned or spent it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.mentorship_point_value = 0.5
        cls.program.budget_line_ids = [Command.create({"name": "Kick-off", "planned": 1000, "spent": 200})]
        cls.program.with_user(cls.pia.user_id).recognition_points = 300
        cls.least = cls.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        cls.people = [cls.mia, cls.max, cls.olga, cls.paula, cls.ada, cls.petra][: cls.least + 1]

    def grant(self, people, points=10, is_earlier=True):
        row = {"points": points, "reason": "A talk", "program_id": self.program.id}
        entries = self.wallets._earn([{**row, "employee_id": employee.id} for employee in people])
        if is_earlier:
            self.env.cr.execute("UPDATE hr_mentorship_wallet_entry SET create_date = NOW() - INTERVAL '40 days'")
        self.env.invalidate_all()
        return entries

    def read_budget(self, person, program=None):
        self.env.invalidate_all()
        seen = self.as_user(program or self.program, person)
        return (seen.budget_planned, seen.budget_spent, seen.budget_left)

    def test_granted_points_are_spent_beside_the_lines(self):
        self.assertEqual(self.read_budget(self.pia), (1150, 200, 950))
        self.grant(self.people)
        cost = 5 * len(self.people)
        for reader in (self.pia, self.sam):
            self.assertEqual(self.read_budget(reader), (1150, 200 + cost, 950 - cost))
            program = self.as_user(self.program, reader)
            self.assertEqual(
                (program.points_planned, program.points_spent, program.points_left), (150, cost, 150 - cost)
            )
            self.assertIn(f"{200 + cost}.00", program.budget_text)
            self.assertIn("when they are granted", program.points_budget_words)

    def test_nobody_else_reads_them(self):
        self.grant(self.people)
        for reader in (self.mia, self.petra):
            self.assertEqual(self.read_budget(reader), (0, 0, 0))
            program = self.as_user(self.program, reader)
            self.assertEqual((program.points_planned, program.points_spent, program.points_left), (0, 0, 0))
            self.assertFalse(program.points_budget_words)

    def test_who_reads_them_decides_nothing(self):
        """A sponsor who has earned some comes and goes: the difference would be what somebody else has."""
        self.grant([*self.people[:-1], self.sam])
        self.grant(self.people[-1:], points=7, is_earlier=False)
        self.env.cr.execute(
            "UPDATE hr_mentorship_wallet_entry SET create_date = create_date - INTERVAL '32 days' WHERE points = 7"
        )
        told = self.read_budget(self.pia)
        for sponsor in (self.people[0], self.sam):
            self.program.sponsor_id = sponsor.user_id
            with self.subTest(sponsor.name):
                self.assertEqual(self.read_budget(self.pia), told)

    def test_what_points_are_spent_on_changes_nothing(self):
        self.grant(self.people)
        before = self.read_budget(self.pia)
        self.wallets._spend(self.mia, 5, "A book", program=self.program)
        self.wallets._spend(self.max, 5, "A lunch elsewhere")
        self.env.cr.execute("UPDATE hr_mentorship_wallet_entry SET create_date = NOW() - INTERVAL '40 days'")
        self.assertEqual(self.read_budget(self.pia), before)

    def test_points_of_few_people_or_of_this_month_are_not_told(self):
        self.grant(self.people[1:])
        self.assertEqual(self.read_budget(self.pia), (1150, 200, 950))
        self.grant(self.people[:1])
        told = self.read_budget(self.pia)
        self.grant(self.people, is_earlier=False)
        self.assertEqual(self.read_budget(self.pia), told)

    def test_points_that_were_taken_back_cost_nothing(self):
        entries = self.grant(self.people)
        self.wallets._reverse(entries, "Never held")
        self.env.cr.execute("UPDATE hr_mentorship_wallet_entry SET create_date = NOW() - INTERVAL '40 days'")
        self.assertEqual(self.read_budget(self.pia), (1150, 200, 950))

    def test_points_without_a_value_cost_no_money(self):
        self.grant(self.people)
        self.env.company.mentorship_point_value = 0
        self.assertEqual(self.read_budget(self.pia), (1000, 200, 800))
        self.assertFalse(self.as_user(self.program, self.pia).points_budget_words)

    def test_program_without_lines_plans_its_points(self):
        plain = self.add_program("Plain", self.pia, has_recognition=True)
        self.as_user(plain, self.pia).recognition_points = 100
        self.assertEqual(self.read_budget(self.pia, plain), (50, 0, 50))
        self.assertIn("50.00 planned", self.as_user(plain, self.pia).budget_text)

    def test_proposal_names_points_and_what_all_comes_to(self):
        self.grant(self.people)
        report = self.env["ir.actions.report"].with_user(self.sam.user_id)
        html, _kind = report._render_qweb_html("hr_mentorship.report_proposal", self.program.ids)
        text = html2plaintext(html.decode())
        for words in ("Points for what people do", "150.00", "1,150.00", f"{200 + 5 * len(self.people)}.00"):
            self.assertIn(words, text)

    def test_list_of_budgets_has_the_programs_that_somebody_runs(self):
        self.grant(self.people)
        action = self.env.ref("hr_mentorship.hr_mentorship_program_budget_action")
        programs = self.env["hr.mentorship.program"]
        domain = [("is_my_program", "=", True)]
        self.assertEqual(action.domain, str(domain), "cancelled ones too: they have spent money")
        self.assertIn(self.program, self.as_user(programs, self.pia).search(domain))
        self.assertNotIn(self.program, self.as_user(programs, self.petra).search(domain))

    def test_sponsor_approves_points_and_hears_of_more(self):
        plan = self.add_program("Speakers", self.pia, state="draft", has_recognition=True)
        self.as_user(plan, self.pia).recognition_points = 200
        self.as_user(plan, self.pia).action_submit()
        self.as_user(plan, self.sam).action_approve()
        self.env.invalidate_all()
        approved = self.as_user(plan, self.sam).approved_text
        self.assertRegex(approved, r"Points to Give: 200, worth .*100\.00")
        self.assertRegex(approved, r"Budget in All: .*100\.00")
        self.assertFalse(self.as_user(plan, self.sam).has_approval_changes)
        self.as_user(plan, self.pia).recognition_points = 400
        self.env.invalidate_all()
        self.assertRegex(self.as_user(plan, self.sam).approval_change_text, r"Points to Give: approved 200, .* now 400")
        todo = self.env.ref("hr_mentorship.mail_activity_type_program_changed")
        self.assertEqual(
            plan.activity_ids.filtered(lambda each: each.activity_type_id == todo).user_id, self.sam.user_id
        )
        with self.assertRaises(AccessError):
            self.as_user(plan, self.petra).recognition_points = 5
