from datetime import date

from odoo.tests import tagged

from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestNotice(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.mentor = cls.pair.member_ids.filtered(lambda member: member.role == "mentor")
        cls.mentee = cls.pair.member_ids - cls.mentor
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]

    def test_member_is_told_the_same_twice_and_has_one_line_with_the_newer_values(self):
        first = self.mentee._notify("sign_reminder", checkin=self.checkin, sign_until=date(2027, 1, 2))
        second = self.mentee._notify("sign_reminder", checkin=self.checkin, sign_until=date(2027, 3, 4))
        self.assertEqual(first, second)
        self.assertEqual(second.params, {"sign_until": {"date": "2027-03-04"}})

    def test_member_is_told_two_things_of_no_checkin_and_has_two_lines(self):
        first = self.mentee._notify("sign_reminder", sign_until=date(2027, 1, 2))
        second = self.mentee._notify("sign_reminder", sign_until=date(2027, 3, 4))
        self.assertNotEqual(first, second)

    def test_both_members_are_told_and_read_the_name_of_the_other(self):
        lines = self.pair.member_ids._notify("sign_reminder", sign_until=date(2027, 1, 2))
        self.assertEqual(
            {line["notice"].member_id: line["text"] for line in lines._read_out()},
            {
                self.mentor: "Your mentorship agreement with Mia waits for your signature until 01/02/2027.",
                self.mentee: "Your mentorship agreement with Max waits for your signature until 01/02/2027.",
            },
        )

    def test_program_managers_are_told_and_read_the_names_of_the_pair(self):
        [line] = self.program._notify_managers("sign_reminder", mentorship=self.pair)._read_out()
        self.assertIn("Max, Mia", line["text"])
        self.assertIn(f"res_id={self.pair.id}", line["url"])

    def test_many_members_are_told_in_as_many_queries_as_one(self):
        self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        members = self.program.mentorship_ids.member_ids
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            self.mentee._notify("sign_reminder", sign_until=date(2027, 1, 2))
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            members._notify("sign_reminder", sign_until=date(2027, 1, 3))
