from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RequestCase

JOB = "hr_mentorship.ir_cron_ask_next_wishes"
ROOM = "odoo.addons.hr_mentorship.models.request.hr_mentorship"


@tagged("post_install", "-at_install")
class TestBrokenProgram(RequestCase):
    """A program whose criteria say of nobody who fits, or a job that fails, stops nothing else."""

    def break_program(self):
        self.program.criterion_ids.weight = 0

    def add_other_program(self):
        """Olga has asked Otto in another program, where Ida would be next, and Otto has declined."""
        program = self.add_program("Speakers", self.pia, matching_mode="request", state="open")
        ida = self.add_person("ida")
        mentee = self.enrol(self.olga, "mentee", self.leading, program=program)
        otto, ida = (self.enrol(person, "mentor", self.leading, program=program) for person in (self.otto, ida))
        mine = self.as_user(mentee, self.olga)
        mine._set_wishes((otto | ida).employee_id.ids)
        mine._set_next_wish(True)
        return self.as_user(self.env["hr.mentorship"], self.olga)._request(mentee, otto)

    def test_job_goes_on_with_other_programs_and_the_mentee_hears_the_no(self):
        self.wish(self.max, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        other = self.add_other_program()
        self.as_user(other, self.otto).action_decline()
        self.break_program()
        with self.collect_mails() as mails:
            request = self.fall()
        self.assertEqual(request.follows_id, other)
        self.assertIn(("Mia", "Your request to Max"), [(name, subject) for name, subject, _text in mails])

    def test_mentor_declines_and_a_request_expires_all_the_same(self):
        self.wish(self.max, self.otto, asks_next=False)
        for end in (lambda request: self.as_user(request, self.max).action_decline(), self.expire):
            self.program.criterion_ids.weight = 1
            self.env["hr.mentorship"].search([("program_id", "=", self.program.id)]).unlink()
            request = self.ask(self.max)
            self.break_program()
            with self.collect_mails() as mails:
                end(request)
            self.assertEqual(request.state, "declined")
            [text] = [text for name, _subject, text in mails if name == "Mia"]
            self.assertIn("Have another look", text, "nobody is named whom the mentee could not ask")

    def test_program_manager_does_not_approve_all_the_same(self):
        self.program.approves_requests = True
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        self.break_program()
        self.as_user(request, self.pia)._decline_request("You work together.")
        self.assertEqual(request.state, "cancelled")

    def test_my_mentorship_opens_all_the_same(self):
        self.wish(self.max, self.otto)
        self.break_program()
        page = self.as_user(self.env["hr.mentorship.overview"], self.mia).get_page()
        self.assertIn("Choose your mentor", page["action"]["title"])

    def test_pages_of_people_to_ask_show_those_of_other_programs(self):
        other = self.add_other_program().program_id
        self.enrol(self.max, "mentor", self.leading, program=other)
        self.enrol(self.mia, "mentee", self.leading, program=other)
        uma = self.enrol(self.add_person("uma"), "mentee", self.leading, program=other)
        for mentee in self.mentee | uma:
            self.as_user(mentee, mentee.employee_id).action_open_to_offers()
        self.break_program()
        cards = self.as_user(self.env["hr.mentorship.candidate"], self.max)
        cards.action_find_mentees()
        self.assertEqual(cards.search([("is_mentee", "=", True)]).mapped("name"), ["Uma"])
        self.assertEqual(self.find().program_id, other)

    # -- the job

    def fail_once(self, error):
        """Let the job fail at the first request it looks at."""
        model = self.env.registry["hr.mentorship"]
        ask = model._ask_next_wish
        failed = []

        def fail(mentorship):
            if not failed:
                failed.append(mentorship)
                raise error
            return ask(mentorship)

        return patch.object(model, "_ask_next_wish", fail)

    def add_two_fallen(self):
        self.wish(self.max, self.otto)
        self.as_user(self.ask(self.max), self.max).action_decline()
        other = self.add_other_program()
        self.as_user(other, self.otto).action_decline()
        return other

    def test_job_that_fails_with_one_request_goes_on_with_the_next_and_comes_back(self):
        other = self.add_two_fallen()
        with self.fail_once(ValueError("broken")), self.assertLogs(ROOM, "ERROR"):
            self.assertEqual(self.fall().follows_id, other)
        self.assertEqual(self.fall().mentor_ids, self.otto, "it has not been forgotten")

    def test_seat_that_somebody_takes_in_the_same_moment_is_looked_at_again(self):
        other = self.add_two_fallen()
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.env.ref(JOB).id)]).unlink()
        with self.fail_once(IntegrityError()), mute_logger(ROOM):
            self.assertEqual(self.fall().follows_id, other)
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", self.env.ref(JOB).id)]))

    def test_mentor_declines_where_the_job_is_stopped_and_the_mentee_hears_it_at_once(self):
        self.wish(self.max, self.otto)
        request = self.ask(self.max)
        self.env.ref(JOB).active = False
        with self.collect_mails() as mails:
            self.as_user(request, self.max).action_decline()
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Mia", "Your request to Max")])
