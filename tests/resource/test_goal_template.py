from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestGoalTemplate(MentorshipCase):
    """A goal that begins with a template, and becomes the mentee's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.templates = cls.env["hr.mentorship.goal.template"]
        cls.figure = cls.templates.create(
            {
                "name": "I give talks",
                "reason": "Nobody knows my work.",
                "measure": "Talks that I gave",
                "first_step": "Ask for a slot",
                "measured_by": "value",
                "unit": "talks",
                "baseline": 1,
                "target": 4,
                "weeks": 10,
                "milestones": "Rehearse\n\n  Give a short one  \nGive a long one",
            }
        )
        cls.steps = cls.templates.create({"name": "I arrive", "weeks": 13, "milestones": "Meet ten people\nAsk"})

    def new_goal(self, **context):
        return Form(self.as_user(self.env["hr.mentorship.goal"], self.mia).with_context(**context))

    def test_shipped_templates_make_goals_to_which_nothing_is_missing(self):
        shipped = self.templates.search([]) - self.figure - self.steps
        self.assertGreaterEqual(len(shipped), 10)
        for template in shipped:
            with self.subTest(template.name), self.new_goal() as form:
                form.template_id = template
            self.assertEqual(form.record.smart_missing, "-")
            self.assertEqual(form.record.measured_by, template.measured_by)
            self.assertTrue(form.record.milestone_ids)

    def test_mentee_begins_with_a_template_and_changes_it(self):
        with self.new_goal() as form:
            form.template_id = self.figure
            self.assertEqual((form.name, form.unit, form.baseline, form.target), ("I give talks", "talks", 1, 4))
            form.target = 2
        goal = form.record
        self.assertEqual(goal.target_date, fields.Date.today() + timedelta(weeks=10))
        self.assertEqual(goal.milestone_ids.mapped("name"), ["Rehearse", "Give a short one", "Give a long one"])
        self.assertEqual((goal.state, goal.target, goal.template_id), ("draft", 2, self.figure))

    def test_goal_of_a_template_is_due_by_the_end_of_the_mentorship(self):
        self.pair.end_date = last = fields.Date.today() + timedelta(weeks=3)
        with self.new_goal() as form:
            form.template_id = self.figure
            self.assertEqual(form.target_date, last)
            form.template_id = self.steps
            self.assertEqual(form.target_date, last, "of whichever template")
        suggest = self.as_user(self.env["hr.mentorship.goal.suggest"], self.max)
        with Form(suggest.with_context(default_mentorship_id=self.pair.id)) as form:
            form.template_id = self.figure
            self.assertEqual(form.target_date, last)

    def test_own_words_stay_and_words_of_another_template_go(self):
        with self.new_goal() as form:
            form.reason = "My own reason"
            form.template_id = self.figure
            form.template_id = self.steps
        goal = form.record
        self.assertEqual((goal.name, goal.reason), ("I arrive", "My own reason"))
        self.assertFalse(goal.measure)
        self.assertEqual(goal.measured_by, "milestones")
        self.assertEqual(goal.milestone_ids.mapped("name"), ["Meet ten people", "Ask"])

    def test_button_of_a_template_opens_a_goal_that_begins_with_it(self):
        action = self.as_user(self.figure, self.mia).action_use()
        with self.new_goal(**action["context"]) as form:
            pass
        self.assertEqual((form.record.name, len(form.record.milestone_ids)), ("I give talks", 3))
        self.assertTrue(self.as_user(self.figure, self.mia).can_use)
        self.assertFalse(self.as_user(self.figure, self.olga).can_use)

    def test_mentor_suggests_from_a_template(self):
        suggest = self.as_user(self.env["hr.mentorship.goal.suggest"], self.max)
        with Form(suggest.with_context(default_mentorship_id=self.pair.id)) as form:
            form.template_id = self.figure
        form.record.action_suggest()
        self.assertEqual(self.pair.goal_ids.mapped("name"), ["I give talks"])
        self.assertEqual(self.pair.goal_ids.measure, "Talks that I gave")

    def test_deleted_template_leaves_the_goals_that_began_with_it(self):
        with self.new_goal() as form:
            form.template_id = self.figure
        self.as_user(self.figure, self.pia).unlink()
        self.assertEqual(form.record.name, "I give talks")
        self.assertFalse(form.record.template_id)

    def test_employee_reads_templates_and_changes_none(self):
        mine = self.as_user(self.figure, self.mia)
        self.assertEqual(mine.unit, "talks")
        with self.assertRaises(AccessError):
            mine.name = "Mine"

    def test_figure_that_goes_nowhere_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "has to go somewhere"):
            self.figure.target = 1
