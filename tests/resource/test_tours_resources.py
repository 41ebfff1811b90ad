from odoo import fields
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class ResourceTours:
    def test_mentee_reads_a_guide_and_starts_a_goal_from_a_template(self):
        pair = self.add_mentorship("active")
        self.walk(self.mia, "mentee_starts_from_a_template")
        goal = pair.goal_ids
        self.assertEqual((goal.state, goal.started_on), ("active", fields.Date.today()))
        self.assertEqual(goal.template_id, self.env.ref("hr_mentorship.goal_template_speak"))
        self.assertEqual(len(goal.milestone_ids), 3)


@tagged("post_install", "-at_install")
class TestResourceToursOnDesk(Desk, ResourceTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestResourceToursOnPhone(Phone, ResourceTours, TourCase):
    pass
