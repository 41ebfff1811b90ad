"""A pair with goals."""

from odoo import fields

from ..common import MentorshipCase


class GoalCase(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.goals = cls.env["hr.mentorship.goal"]
        cls.today = fields.Date.today()

    def set_goal(self, state="active", **values):
        """A goal of mia, as she writes it herself."""
        goal = self.as_user(self.goals, self.mia).create(
            {"name": "I lead the weekly meeting", "mentorship_id": self.pair.id, **values}
        )
        if state != "draft":
            goal.action_start()
        if state == "reached":
            goal.action_reach()
        return goal.with_env(self.env)

    def suggest(self, person=None, **values):
        dialogs = self.as_user(self.env["hr.mentorship.goal.suggest"], person or self.max)
        dialogs.create({"mentorship_id": self.pair.id, "name": "Speak at the fair", **values}).action_suggest()
        return self.pair.goal_ids.filtered(lambda goal: goal.state == "suggested")

    def update_goal(self, goal, person, **values):
        dialogs = self.as_user(self.env["hr.mentorship.goal.update"], person)
        return dialogs.create({"goal_id": goal.id, **values}).action_save()
