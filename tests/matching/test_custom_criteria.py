from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.matching.comparable_fields import list_fields
from .common import CriteriaCase


@tagged("post_install", "-at_install")
class TestCustomFieldCriteria(CriteriaCase):
    """Any suitable field, without code."""

    def compare_field(self, name, **values):
        return self.compare("custom_field", field_name=name, **values)

    def test_single_things_are_the_same_or_not(self):
        self.compare_field("hr.employee.coach_id")
        self.assertEqual(self.program.criterion_ids.name, "Coach (Same)")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.max.coach_id = self.mia.coach_id = self.paula
        self.assert_value(1, "Coach: the same (Paula).")
        self.mia.coach_id = self.olga
        self.assert_value(0, "Coach: Olga (Mia) and Paula (Max).")
        self.assertIn("must-have “Coach (Same)”", self.assert_must_have(False))

    def test_words_are_the_same_in_any_case(self):
        self.compare_field("hr.employee.job_title")
        self.max.job_title, self.mia.job_title = "Pilot", " pilot "
        self.assert_value(1)

    def test_numbers_are_near_or_at_least_as_much(self):
        self.compare_field("hr.employee.children", comparison="near", distance=2)
        for number, value, is_near in ((1, 1, True), (2, 0.75, True), (3, 0.5, True), (4, 0.25, False), (9, 0, False)):
            with self.subTest(number):
                self.max.children, self.mia.children = 1, number
                self.assert_value(value)
                self.assert_must_have(is_near)
        self.compare_field("hr.employee.children", comparison="at_least", distance=1)
        for number, value in ((0, 0), (1, 0), (2, 1), (5, 1)):
            with self.subTest(f"at least {number}"):
                self.max.children, self.mia.children = number, 1
                self.assert_value(value)
                self.assert_must_have(bool(value))

    def test_earlier_dates_are_more(self):
        self.compare_field("hr.employee.birthday", comparison="at_least", distance=3650)
        self.max.birthday, self.mia.birthday = "1970-01-01", "1990-01-01"
        self.assert_value(1)
        self.max.birthday = "1985-01-01"
        self.assert_value(0)
        self.mia.birthday = False
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.assert_must_have(False)

    def test_sets_have_something_in_common(self):
        tags = self.env["hr.employee.category"].create([{"name": "Night shift"}, {"name": "Fire brigade"}])
        self.compare_field("hr.employee.category_ids", comparison="overlap")
        self.mia.category_ids = tags
        self.max.category_ids = tags[0]
        self.assert_value(0.5, "Tags: the two have something in common.")
        self.assert_must_have(True)

    def test_own_sentence_is_said_where_the_criterion_is_met(self):
        criterion = self.compare_field("hr.employee.coach_id", explanation="You have the same coach.")
        self.max.coach_id = self.mia.coach_id = self.paula
        self.assert_value(1, "You have the same coach.")
        self.mia.coach_id = self.olga
        self.assert_value(0, "Coach: Olga (Mia) and Paula (Max).")
        self.assertTrue(criterion.is_shown_to_members)

    def test_field_of_the_personnel_file_is_compared_by_hr_alone_and_its_value_written_down_nowhere(self):
        criterion = self.compare_field("hr.employee.marital")
        self.assertFalse(criterion.is_shown_to_members)
        self.max.marital = self.mia.marital = "widower"
        rating = self.assert_value(1, "Marital Status: the same.")
        self.assertNotIn("widower", str(rating["facts"]))
        program = self.as_user(self.add_program("Speakers", self.petra), self.petra)
        own = {"kind": "custom_field", "field_name": "hr.employee.marital"}
        for attempt in (
            lambda: program.write({"criterion_ids": [Command.create(own)]}),
            lambda: program.criterion_ids.create({"program_id": program.id, **own}),
            lambda: program.criterion_ids[1].write(own),
        ):
            with self.assertRaisesRegex(UserError, "Ask somebody from HR"), self.env.cr.savepoint():
                attempt()
        self.assertNotIn("hr.employee.marital", program.criterion_ids[0].field_choices)
        self.assertIn("hr.employee.coach_id", program.criterion_ids[0].field_choices)
        self.assertEqual(
            self.as_user(self.program, self.pia).copy().criterion_ids.mapped("field_name"), ["hr.employee.marital"]
        )

    def test_answers_with_a_kind_of_their_own_and_private_data_cannot_be_chosen(self):
        names = list_fields(self.env)
        for name in ("hr.employee.ssnid", "hr.employee.name", "hr.mentorship.profile.style_focus", "hr.employee.pin"):
            self.assertNotIn(name, names)

    def test_field_that_was_removed_is_named_and_nothing_is_written(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_shoe_size",
                "field_description": "Shoe Size",
                "model_id": self.env["ir.model"]._get_id("hr.employee"),
                "ttype": "integer",
            }
        )
        self.compare_field("hr.employee.x_shoe_size", comparison="near", distance=2)
        self.max.x_shoe_size = self.mia.x_shoe_size = 41
        facts = self.assert_value(1, "Shoe Size: the same (41).")["facts"]
        field.unlink()
        for attempt in (self.rate, self.propose):
            with self.assertRaisesRegex(UserError, "“Leaders” compares the field “Shoe Size”, which does not exist"):
                attempt()
        self.assertFalse(self.program.mentorship_ids)
        self.assertEqual(self.words._explain([facts], [self.read_as("")]), [["Shoe Size: the same (41)."]])
        self.assertEqual(self.program.criterion_ids.name, "Shoe Size (Near each other)")
        self.matcher._check_pool(self.program)
