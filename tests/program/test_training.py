from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestTraining(MentorshipCase):
    """A program may match trained mentors only; the program manager says who is trained."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.requires_training = True
        cls.mentor = cls.enrol(cls.max, "mentor")
        cls.mentee = cls.enrol(cls.mia, "mentee")

    def test_program_manager_matches_a_mentor_once_they_are_trained(self):
        self.assertFalse(self.propose()[0])
        reasons = dict(self.as_user(self.env["hr.mentorship.matcher"], self.pia)._check_pool(self.program))
        self.assertIn("Not trained yet", reasons[self.mentor])
        self.assertNotIn(self.mentee, reasons, "mentees need no training")
        self.as_user(self.mentor, self.pia).action_mark_trained()
        self.assertEqual(self.mentor.trained_on, fields.Date.today())
        self.assertEqual(len(self.propose()[0]), 1)

    def test_seats_of_untrained_mentors_are_not_free_and_the_reason_is_the_true_one(self):
        program = self.as_user(self.program, self.pia)
        self.assertEqual((program.waiting_mentee_count, program.free_seat_count), (1, 0))
        self.assertEqual(program.matching_step, "people")
        with self.assertRaisesRegex(UserError, "One mentor of “Leaders” has a free seat, and is not trained"):
            program.action_compare_objectives()
        self.as_user(self.mentor, self.pia).action_mark_trained()
        program.invalidate_recordset()
        self.assertEqual(program.free_seat_count, self.mentor.seats_left)

    def test_program_without_training_matches_everybody(self):
        self.program.requires_training = False
        self.assertEqual(len(self.propose()[0]), 1)

    def test_program_manager_pairs_an_untrained_mentor_by_hand_and_reads_the_way_out(self):
        with self.assertRaisesRegex(ValidationError, "Max has not been trained yet, and “Leaders” matches trained"):
            self.add_mentorship("proposed")

    def test_program_manager_enters_an_earlier_day_and_takes_the_training_back(self):
        earlier = fields.Date.today() - timedelta(days=20)
        own = self.as_user(self.mentor, self.pia)
        own.write({"is_trained": True, "trained_on": earlier})
        self.assertEqual(self.mentor.trained_on, earlier)
        own.is_trained = False
        self.assertFalse(self.mentor.trained_on)
        self.assertTrue(self.mentor.needs_training)

    def test_mentor_calls_themselves_trained_and_is_refused(self):
        own = self.as_user(self.mentor, self.max)
        with self.assertRaises(AccessError):
            own.action_mark_trained()
        with self.assertRaises(AccessError):
            own.write({"is_trained": True})
