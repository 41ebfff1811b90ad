import base64
from itertools import chain
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.hr_mentorship.matching import MatchingError, Problem

from ...models.matching import hr_mentorship_matching_run as solver
from .common import RunCase

OBJECTIVES = ["people", "total", "fairest", "stable"]


@tagged("post_install", "-at_install")
class TestMatchingRun(RunCase):
    """Runs answer side by side, are kept with all that went in, and propose nothing by themselves."""

    def test_program_manager_compares_all_objectives_and_nothing_is_proposed(self):
        runs = self.compare()
        self.assertEqual(runs.mapped("objective"), OBJECTIVES)
        self.assertEqual(set(runs.mapped("state")), {"done"})
        self.assertEqual(runs.mapped("matched_count"), [3, 3, 3, 3])
        self.assertEqual(runs.mapped("unmatched_count"), [1, 1, 1, 1])
        self.assertTrue(all(runs.mapped("is_proven")))
        self.assertEqual(set(runs.mapped("mentors_used_count")), {2})
        self.assertEqual(runs.filtered(lambda run: run.objective == "stable").blocking_pair_count, 0)
        self.assertEqual(runs.user_id, self.pia.user_id)
        self.assertTrue(all(run.fingerprint and run.settings and run.finished_at for run in runs))
        self.assertFalse(self.program.mentorship_ids)
        self.assertEqual(self.as_user(self.program, self.pia).matching_step, "choose")

    def test_objectives_that_bring_the_same_people_together_are_said_to_agree(self):
        runs = self.compare()
        program = self.as_user(self.program, self.pia)
        pairs = {run: {(line.mentee_id, line.mentor_id) for line in run.line_ids if line.mentor_id} for run in runs}
        for run in runs:
            same = [other for other in runs if pairs[other] == pairs[run]]
            with self.subTest(run.objective):
                self.assertEqual(
                    runs.filtered(lambda other, run=run: other.pairs_fingerprint == run.pairs_fingerprint),
                    runs.union(*same),
                )
        for fingerprints, said in (
            ("aaaa", "All objectives give the same pairs"),
            ("baaa", "use: Best fit in total, Fairest, and Stable."),
            ("abcd", False),
        ):
            # Past the rule that the result of a run is never changed
            for run, fingerprint in zip(runs, fingerprints, strict=True):
                self.env.cr.execute(
                    "UPDATE hr_mentorship_matching_run SET pairs_fingerprint = %s WHERE id = %s", [fingerprint, run.id]
                )
            self.env.invalidate_all()
            with self.subTest(fingerprints):
                words = program.agreement_of_runs
                self.assertEqual(bool(words), bool(said))
                self.assertIn(said or "", words or "")

    def test_figures_of_a_run_are_those_of_its_lines(self):
        for run in self.compare():
            scores = sorted(run.line_ids.filtered("mentor_id").mapped("score"))
            with self.subTest(run.objective):
                self.assertEqual(len(scores), run.matched_count)
                self.assertAlmostEqual(run.mean_score, sum(scores) / len(scores), delta=0.06)
                self.assertAlmostEqual(run.lowest_score, scores[0], delta=0.06)
                self.assertEqual(len(run.line_ids), run.mentee_count)
                self.assertEqual(run.line_ids.filtered(lambda line: not line.mentor_id).mentee_id, self.uma_part)

    def test_line_without_mentor_says_why_in_words(self):
        run = self.run_for()
        [line] = run.line_ids.filtered(lambda line: not line.mentor_id)
        self.assertIn("Selling", line.reason)

    def test_of_equals_for_one_seat_each_line_says_that_a_lot_decided(self):
        self.max_part.capacity = 1
        run = self.run_for()
        lines = {line.mentee_id: line for line in run.line_ids}
        first, second = lines[self.mia_part], lines[self.ida_part]
        self.assertEqual(len((first | second).mentor_id), 1)
        self.assertAlmostEqual(first.tie_share + second.tie_share, 1)
        for line in first | second:
            self.assertGreater(line.tie_share, 0)
            self.assertIn(f"in {round(32 * line.tie_share)} of 32 draws among equally good matchings", line.reason)
        for line in (lines[self.eve_part], lines[self.uma_part]):
            self.assertFalse(line.tie_share)
            self.assertNotIn("A lot decided", line.reason)

    def test_run_is_reproduced_from_its_own_input_whatever_has_changed_since(self):
        run = self.run_for()
        self.max_part.capacity = 1
        self.program.criterion_ids[0].weight = 1
        notice = self.as_user(run, self.pia).action_reproduce()
        self.assertEqual(notice["params"]["type"], "success", notice["params"]["message"])

    def test_run_whose_lines_are_others_than_the_input_gives_is_called_different(self):
        run = self.run_for()
        run.line_ids.filtered("mentor_id")[:1].sudo().mentor_id = False
        notice = self.as_user(run, self.pia).action_reproduce()
        self.assertEqual(notice["params"]["type"], "warning")

    def test_program_manager_changes_a_weight_and_sees_what_that_does(self):
        first = self.run_for()
        self.assertTrue(first.is_current)
        self.as_user(self.program, self.pia).criterion_ids.filtered(lambda c: c.kind == "interests").weight = 0
        first.invalidate_recordset()
        self.assertFalse(first.is_current)
        second = self.run_for()
        self.assertEqual(second.previous_id, first)
        self.assertLess(second.mean_score, first.mean_score)
        self.assertEqual(
            second.delta_text,
            "As many matches as in the run before. Scores do not compare, as the criteria have changed",
        )
        self.assertIn("Interests", second.settings_text)

    def test_figures_are_compared_with_those_of_the_run_before_where_they_compare(self):
        self.run_for()
        self.assertEqual(self.run_for().delta_text, "Same figures as the run before")
        self.ida_part.interest_ids = self.tennis
        self.assertRegex(self.run_for().delta_text, r"^Since the run before: (mean|lowest) [+-]\d")
        self.as_user(self.program, self.pia).minimum_score = 90
        self.assertRegex(self.run_for().delta_text, r"^Since the run before: matched -\d\. Scores do not compare")

    def test_figures_of_other_people_or_seats_are_not_compared(self):
        other = "Other people or seats than in the run before: the figures do not compare"
        self.run_for()
        self.max_part.capacity = 1
        self.assertEqual(self.run_for().delta_text, other)
        self.uma_part.state = "withdrawn"
        self.assertEqual(self.run_for().delta_text, other)
        self.as_user(self.program, self.pia).action_use_recommended()
        self.program.proposal_ids[:1].with_user(self.pia.user_id).action_lock()
        self.as_user(self.program, self.pia).action_solve_rest()
        self.assertEqual(self.as_user(self.program.used_run_id, self.pia).delta_text, other)

    def test_runs_side_by_side_say_what_does_not_compare(self):
        first = self.run_for()
        self.uma_part.state = "withdrawn"
        self.as_user(self.program, self.pia).criterion_ids.filtered(lambda c: c.kind == "interests").weight = 0
        action = self.as_user(first + self.run_for(), self.pia).action_compare()
        comparison = self.env[action["res_model"]].with_user(self.pia.user_id).browse(action["res_id"])
        self.assertFalse(comparison.has_same_rules)
        self.assertEqual(comparison.other_count, 1)
        self.assertNotIn(self.uma_part, comparison.line_ids.mentee_id)
        self.assertEqual(comparison.same_count + comparison.difference_count, 3)

    def test_input_and_facts_are_read_by_nobody(self):
        """They hold what people have said in confidence: blocks, wishes, reliability."""
        run = self.run_for()
        for person in (self.pia, self.ada, self.mia):
            with self.subTest(person.name):
                with self.assertRaises(AccessError):
                    self.as_user(run, person).read(["input_data"])
                with self.assertRaises(AccessError):
                    self.as_user(run.line_ids, person).read(["facts"])
        problem = Problem.from_bytes(base64.b64decode(run.sudo().with_context(bin_size=False).input_data))
        self.assertEqual(problem.fingerprint(), run.fingerprint)

    # -- using a run

    def test_program_manager_uses_a_run_and_gets_its_pairs_as_proposals(self):
        run = self.run_for()
        self.as_user(run, self.pia).action_apply()
        proposals = self.program.proposal_ids
        expected = {
            (line.mentor_id.employee_id.name, line.mentee_id.employee_id.name)
            for line in run.line_ids.filtered("mentor_id")
        }
        self.assertEqual(self.pairs(proposals), expected)
        self.assertEqual(proposals.run_id, run)
        self.assertEqual(self.program.used_run_id, run)
        self.assertEqual((run.used_by_id, bool(run.used_at)), (self.pia.user_id, True))
        program = self.as_user(self.program, self.pia)
        self.assertEqual(program.matching_step, "review")
        self.assertFalse(program.needs_solving)
        self.assertEqual(program.unmatched_line_ids.mentee_id, self.uma_part)

    def test_program_manager_uses_another_run_and_the_first_leaves_no_trace(self):
        runs = self.compare()
        for objective in ("people", "stable"):
            runs.filtered(lambda run, o=objective: run.objective == o).action_apply()
        self.assertEqual(len(self.program.mentorship_ids), 3)
        self.assertEqual(self.program.mentorship_ids.run_id.objective, "stable")
        self.assertEqual((self.max_part.seats_left, self.otto_part.seats_left), (0, 0))

    def test_criteria_changed_since_the_run_and_using_it_is_refused(self):
        run = self.run_for()
        self.program.criterion_ids[0].weight = 3
        with self.assertRaisesRegex(UserError, "The criteria of “Leaders” have changed since this run"):
            self.as_user(run, self.pia).action_apply()
        self.assertFalse(self.program.mentorship_ids)

    def test_pairs_that_became_impossible_are_left_out_and_named(self):
        run = self.run_for()
        self.eve_part.with_user(self.eve.user_id).action_withdraw()
        pair = run.line_ids.filtered(lambda line: line.mentee_id == self.mia_part)
        self.env["hr.mentorship.block"].sudo().create(
            {
                "profile_id": self.mia.mentorship_profile_ids.id,
                "blocked_employee_id": pair.mentor_id.employee_id.id,
            }
        )
        notice = self.as_user(run, self.pia).action_apply()
        self.assertEqual(self.program.proposal_ids.mentee_ids, self.ida)
        self.assertEqual(notice["params"]["type"], "warning")
        self.assertIn("→ Eve: Eve no longer takes part", notice["params"]["message"])
        self.assertIn("→ Mia: must not be paired any more", notice["params"]["message"])

    def test_seats_lowered_since_the_run_are_not_overbooked(self):
        run = self.run_for()
        self.max_part.capacity = 1
        notice = self.as_user(run, self.pia).action_apply()
        self.assertEqual(len(self.program.proposal_ids), 2)
        self.assertIn("Max has no free seat any more", notice["params"]["message"])

    def test_seats_are_not_lowered_below_those_that_proposals_hold(self):
        self.run_for().action_apply()
        with self.assertRaisesRegex(ValidationError, "Max already takes care of 2 mentees"):
            self.as_user(self.max_part, self.pia).capacity = 1

    def test_another_program_manager_has_used_a_run_meanwhile_and_the_older_is_refused(self):
        self.program.manager_ids = [Command.link(self.petra.user_id.id)]
        mine, theirs = self.run_for(), self.run_for(person=self.petra)
        self.as_user(theirs, self.petra).action_apply()
        with self.assertRaisesRegex(UserError, "Petra has used another run for “Leaders” since this one was solved"):
            self.as_user(mine, self.pia).action_apply()
        self.assertEqual(self.program.mentorship_ids.run_id, theirs)

    def test_program_is_closed_meanwhile_and_its_run_is_refused(self):
        run = self.run_for()
        self.program.state = "closed"
        with self.assertRaisesRegex(UserError, "“Leaders” is not open"):
            self.as_user(run, self.pia).action_apply()

    def test_run_that_is_not_done_is_refused(self):
        with self.in_background():
            run = self.run_for()
        with self.assertRaisesRegex(UserError, "is in the status “Waiting”"):
            self.as_user(run, self.pia).action_apply()

    # -- two runs

    def test_program_manager_compares_two_runs_and_reads_who_gets_somebody_else(self):
        first = self.run_for()
        self.program.criterion_ids[1].weight = 0
        self.otto_part.skill_ids = self.selling
        second = self.run_for()
        action = self.as_user(first + second, self.pia).action_compare()
        comparison = self.env[action["res_model"]].browse(action["res_id"])
        differing = {
            line.mentee_id
            for line in first.line_ids
            if line.mentor_id
            != second.line_ids.filtered(lambda other, m=line.mentee_id: other.mentee_id == m).mentor_id
        }
        self.assertEqual(set(comparison.line_ids.mentee_id), differing)
        self.assertIn(self.uma_part, differing)
        self.assertEqual(comparison.same_count + comparison.difference_count, 4)

    def test_one_run_or_runs_of_two_programs_are_not_compared(self):
        run = self.run_for()
        with self.assertRaisesRegex(UserError, "Select two runs of the same program"):
            self.as_user(run, self.pia).action_compare()


