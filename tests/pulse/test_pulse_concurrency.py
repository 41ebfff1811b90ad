from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestPulseConcurrency(ConcurrencyCase):
    """The same survey sent twice, and the job twice, in the same moment."""

    def prepare(self, company, name):
        mentor, mentee = self.new_people(company, f"mentor {name}", f"mentee {name}")
        program = company.add_program(f"Surveys {name}", company.pia)
        pair = company.add_mentorship("active", mentor=mentor, mentee=mentee, program=program)
        pair.start_date = fields.Date.today() - timedelta(days=31)
        return pair

    def test_two_submits_of_one_survey_are_one_answer(self):
        def prepare(company):
            pair = self.prepare(company, "one")
            member = pair.member_ids[0]
            survey = pair.program_id.pulse_survey_id.id
            [pulse] = company.env["hr.mentorship.pulse"]._ask([(member.id, 1, survey)])
            return pulse.id, member.user_id.id

        pulse_id, uid = self.arrange(prepare)

        def answer(env):
            env["hr.mentorship.pulse"].sudo().browse(pulse_id)._answer([{"construct": "fit", "value": 3}])

        [error] = self.errors(self.together((uid, answer), (uid, answer)))
        self.assertIsInstance(error, UserError)
        self.assertIn("answered already", str(error))
        answers = self.inspect(lambda env: len(env["hr.mentorship.pulse"].browse(pulse_id).answer_ids))
        self.assertEqual(answers, 1)

    def test_two_jobs_ask_once(self):
        program_id = self.arrange(lambda company: self.prepare(company, "two").program_id.id)
        root = 1

        def ask(env):
            pulses = env["hr.mentorship.pulse"].sudo()
            program = env["hr.mentorship.program"].sudo().browse(program_id)
            mine = [due for due in pulses._find_due(1000) if due[2] == program.pulse_survey_id.id]
            members = env["hr.mentorship.member"].sudo().browse([due[0] for due in mine])
            wanted = members.filtered(lambda member: member.program_id == program)
            pulses._ask([due for due in mine if due[0] in wanted.ids])

        self.together((root, ask), (root, ask))
        count = self.inspect(lambda env: env["hr.mentorship.pulse"].search_count([("program_id", "=", program_id)]))
        self.assertEqual(count, 2)
