from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class ApprovalTours:
    def test_sponsor_sees_what_has_changed_and_agrees(self):
        program = self.add_program("Speakers", self.pia, state="draft", max_mentees=20)
        program.with_user(self.pia.user_id).action_submit()
        program.with_user(self.sam.user_id).action_approve()
        program.with_user(self.pia.user_id).max_mentees = 40
        self.walk(self.sam, "sponsor_agrees_to_changes", path=f"/odoo/hr.mentorship.program/{program.id}")
        self.assertFalse(program.activity_ids)
        self.assertIn("Places for Mentees: 40", program.with_user(self.sam.user_id).approved_text)


@tagged("post_install", "-at_install")
class TestApprovalToursDesk(ApprovalTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestApprovalToursPhone(ApprovalTours, Phone, TourCase):
    pass
