from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from .blame import blame
from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestClientNonsense(MentorshipCase):
    """What no field holds is refused in a sentence, not in a traceback of the host's."""

    def test_values_that_are_none(self):
        program = self.as_user(self.program, self.pia)
        participant = self.enrol(self.max, "mentor")
        lessons = self.as_user(self.env["hr.mentorship.lesson"], self.pia)
        rewards = self.as_user(self.env["hr.mentorship.reward"], self.ada)
        invites = self.as_user(self.env["hr.mentorship.invite"], self.pia)
        objectives = self.as_user(self.env["hr.mentorship.objective"], self.ada)
        reward = {"name": "Book", "price": 10, "kind": "goods"}
        tried = (
            lambda: self.as_user(participant, self.pia).write({"capacity": {"a": 1}}),
            lambda: lessons.create({"program_id": True, "name": "The kick-off"}),
            lambda: lessons.create({"program_id": 2**31, "name": "The kick-off"}),
            lambda: rewards.create({**reward, "value": 1.7e308}),
            lambda: rewards.create({**reward, "category_id": 2**31}),
            lambda: rewards.create({**reward, "currency_id": -1}),
            *(lambda v=value: rewards.create({**reward, "company_ids": v}) for value in (0, "", {}, -1, [-1])),
            *(lambda v=value: invites.create({"program_id": program.id, "employee_ids": v}) for value in (0, "", {})),
            lambda: objectives.create({"name": "x" * 2**20}),
            lambda: self.env["hr.employee.public"].search([("mentorship_member_ids", "!=", False)]),
            lambda: self.env["hr.mentorship.member"].search([], order="participant_id.has_passed_training"),
        )
        for number, attempt in enumerate(tried):
            with self.subTest(number), self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
                self.env.flush_all()
        program.name = "ä" * 300
        self.assertEqual(len(program.name), 300, "a long name is one")

    @mute_logger("odoo.sql_db")
    def test_relation_that_is_none_is_no_traceback_of_ours(self):
        """Every relation of every model of ours, made and changed by somebody who may, with as few rights as can be:
        what a field makes of a value does not hang on who gives it.
        """
        program, tried, seen = self.program.id, 0, set()
        for person in (self.mia, self.pia, self.ada):
            for model in self.env.values():
                records = self.as_user(model, person)
                if model._original_module != "hr_mentorship" or model._abstract or not records.has_access("create"):
                    continue
                if model._name in seen:
                    continue
                seen.add(model._name)
                there = records.search([], limit=1)
                for name, field in model._fields.items():
                    if not field.relational or name in MAGIC_COLUMNS:
                        continue
                    for value in ({"id": program}, ["x"], "x", [[0, 0, {}]], [[0, 0, "x"]], [[1, 1, "x"]], [[6]]):
                        tried += 1
                        with self.subTest(f"{model._name}.{name} = {value} by {person.name}"):
                            self.assert_no_traceback_of_ours(records, there, {name: value})
        self.assertGreater(tried, 300)

    def assert_no_traceback_of_ours(self, records, there, values):
        for act in (lambda: records.create(dict(values)), lambda: there.write(dict(values))):
            self.assertIsNone(self.find_traceback_of_ours(act))

    def find_traceback_of_ours(self, act):
        try:
            with self.env.cr.savepoint():
                act()
        except UserError:
            return None
        except Exception as error:  # the host has some of its own
            return blame(error)
        return None
