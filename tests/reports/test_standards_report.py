from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MentorshipCase

ACTION = "hr_mentorship.hr_mentorship_standards_report_action"
DOCUMENT = "report.hr_mentorship.report_standards"


@tagged("post_install", "-at_install")
class TestStandardsReport(MentorshipCase):
    """What a program shows for each standard, and what is left to its people."""

    def make(self, person, programs=None):
        return self.as_user(self.env[DOCUMENT], person)._get_report_values((programs or self.program).ids)

    def find(self, person, number):
        """Return what stands under one of the standards: text → whether it is there."""
        _name, evidence, _questions = self.make(person)["standards"][self.program.id][number - 1]
        return {each.text: each.is_there for each in evidence}

    def test_six_standards_have_evidence_and_questions_that_only_people_answer(self):
        standards = self.make(self.pia)["standards"][self.program.id]
        self.assertEqual(len(standards), 6)
        for name, evidence, questions in standards:
            with self.subTest(name):
                self.assertGreaterEqual(len(evidence), 4)
                self.assertEqual(len(questions), 2)
        html = self.env["ir.actions.report"].with_user(self.pia.user_id)._render_qweb_html(ACTION, self.program.ids)[0]
        self.assertIn("Only you can answer:", html.decode())
        self.assertIn("12 questions are left for you", html.decode())

    def test_what_is_missing_is_said_and_ticked_once_it_is_there(self):
        purpose = self.find(self.pia, 1)
        self.assertTrue(purpose["More people who dare to lead."])
        self.assertFalse(purpose["No objectives are chosen."])
        self.program.objective_ids = self.env["hr.mentorship.objective"].create({"name": "Succession"})
        self.assertTrue(self.find(self.pia, 1)["Objectives: Succession."])

    def test_meetings_and_agreements_are_counted(self):
        pair = self.add_mentorship("active")
        pair.checkin_ids[0].with_user(self.max.user_id)._log("done")
        self.assertTrue(self.find(self.pia, 4)["Meetings held: 1 of 1 that were due."])
        self.assertTrue(
            self.find(self.pia, 5)["Both sides sign an agreement on goals and confidentiality: one is signed."]
        )

    def test_query_count_does_not_grow_with_programs(self):
        def count(programs):
            self.make(self.pia, programs)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.make(self.pia, programs)
            return self.env.cr.sql_log_count - before

        more = [self.add_program(f"Program {number}", self.pia) for number in range(3)]
        few = count(self.program + more[0])
        self.assertLessEqual(count(self.program + sum(more[1:], more[0])), few + 2)

    def test_only_who_runs_or_approves_the_program_reads_it(self):
        self.make(self.sam)
        self.make(self.ada)
        for person in (self.petra, self.mia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.make(person)
