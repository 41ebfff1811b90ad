from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ...models.job import hr_mentorship_job as background
from ..tours import Desk, Phone, TourCase


class JobTours:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pairs = cls.add_mentorship("proposed")
        cls.pairs |= cls.add_mentorship("proposed", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))
        cls.startClassPatcher(patch.object(background, "MANY", 1))

    def test_program_manager_publishes_in_the_background_stops_and_begins_again(self):
        self.walk(self.pia, "manager_stops_a_job")
        self.assertEqual(set(self.pairs.mapped("state")), {"proposed"})
        self.as_user(self.program, self.pia).action_publish_all()
        self.mia.mentorship_profile_ids.block_ids = [Command.create({"blocked_employee_id": self.max.id})]
        job = self.program.open_job_id
        job._go_on()
        job._go_on()
        self.assertEqual(self.pairs.mapped("state"), ["proposed", "offered"])
        self.walk(self.pia, "manager_reads_what_was_left_out")


@tagged("post_install", "-at_install")
class TestJobToursDesk(JobTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestJobToursPhone(JobTours, Phone, TourCase):
    pass
