import random
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ...models.goal.goal_progress import measure_progress, share_done
from .common import GoalCase


@tagged("post_install", "-at_install")
class TestProgress(TransactionCase):
    """The arithmetic alone, on thousands of random ways up and down."""

    def test_progress_is_a_share_of_the_way_whatever_the_direction(self):
        chance = random.Random(5)
        for _time in range(3000):
            baseline, target, current = (round(chance.uniform(-1e6, 1e6), chance.randint(0, 4)) for _each in range(3))
            progress = measure_progress(baseline, target, current)
            self.assertGreaterEqual(progress, 0)
            self.assertLessEqual(progress, 100)
            is_there = current >= target if target > baseline else current <= target
            self.assertEqual(progress == 100, is_there, (baseline, target, current))
            # Turned upside down it is the same way
            self.assertEqual(progress, measure_progress(-baseline, -target, -current))
            further = current + (target - baseline) / 7
            self.assertGreaterEqual(measure_progress(baseline, target, further), progress)
            self.assertEqual(measure_progress(baseline, target, baseline), 0)

    def test_progress_of_extreme_figures_stays_a_percentage(self):
        for figures in ((-1.7e308, 1.7e308, 0), (0, 1e-300, 5e-301), (1e300, -1e300, 1e300), (5, 5, 5), (5, 5, 9)):
            with self.subTest(figures):
                self.assertTrue(0 <= measure_progress(*figures) <= 100)

    def test_milestones_count_alike_and_only_all_of_them_are_everything(self):
        for total in range(1, 1500, 7):
            shares = [share_done(done, total) for done in range(total + 1)]
            self.assertEqual(shares, sorted(shares))
            self.assertEqual((shares[0], shares[-1]), (0, 100))
            self.assertLess(max(shares[:-1]), 100)


