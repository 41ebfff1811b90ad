from odoo.tests import tagged

from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestJobs(MentorshipCase):
    """What the host's scheduler makes of our jobs."""

    def test_job_that_is_killed_again_and_again_is_started_again(self):
        """The host skips a job after three kills in a row; none of ours counts them, those to come neither."""
        names = self.env["ir.model.data"].search([("module", "=", "hr_mentorship"), ("model", "=", "ir.cron")])
        jobs = self.env["ir.cron"].browse(names.mapped("res_id"))
        self.assertGreater(len(jobs), 5)
        for job in jobs:
            with self.subTest(job.name):
                _job, progress = job._add_progress(timed_out_counter=2)
                self.assertEqual(progress.timed_out_counter, 0)

    def test_jobs_of_others_are_counted_as_ever(self):
        job = self.env.ref("base.autovacuum_job")
        _job, progress = job._add_progress(timed_out_counter=2)
        self.assertEqual(progress.timed_out_counter, 3)
