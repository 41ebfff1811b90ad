from threading import Event
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command
from odoo.tests import tagged

from ...models.job import hr_mentorship_job as background
from ..concurrency import TIMEOUT
from ..killed import KilledServerCase

# Publishes one pair at a time; in the middle of the second, when it is written but not committed, it waits to be killed
SERVER = """
import signal
from odoo.addons.hr_mentorship.models.job import hr_mentorship_job as background
background.RECORDS_AT_A_TIME = 1
go_on, steps = type(env["hr.mentorship.job"])._go_on, []

def stop_at_the_second(job):
    result = go_on(job)
    job.env.flush_all()
    steps.append(job)
    if {stops} and len(steps) == 2:
        print("STOPPED", flush=True)
        signal.pause()
    return result

type(env["hr.mentorship.job"])._go_on = stop_at_the_second
type(env["mail.mail"]).send = lambda self, *args, **kwargs: True
outcome = env.ref("hr_mentorship.ir_cron_run_jobs").method_direct_trigger()
env.cr.commit()
assert outcome is True, outcome
print("FINISHED", flush=True)
"""


@tagged("post_install", "-at_install")
class TestJobConcurrency(KilledServerCase):
    """Two workers, one who cancels, a server that is killed: no pair is published twice, and none is forgotten."""

    CRONS = ("ir_cron_run_jobs",)

    def setUp(self):
        super().setUp()
        # Here and not in the workers: of two that patch at once, one puts back what it has found of the other
        self.patch(self.registry["mail.mail"], "send", lambda self, *args, **kwargs: True)

    def add_job(self, pairs):
        """Commit a job that publishes so many pairs; return its id."""

        def prepare(company):
            program = company.add_program("Background", company.pia)
            people = [self.new_people(company, "mentor", "mentee") for _pair in range(pairs)]
            proposals = company.env["hr.mentorship"]
            for mentor, mentee in people:
                proposals |= company.add_mentorship("proposed", mentor=mentor, mentee=mentee, program=program)
            with patch.object(background, "MANY", 0):
                return proposals.with_user(company.pia.user_id).action_offer()["res_id"]

        self.addCleanup(self.forget)
        return self.arrange(prepare)

    def forget(self):
        """Let the jobs of one test not be the next one's."""
        with self.registry.cursor() as cr:
            cr.execute("UPDATE hr_mentorship_job SET state = 'cancelled' WHERE state IN ('queued', 'running')")

    def inspect_job(self, job_id):
        """Return the state of the job, of how many pairs it says that they are published, and how many mails went."""

        def look(env):
            job = env["hr.mentorship.job"].browse(job_id)
            pairs = env["hr.mentorship"].search([("program_id", "=", job.program_id.id)])
            partners = pairs.member_ids.user_id.partner_id
            mails = env["mail.mail"].search([("recipient_ids", "in", partners.ids)])
            todos = env["mail.activity"].search([("res_model", "=", pairs._name), ("res_id", "in", pairs.ids)])
            offered = len(pairs.filtered(lambda pair: pair.state == "offered"))
            self.assertEqual(job.done_count, offered)
            self.assertEqual(len(mails), 2 * offered, "one each")
            self.assertEqual(len(todos), 2 * offered, "one each")
            return job.state, offered

        return self.inspect(look)

    def run_cron(self, env):
        env["hr.mentorship.job"]._cron_work_off()

    def test_two_workers_publish_each_pair_once(self):
        job_id = self.add_job(4)
        with patch.object(background, "RECORDS_AT_A_TIME", 1):
            outcomes = self.together((SUPERUSER_ID, self.run_cron), (SUPERUSER_ID, self.run_cron))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(self.inspect_job(job_id), ("done", 4))

    def test_program_manager_cancels_at_once_while_a_worker_is_at_it(self):
        job_id = self.add_job(2)
        model = type(self.env["hr.mentorship.job"])
        go_on, is_at_it, is_cancelled = model._go_on, Event(), Event()

        def go_on_slowly(job):
            result = go_on(job)
            is_at_it.set()
            # What is in hand is not committed: whoever cancels does not wait for it
            self.assertTrue(is_cancelled.wait(TIMEOUT))
            return result

        def cancel(env):
            is_at_it.wait(TIMEOUT)
            env.cr.rollback()  # a request of its own, that begins now
            try:
                env["hr.mentorship.job"].browse(job_id).action_cancel()
                env.cr.commit()
            finally:
                is_cancelled.set()

        with (
            patch.object(background, "RECORDS_AT_A_TIME", 1),
            patch.object(model, "_go_on", go_on_slowly),
        ):
            outcomes = self.together((SUPERUSER_ID, self.run_cron), (self.user_ids["pia"], cancel))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(self.inspect_job(job_id), ("cancelled", 0))

    def test_two_program_managers_publish_at_once_and_one_job_comes_of_it(self):
        def prepare(company):
            program = company.add_program("Background", company.pia)
            program.manager_ids = [Command.link(company.petra.user_id.id)]
            mentor, mentee = self.new_people(company, "mentor", "mentee")
            company.add_mentorship("proposed", mentor=mentor, mentee=mentee, program=program)
            return program.id

        program_id = self.arrange(prepare)
        self.addCleanup(self.forget)

        def publish(env):
            env["hr.mentorship.program"].browse(program_id).action_publish_all()

        with patch.object(background, "MANY", 0):
            outcomes = self.together((self.user_ids["pia"], publish), (self.user_ids["petra"], publish))
        [error] = self.errors(outcomes)
        self.assertIn("in the background", str(error))
        jobs = self.inspect(lambda env: len(env["hr.mentorship.job"].search([("program_id", "=", program_id)])))
        self.assertEqual(jobs, 1)

    def test_server_is_killed_in_the_middle_and_the_next_one_goes_on(self):
        job_id = self.add_job(3)
        self.kill(*self.start_server(SERVER.format(stops=True), stops=True))
        self.assertEqual(self.inspect_job(job_id), ("running", 1))
        self.start_server(SERVER.format(stops=False), stops=False)
        self.assertEqual(self.inspect_job(job_id), ("done", 3))
