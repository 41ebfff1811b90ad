from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class FirstMeetingTours:
    def test_mentor_plans_and_holds_the_first_meeting_and_reads_the_answers_in_the_draft(self):
        pair = self.add_mentorship("agreement", first_meeting=True)
        # Not as she would do it: that finishes what the mentor is to plan
        answers = pair.agreement_id.answer_ids._freeze_questions(pair.agreement_id, self.program.question_ids[0])
        answers.filtered(lambda answer: answer.member_id.role == "mentee").answer = "To learn."
        self.walk(self.max, "mentor_holds_first_meeting")
        self.assertTrue(pair.checkin_ids.event_id)
        said = {answer.member_id.role: answer.answer for answer in pair.agreement_id.answer_ids}
        self.assertEqual(said, {"mentor": "To grow.", "mentee": "To learn."})
        self.assertEqual(pair.agreement_id.state, "draft")


@tagged("post_install", "-at_install")
class TestFirstMeetingToursOnDesk(Desk, FirstMeetingTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestFirstMeetingToursOnPhone(Phone, FirstMeetingTours, TourCase):
    pass
