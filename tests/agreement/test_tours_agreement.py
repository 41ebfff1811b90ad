from odoo.tests import HttpCase, tagged

from ..common import SIGNATURE
from ..link.common import LinkCompany
from ..tours import Desk, Phone, TourCase


class AgreementTours:
    def test_one_adjusts_and_signs_in_odoo_and_the_other_by_the_link(self):
        pair = self.add_nora_and_max("agreement")
        self.walk(self.max, "member_adjusts_and_signs")
        agreement = pair.agreement_id
        self.assertEqual((agreement.state, agreement.clauses), ("signing", "We walk while we talk."))
        link = self.link_of(self.mails_to(self.nora, "meeting and agreement"))
        self.start_tour(link, "hr_mentorship_link_signs")
        self.env.invalidate_all()
        self.assertEqual((agreement.state, pair.state), ("signed", "active"))
        self.assertEqual(set(agreement.signature_ids.mapped("identified_by")), {"login", "link"})
        self.assertTrue(all(is_intact for _part, is_intact in agreement._verify()))

    def test_member_suggests_a_change_and_sees_its_difference(self):
        pair = self.add_mentorship("active")
        self.walk(self.mia, "member_amends")
        self.assertEqual((pair.amendment_id.state, pair.agreement_id.version), ("signing", 1))
        pair.amendment_id.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        self.assertEqual((pair.agreement_id.version, pair.state), (2, "active"))


class AgreementTourCase(LinkCompany, TourCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_nora()


@tagged("post_install", "-at_install")
class TestKeyboardTour(Desk, TourCase):
    def test_member_signs_without_a_mouse(self):
        pair = self.add_mentorship("agreement")
        self.walk(self.max, "member_signs_by_keyboard")
        self.assertRecordValues(pair.agreement_id.signature_ids, [{"role": "mentor", "signed_name": "Max"}])


@tagged("post_install", "-at_install")
class TestAgreementToursDesk(AgreementTours, Desk, AgreementTourCase):
    pass


@tagged("post_install", "-at_install")
class TestAgreementToursPhone(AgreementTours, Phone, AgreementTourCase):
    pass
