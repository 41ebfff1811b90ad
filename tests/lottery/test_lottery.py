from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..matching.common import RunCase


@tagged("post_install", "-at_install")
class TestLottery(RunCase):
    """Where seats are short, lots are drawn between near-equals: as wide as was told, with a seed nobody chooses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.max_part.capacity = 1
        cls.otto_part.unlink()
        # Max shares one of Mia's and Ida's three interests, and one of Eve's four: a point between them, or less
        go, jazz = cls.env["hr.mentorship.interest"].create([{"name": "Go"}, {"name": "Jazz"}])
        (cls.mia_part | cls.ida_part).interest_ids = cls.chess | cls.tennis | go
        cls.eve_part.interest_ids = cls.chess | cls.tennis | go | jazz
        parts = cls.mia_part | cls.ida_part | cls.eve_part | cls.uma_part
        cls.applied = parts.read(["employee_id", "skill_ids", "interest_ids"])
        parts.unlink()

    def apply_again(self):
        """Let the mentees apply anew, with what they had said."""
        parts = {}
        for values in self.applied:
            employee = self.env["hr.employee"].browse(values["employee_id"][0])
            parts[employee] = self.enrol(
                employee,
                "mentee",
                skill_ids=[Command.set(values["skill_ids"])],
                interest_ids=[Command.set(values["interest_ids"])],
            )
        self.env.flush_all()
        return parts

    def weigh(self, weight):
        """Let interests count little beside topics, so that their difference is one of a few points."""
        self.program.criterion_ids.filtered(lambda row: row.kind == "interests").weight = weight

    def test_near_equals_are_drawn_within_the_steps_that_were_told_and_not_without(self):
        self.weigh(1)
        parts = self.apply_again()
        self.eve_part, self.mia_part = parts[self.eve], parts[self.mia]
        without = self.run_for()
        self.assertFalse(without.lottery_points)
        scores = {line.mentee_id: line for line in without.line_ids}
        self.assertFalse(scores[self.eve_part].mentor_id, "hers is the lowest score")
        self.assertFalse(scores[self.eve_part].tie_share)

    def test_lots_are_drawn_and_the_run_says_how(self):
        self.weigh(1)
        program = self.as_user(self.program, self.pia)
        program.lottery_points = 10
        parts = self.apply_again()
        runs = self.compare()
        self.assertEqual(runs.mapped("objective"), ["people", "total"], "nobody is drawn by the others")
        run = runs[0]
        self.assertEqual((run.lottery_points, run.seed), (10, self.program.lottery_seed))
        shares = {line.mentee_id.employee_id: line.tie_share for line in run.line_ids}
        self.assertGreater(shares[self.eve], 0)
        self.assertAlmostEqual(sum(shares.values()), 1)
        self.assertFalse(shares[self.uma], "a must-have is missed, whatever the lot says")
        self.assertEqual(run.matched_count, 1)
        won = run.line_ids.filtered("mentor_id")
        self.assertIn("A lot decided", won.reason)
        again = self.run_for()
        self.assertEqual(again.line_ids.filtered("mentor_id").mentee_id, won.mentee_id, "as the seed is the same")
        notice = self.as_user(run, self.pia).action_reproduce()
        self.assertEqual(notice["params"]["type"], "success", notice["params"]["message"])
        run.with_user(self.pia.user_id).action_apply()
        self.assertEqual(self.program.proposal_ids.mentee_ids, won.mentee_id.employee_id)
        self.assertEqual(set(parts), set(shares))

    def test_another_seed_draws_others(self):
        self.weigh(1)
        self.program.lottery_points = 10
        self.apply_again()
        won = set()
        for seed in range(1, 30):
            self.program.lottery_seed = seed
            won.add(self.run_for().line_ids.filtered("mentor_id").mentee_id.employee_id.name)
        self.assertGreater(len(won), 1)
        self.assertLessEqual(won, {"Mia", "Ida", "Eve"})

    def test_applicants_are_told_of_it_before_they_apply_and_mentors_are_not(self):
        program = self.as_user(self.program, self.pia)
        self.assertFalse(program.lottery_words)
        program.lottery_points = 3
        mine = self.as_user(self.program, self.mia)
        self.assertIn("in steps of 3 points", mine.lottery_words)
        self.assertIn("is drawn with the first matching", mine.lottery_words)
        dialog = self.as_user(self.env["hr.mentorship.apply"], self.mia).create(
            {"program_id": self.program.id, "role": "mentee"}
        )
        self.assertEqual(dialog.lottery_words, mine.lottery_words)
        self.assertIn(mine.lottery_words, self.program._describe_joining("mentee"))
        self.assertNotIn(mine.lottery_words, self.program._describe_joining("mentor"))
        program.lottery_points = 1
        self.assertIn("in whole points", self.as_user(self.program, self.mia).lottery_words)
        program.matching_mode = "request"
        self.assertFalse(self.as_user(self.program, self.mia).lottery_words)

    def test_what_was_told_stays_from_the_first_application_of_a_mentee_on(self):
        program = self.as_user(self.program, self.pia)
        program.lottery_points = 5
        self.apply_again()
        self.assertFalse(self.program.lottery_seed, "while people apply nobody knows their lot")
        self.run_for()
        seed = self.program.lottery_seed
        self.assertGreater(seed, 0)
        self.run_for()
        self.assertEqual(self.program.lottery_seed, seed, "drawn once, however often it is matched")
        self.assertNotIn(str(seed), self.as_user(self.program, self.mia).lottery_words, "nobody hears of a matching")
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.mia).read(["lottery_seed"])
        self.run_for()._apply()
        self.as_user(self.program.proposal_ids, self.pia).action_offer()
        self.assertIn(str(seed), self.as_user(self.program, self.mia).lottery_words)
        for points in (0, 3):
            with self.assertRaisesRegex(UserError, "until the first one applies"):
                program.lottery_points = points
        program.write({"lottery_points": 5, "name": "The same lottery"})
        self.assertEqual(self.program.copy().lottery_points, 5)
        self.assertNotEqual(self.program.copy().lottery_seed, seed)

    def test_nobody_knows_the_seed_beforehand_whatever_else_they_manage(self):
        self.as_user(self.program, self.pia).lottery_points = 5
        self.apply_again()
        self.run_for()._apply()
        self.add_program("Elsewhere", self.petra)
        for person in (self.pia, self.petra):
            programs = self.as_user(self.env["hr.mentorship.program"], person)
            for name in ("lottery_seed", "used_run_id"):
                with self.subTest(person.name, field=name):
                    with self.assertRaises(AccessError):
                        programs.browse(self.program.id).read([name])
                    with self.assertRaises(UserError):
                        programs.search([(name, "!=", False)])
        self.assertTrue(self.as_user(self.program, self.pia).has_used_run)
        self.assertFalse(self.as_user(self.program, self.petra).has_used_run)

    def test_a_lottery_that_was_told_is_not_switched_off_by_another_way_of_matching(self):
        self.as_user(self.program, self.pia).lottery_points = 5
        self.apply_again()
        with self.assertRaisesRegex(UserError, "until the first one applies"), self.env.cr.savepoint():
            self.as_user(self.program, self.pia).matching_mode = "request"
        self.as_user(self.program, self.pia).matching_mode = "both"

    def test_it_is_told_by_how_many_sets_of_criteria_pairs_were_looked_for(self):
        self.as_user(self.program, self.pia).lottery_points = 5
        self.apply_again()
        for weight in (1, 2):
            self.weigh(weight)
            run = self.run_for()
        run._apply()
        self.as_user(self.program.proposal_ids, self.pia).action_offer()
        self.assertIn("by 2 different sets of criteria", self.as_user(self.program, self.mia).lottery_words)

    def test_a_lottery_is_set_by_program_managers_within_ten_points_and_its_seed_by_nobody(self):
        for points in (-1, 11):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.program.lottery_points = points
                self.env.flush_all()
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.mia).lottery_points = 3
        self.as_user(self.program, self.pia).lottery_points = 3
        with self.assertRaises(UserError):
            self.as_user(self.program, self.pia).lottery_seed = 1
        self.assertFalse(self.program.lottery_seed)