@tagged("post_install", "-at_install")
class TestRunInBackground(RunCase):
    """Large pools wait for the cron, which may be stopped at any moment."""

    def test_large_pool_is_queued_and_the_cron_solves_it(self):
        with self.in_background():
            runs = self.compare()
            self.assertEqual(set(runs.mapped("state")), {"queued"})
            self.assertEqual(self.as_user(self.program, self.pia).matching_step, "solving")
            self.run_cron()
        self.assertEqual(set(runs.mapped("state")), {"done"})
        self.assertEqual(runs.mapped("matched_count"), [3, 3, 3, 3])
        self.assertEqual(self.as_user(self.program, self.pia).matching_step, "choose")

    def test_background_gives_the_same_as_waiting_for_it(self):
        at_once = self.run_for()
        with self.in_background():
            later = self.run_for()
            self.run_cron()
        self.assertEqual(later.fingerprint, at_once.fingerprint)
        self.assertEqual(
            {(line.mentee_id, line.mentor_id) for line in later.line_ids},
            {(line.mentee_id, line.mentor_id) for line in at_once.line_ids},
        )

    def test_run_that_a_killed_server_has_left_is_taken_up_by_the_next(self):
        with self.in_background():
            runs = self.compare()
            runs.sudo()._start()
            self.run_cron()
        self.assertEqual(set(runs.mapped("state")), {"done"})

    def test_run_that_kills_every_server_fails_with_a_sentence(self):
        with self.in_background():
            runs = self.compare()
            runs.sudo()._start()
            runs.job_id.sudo().attempts = 3
            self.run_cron()
        self.assertEqual(set(runs.mapped("state")), {"failed"})
        self.assertIn("The server was stopped 3 times in the middle of it", runs[0].error)

    def test_what_the_engine_refuses_becomes_a_sentence_on_the_run(self):
        with self.in_background():
            runs = self.compare()
            with patch.object(solver, "match", side_effect=MatchingError("Levels lie in 0..100.")):
                self.run_cron()
        self.assertEqual(set(runs.mapped("state")), {"failed"})
        self.assertEqual(set(runs.mapped("error")), {"Levels lie in 0..100."})
        self.assertFalse(runs.line_ids)

    def test_one_objective_fails_and_none_is_half_written(self):
        solve = solver.match

        def fail_late(problem, objective, **options):
            if objective == "stable":
                raise MatchingError("Enough.")
            return solve(problem, objective=objective, **options)

        with patch.object(solver, "match", fail_late):
            runs = self.compare()
        self.assertEqual(set(runs.mapped("state")), {"failed"})
        self.assertFalse(runs.line_ids)

    def test_program_manager_cancels_what_waits(self):
        with self.in_background():
            runs = self.compare()
            self.as_user(self.program, self.pia).action_cancel_solving()
            self.assertEqual(set(runs.mapped("state")), {"cancelled"})
            self.run_cron()
        self.assertEqual(set(runs.mapped("state")), {"cancelled"})
        with self.assertRaisesRegex(UserError, "nothing to stop any more"):
            self.as_user(self.program, self.pia).action_cancel_solving()


