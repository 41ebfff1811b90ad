"""A pair and its check-in, logged by either of them."""

from odoo import fields
from odoo.tests import Form

from ..common import MentorshipCase


class LogCase(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        cls.today = fields.Date.today()
        cls.seats = {member.employee_id: member for member in cls.pair.member_ids}

    def log(self, person, checkin=None, **values):
        return self.as_user(checkin or self.checkin, person)._log(
            **{"outcome": "done", "held_on": self.today, **values}
        )

    def dialog(self, person, checkin=None):
        return Form(
            self.as_user(self.env["hr.mentorship.checkin.log"], person).with_context(
                default_checkin_id=(checkin or self.checkin).id
            )
        )
