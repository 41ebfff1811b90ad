from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class LaunchTours:
    def test_first_hour_of_a_program_manager(self):
        self.walk(self.pia, "first_hour_of_a_manager")
        program = self.env["hr.mentorship.program"].search([("name", "=", "Learn One Thing")])
        self.assertRecordValues(program, [{"state": "submitted", "sponsor_id": self.sam.user_id.id}])
        self.assertEqual(program.manager_ids, self.pia.user_id)


@tagged("post_install", "-at_install")
class TestLaunchToursDesk(LaunchTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestLaunchToursPhone(LaunchTours, Phone, TourCase):
    pass