@tagged("post_install", "-at_install")
class TestRunInsights(RunCase):
    """What a run says about the program as a whole."""

    def test_shortage_names_topics_with_seats_and_people_without_a_mentor(self):
        run = self.run_for()
        topics = {line.name: line for line in run.shortage_ids.filtered(lambda line: line.kind == "topic")}
        leading, selling = topics["Leading"], topics["Selling"]
        self.assertEqual((leading.mentee_count, leading.seat_count, leading.unmatched_count), (3, 3, 0))
        self.assertEqual((selling.mentee_count, selling.seat_count, selling.unmatched_count), (1, 0, 1))

    def test_unused_mentor_is_named_with_the_reason(self):
        idle = self.enrol(self.olga, "mentor", self.coding)
        spare = self.enrol(self.paula, "mentor")
        run = self.run_for()
        unused = {line.name: line.explanation for line in run.unused_ids}
        self.assertIn("Fits nobody who waits", unused["Olga"])
        used = run.line_ids.mentor_id
        self.assertNotIn(idle, used)
        if spare not in used:
            self.assertIn("may be paired with them", unused["Paula"])

    def test_scores_stand_in_bands_of_ten(self):
        run = self.run_for()
        for line in run.line_ids:
            if line.mentor_id:
                self.assertLessEqual(int(line.score_band), line.score)
                self.assertLess(line.score, int(line.score_band) + 10.01)
            else:
                self.assertFalse(line.score_band)

    def fill_groups(self, **sizes):
        """Mentees of that many women, men … wait."""
        for index, sex in enumerate(chain(*([sex] * number for sex, number in sizes.items()))):
            person = self.add_person(f"mentee{index}")
            person.sex = sex
            self.enrol(person, "mentee")

    def shown(self):
        return {line.facts["value"]: line.mentee_count for line in self.run_for().group_ids.sudo()}

    def test_groups_are_not_compared_unless_the_company_wants_it(self):
        self.fill_groups(female=4, male=4)
        self.assertEqual(self.shown(), {})

    def test_groups_that_are_large_enough_are_compared(self):
        self.env["ir.config_parameter"].set_param("hr_mentorship.equality_sex", True)
        self.fill_groups(female=4, male=3)
        self.assertEqual(self.shown(), {"female": 4, "male": 3, False: 4})
        female = self.run_for().group_ids.filtered(lambda line: line.sudo().facts["value"] == "female")
        self.assertEqual(female.name, "Sex: Female")
        self.assertTrue(0 <= female.matched_share <= 1)

    def test_small_group_is_not_shown_nor_told_by_subtraction(self):
        """Two men alone could be worked out from the total: the next smallest group hides with them."""
        self.env["ir.config_parameter"].set_param("hr_mentorship.equality_sex", True)
        self.fill_groups(female=5, other=6, male=2)
        self.assertEqual(self.shown(), {"female": 5, "other": 6})
        stored = self.env["hr.mentorship.matching.insight"].search([("kind", "=", "group")])
        self.assertNotIn("male", [line.facts["value"] for line in stored])

    def test_one_group_alone_is_no_comparison(self):
        self.env["ir.config_parameter"].set_param("hr_mentorship.equality_sex", True)
        self.fill_groups(male=2)
        self.assertEqual(self.shown(), {})


