from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ReleaseCase


@tagged("post_install", "-at_install")
class TestReleaseComment(ReleaseCase):
    """A comment is read by others where its author says so, and together with ten of them at least."""

    def comment(self, number, may_be_read=True):
        for index in range(number):
            for checkin in range(5):
                words = {"comment": f"Word {checkin} of {index}", "may_be_read": may_be_read}
                if checkin == 0:
                    pair = self.pair()
                self.rate(pair, checkin=checkin, **words)

    def read_comments(self, person):
        self.releases._release_closed_periods()
        return self.as_user(self.env["hr.mentorship.release.comment"], person).search(
            [("program_id", "=", self.program.id)]
        )

    def test_ten_comments_of_three_people_are_read_by_those_who_run_the_program(self):
        self.comment(3)
        for person in (self.pia, self.sam, self.ada):
            with self.subTest(person.name):
                comments = self.read_comments(person)
                self.assertEqual(len(comments), 15)
                self.assertNotIn("create_date", comments._fields)
                self.assertEqual(comments, self.read_comments(person), "the order stays")
        self.assertEqual(self.as_user(self.program, self.pia).release_comment_count, 15)
        for person in (self.mia, self.olga, self.petra, self.paula):
            with self.subTest(person.name):
                self.assertFalse(self.read_comments(person))
        with self.assertRaises(AccessError):
            self.as_user(comments[0], self.olga).read(["body"])

    def test_fewer_than_ten_stay_with_their_authors(self):
        self.comment(1)
        self.assertFalse(self.read_comments(self.pia))

    def test_ten_comments_of_two_people_stay_with_their_authors(self):
        self.comment(2)
        self.assertFalse(self.read_comments(self.pia))

    def test_nothing_is_read_without_the_tick(self):
        self.comment(3, may_be_read=False)
        self.assertFalse(self.read_comments(self.pia))

    def test_what_becomes_of_a_comment_later_changes_nothing(self):
        self.comment(3)
        before = self.read_comments(self.pia).mapped("body")
        self.env["hr.mentorship.feedback"].search([("program_id", "=", self.program.id)]).write(
            {"comment": "Thought better of it", "may_be_read": False}
        )
        self.assertEqual(self.read_comments(self.pia).mapped("body"), before)

    def test_author_is_told_before_and_keeps_the_tick(self):
        pair = self.pair()
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        mentee = pair.member_ids.filtered(lambda member: member.role == "mentee").employee_id
        log = self.as_user(self.env["hr.mentorship.checkin.log"], mentee)
        form = Form(log.with_context(default_checkin_id=checkin.id))
        self.assertIn("at least 3 people", form.stars_promise)
        self.assertIn("at least 10 comments of 3 people", form.comment_promise)
        form.rating, form.comment, form.may_be_read = "4", "Good talks.", True
        form.save().action_save()
        answer = self.as_user(checkin, mentee).feedback_ids
        self.assertEqual((answer.comment, answer.may_be_read), ("Good talks.", True))
        self.assertTrue(Form(log.with_context(default_checkin_id=checkin.id)).may_be_read)
