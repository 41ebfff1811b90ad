from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestParticipationReport(MentorshipCase):
    """Program managers read how much each team takes part; people managers read closed quarters instead."""

    def rows(self, person):
        return self.as_user(self.env["hr.mentorship.participation.report"], person).search([])

    def team(self, number):
        return [self.add_person(f"mentee{index}", manager=self.paula) for index in range(number)]

    def test_program_manager_reads_every_number_of_the_own_programs(self):
        """Whoever reads all participants is not shown fewer of them in a total."""
        team = self.team(2)
        for person in (*team, self.olga):
            self.enrol(person, "mentee")
        self.add_mentorship("completed", mentee=team[0])
        for person in (self.pia, self.ada):
            with self.subTest(person.name):
                rows = self.rows(person).filtered(lambda row: row.program_id == self.program)
                mentees = rows.filtered(lambda row: row.role == "mentee")
                self.assertEqual(sum(mentees.mapped("participant_count")), 3)
                self.assertEqual(sum(mentees.mapped("completed_count")), 1)
                self.assertEqual(set(mentees.mapped("matched_count")), {1, 0})
        self.assertFalse(self.rows(self.petra))

    def test_proposals_are_no_matches(self):
        team = self.team(3)
        for person in team:
            self.enrol(person, "mentee")
        self.add_mentorship("proposed", mentee=team[0])
        rows = self.rows(self.pia).filtered(lambda row: row.role == "mentee")
        self.assertEqual(sum(rows.mapped("matched_count")), 0)

    def test_every_report_means_the_same_by_matched(self):
        """Whoever began and ended early was matched; an offer that waits for an answer is no match yet."""
        team = self.team(4)
        for person in team:
            self.enrol(person, "mentee")
        self.add_mentorship("offered", mentee=team[0])
        self.add_mentorship("active", mentee=team[1])._move_to("ended")
        self.add_mentorship("agreement", mentee=team[2])
        participation = self.rows(self.pia).filtered(lambda row: row.role == "mentee")
        matching = self.as_user(self.env["hr.mentorship.matching.report"], self.pia).search(
            [("program_id", "=", self.program.id), ("role", "=", "mentee"), ("is_matched", "=", True)]
        )
        self.assertEqual(sum(participation.mapped("matched_count")), 2)
        self.assertEqual({row.participant_id.employee_id for row in matching}, {team[1], team[2]})

    def test_people_managers_and_everybody_else_read_nothing_of_today(self):
        for person in self.team(3):
            self.enrol(person, "mentee")
        for person in (self.paula, self.mia, self.sam):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.rows(person)
        self.assertFalse(self.rows(self.petra))
        self.assertEqual(len(self.rows(self.pia)), 1)

    def test_rows_carry_no_identity_of_the_team(self):
        team = self.team(3)
        participants = [self.enrol(person, "mentee") for person in team]
        [row] = self.rows(self.pia).read()
        for person in team:
            self.assertNotIn(person.name, str(row))
        self.assertNotIn(row["id"], [participant.id for participant in participants])
