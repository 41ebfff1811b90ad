from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase

ACTION = "hr_mentorship.hr_mentorship_certificate_report_action"


@tagged("post_install", "-at_install")
class TestCertificate(MentorshipCase):
    """Who has completed a mentorship prints what they may show to others, of themselves alone."""

    def print_it(self, person, members):
        reports = self.env["ir.actions.report"].with_user(person.user_id)
        return reports._render_qweb_html(ACTION, members.ids)[0].decode()

    def test_mentor_and_mentee_print_their_own_certificate(self):
        pair = self.add_mentorship("completed")
        for person, words in ((self.max, "as a mentor"), (self.mia, "as a mentee")):
            action = self.as_user(pair, person).action_print_certificate()
            member = pair.member_ids.filtered(lambda each, person=person: each.employee_id == person)
            self.assertEqual(action["context"]["active_ids"], member.ids)
            html = self.print_it(person, member)
            for text in (person.name, words, "Leaders", pair.agreement_id._get_verify_url()):
                self.assertIn(text, html)
            other = (self.max + self.mia - person).name
            self.assertNotIn(other, html, "the partner is not named")

    def test_nobody_prints_that_of_somebody_else(self):
        pair = self.add_mentorship("completed")
        member = pair.member_ids.filtered(lambda each: each.employee_id == self.mia)
        for person in (self.max, self.pia, self.ada, self.olga):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.print_it(person, member)
        with self.assertRaises(AccessError):
            self.as_user(pair, self.pia).action_print_certificate()

    def test_there_is_none_before_the_end(self):
        pair = self.add_mentorship("active")
        member = pair.member_ids.filtered(lambda each: each.employee_id == self.mia)
        with self.assertRaises(UserError):
            self.print_it(self.mia, member)
        with self.assertRaises(UserError):
            self.as_user(pair, self.mia).action_print_certificate()
