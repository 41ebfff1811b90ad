from odoo.tests import tagged

from ...models.recognition.hr_mentorship_points_review import BACK_AND_FORTH
from ..tours import Desk, Phone, TourCase
from .common import GiftCompany


class RecognitionTours(GiftCompany):
    @classmethod
    def set_up_company(cls):
        result = super().set_up_company()
        cls.program.has_recognition = True
        cls.set_up_gifts()
        return result

    def look(self):
        """Look without the scheduler: a browser is served in the test's own transaction."""
        self.reviews._cron_find()
        return self.reviews.search([("mentorship_id", "=", self.pair.id), ("state", "=", "open")])

    def test_program_manager_decides_about_fair_play_with_a_word(self):
        for giver, receiver in ((self.mia, self.max), (self.max, self.mia)):
            self.give(giver, receiver, BACK_AND_FORTH)
        review = self.look()
        self.walk(self.pia, "manager_finds_all_well")
        self.assertEqual((review.state, review.decided_by_id), ("dismissed", self.pia.user_id))


@tagged("post_install", "-at_install")
class TestRecognitionToursOnDesk(Desk, RecognitionTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestRecognitionToursOnPhone(Phone, RecognitionTours, TourCase):
    pass
