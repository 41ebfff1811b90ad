from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import RecognitionCase


@tagged("post_install", "-at_install")
class TestRules(RecognitionCase):
    """What both sides or the system confirm is paid, once, by the rules that hold at the time."""

    def test_meeting_counts_when_both_have_confirmed_it_and_not_before(self):
        self.add_rule("checkin_confirmed")
        pair = self.add_mentorship("active")
        self.hold(pair, people=[self.mia])
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)
        self.hold(pair, people=[self.max])
        self.collect()
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (10, 10))

    def test_what_is_undone_is_taken_back_and_paid_again_when_it_holds_again(self):
        self.add_rule("checkin_confirmed")
        pair = self.add_mentorship("active")
        checkin = self.hold(pair)
        self.collect()
        checkin.with_user(self.mia.user_id)._log("missed", reason="forgotten", is_correction=True)
        self.collect()
        self.collect()
        self.assertEqual(
            self.statement(self.mia),
            [("checkin_confirmed", 10), ("checkin_confirmed: this no longer holds", -10)],
        )
        checkin.with_user(self.mia.user_id)._log("done", is_correction=True)
        checkin.with_user(self.max.user_id)._log("done")
        self.collect()
        self.collect()
        self.assertEqual(self.balance(self.mia), 10)

    def test_goal_counts_when_the_mentor_congratulates_for_both_roles_by_their_own_rules(self):
        self.add_rule("goal_reached", 50, role="mentee")
        self.add_rule("goal_reached", 20, role="mentor")
        pair = self.add_mentorship("active")
        goal = (
            self.env["hr.mentorship.goal"]
            .with_user(self.mia.user_id)
            .create({"name": "Speak up", "mentorship_id": pair.id})
        )
        goal.action_start()
        goal.action_reach()
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)
        self.as_user(goal, self.max).action_congratulate()
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (50, 20))
        self.as_user(goal, self.mia).action_reopen()
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (0, 0))

    def test_agreement_first_mentee_and_completion_are_paid(self):
        for event, points in (("agreement_signed", 1), ("first_mentor", 2), ("mentorship_completed", 4)):
            self.add_rule(event, points)
        pair = self.add_mentorship("active")
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (1, 3))
        more = self.add_program("More", self.pia, has_recognition=True)
        other = self.add_mentorship("active", mentor=self.max, mentee=self.olga, program=more)
        self.collect()
        self.assertEqual(self.balance(self.max), 4, "the second mentee is not the first")
        for each in (pair, other):
            each.with_user(self.max.user_id).action_complete()
        self.collect()
        self.assertEqual((self.balance(self.max), self.balance(self.mia)), (4, 1), "they have never met")

    def test_completion_after_a_meeting_is_paid(self):
        self.add_rule("mentorship_completed", 100)
        pair = self.add_mentorship("active")
        self.hold(pair)
        pair.with_user(self.mia.user_id).action_complete()
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (100, 100))

    def test_meetings_in_a_row_are_paid_every_second_time_and_a_missed_one_begins_anew(self):
        self.add_rule("checkin_streak", every=2)
        self.add_rule("meetings_held", 1, every=3, role="mentor")
        pair = self.add_mentorship("active")
        self.hold(pair, 0)
        self.hold(pair, 1, outcome="missed")
        self.hold(pair, 2)
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)
        self.hold(pair, 3)
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (10, 11))
        for index in (4, 5):
            self.hold(pair, index)
        self.collect()
        self.assertEqual(self.balance(self.mia), 20)

    def test_training_is_paid_once_however_many_programs_ask_for_it(self):
        self.add_rule("training_passed", 20)
        training = self.env.ref("hr_mentorship.survey_training_mentee")
        more = self.add_program("More", self.pia, has_recognition=True)
        for program in (self.program, more):
            program.mentee_training_id = training
            self.enrol(self.mia, "mentee", program=program)
        self.env["hr.mentorship.training.pass"].create(
            {"employee_id": self.mia.id, "survey_id": training.id, "passed_on": fields.Date.today()}
        )
        self.collect()
        self.assertEqual(self.balance(self.mia), 20)

    def test_mentor_of_the_cohort_is_named_by_the_program_manager_and_taken_back(self):
        self.add_rule("mentor_of_cohort", 150)
        part = self.enrol(self.max, "mentor")
        with self.assertRaises(UserError):
            self.as_user(self.enrol(self.mia, "mentee"), self.pia).action_name_mentor_of_cohort()
        with self.assertRaises(AccessError):
            self.as_user(part, self.max).action_name_mentor_of_cohort()
        self.as_user(part, self.pia).action_name_mentor_of_cohort()
        self.collect()
        self.assertEqual(self.balance(self.max), 150)
        self.as_user(part, self.pia).action_unname_mentor_of_cohort()
        self.collect()
        self.assertEqual(self.balance(self.max), 0)

    def test_nobody_names_themselves_and_managers_are_not_paid_by_rules_of_their_own_programs(self):
        rule = self.add_rule("mentor_of_cohort", 100, program_id=self.program.id)
        own, other = self.enrol(self.pia, "mentor"), self.enrol(self.max, "mentor")
        with self.assertRaisesRegex(UserError, "Nobody names themselves"):
            self.as_user(own, self.pia).action_name_mentor_of_cohort()
        (own | other).mentor_of_cohort_on = fields.Date.today()
        self.collect()
        self.assertEqual((self.balance(self.pia), self.balance(self.max)), (0, 100))
        self.as_user(rule, self.pia).unlink()
        self.as_user(other, self.pia).action_unname_mentor_of_cohort()
        self.collect()
        self.assertEqual(self.balance(self.max), 0, "taken back, though the rule was thrown away")
        with self.assert_refused():
            self.add_rule("mentor_of_cohort", 10_001)

    # -- which rules hold

    def test_no_rule_pays_again_what_another_has_paid_or_what_was_before_it(self):
        late = self.add_rule("agreement_signed", 3)
        late.counts_from = fields.Date.today() + timedelta(days=1)
        self.add_mentorship("active")
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)
        late.role = "mentee"
        self.collect()
        self.assertEqual((late.counts_from, self.balance(self.mia)), (fields.Date.today(), 3))
        own = self.add_rule("agreement_signed", 70, program_id=self.program.id)
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (3, 70), "in the place of the company's")
        with self.assertRaisesRegex(UserError, "has paid already"):
            self.as_user(own, self.pia).write({"event": "goal_reached"})
        self.as_user(own, self.pia).unlink()
        late.unlink()
        self.assertEqual((own.active, late.active), (False, False))
        self.add_rule("agreement_signed", 9, program_id=self.program.id)
        self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (3, 70))

    def test_what_cannot_be_paid_keeps_nothing_else_from_being_paid(self):
        broken, fine = self.add_rule("agreement_signed", 7), self.add_rule("agreement_signed", 10)
        self.add_rule("first_mentor", 2)
        self.program._open_recognition_budgets()[self.program.id].granted = 3_000_000_000
        self.add_mentorship("active")
        earn = type(self.wallets)._earn

        def refuse(wallets, rows):
            if any(row["rule_id"] == broken.id for row in rows):
                raise UserError(broken.display_name)
            return earn(wallets, rows)

        with (
            patch.object(type(self.wallets), "_earn", refuse),
            self.assertLogs("odoo.addons.hr_mentorship.models.recognition", "ERROR") as logs,
        ):
            self.run_job("ir_cron_recognition")
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (10, 12))
        self.assertIn(str(broken.id), "".join(logs.output))
        self.assertNotIn(f", {fine.id})", "".join(logs.output))

    def test_nothing_is_paid_without_recognition_and_nothing_from_before_it(self):
        self.add_rule("agreement_signed")
        quiet = self.add_program("Quiet", self.pia)
        self.add_mentorship("active", program=quiet)
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)
        quiet.has_recognition = True
        quiet.recognition_since = fields.Date.today() + timedelta(days=1)
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)

    def test_rule_of_the_program_takes_the_place_of_the_company_and_paused_it_pays_nothing(self):
        self.add_rule("agreement_signed", 10)
        own = self.add_rule("agreement_signed", 70, program_id=self.program.id, is_paused=True)
        self.add_mentorship("active")
        self.collect()
        self.assertEqual(self.balance(self.mia), 0)
        own.is_paused = False
        self.collect()
        self.assertEqual(self.balance(self.mia), 70)

    def test_rule_pays_from_its_first_day_to_its_last(self):
        today = fields.Date.today()
        self.add_rule("agreement_signed", 1, end_date=today - timedelta(days=1))
        self.add_rule("agreement_signed", 2, start_date=today + timedelta(days=1))
        self.add_rule("agreement_signed", 4, start_date=today, end_date=today)
        self.add_mentorship("active")
        self.collect()
        self.assertEqual(self.balance(self.mia), 4)
        with self.assert_refused():
            self.add_rule("agreement_signed", start_date=today, end_date=today - timedelta(days=1))

    def test_limit_counts_for_each_person_and_period(self):
        self.add_rule("checkin_confirmed", cap=2, cap_period="ever")
        pair = self.add_mentorship("active")
        for index in range(3):
            self.hold(pair, index)
            self.collect()
        self.assertEqual((self.balance(self.mia), self.balance(self.max)), (20, 20))

    def test_rule_that_gives_nothing_or_less_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "gives nothing"):
            self.add_rule("agreement_signed", 0)
        for values in ({"points": -5}, {"every": 0}, {"cap": -1}):
            with self.assert_refused():
                self.add_rule("agreement_signed", **values)

    def test_program_manager_makes_rules_for_own_programs_alone(self):
        values = {"name": "Goal", "event": "goal_reached", "points": 5}
        self.as_user(self.rules, self.pia).create({**values, "program_id": self.program.id})
        for program_id in (self.program.id, False):
            with self.assertRaises(AccessError):
                self.as_user(self.rules, self.petra).create({**values, "program_id": program_id})

    # -- budget

    def test_fixed_budget_stops_and_the_rest_is_paid_when_it_is_raised(self):
        self.add_rule("agreement_signed", 10)
        program = self.as_user(self.program, self.pia)
        program.write({"recognition_points": 15, "recognition_is_fixed": True})
        self.add_mentorship("active")
        self.collect()
        self.assertEqual(self.balance(self.mia) + self.balance(self.max), 10)
        self.program.invalidate_recordset()
        program.recognition_points = 5
        self.collect()
        self.assertEqual(self.balance(self.mia) + self.balance(self.max), 10, "a lower budget gives nothing more")
        program.recognition_points = 20
        self.collect()
        self.assertEqual(self.balance(self.mia) + self.balance(self.max), 20)
        self.env.invalidate_all()
        self.assertIn("or all of them", program.recognition_warning)

    def test_no_limit_that_is_tried_tells_how_many_points_are_given(self):
        self.add_rule("agreement_signed", 10)
        program = self.as_user(self.program, self.pia)
        program.recognition_points = 1000
        self.add_mentorship("active")
        self.collect()
        told = set()
        for is_fixed in (False, True):
            for limit in (1, 19, 20, 21, 25, 26, 1000):
                program.write({"recognition_points": limit, "recognition_is_fixed": is_fixed})
                self.env.invalidate_all()
                told.add((program.recognition_warning, program.recognition_words))
                self.assertFalse(self.program._is_low_on_points())
        self.assertEqual(len(told), 1)
        # As a mentor of it, who reads what they can still earn
        self.env["hr.mentorship.recognition.rule"].search([]).unlink()
        self.add_rule("checkin_confirmed", 10)
        self.enrol(self.pia, "mentor", program=self.program)
        mine = self.as_user(self.wallets, self.pia)
        words = set()
        for limit in (5, 25, 100):
            program.recognition_points = limit
            self.env.invalidate_all()
            words.add(mine.browse(mine.action_open_mine()["res_id"]).earn_words)
        self.assertEqual(len(words), 1)
        self.assertNotIn("has given all its points", words.pop())

    def test_flexible_budget_only_tells(self):
        self.env.company.mentorship_point_value = 0.5
        self.add_rule("agreement_signed", 10)
        program = self.as_user(self.program, self.pia)
        program.recognition_points = 15
        self.add_mentorship("active")
        self.collect()
        self.env.invalidate_all()
        self.assertEqual(
            program.recognition_warning, "Most points of the budget are given, or all of them. Raise it in time."
        )
        self.assertIn("Told month by month", program.recognition_words)
        self.assertFalse(self.as_user(self.program, self.mia).recognition_words)
        self.assertFalse(self.as_user(self.program, self.petra).recognition_words)

    def test_program_manager_hears_once_that_most_of_the_budget_is_given(self):
        self.add_rule("agreement_signed", 10)
        self.as_user(self.program, self.pia).recognition_points = 20
        pair = self.add_mentorship("active")
        self.collect()
        of_program = [("kind", "=", "points_low"), ("program_id", "=", self.program.id)]
        line = self.env["hr.mentorship.notice"].search(of_program)
        self.assertEqual((line.user_id, line.program_id), (self.pia.user_id, self.program))
        self.assertIn("has given most of the points", line._read_out()[0]["text"])
        self.add_rule("mentorship_completed", 10)
        self.hold(pair)
        self.as_user(pair, self.max).action_complete()
        self.collect()
        self.assertEqual(line, self.env["hr.mentorship.notice"].search(of_program))
        self.as_user(self.program, self.pia).recognition_points = 44
        self.assertFalse(line._filter_true(), "the budget has been raised")
        self.add_rule("agreement_signed", 10, name="Once more")
        self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.olga)
        self.collect()
        self.assertEqual(line, self.env["hr.mentorship.notice"].search(of_program), "once a month at most")
        with freeze_time(fields.Date.add(fields.Date.today(), months=1)):
            self.as_user(self.program, self.pia).recognition_points = 130
            self.add_mentorship("active", mentor=self.add_person("ida"), mentee=self.add_person("kim"))
            self.collect()
            self.assertEqual(len(self.env["hr.mentorship.notice"].search(of_program)), 2)

    def test_sums_are_told_by_closed_months_of_enough_people_and_stand_still_meanwhile(self):
        self.env.company.mentorship_point_value = 0.5
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        people = [self.mia, self.max, self.olga, self.paula, self.ada, self.petra][:least]
        self.assertEqual(len(people), least)
        self.program._open_recognition_budgets()

        def earn(*employees, is_earlier=True):
            row = {"points": 10, "reason": "A talk", "program_id": self.program.id}
            self.wallets._earn([{**row, "employee_id": employee.id} for employee in employees])
            if is_earlier:
                self.env.cr.execute("UPDATE hr_mentorship_wallet_entry SET create_date = NOW() - INTERVAL '40 days'")
            return self.as_user(self.program, self.pia).recognition_words

        self.assertIn("Told month by month", earn(*people[1:], self.pia), "who reads it does not count")
        told = earn(people[0])
        self.assertRegex(told, rf"^{10 * least + 10} points given until .*, worth .*{5 * least + 5}\.00")
        self.wallets._spend(self.mia, 5, "A book", program=self.program)
        self.assertEqual(earn(self.max, is_earlier=False), told)
        program = self.as_user(self.program, self.pia)
        for limit, is_fixed, warning in (
            (10 * least, False, "More points are given than the budget holds."),
            (10 * least, True, "The budget of points is used up: nothing is paid until it is raised."),
            (1000, True, False),
        ):
            program.write({"recognition_points": limit, "recognition_is_fixed": is_fixed})
            self.env.invalidate_all()
            self.assertEqual(program.recognition_warning, warning)

    # -- simulation and words

    def test_simulation_says_what_it_would_have_cost_and_pays_nothing(self):
        quiet = self.add_program("Quiet", self.pia)
        self.add_rule("agreement_signed", 10)
        self.add_rule("checkin_confirmed", 1, cap=1, program_id=quiet.id)
        pair = self.add_mentorship("active", program=quiet)
        for index in range(2):
            self.hold(pair, index)
        program = self.as_user(quiet, self.pia)
        self.assertEqual(program.action_simulate_recognition()["res_id"], quiet.id)
        message = program.recognition_simulation
        self.assertFalse(self.as_user(quiet, self.petra).recognition_simulation)
        self.assertIn("“Quiet” would have cost 22 points", message)
        self.assertIn("agreement_signed: 20 points (2 ×)", message)
        self.assertEqual(self.balance(self.mia), 0)
        with self.assertRaises(AccessError):
            self.as_user(quiet, self.petra).action_simulate_recognition()

    def test_employee_reads_how_to_earn_more_in_the_programs_they_take_part_in(self):
        self.add_rule("goal_reached", 50, name="Goal reached", role="mentee", cap=2, cap_period="year")
        self.add_rule("goal_reached", 20, name="A mentee's goal", role="mentor")
        self.enrol(self.mia, "mentee")
        wallet = self.as_user(self.wallets, self.mia)
        mine = wallet.browse(wallet.action_open_mine()["res_id"])
        self.assertEqual(mine.earn_words, "Goal reached: 50 points (at most 2 a year)")

    # -- badges

    def test_badge_is_given_once_and_its_deletion_breaks_nothing(self):
        badge = self.env.ref("hr_mentorship.gamification_badge_steady")
        rule = self.add_rule("checkin_confirmed", 1, badge_id=badge.id)
        pair = self.add_mentorship("active")
        for index in range(2):
            self.hold(pair, index)
            self.collect()
        mine = [("badge_id", "=", badge.id), ("employee_id", "in", (self.mia + self.max).ids)]
        given = self.env["gamification.badge.user"].search(mine)
        self.assertEqual(sorted(given.employee_id.mapped("name")), ["Max", "Mia"])
        self.assertTrue(all(given.mapped("is_of_mentorship")))
        badge.unlink()
        self.hold(pair, 2)
        self.collect()
        self.assertEqual((rule.badge_id, self.balance(self.mia)), (badge.browse(), 3))

    def test_what_is_nobodys_business_gives_no_badge_and_none_is_given_that_the_writer_may_not_give(self):
        badges = self.env["gamification.badge"]
        ours = self.env.ref("hr_mentorship.gamification_badge_goal")
        closed = badges.create({"name": "Closed", "rule_auth": "nobody"})
        everyone = badges.create({"name": "For All", "rule_auth": "everyone"})
        completed = self.env.ref("hr_mentorship.gamification_badge_mentor")
        rules = self.as_user(self.rules, self.pia)
        values = {"name": "Kind", "event": "goal_reached", "program_id": self.program.id}
        for event in ("survey_answered", "thanked"):
            refused = self.assertRaisesRegex(ValidationError, "Everybody sees a badge")
            with self.subTest(event), refused, self.env.cr.savepoint():
                rules.create({**values, "event": event, "badge_id": ours.id})
        rule = rules.create({**values, "badge_id": ours.id})
        rule.badge_id = everyone
        for badge in (closed, completed):
            refused = self.assertRaisesRegex(UserError, "you may not give")
            with self.subTest(badge.name), refused, self.env.cr.savepoint():
                rule.badge_id = badge
        with self.assertRaisesRegex(UserError, "you may not give"), self.env.cr.savepoint():
            self.as_user(self.rules, self.ada).create({**values, "badge_id": completed.id})
        rule.sudo().badge_id = closed
        self.assertFalse(self.as_user(self.program, self.pia).copy().recognition_rule_ids.badge_id)

    def test_nobody_grants_a_badge_that_our_screens_show_as_earned(self):
        badge = self.env["gamification.badge"].create({"name": "Mine", "rule_auth": "everyone"})
        rule = self.add_rule("checkin_confirmed")
        badges = self.env["gamification.badge.user"].with_user(self.mia.user_id)
        values = {"badge_id": badge.id, "user_id": self.mia.user_id.id, "employee_id": self.mia.id}
        for more in ({"is_of_rule": True}, {"recognition_rule": rule.id}, {"is_of_mentorship": True}):
            with self.subTest(more), self.assertRaises(AccessError):
                call_kw(badges, "create", [[{**values, **more}]], {})
        mine = badges.browse(call_kw(badges, "create", [[values]], {}))
        self.assertFalse(mine.is_of_mentorship)
        with self.assertRaises(AccessError):
            mine.write({"is_of_rule": True})

    def test_names_of_rules_reach_each_in_their_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mia.user_id.lang = "fr_FR"
        rule = self.add_rule("agreement_signed", name="Signed")
        rule.with_context(lang="fr_FR").name = "Signé"
        self.add_mentorship("active")
        self.collect()
        self.assertEqual(self.statement(self.mia), [("Signé", 10)])
        self.assertEqual(self.statement(self.max), [("Signed", 10)])
