from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class InvitationTours:
    def test_program_manager_invites_and_employee_accepts(self):
        self.walk(self.pia, "manager_invites")
        invitation = self.env["hr.mentorship.invitation"].search([("program_id", "=", self.program.id)])
        self.assertEqual(invitation.employee_id, self.mia)
        self.assertEqual(invitation.word, "Come along.")
        invitation._write_to_them()
        self.walk(self.mia, "employee_accepts_invitation")
        self.assertEqual(invitation.state, "accepted")
        self.assertRecordValues(invitation.participant_ids, [{"state": "applied", "motivation": "With joy."}])


@tagged("post_install", "-at_install")
class TestInvitationToursDesk(InvitationTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestInvitationToursPhone(InvitationTours, Phone, TourCase):
    pass
