from odoo.exceptions import UserError
from odoo.tests import tagged

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
