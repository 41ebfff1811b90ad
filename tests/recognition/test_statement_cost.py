from odoo.tests import tagged

from ...models.recognition.hr_mentorship_wallet import SHOWN
from ..performance import PerformanceCase
from .common import RecognitionCase


@tagged("post_install", "-at_install")
class TestStatementCost(PerformanceCase, RecognitionCase):
    """The page of one's points costs the same after years as on the first day."""

    def earn(self, number):
        row = {"employee_id": self.mia.id, "points": 1, "reason": "Meeting held", "program_id": self.program.id}
        self.wallets._earn([row] * number)

    def test_statement_takes_as_many_queries_for_thousands_of_entries_as_for_a_few(self):
        self.env.company.mentorship_has_levels = True
        self.enrol(self.mia, "mentee")
        self.add_rule("agreement_signed")
        self.earn(SHOWN)
        read = self.read_as_client(
            "hr.mentorship.wallet", "form", self.mia, "hr_mentorship.hr_mentorship_wallet_view_form"
        )
        wallet = self.wallets.search([("employee_id", "=", self.mia.id)])
        few = min(self.count_queries(lambda: read(wallet)) for _time in range(3))
        self.earn(2000)
        many = min(self.count_queries(lambda: read(wallet)) for _time in range(3))
        self.assertLessEqual(many, few)
        self.assertLessEqual(few, 25)

    def test_page_loads_as_many_entries_as_it_shows(self):
        self.earn(500)
        wallet = self.as_user(self.wallets.search([("employee_id", "=", self.mia.id)]), self.mia)
        self.assertEqual(len(wallet.latest_entry_ids), SHOWN)
        self.assertTrue(wallet.has_earlier_entries)
