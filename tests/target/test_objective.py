from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestObjective(MentorshipCase):
    """An objective suggests what usually serves it; it is taken with one press, and taken back with another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.add_program("Speakers", cls.pia, state="draft", rhythm="biweekly", meeting_duration=1.0)
        cls.objective = cls.env["hr.mentorship.objective"].create(
            {
                "name": "Stage",
                "rhythm": "weekly",
                "meeting_duration": 0.5,
                "criterion_ids": [
                    Command.create({"kind": "languages", "weight": 8}),
                    Command.create({"kind": "topics", "weight": 3}),
                    Command.create({"kind": "place", "weight": 4}),
                ],
                "target_ids": [Command.create({"measure": "goals", "wanted_value": 70})],
            }
        )

    def weight(self, kind):
        return self.draft.criterion_ids.filtered(lambda criterion: criterion.kind == kind).weight

    def test_choosing_an_objective_shows_suggestions_and_sets_nothing(self):
        with Form(self.as_user(self.draft, self.pia)) as form:
            self.assertFalse(form.suggestion_text)
            form.objective_ids.add(self.objective)
            lines = form.suggestion_text.split("\n")
        self.assertEqual(
            lines,
            [
                "Rhythm: Every week instead of Every two weeks",
                "Length of One Meeting: 30 minutes instead of 1 hour",
                "Matching: “Languages” counts 8 instead of 5",
                "Matching: “Place of work” counts 4, and is not compared so far",
                "Target: Goals reached, 70 %",
            ],
            "a criterion that counts more already stays",
        )
        self.assertRecordValues(self.draft, [{"rhythm": "biweekly", "meeting_duration": 1.0, "target_ids": []}])
        self.assertEqual(self.weight("languages"), 5)

    def test_manager_takes_suggestions_and_takes_them_back(self):
        self.draft.objective_ids = self.objective
        program = self.as_user(self.draft, self.pia)
        program.action_take_suggestions()
        self.assertRecordValues(self.draft, [{"rhythm": "weekly", "meeting_duration": 0.5}])
        self.assertEqual([self.weight(kind) for kind in ("languages", "topics", "place")], [8, 10, 4])
        self.assertRecordValues(self.draft.target_ids, [{"measure": "goals", "wanted_value": 70}])
        self.assertIn("Every week instead of Every two weeks", self.draft.message_ids[0].body)
        program = self.as_user(self.draft, self.pia)
        self.assertFalse(program.suggestion_text)
        self.assertTrue(program.can_undo_suggestions)
        program.meeting_duration = 0.75  # set since: it stays

        program.action_undo_suggestions()
        self.assertRecordValues(self.draft, [{"rhythm": "biweekly", "meeting_duration": 0.75, "target_ids": []}])
        self.assertEqual([self.weight(kind) for kind in ("languages", "topics", "place")], [5, 10, False])
        self.assertFalse(self.as_user(self.draft, self.pia).can_undo_suggestions)
        with self.assertRaisesRegex(UserError, "no suggestions to take back"):
            self.as_user(self.draft, self.pia).action_undo_suggestions()

    def test_target_of_ones_own_is_not_overwritten(self):
        self.draft.objective_ids = self.objective
        self.draft.target_ids = [Command.create({"measure": "goals", "wanted_value": 55})]
        self.as_user(self.draft, self.pia).action_take_suggestions()
        self.assertEqual(self.draft.target_ids.wanted_value, 55)

    def test_first_objective_has_its_way_and_the_strongest_criterion(self):
        other = self.objective.create(
            {
                "name": "Stage fright",
                "sequence": 99,
                "rhythm": "monthly",
                "criterion_ids": [Command.create({"kind": "languages", "weight": 9})],
            }
        )
        self.draft.objective_ids = self.objective + other
        text = self.as_user(self.draft, self.pia).suggestion_text
        self.assertIn("Every week instead", text)
        self.assertIn("“Languages” counts 9", text)

    def test_sponsor_sees_no_suggestions_and_takes_none(self):
        self.draft.objective_ids = self.objective
        self.assertFalse(self.as_user(self.draft, self.sam).suggestion_text)
        with self.assertRaises(AccessError):
            self.as_user(self.draft, self.sam).action_take_suggestions()

    def test_program_that_is_over_takes_no_suggestions(self):
        self.draft.write({"objective_ids": self.objective.ids, "state": "closed"})
        self.assertFalse(self.as_user(self.draft, self.pia).suggestion_text)
        with self.assertRaisesRegex(UserError, "Nothing is left to take"):
            self.as_user(self.draft, self.pia).action_take_suggestions()

    def test_program_with_pairs_is_designed_already(self):
        self.program.objective_ids = self.objective
        self.assertTrue(self.as_user(self.program, self.pia).suggestion_text)
        self.add_mentorship("proposed")
        self.assertFalse(self.as_user(self.program, self.pia).suggestion_text)

    def test_program_manager_adds_an_objective_and_leaves_those_of_others_alone(self):
        own = self.as_user(self.objective, self.pia).create({"name": "Podcasts"})
        own.write({"rhythm": "monthly", "target_ids": [Command.create({"measure": "meetings", "wanted_value": 80})]})
        with self.assertRaises(AccessError):
            self.as_user(own, self.petra).rhythm = "weekly"
        with self.assertRaises(AccessError):
            self.as_user(self.objective, self.pia).target_ids.wanted_value = 1

    def test_seven_objectives_suggest_what_can_be_taken(self):
        for name in ("onboarding", "skills", "career", "leadership", "knowledge", "culture", "retention"):
            with self.subTest(name):
                program = self.add_program(name, self.pia, state="draft", mentor_capacity=1)
                program.objective_ids = self.env.ref(f"hr_mentorship.objective_{name}")
                self.as_user(program, self.pia).action_take_suggestions()
                self.assertTrue(program.target_ids)

    def test_suggested_figures_out_of_reach_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "above 0 and up to 100 %"):
            self.objective.target_ids.wanted_value = 101
        with self.assertRaisesRegex(ValidationError, "counts from 1 to 10"):
            self.objective.criterion_ids[0].weight = 11
