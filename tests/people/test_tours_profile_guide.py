from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class GuideTours:
    def test_employee_fills_in_the_profile_in_five_steps(self):
        self.walk(self.olga, "employee_is_guided_through_profile")
        self.assertRecordValues(
            self.olga.mentorship_profile_ids,
            [{"wanted_skill_ids": self.leading.ids, "introduction": "I listen first."}],
        )


@tagged("post_install", "-at_install")
class TestGuideToursOnDesk(GuideTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestGuideToursOnPhone(GuideTours, Phone, TourCase):
    pass