@tagged("post_install", "-at_install")
class TestGoal(GoalCase):
    """A mentee sets goals, the mentor reads along and suggests, both log how they move."""

    def test_goal_whose_name_nobody_sees_is_refused_in_words(self):
        goal = self.set_goal()
        for name in ("\u200b\u200b", " \u00a0", "\u3164", "\u0301", ""):
            with self.subTest(ascii(name)):
                for write in (
                    lambda name=name: self.set_goal(name=name),
                    lambda name=name: self.as_user(goal, self.mia).write({"name": name}),
                    lambda name=name: self.as_user(goal, self.mia).write({"milestone_ids": [(0, 0, {"name": name})]}),
                    lambda name=name: self.suggest(name=name),
                    lambda name=name: self.as_user(self.program, self.pia).write({"name": name}),
                ):
                    with self.assertRaisesRegex(UserError, "nothing that one can see"):
                        write()
        self.assertTrue(self.set_goal(name="\u200f\u0645\u0631\u062d\u0628\u0627"), "joiners beside letters are fine")

    def test_mentee_writes_a_goal_alone_and_starts_it_for_both(self):
        draft = self.set_goal("draft", target_date=self.today + timedelta(days=30))
        self.assertEqual(draft.member_id.employee_id, self.mia)
        self.assertFalse(self.as_user(self.goals, self.max).search([]), "a draft is the mentee's own")
        self.as_user(draft, self.mia).action_start()
        self.assertRecordValues(draft, [{"state": "active", "started_on": self.today, "progress": 0}])
        self.assertEqual(self.as_user(self.goals, self.max).search([]), draft)

    def test_mentor_writes_into_the_goal_of_the_mentee_and_is_refused(self):
        goal = self.set_goal()
        for act in (
            lambda: self.as_user(goal, self.max).write({"name": "Something else"}),
            lambda: self.as_user(goal, self.max).action_drop(),
            lambda: self.as_user(goal, self.max).unlink(),
            lambda: self.as_user(self.goals, self.max).create({"name": "Mine now", "mentorship_id": self.pair.id}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()

    def test_mentee_writes_a_goal_in_somebody_elses_name_and_is_refused(self):
        other = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        eve = other.member_ids.filtered(lambda member: member.role == "mentee")
        mentor = self.pair.member_ids.filtered(lambda member: member.role == "mentor")
        for mentorship, member in ((other, eve), (self.pair, eve), (self.pair, mentor)):
            values = {"name": "Not mine", "mentorship_id": mentorship.id, "member_id": member.id}
            with self.assertRaises(UserError), self.cr.savepoint():
                self.as_user(self.goals, self.mia).create(values)

    def test_mentor_suggests_and_the_mentee_takes_it_up(self):
        goal = self.suggest(reason="You have so much to say.")
        self.assertRecordValues(
            goal,
            [
                {
                    "suggested_by_id": self.max.user_id.id,
                    "user_id": self.mia.user_id.id,
                    "reason": "You have so much to say.",
                }
            ],
        )
        self.assertTrue(self.todos(goal, self.mia))
        with self.assertRaises(AccessError):
            self.as_user(goal, self.max).action_accept()
        self.as_user(goal, self.mia).write({"name": "Speak at the fair in May"})
        self.as_user(goal, self.mia).action_accept()
        self.assertEqual(goal.state, "active")
        self.assertFalse(self.todos(goal))

    def test_mentee_declines_a_suggestion_without_a_word(self):
        goal = self.suggest()
        self.as_user(goal, self.mia).action_drop()
        self.assertEqual(goal.state, "dropped")
        self.assertFalse(self.todos(goal))

    def test_mentee_or_stranger_suggests_and_is_refused(self):
        for person in (self.mia, self.olga, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.suggest(person)

    def test_both_log_a_falling_figure_and_the_history_keeps_each_step(self):
        goal = self.set_goal(measured_by="value", baseline=10, target=2, unit="hours")
        self.assertEqual(goal.current_value, 10)
        self.update_goal(goal, self.mia, value=6, note="Two meetings less")
        self.assertEqual((goal.current_value, goal.progress), (6, 50))
        self.update_goal(goal, self.max, value=8)
        self.assertEqual((goal.current_value, goal.progress), (8, 25))
        self.assertRecordValues(
            goal.progress_ids.sorted("id"),
            [
                {"author_id": self.mia.user_id.id, "value": 6, "progress": 50, "note": "Two meetings less"},
                {"author_id": self.max.user_id.id, "value": 8, "progress": 25, "note": False},
            ],
        )

    def test_member_reaches_the_target_and_the_dialog_offers_to_close_the_goal(self):
        goal = self.set_goal(measured_by="value", baseline=0, target=3)
        action = self.update_goal(goal, self.mia, value=3)
        self.assertEqual(action["effect"]["type"], "rainbow_man")
        self.assertRecordValues(goal, [{"state": "reached", "progress": 100, "reached_on": self.today}])
        self.assertRecordValues(goal.progress_ids, [{"has_value": True, "value": 3, "progress": 100}])

    def test_member_reaches_the_target_but_goes_on(self):
        goal = self.set_goal(measured_by="value", baseline=0, target=3)
        self.update_goal(goal, self.mia, value=3, is_reached=False)
        self.assertRecordValues(goal, [{"state": "active", "progress": 100}])

    def test_history_is_never_changed(self):
        goal = self.set_goal(measured_by="value", target=10)
        self.update_goal(goal, self.mia, value=4)
        line = goal.progress_ids
        for record in (line, line.with_user(self.mia.user_id), line.with_user(self.ada.user_id)):
            for act in (lambda r=record: r.write({"value": 9}), lambda r=record: r.unlink()):
                with self.assertRaises(UserError), self.cr.savepoint():
                    act()
        self.assertEqual(line.value, 4)

    def test_milestones_move_the_bar_and_are_celebrated(self):
        goal = self.set_goal(
            milestone_ids=[Command.create({"name": name}) for name in ("Watch one", "Lead one", "Lead three")]
        )
        first, second, _third = goal.milestone_ids
        self.assertEqual(goal.next_milestone_id, first)
        action = self.as_user(first, self.max).action_tick()
        self.assertEqual(action["effect"]["type"], "rainbow_man")
        self.assertRecordValues(first, [{"done_on": self.today, "done_by_id": self.max.user_id.id}])
        self.assertEqual((goal.progress, goal.next_milestone_id), (33.3, second))
        self.as_user(first, self.mia).action_untick()
        self.assertEqual(goal.progress, 0)
        self.assertEqual(goal.progress_ids.sorted("id").mapped("progress"), [33.3, 0])

    def test_mentee_ticks_a_milestone_off_by_writing_and_is_refused(self):
        goal = self.set_goal(milestone_ids=[Command.create({"name": "Watch one"})])
        with self.assertRaises(AccessError):
            self.as_user(goal.milestone_ids, self.mia).write({"done_on": self.today})
        with self.assertRaises(AccessError):
            self.as_user(goal, self.mia).write(
                {"milestone_ids": [Command.create({"name": "Fake", "done_on": self.today})]}
            )
        with self.assertRaises(AccessError):
            self.as_user(goal.milestone_ids, self.max).write({"name": "Not mine"})

    def test_outsiders_and_managers_log_and_are_refused(self):
        goal = self.set_goal(milestone_ids=[Command.create({"name": "Watch one"})])
        for person in (self.olga, self.paula, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.update_goal(goal, person, note="Hello")
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(goal.milestone_ids, person).action_tick()

    def test_what_is_reached_keeps_its_words_and_can_be_reopened(self):
        goal = self.set_goal("reached")
        with self.assertRaises(UserError):
            self.as_user(goal, self.mia).write({"name": "I led it alone"})
        with self.assertRaises(UserError):
            self.as_user(goal, self.mia).unlink()
        self.as_user(goal, self.mia).action_reopen()
        self.assertRecordValues(goal, [{"state": "active", "reached_on": False, "progress": 0}])

    def test_partner_congratulates_with_one_click_once(self):
        goal = self.set_goal("reached")
        self.assertTrue(self.as_user(goal, self.max).can_congratulate)
        self.assertFalse(self.as_user(goal, self.mia).can_congratulate)
        self.as_user(goal, self.max).action_congratulate()
        self.assertIn("Congratulations", goal.message_ids[0].body)
        with self.assertRaises(AccessError):
            self.as_user(goal, self.max).action_congratulate()

    def test_smart_helper_names_what_is_missing_and_blocks_nothing(self):
        goal = self.set_goal("draft", name="Lead")
        self.assertEqual(goal.smart_missing, "SMART")
        self.assertEqual(len(goal.smart_hint.splitlines()), 5)
        self.as_user(goal, self.mia).action_start()
        self.as_user(goal, self.mia).write(
            {
                "name": "I lead the weekly meeting",
                "measure": "My team says so",
                "first_step": "Ask to watch",
                "reason": "I want to be heard",
                "target_date": self.today,
            }
        )
        self.assertEqual((goal.smart_missing, goal.smart_hint), ("-", ""))

    def test_date_that_has_passed_is_said_kindly(self):
        goal = self.set_goal(target_date=self.today - timedelta(days=1))
        self.assertTrue(goal.is_overdue)
        self.assertEqual(self.goals.search([("is_overdue", "=", True)]) & self.pair.goal_ids, goal)
        self.assertIn("Choose a new one", goal.kind_words)

    def test_goals_close_with_the_mentorship_and_stay_with_the_mentee(self):
        running, draft, reached = self.set_goal(), self.set_goal("draft"), self.set_goal("reached")
        suggested = self.suggest()
        self.as_user(self.pair, self.max).action_complete()
        self.assertEqual(
            [goal.state for goal in (running, draft, reached, suggested)],
            ["unfinished", "dropped", "reached", "dropped"],
        )
        self.assertEqual(self.as_user(running, self.mia).name, "I lead the weekly meeting")
        self.assertFalse(self.todos(running + draft + reached + suggested))
        with self.assertRaises(UserError):
            self.as_user(self.goals, self.mia).create({"name": "Too late", "mentorship_id": self.pair.id})
        with self.assertRaises(AccessError):
            self.update_goal(running, self.mia, note="Too late")

    def test_program_manager_reads_where_goals_stand_but_no_word(self):
        goal = self.set_goal(measured_by="value", target=4, target_date=self.today)
        self.set_goal("draft")
        self.update_goal(goal, self.mia, value=1, note="Private words")
        for person in (self.pia, self.ada):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(self.goals, person).search([]))
                pair = self.as_user(self.pair, person)
                self.assertEqual((pair.goal_count, pair.reached_goal_count, pair.goal_progress), (1, 0, 25))
                self.assertFalse(pair.goal_ids)
                self.assertFalse(pair._get_goal_lines())
                report = self.as_user(self.env["hr.mentorship.goal.report"], person)
                rows = report.search([("mentorship_id", "=", self.pair.id)])
                self.assertEqual(
                    [(row.state, row.progress, row.target_date) for row in rows], [("active", 25, self.today)]
                )
                self.assertFalse({"name", "reason", "measure", "unit", "target", "note"} & set(report._fields))
                self.assertFalse(
                    self.env["mail.message"].with_user(person.user_id).search([("model", "=", goal._name)])
                )
        self.assertEqual(self.as_user(self.pair, self.max)._get_goal_lines(), ["I lead the weekly meeting"])

    def test_second_mentee_of_a_group_reads_nothing_of_the_first(self):
        eve = self.add_person("eve")
        seat = self.enrol(eve, "mentee")
        self.pair.sudo().write({"member_ids": [Command.create({"participant_id": seat.id})]})
        goal = self.set_goal()
        own = self.as_user(self.goals, eve).create({"name": "My own goal", "mentorship_id": self.pair.id})
        self.assertEqual(own.member_id.employee_id, eve)
        self.assertFalse(self.as_user(self.goals, eve).search([("id", "=", goal.id)]))
        self.assertEqual(self.as_user(self.pair, eve).goal_ids, own)

    def test_mentor_keeps_the_goals_of_a_mentee_without_user(self):
        eve = self.add_person("eve")
        pair = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=eve)
        eve.user_id = False
        otto = pair.mentor_ids
        dialogs = self.as_user(self.env["hr.mentorship.goal.suggest"], otto)
        dialogs.create({"mentorship_id": pair.id, "name": "Learn to weld"}).action_suggest()
        goal = pair.goal_ids
        self.assertEqual(goal.state, "active")
        self.as_user(goal, otto).write({"name": "Learn to weld aluminium"})
        self.as_user(goal, otto).action_reach()
        self.assertEqual(goal.state, "reached")

    def ours(self, kind):
        return [("kind", "=", kind), ("program_id", "=", self.program.id)]

    def notices(self, kind):
        """Who hears of something in the next daily mail."""
        return self.env["hr.mentorship.notice"].search(self.ours(kind)).member_id.employee_id

    def test_partners_hear_of_suggestions_milestones_and_goals_without_a_word_of_them(self):
        self.suggest()
        goal = self.set_goal(milestone_ids=[Command.create({"name": "Secret step"})])
        self.as_user(goal.milestone_ids, self.mia).action_tick()
        self.as_user(goal, self.mia).action_reach()
        self.as_user(goal, self.max).action_congratulate()
        self.assertEqual(self.notices("goal_suggested"), self.mia)
        self.assertEqual(self.notices("goal_milestone"), self.max)
        self.assertEqual(self.notices("goal_reached"), self.max)
        self.assertEqual(self.notices("goal_congratulated"), self.mia)
        lines = self.env["hr.mentorship.notice"].search([("mentorship_id", "=", self.pair.id)])._read_out()
        words = " ".join(line["text"] for line in lines)
        self.assertIn("Mia has reached a goal.", words)
        for secret in ("Secret step", "Speak at the fair", "I lead the weekly meeting"):
            self.assertNotIn(secret, words)

    def test_mentee_is_reminded_of_a_near_date_once_and_again_of_a_new_one(self):
        near, far = self.set_goal(target_date=self.today + timedelta(days=5)), self.set_goal()
        far.target_date = self.today + timedelta(days=50)
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=60.0):
            for _time in range(2):
                self.goals._cron_remind()
            self.assertEqual(self.notices("goal_due"), self.mia)
            self.assertEqual(len(self.env["hr.mentorship.notice"].search(self.ours("goal_due"))), 1)
            self.as_user(near, self.mia).write({"target_date": self.today + timedelta(days=6)})
            self.goals._cron_remind()
        self.assertEqual(len(self.env["hr.mentorship.notice"].search(self.ours("goal_due"))), 2)
        self.assertFalse(far.is_reminded)
