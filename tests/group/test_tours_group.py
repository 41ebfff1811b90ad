from odoo.tests import tagged

from ..common import SIGNATURE
from ..tours import Desk, Phone, TourCase


class GroupTours:
    def test_newcomer_joins_a_group_and_a_mentee_leaves_it(self):
        program = self.add_program("Circle", self.pia, format="group", mentor_capacity=3)
        noah = self.add_person("noah")
        self.enrol(self.max, "mentor", program=program, capacity=3)
        pairs = self.env["hr.mentorship"].union(
            *(self.add_mentorship(mentee=mentee, program=program) for mentee in (self.mia, self.olga))
        )
        pairs.with_user(self.pia.user_id).action_offer()
        group = pairs.exists()
        for person in (self.max, self.mia, self.olga):
            group.with_user(person.user_id).action_accept()
        for person in (self.max, self.mia, self.olga):
            group.agreement_id.with_user(person.user_id)._sign(person.name, SIGNATURE)
        offer = self.add_mentorship("offered", mentee=noah, program=program)
        offer.with_user(self.max.user_id).action_accept()
        self.walk(noah, "newcomer_joins_a_group")
        self.assertEqual(group.mentee_ids, self.mia | self.olga | noah)
        self.walk(self.mia, "mentee_leaves_a_group")
        thanks = self.env["hr.mentorship.note"].search([("author_id", "=", self.mia.user_id.id)])
        self.assertEqual(thanks.receiver_id.employee_id, self.olga)
        self.assertEqual((group.state, group.mentee_ids), ("active", self.olga | noah))


@tagged("post_install", "-at_install")
class TestGroupToursOnDesk(Desk, GroupTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestGroupToursOnPhone(Phone, GroupTours, TourCase):
    pass
