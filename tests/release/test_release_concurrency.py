from datetime import date, timedelta

from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestReleaseConcurrency(ConcurrencyCase):
    """The job and somebody who starts it by hand, in the same moment: nothing is told twice."""

    def prepare(self, company):
        then = fields.Date.today().replace(day=1) - timedelta(days=40)
        program = company.add_program("Released", company.pia)
        for index in range(4):
            mentor, mentee = self.new_people(company, f"released mentor {index}", f"released mentee {index}")
            pair = company.add_mentorship("active", mentor=mentor, mentee=mentee, program=program)
            meeting = pair.checkin_ids.sorted("planned_date")[0]
            company.as_user(meeting, mentee)._log("done", held_on=then, rating=3 + index % 3)
        return program.id

    def test_two_jobs_release_each_answer_once(self):
        program_id = self.arrange(self.prepare)

        def release(env):
            env["hr.mentorship.release"].sudo()._release([program_id])

        self.together((SUPERUSER_ID, release), (SUPERUSER_ID, release))

        def look(env):
            answers = env["hr.mentorship.feedback"].search([("program_id", "=", program_id)])
            [[marks]] = env.execute_query(
                SQL(
                    "SELECT COUNT(*) FROM hr_mentorship_release_mark WHERE source = 'checkin' AND answer_id = ANY(%s)",
                    answers.ids,
                )
            )
            releases = env["hr.mentorship.release"].search([("program_id", "=", program_id)])
            return len(answers), marks, releases.mapped("weight")

        self.assertEqual(self.inspect(look), (4, 4, [4]))

    def test_two_jobs_count_a_quarter_once(self):
        program_id = self.arrange(lambda company: company.add_program("Counted", company.pia).id)
        cell = {"program_id": program_id, "role": "mentee", "company_id": None}
        span = {"date_from": date(2027, 1, 1), "date_to": date(2027, 3, 31)}

        def count(env):
            quarters = env["hr.mentorship.quarter"].sudo()
            people = [(meetings, False) for meetings in range(6)]
            quarters._keep([cell | span | quarters._describe(people)])

        self.together((SUPERUSER_ID, count), (SUPERUSER_ID, count))
        rows = self.inspect(
            lambda env: env["hr.mentorship.quarter"].search([("program_id", "=", program_id)]).mapped("meeting_count")
        )
        self.assertEqual(rows, [2])
