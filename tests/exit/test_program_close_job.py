from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..job.common import JobCase


@tagged("post_install", "-at_install")
class TestProgramCloseJob(JobCase):
    """A program with hundreds of mentorships ends in the background: the pairs first, some at a time, then itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.met, cls.unmet = cls.add_other_pair(0), cls.add_other_pair(1)
        cls.as_user(cls.met.checkin_ids[0], cls.people["mentee0"])._log("done", held_on=fields.Date.today())

    def wrap_up(self, outcome="closed", **values):
        wizard = self.as_user(self.env["hr.mentorship.wrap.up"], self.pia).create(
            {"program_id": self.program.id, "outcome": outcome, **values}
        )
        return self.opened(wizard.action_wrap_up())

    def test_pairs_end_first_and_then_the_program_with_one_mail_a_person(self):
        with self.collect_mails() as mails:
            job = self.wrap_up(word="The next one starts in March.")
            self.assertRecordValues(job, [{"state": "queued", "total_count": 5}])
            self.one_step(job)
            self.assertEqual(self.program.state, "open", "it ends with the last of them")
            self.assertFalse(mails, "nobody is told before")
            # Somebody proposes one more meanwhile
            late = self.add_other_pair(2, "proposed")
            self.run_cron()
        self.assertRecordValues(job, [{"state": "done", "done_count": 5, "left_out_count": 0}])
        self.assertIn("“Leaders” is over", job.result_text)
        self.assertFalse(job.sudo().arguments, "the word stands in the mails alone")
        self.assertEqual(self.program.state, "closed")
        self.assertEqual((self.met.state, self.unmet.state, late.state), ("completed", "ended", "cancelled"))
        self.assertEqual(set(self.pairs.mapped("state")), {"cancelled"})
        told = {name: text for name, _subject, text in mails}
        self.assertEqual(len(told), len(mails), "one mail a person")
        self.assertIn("Your mentorship in it ends with it", told["Mentee1"])
        self.assertIn("The next one starts in March.", told["Mia"])
        self.assertNotIn("Mentee0", told, "who completes gets a line of their own")

    def test_program_manager_says_who_does_not_complete(self):
        self.wrap_up(not_completed_ids=self.met.ids)
        self.run_cron()
        self.assertEqual((self.program.state, self.met.state), ("closed", "ended"))

    def test_program_stays_open_where_a_pair_cannot_end(self):
        job = self.wrap_up("cancelled")
        end = type(self.met)._end

        def refuse(pairs, *args, **kwargs):
            if self.met in pairs:
                raise ZeroDivisionError
            return end(pairs, *args, **kwargs)

        with (
            patch.object(type(self.met), "_end", refuse),
            mute_logger("odoo.addons.hr_mentorship.models.job.hr_mentorship_job"),
            self.collect_mails() as mails,
        ):
            self.run_cron()
        self.assertRecordValues(job, [{"state": "done", "done_count": 4, "left_out_count": 1}])
        self.assertIn("“Leaders” is not over yet", job.result_text)
        self.assertEqual((self.program.state, self.met.state, self.unmet.state), ("open", "active", "ended"))
        self.assertFalse([subject for _name, subject, _text in mails if subject == "Leaders has been cancelled"])

    def test_program_that_somebody_has_ended_meanwhile_is_left_alone(self):
        job = self.wrap_up()
        with self.assertRaisesRegex(UserError, "still under way in the background"):
            self.as_user(self.program, self.pia)._wrap_up("cancelled")
        self.program.sudo().state = "cancelled"
        self.run_cron()
        self.assertRecordValues(job, [{"state": "failed", "done_count": 0}])
        self.assertIn("is in the status “Cancelled”", job.result_text)
        self.assertEqual(self.met.state, "active")