@tagged("post_install", "-at_install")
class TestBadInput(RunCase):
    """A clear sentence, and nothing half written."""

    def assert_told(self, sentence):
        for action in ("action_compare_objectives", "action_solve_rest"):
            with self.subTest(action), self.assertRaisesRegex(UserError, sentence):
                getattr(self.as_user(self.program, self.pia), action)()
        self.assertFalse(self.program.mentorship_ids)
        self.assertFalse(self.program.run_ids)

    def test_no_mentee_waits(self):
        (self.mia_part + self.eve_part + self.ida_part + self.uma_part).state = "withdrawn"
        self.assert_told("Nobody in “Leaders” waits for a mentor")

    def test_no_mentor_has_a_seat(self):
        (self.max_part + self.otto_part).state = "withdrawn"
        self.assert_told("No mentor in “Leaders” has a free seat")

    def test_all_weights_are_zero(self):
        self.program.criterion_ids.weight = 0
        self.assert_told("“Leaders” have the weight 0")

    def test_program_is_not_open(self):
        self.program.state = "draft"
        self.assert_told("Only open programs are matched")

    def test_must_have_removes_everybody_and_each_reads_which(self):
        (self.max_part + self.otto_part).skill_ids = self.coding
        runs = self.compare()
        self.assertEqual(runs.mapped("matched_count"), [0, 0, 0, 0])
        for line in runs[0].line_ids:
            self.assertIn(": 2 of 2. Find a mentor for these topics.", line.reason)
        self.as_user(runs[0], self.pia).action_apply()
        program = self.as_user(self.program, self.pia)
        self.assertFalse(program.proposal_ids)
        self.assertEqual(len(program.unmatched_line_ids), 4)

    def test_minimum_score_lies_between_0_and_100(self):
        for score in (-1, 101):
            with self.subTest(score), self.assertRaises(ValidationError):
                self.as_user(self.program, self.pia).minimum_score = score

    def test_criterion_on_a_field_that_was_removed_is_named(self):
        self.env["ir.model.fields"].create(
            {
                "name": "x_shoe_size",
                "field_description": "Shoe Size",
                "model_id": self.env["ir.model"]._get_id("hr.employee"),
                "ttype": "integer",
            }
        )
        self.program.criterion_ids = [
            Command.create({"kind": "custom_field", "field_name": "hr.employee.x_shoe_size", "comparison": "same"})
        ]
        self.env["ir.model.fields"].search([("name", "=", "x_shoe_size")]).unlink()
        self.assert_told("“Leaders” compares the field .*, which does not exist any more")

    def test_others_are_refused(self):
        for person in (self.petra, self.sam, self.mia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.program, person).action_compare_objectives()
        self.assertFalse(self.program.run_ids)
