from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class TrainingTours:
    def test_mentor_takes_the_training_and_passes(self):
        training = self.env.ref("hr_mentorship.survey_training_mentor")
        self.program.mentor_training_id = training
        participant = self.enrol(self.max, "mentor")
        self.assertTrue(participant.needs_training)
        # The tour answers right everywhere but once: the right answers are marked for it alone
        for answer in training.question_ids.suggested_answer_ids.filtered("is_correct"):
            answer.value = f"✔ {answer.value}"
        self.walk(self.max, "mentor_takes_the_training")
        self.assertEqual(participant.training_status, "done")
        self.assertFalse(participant.needs_training)
        [answer] = self.env["survey.user_input"].search([("survey_id", "=", training.id), ("state", "=", "done")])
        self.assertEqual((answer.scoring_percentage, answer.partner_id), (90.0, self.max.user_id.partner_id))


@tagged("post_install", "-at_install")
class TestTrainingToursOnDesk(Desk, TrainingTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestTrainingToursOnPhone(Phone, TrainingTours, TourCase):
    pass
