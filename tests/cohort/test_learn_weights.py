from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.cohort.finished_mentorships import read_outcomes
from ..performance import PerformanceCase


@tagged("post_install", "-at_install")
class TestLearnWeights(PerformanceCase):
    """A program manager is shown which weights finished mentorships speak for, and decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.former = cls.add_program("Leaders, last year", cls.pia)
        cls.program.predecessor_id = cls.former
        for program in (cls.former, cls.program):
            program.criterion_ids.unlink()
            program.criterion_ids = [
                Command.create({"kind": "topics", "weight": 5}),
                Command.create({"kind": "languages", "weight": 5}),
            ]
        cls.mentor = cls.enrol(cls.max, "mentor", program=cls.former)
        cls.mentee = cls.enrol(cls.mia, "mentee", program=cls.former)

    def finish(self, went_well, program=None, members=True, **values):
        """Make a mentorship that is over: by the topics alone one sees how it went."""
        number = self.env["hr.mentorship"].search_count([])
        facts = [
            {**setting, "value": value}
            for setting, value in zip(
                self.former.criterion_ids._snapshot(), (0.9 if went_well else 0.1, number * 7 % 11 / 10), strict=True
            )
        ]
        seats = [Command.create({"participant_id": self.mentee.id})] if members else []
        return self.env["hr.mentorship"].create(
            {
                "program_id": (program or self.former).id,
                "state": "completed" if went_well else "ended",
                "start_date": fields.Date.today(),
                "match_facts": {"criteria": facts},
                "member_ids": seats,
                **values,
            }
        )

    def finish_many(self, count=60, **values):
        for number in range(count):
            self.finish(bool(number % 3), members=False, **values)

    def open_dialog(self, who=None):
        action = self.as_user(self.program, who or self.pia).action_learn_weights()
        return self.as_user(self.env["hr.mentorship.learn.weights"], who or self.pia).browse(action["res_id"])

    def test_weights_are_learned_of_the_last_cohort_and_taken_over(self):
        self.finish_many()
        dialog = self.open_dialog()
        self.assertIn("60 finished mentorships", dialog.evidence)
        self.assertFalse(dialog.is_refused)
        topics, languages = dialog.line_ids
        self.assertEqual((topics.present, languages.present), (5, 5))
        self.assertGreater(topics.proposed, 7)
        self.assertLess(languages.proposed, 3)
        self.assertTrue(topics.low <= topics.proposed <= topics.high)
        languages.is_taken = False
        dialog.action_take_over()
        self.assertEqual(self.program.criterion_ids.mapped("weight"), [topics.proposed, 5])
        self.assertIn(f"from 5 to {topics.proposed}", self.program.message_ids[:1].body)
        self.assertEqual(self.former.criterion_ids.mapped("weight"), [5, 5], "what was is left as it was")

    def test_nothing_ticked_changes_nothing(self):
        self.finish_many()
        dialog = self.open_dialog()
        dialog.line_ids.is_taken = False
        with self.assertRaisesRegex(UserError, "Tick the weights"):
            dialog.action_take_over()

    def test_too_few_are_refused_with_the_number_that_it_takes(self):
        self.finish_many(29)
        dialog = self.open_dialog()
        self.assertTrue(dialog.is_refused)
        self.assertFalse(dialog.line_ids)
        self.assertIn("It takes 30 finished mentorships", dialog.evidence)
        self.assertIn("so far: 29", dialog.evidence)

    def test_nobody_has_finished_yet(self):
        self.assertIn("It takes 30 finished mentorships", self.open_dialog().evidence)

    def test_without_criteria_there_is_a_sentence(self):
        self.program.criterion_ids.unlink()
        with self.assertRaisesRegex(UserError, "add a criterion"):
            self.open_dialog()

    def test_what_says_nothing_of_the_match_is_left_out(self):
        self.finish_many(30)
        self.finish(False, ended_by_departure=True)
        self.finish(False, given_end_reason="change")
        self.finish(False, start_date=False)
        self.finish(True, match_facts=False)
        evidence = self.open_dialog().evidence
        self.assertIn("30 finished mentorships", evidence)
        self.assertIn("One more was matched by other criteria", evidence)

    def test_criterion_that_is_new_keeps_its_weight_and_hinders_nothing(self):
        self.program.criterion_ids = [Command.create({"kind": "interests", "weight": 7, "sequence": 99})]
        self.finish_many()
        new = self.open_dialog().line_ids[-1]
        self.assertEqual((new.present, new.proposed, new.is_taken), (7, 7, False))
        self.assertEqual(new.range_text, "nothing to learn from")

    def test_whoever_takes_part_learns_nothing_of_it(self):
        self.finish_many(30)
        self.program.manager_ids |= self.mia.user_id
        self.mia.user_id.group_ids |= self.env.ref("hr_mentorship.group_hr_mentorship_manager")
        self.finish(True)
        self.assertIn("31 finished", self.open_dialog().evidence)
        self.assertIn("30 finished", self.open_dialog(self.mia).evidence)

    def test_only_who_runs_the_program_learns(self):
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.petra).action_learn_weights()
        dialog = self.open_dialog()
        with self.assertRaises(AccessError):
            self.as_user(dialog, self.petra).action_take_over()

    def test_line_of_the_clients_own_making_is_never_taken_over(self):
        dialog = self.open_dialog()
        line = {"criterion_id": self.former.criterion_ids[0].id, "is_taken": True}
        dialog.write({"line_ids": [Command.create(line)]})
        with self.assertRaisesRegex(UserError, "Tick the weights"):
            dialog.action_take_over()
        self.finish_many()
        dialog = self.open_dialog()
        dialog.write({"line_ids": [Command.create(line)]})
        dialog.action_take_over()
        self.assertEqual(self.former.criterion_ids.mapped("weight"), [5, 5])

    def test_closed_program_learns_no_more(self):
        with self.assertRaises(UserError):
            self.as_user(self.add_program("Over", self.pia, state="closed"), self.pia).action_learn_weights()
        self.finish_many()
        dialog = self.open_dialog()
        self.program.state = "closed"
        with self.assertRaises(UserError):
            dialog.action_take_over()
        self.assertEqual(self.program.criterion_ids.mapped("weight"), [5, 5])

    def test_outcome_is_what_the_records_say_and_no_star_counts(self):
        mentorship = self.add_mentorship("completed")
        checkins = mentorship.checkin_ids
        checkins.write({"state": "cancelled"})
        self.assertEqual(read_outcomes(mentorship), {mentorship.id: 1.0}, "of what there was none nothing is said")
        checkins[:1].write({"state": "missed"})
        self.assertAlmostEqual(read_outcomes(mentorship)[mentorship.id], 0.5 / 0.75)
        self.assertEqual(read_outcomes(mentorship.browse()), {})

    def test_more_mentorships_take_no_more_queries(self):
        self.finish_many(35)
        self.open_dialog()
        few = self.count_queries(self.open_dialog)
        self.finish_many(40)
        self.assertLessEqual(self.count_queries(self.open_dialog), few + 2)
