from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class ExitTours:
    def test_member_pauses_goes_on_and_leaves_and_the_partner_wants_another(self):
        pair = self.add_mentorship("active")
        self.walk(self.mia, "member_pauses_and_leaves")
        self.assertEqual(pair.state, "ended")
        self.assertTrue(pair.resumed_on)
        self.assertEqual(pair.sudo().note_ids.mapped("body"), ["Thank you for your time."])
        answers = {member.role: member.pool_answer for member in pair.member_ids}
        self.assertEqual(answers, {"mentee": "yes", "mentor": "asked"})
        self.walk(self.max, "partner_wants_another")
        self.assertEqual(set(pair.member_ids.mapped("pool_answer")), {"yes"})


@tagged("post_install", "-at_install")
class TestExitToursDesk(ExitTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestExitToursPhone(ExitTours, Phone, TourCase):
    pass
