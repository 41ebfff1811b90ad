from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class PulseTours:
    def test_one_side_answers_by_the_overview_and_the_other_says_not_now(self):
        pair = self.add_mentorship("active")
        pulses = self.env["hr.mentorship.pulse"]._ask(
            [(member.id, 1, self.program.pulse_survey_id.id) for member in pair.member_ids]
        )
        self.walk(self.mia, "member_answers_survey")
        mine = pulses.filtered(lambda pulse: pulse.employee_id == self.mia)
        self.assertEqual(mine.state, "answered")
        said = {answer.construct: answer.value for answer in mine.answer_ids if answer.value}
        self.assertEqual(said, {"overall": 4, "fit": 5, "trust": 5, "goal_progress": 3, "own_weighted": 4})
        words = mine.answer_ids.filtered("body")
        self.assertEqual((words.body, words.may_be_read), ("The walks", True))

        self.walk(self.max, "member_answers_not_now")
        self.assertEqual((pulses - mine).state, "declined")


@tagged("post_install", "-at_install")
class TestPulseToursOnDesk(Desk, PulseTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestPulseToursOnPhone(Phone, PulseTours, TourCase):
    pass
