from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import JobCase


@tagged("post_install", "-at_install")
class TestJob(JobCase):
    """What is about many records is written down at once, and done in the background."""

    def test_program_manager_publishes_many_and_reads_how_far_it_is_until_it_is_through(self):
        with self.collect_mails() as mails:
            job = self.publish()
            self.assertEqual(set(self.pairs.mapped("state")), {"proposed"})
            self.assertRecordValues(
                job, [{"state": "queued", "is_at_work": True, "progress": 0, "user_id": self.pia.user_id.id}]
            )
            self.assertFalse(mails)
            self.one_step(job)
            self.assertEqual(sorted(self.pairs.mapped("state")), ["offered", "offered", "proposed"])
            self.assertAlmostEqual(job.progress, 100 * 2 / 3)
            self.assertEqual(self.as_user(self.program, self.pia).open_job_id, job)
            self.run_cron()
        self.assertEqual(set(self.pairs.mapped("state")), {"offered"})
        self.assertRecordValues(job, [{"state": "done", "progress": 100, "done_count": 3, "left_out_count": 0}])
        self.assertEqual(job.result_text, "Done: 3 of 3.")
        asked = sorted(name for name, _subject, _text in mails)
        self.assertEqual(asked, sorted(self.pairs.member_ids.employee_id.mapped("name")))
        self.assertFalse(self.as_user(self.program, self.pia).open_job_id)
        self.assertFalse(self.notified(), "a word in the corner of the screen is enough")

    def test_history_names_the_program_manager_and_not_the_scheduler(self):
        self.publish()
        self.run_cron()
        self.env.cr.precommit.run()
        tracked = self.pairs.message_ids.filtered("tracking_value_ids")
        self.assertTrue(tracked)
        self.assertEqual(tracked.author_id, self.pia.user_id.partner_id)

    def test_client_cannot_have_many_done_at_once(self):
        program = self.as_user(self.program, self.pia).with_context(mentorship_job=True)
        self.assertEqual(self.opened(program.action_publish_all()).state, "queued")
        self.assertEqual(set(self.pairs.mapped("state")), {"proposed"})

    def test_few_are_dealt_with_at_once(self):
        self.as_user(self.pairs[0], self.pia).action_offer()
        self.assertEqual(self.pairs[0].state, "offered")
        self.assertFalse(self.env["hr.mentorship.job"].search([("program_id", "=", self.program.id)]))

    def test_pair_that_the_rules_no_longer_allow_is_left_out_and_the_program_manager_reads_why(self):
        job = self.publish()
        blocked = self.pairs[0].member_ids
        self.env["hr.mentorship.block"].create(
            {
                "profile_id": blocked[0].employee_id.mentorship_profile_ids.id,
                "blocked_employee_id": blocked[1].employee_id.id,
            }
        )
        self.run_cron()
        self.assertEqual(self.pairs.mapped("state"), ["proposed", "offered", "offered"])
        self.assertRecordValues(job, [{"state": "done", "done_count": 2, "left_out_count": 1}])
        self.assertIn("something has changed for these pairs", job.left_out_text)
        self.assertIn(self.pairs[0].name, job.left_out_text)
        self.assertIn("One could not be done.", job.result_text)
        self.assertIn(self.pairs[0].name, self.notified())

    def test_pair_that_somebody_has_published_meanwhile_is_not_published_again(self):
        job = self.publish()
        self.as_user(self.pairs[1], self.pia).action_offer()
        with self.collect_mails() as mails:
            self.run_cron()
        self.assertEqual(len(mails), 4)
        self.assertEqual(job.result_text, "Done: 2 of 3. One needed nothing any more.")

    def test_pair_that_is_gone_meanwhile_stops_no_others(self):
        job = self.publish()
        self.pairs[0]._remove_proposals()
        self.run_cron()
        self.assertRecordValues(job, [{"state": "done", "done_count": 2, "left_out_count": 0}])

    def test_something_unexpected_stops_no_others(self):
        job = self.publish()
        offer = type(self.pairs)._offer

        def break_for_one(pairs):
            if self.pairs[0] in pairs:
                raise ZeroDivisionError
            return offer(pairs)

        with (
            patch.object(type(self.pairs), "_offer", break_for_one),
            mute_logger("odoo.addons.hr_mentorship.models.job.hr_mentorship_job"),
        ):
            self.run_cron()
        self.assertRecordValues(job, [{"state": "done", "done_count": 2, "left_out_count": 1}])
        self.assertIn("finds it in the server's log", job.left_out_text)

    def test_rule_of_the_database_is_told_in_its_words(self):
        job = self.publish()
        insert = "INSERT INTO hr_mentorship_job (program_id, user_id, kind, state) VALUES (%s, %s, 'reject', 'queued')"

        def break_a_rule(pairs):
            pairs.env.cr.execute(insert, [self.program.id, self.pia.user_id.id])

        with patch.object(type(self.pairs), "_offer", break_a_rule), mute_logger("odoo.sql_db"):
            self.run_cron()
        self.assertIn("Something else is still being done for this program", job.left_out_text)
        self.assertEqual(job.left_out_count, 3)

    def test_program_manager_cancels_and_what_is_done_stays_done(self):
        job = self.publish()
        self.one_step(job)
        job.action_cancel()
        self.run_cron()
        self.assertEqual(sorted(self.pairs.mapped("state")), ["offered", "offered", "proposed"])
        self.assertEqual(job.state, "cancelled")
        self.assertEqual(job.result_text, "Done: 2 of 3. Then it was cancelled; what is done stays done.")
        with self.assertRaisesRegex(UserError, "Cancelled"):
            job.action_cancel()
        # And once more, for the rest
        self.as_user(self.program, self.pia).action_publish_all()
        self.assertEqual(set(self.pairs.mapped("state")), {"offered"})

    def test_manager_of_another_program_neither_sees_nor_cancels_it(self):
        job = self.publish()
        with self.assertRaises(AccessError):
            self.as_user(job, self.petra).action_cancel()
        with self.assertRaises(AccessError):
            self.as_user(job, self.petra).read(["kind"])

    def test_whoever_has_lost_the_program_meanwhile_does_nothing_more_in_it(self):
        job = self.publish()
        self.program.manager_ids = self.petra.user_id
        self.run_cron()
        self.assertEqual(set(self.pairs.mapped("state")), {"proposed"})
        self.assertRecordValues(self.as_user(job, self.petra), [{"state": "failed", "done_count": 0}])

    def test_whoever_has_left_meanwhile_does_nothing_more(self):
        job = self.publish()
        self.pia.user_id.active = False
        self.run_cron()
        self.assertEqual(set(self.pairs.mapped("state")), {"proposed"})
        self.assertIn("Pia has no access to Odoo any more.", job.sudo().result_text)

    def test_only_one_thing_at_a_time_is_done_for_a_program(self):
        self.publish()
        with self.assertRaisesRegex(UserError, "still under way in the background. Done so far: 0 of 3"):
            self.publish()
        with self.assertRaisesRegex(UserError, "still under way in the background"):
            self.as_user(self.program, self.pia)._lock_for_matching()

    def test_program_manager_approves_many_applications(self):
        people = [self.enrol(self.add_person(f"new{number}"), "mentee", state="applied") for number in range(3)]
        applications = people[0] | people[1] | people[2]
        with self.collect_mails() as mails:
            job = self.opened(self.as_user(applications, self.pia).action_approve())
            self.assertEqual(set(applications.mapped("state")), {"applied"})
            self.run_cron()
        self.assertEqual(set(applications.mapped("state")), {"approved"})
        self.assertEqual(len(mails), 3)
        self.assertEqual(job.result_text, "Done: 3 of 3.")

    def test_program_manager_rejects_many_applications_with_kind_words(self):
        people = [self.enrol(self.add_person(f"new{number}"), "mentee", state="applied") for number in range(3)]
        applications = people[0] | people[1] | people[2]
        with self.assertRaisesRegex(UserError, "a few kind words"):
            self.as_user(applications, self.pia)._reject(" ")
        wizard = (
            self.env["hr.mentorship.reject.application"]
            .with_user(self.pia.user_id)
            .with_context(default_participant_ids=applications.ids)
            .create({"reason": "Next year there are more seats."})
        )
        job = self.opened(wizard.action_reject())
        with self.collect_mails() as mails:
            self.run_cron()
        self.assertEqual(set(applications.mapped("state")), {"rejected"})
        self.assertEqual(set(applications.mapped("rejection_reason")), {"Next year there are more seats."})
        self.assertEqual(len(mails), 3)
        self.assertFalse(job.sudo().arguments, "the words stand with the people alone")

    def test_proposals_to_the_mentor_of_a_group_become_one_mentorship(self):
        program = self.add_program("Circle", self.pia, format="group", mentor_capacity=3)
        mentor = self.enrol(self.max, "mentor", program=program, capacity=3)
        mentees = [self.enrol(person, "mentee", program=program) for person in (self.eve, self.olga, self.mia)]
        pairs = self.env["hr.mentorship"].create(
            [
                {
                    "program_id": program.id,
                    "member_ids": [
                        Command.create({"participant_id": mentor.id, "slot": number}),
                        Command.create({"participant_id": mentee.id, "slot": 1}),
                    ],
                }
                for number, mentee in enumerate(mentees, 1)
            ]
        )
        job = self.opened(self.as_user(pairs, self.pia).action_offer())
        self.run_cron()
        self.assertEqual(len(program.mentorship_ids), 1)
        self.assertEqual(program.mentorship_ids.state, "offered")
        self.assertRecordValues(job, [{"state": "done", "done_count": 3}])

    def test_job_is_forgotten_after_a_month(self):
        job = self.publish()
        self.run_cron()
        self.env["hr.mentorship.job"]._gc_finished()
        self.assertTrue(job.exists())
        job.sudo().finished_at = fields.Datetime.now() - timedelta(days=32)
        self.env["hr.mentorship.job"]._gc_finished()
        self.assertFalse(job.exists())
