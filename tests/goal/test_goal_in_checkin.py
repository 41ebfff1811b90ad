from odoo import Command
from odoo.tests import Form, tagged

from .common import GoalCase


@tagged("post_install", "-at_install")
class TestGoalInCheckin(GoalCase):
    """Who logs a meeting logs with it how the goals have moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        cls.logs = cls.env["hr.mentorship.checkin.log"]

    def dialog(self, person, checkin=None):
        logs = self.as_user(self.logs, person).with_context(default_checkin_id=(checkin or self.checkin).id)
        form = Form(logs)
        form.rating = "4"
        return form

    def edit(self, form, goal, milestone=None, **values):
        """Change the line of a goal, or of one of its milestones."""
        lines = form.goal_line_ids._records
        name = f"→ {milestone.name}" if milestone else goal.name
        index = next(number for number, line in enumerate(lines) if line["name"].split("\n")[0] == name)
        with form.goal_line_ids.edit(index) as line:
            for field, value in values.items():
                setattr(line, field, value)
            return line.is_done

    def test_member_logs_figure_and_milestone_with_the_meeting_as_source(self):
        hours = self.set_goal(name="Fewer hours", measured_by="value", baseline=10, target=2, unit="hours a week")
        goal = self.set_goal(milestone_ids=[Command.create({"name": name}) for name in ("Watch one", "Lead one")])
        self.set_goal("draft", name="Not yet")
        form = self.dialog(self.max)
        self.assertEqual(
            [line["name"] for line in form.goal_line_ids._records],
            ["Fewer hours\n10 → 2 hours a week", "I lead the weekly meeting", "→ Watch one", "→ Lead one"],
        )
        self.edit(form, hours, value=6)
        self.edit(form, goal, goal.milestone_ids[0], is_done=True)
        action = form.save().action_save()
        self.assertEqual(action["effect"]["type"], "rainbow_man")
        self.assertRecordValues(
            hours.progress_ids + goal.progress_ids,
            [
                {"value": 6, "progress": 50, "checkin_id": self.checkin.id, "author_id": self.max.user_id.id},
                {"value": 0, "progress": 50, "checkin_id": self.checkin.id, "author_id": self.max.user_id.id},
            ],
        )
        self.assertEqual(goal.milestone_ids.mapped("done_on"), [self.today, False])

    def test_figure_on_target_offers_to_close_the_goal(self):
        goal = self.set_goal(measured_by="value", target=3)
        form = self.dialog(self.mia)
        self.assertTrue(self.edit(form, goal, value=3))
        form.save().action_save()
        self.assertRecordValues(goal, [{"state": "reached", "progress": 100, "current_value": 3}])

    def test_untouched_goals_and_meetings_that_did_not_happen_log_nothing(self):
        goal = self.set_goal(measured_by="value", target=3)
        self.dialog(self.mia).save().action_save()
        form = self.dialog(self.max, self.pair.checkin_ids.sorted("planned_date")[1])
        self.edit(form, goal, value=2)
        form.outcome = "missed"
        form.save().action_save()
        self.assertFalse(goal.progress_ids)

    def test_figure_that_the_partner_has_logged_meanwhile_stays(self):
        goal = self.set_goal(measured_by="value", target=10)
        dialog = self.dialog(self.max).save()
        self.update_goal(goal, self.mia, value=4)
        self.as_user(dialog, self.max).action_save()
        self.assertEqual(goal.current_value, 4)
        self.as_user(goal, self.mia).action_drop()
        form = self.dialog(self.mia)
        self.assertFalse(form.goal_line_ids._records)

    def test_goal_that_is_closed_meanwhile_does_not_stop_the_log(self):
        goal = self.set_goal(measured_by="value", target=10)
        form = self.dialog(self.max)
        self.edit(form, goal, value=9)
        dialog = form.save()
        self.as_user(goal, self.mia).action_reach()
        self.as_user(dialog, self.max).action_save()
        self.assertEqual(self.checkin.state, "done")
        self.assertEqual(goal.progress_ids.mapped("has_value"), [False])

    def test_client_that_sends_the_goal_of_another_pair_changes_nothing(self):
        eve = self.add_person("eve")
        other = self.add_mentorship("active", mentor=self.max, mentee=eve)
        goal = self.as_user(self.goals, eve).create({"name": "Of another pair", "mentorship_id": other.id})
        goal.action_start()
        line = {"goal_id": goal.id, "is_done": True}
        dialog = self.as_user(self.logs, self.max).create(
            {"checkin_id": self.checkin.id, "rating": "4", "goal_line_ids": [Command.create(line)]}
        )
        dialog.action_save()
        self.assertEqual(goal.state, "active")

    def test_closing_review_asks_for_what_is_open_yet(self):
        self.set_goal(name="Open yet", measured_by="value", target=4)
        self.set_goal("reached", name="Reached")
        review = self.pair.checkin_ids.filtered(lambda checkin: checkin.kind == "closing")
        self.assertIn("• Open goal: Open yet (0 %)", self.as_user(review, self.max).agenda)
        self.assertNotIn("Reached", self.as_user(review, self.mia).agenda)
        for person in (self.pia, self.ada):
            self.assertNotIn("Open yet", self.as_user(review, person).agenda)
        self.assertNotIn("Open yet", review.sudo()._get_public_agenda())

    def test_figures_stand_on_overview_and_program(self):
        goal = self.set_goal()
        self.set_goal("reached")
        overviews = self.env["hr.mentorship.overview"]
        self.assertEqual(self.as_user(overviews, self.mia).create({}).goal_ids, goal)
        self.assertFalse(self.as_user(overviews, self.max).create({}).goal_ids)
        for person, count in ((self.mia, 1), (self.max, 1), (self.olga, 0), (self.pia, 0)):
            self.assertEqual(self.as_user(overviews, person).create({}).reached_goal_count, count)
        for person, figures in ((self.pia, (1, 2)), (self.petra, (0, 0)), (self.mia, (0, 0))):
            program = self.as_user(self.program, person)
            self.assertEqual((program.reached_goal_count, program.goal_count), figures)

    def test_first_goal_begins_with_what_the_agreement_says(self):
        action = self.as_user(self.pair, self.mia).action_add_goal()
        self.assertFalse(action["context"]["default_name"])
        pair = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        pair.sudo().agreement_id.goals = "Eve speaks up\nOtto listens"
        action = self.as_user(pair, self.people["eve"]).action_add_goal()
        self.assertEqual(action["context"]["default_name"], "Eve speaks up")

    def test_many_goals_take_no_more_queries_than_one(self):
        def save(checkin, count):
            for number in range(count):
                self.set_goal(name=f"Goal {number}", measured_by="value", target=10)
                steps = [Command.create({"name": f"Step {number}"}), Command.create({"name": f"More {number}"})]
                self.set_goal(name=f"Steps {number}", milestone_ids=steps)
            form = self.dialog(self.max, checkin)
            for index, line in enumerate(form.goal_line_ids._records):
                with form.goal_line_ids.edit(index) as edited:
                    if line["is_figure"]:
                        edited.value = 5
                    elif "Step " in line["name"]:
                        edited.is_done = True
            dialog = self.as_user(form.save(), self.max)
            before = self.cr.sql_log_count
            dialog.action_save()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        first, second = self.pair.checkin_ids.sorted("planned_date")[:2]
        few, many = save(first, 1), save(second, 6)
        self.assertLessEqual(many, few + 2)
        self.assertEqual(len(self.pair.goal_ids.progress_ids.filtered(lambda line: line.checkin_id == second)), 12)
