from odoo.tests import tagged

from .test_tours import Desk, Phone, TourCase


class FirstMeetingTours:
    def test_mentor_plans_and_holds_the_first_meeting_and_reads_the_answers_in_the_draft(self):
        pair = self.add_mentorship("agreement", first_meeting=True)
        self.walk(self.max, "mentor_holds_first_meeting")
        self.assertTrue(pair.checkin_ids.event_id)
        self.assertEqual(pair.agreement_id.answer_ids.answer, "To grow.")
        self.assertEqual(pair.agreement_id.state, "draft")


@tagged("post_install", "-at_install")
class TestFirstMeetingToursOnDesk(Desk, FirstMeetingTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestFirstMeetingToursOnPhone(Phone, FirstMeetingTours, TourCase):
    pass
