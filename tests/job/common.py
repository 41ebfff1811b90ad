"""Presses of a button about so many records that they are dealt with in the background."""

from unittest.mock import patch

from odoo import Command

from ...models.job import hr_mentorship_job as background
from ..common import MentorshipCase


class JobCase(MentorshipCase):
    """Three pairs are proposed, and everything that is about more than one record goes to the background."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.otto, cls.eve = cls.add_person("otto"), cls.add_person("eve")
        mentors = [cls.enrol(person, "mentor", capacity=1) for person in (cls.max, cls.otto, cls.paula)]
        mentees = [cls.enrol(person, "mentee") for person in (cls.mia, cls.eve, cls.olga)]
        cls.pairs = cls.env["hr.mentorship"].create(
            [
                {
                    "program_id": cls.program.id,
                    "member_ids": [
                        Command.create({"participant_id": mentor.id, "slot": 1}),
                        Command.create({"participant_id": mentee.id, "slot": 1}),
                    ],
                }
                for mentor, mentee in zip(mentors, mentees, strict=True)
            ]
        )
        cls.startClassPatcher(patch.object(background, "MANY", 1))
        cls.startClassPatcher(patch.object(background, "RECORDS_AT_A_TIME", 2))

    def opened(self, action, person=None):
        """Return the job whose page an action opens."""
        self.assertEqual(action["res_model"], "hr.mentorship.job")
        return self.as_user(self.env["hr.mentorship.job"].browse(action["res_id"]), person or self.pia)

    def publish(self):
        return self.opened(self.as_user(self.program, self.pia).action_publish_all())

    def run_cron(self):
        """The cron's method, with what it commits kept in the test's transaction."""
        with (
            patch.object(self.env.cr, "commit", self.env.flush_all),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.env["hr.mentorship.job"]._cron_work_off()
        self.env.invalidate_all()

    def one_step(self, job):
        job.sudo()._go_on()
        self.env.invalidate_all()

    def notified(self):
        """Return what has been sent to pia to keep, as text."""
        messages = self.env["mail.message"].search(
            [("model", "=", "hr.mentorship.program"), ("res_id", "=", self.program.id)]
        )
        told = messages.filtered(lambda message: self.pia.user_id.partner_id in message.partner_ids)
        return "\n".join(told.mapped("body"))
