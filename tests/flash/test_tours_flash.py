from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class FlashTours:
    def test_question_is_asked_answered_and_done_with_one_meeting(self):
        program = self.add_program("Quick Answers", self.pia, format="flash", matching_mode="request")
        self.enrol(self.mia, "mentee", program=program)
        self.enrol(self.max, "mentor", program=program, capacity=1)
        self.walk(self.mia, "mentee_asks_a_question")
        pair = program.mentorship_ids
        self.assertRecordValues(pair, [{"state": "offered", "origin": "request"}])
        self.walk(self.max, "mentor_says_yes_to_a_question")
        self.assertEqual(pair.state, "active")
        self.walk(self.mia, "mentee_logs_the_flash_meeting")
        self.assertEqual(pair.state, "completed")
        self.assertFalse(pair.agreement_ids)


@tagged("post_install", "-at_install")
class TestFlashToursOnDesk(Desk, FlashTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestFlashToursOnPhone(Phone, FlashTours, TourCase):
    pass
