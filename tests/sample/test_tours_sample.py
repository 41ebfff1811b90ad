from odoo import Command
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class SampleTours:
    def test_sample_program_is_loaded_looked_at_and_removed(self):
        home = self.env["res.company"].create({"name": "Empty Company"})
        user = self.pia.user_id
        user.write({"company_ids": [Command.set(home.ids)], "company_id": home.id})
        before = self.env["hr.employee"].search_count([("company_id", "=", home.id)])
        self.walk(self.pia, "sample_program")
        self.assertFalse(self.env["hr.mentorship.program"].search([("is_sample", "=", True)]))
        self.assertEqual(self.env["hr.employee"].search_count([("company_id", "=", home.id)]), before)


@tagged("post_install", "-at_install")
class TestSampleToursDesk(SampleTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestSampleToursPhone(SampleTours, Phone, TourCase):
    pass
