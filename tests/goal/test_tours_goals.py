from odoo import fields
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class GoalTours:
    def test_mentee_sets_a_goal_reaches_it_and_the_mentor_congratulates(self):
        pair = self.add_mentorship("active")
        self.walk(self.mia, "mentee_reaches_a_goal")
        goal = pair.goal_ids
        self.assertRecordValues(
            goal, [{"state": "reached", "current_value": 4, "progress": 100, "reached_on": fields.Date.today()}]
        )
        self.assertEqual(goal.progress_ids.sorted("id").mapped("progress"), [25, 100])
        self.walk(self.max, "mentor_congratulates")
        self.assertEqual(goal.congratulated_by_ids, self.max.user_id)


@tagged("post_install", "-at_install")
class TestGoalToursOnDesk(Desk, GoalTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestGoalToursOnPhone(Phone, GoalTours, TourCase):
    pass
