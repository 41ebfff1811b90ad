from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase
from .common import RewardCompany


class RewardTours(RewardCompany):
    def test_employee_redeems_in_three_taps_and_the_owner_hands_it_out(self):
        self.env["hr.mentorship.reward"].search([]).is_published = False
        self.add_reward("Evening at the theatre", 80, owner_id=self.olga.user_id.id, value=30)
        self.enrol(self.mia, "mentee")
        self.pay(self.mia, 100)
        self.walk(self.mia, "employee_redeems_a_reward")
        redemption = self.env["hr.mentorship.redemption"].search([("employee_id", "=", self.mia.id)])
        self.assertEqual((redemption.state, self.balance(self.mia)), ("approved", 20))
        self.walk(self.olga, "owner_hands_out_a_reward")
        self.assertEqual(redemption.state, "fulfilled")


@tagged("post_install", "-at_install")
class TestRewardToursOnDesk(Desk, RewardTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestRewardToursOnPhone(Phone, RewardTours, TourCase):
    pass
