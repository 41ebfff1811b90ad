from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...disclosure import first_open_day, period_of
from .common import FIRST, LAST, TODAY, QuarterCase


@tagged("post_install", "-at_install")
class TestQuarter(QuarterCase):
    """What people have done in a quarter is told once it is over, as the middle of enough people, and stays."""

    def test_the_middle_of_each_role_is_told_a_week_after_the_quarter(self):
        self.add_pairs((0, 1, 2, 4, 9), goals=(0, 1))
        self.assertFalse(self.count(TODAY - timedelta(days=1)))
        mentees, mentors = self.count()
        for row, role in ((mentors, "mentor"), (mentees, "mentee")):
            self.assertEqual((row.program_id, row.role, row.date_from, row.date_to), (self.program, role, FIRST, LAST))
            self.assertEqual((row.meeting_count, row.is_goal_common, row.people_from, row.people_to), (2, False, 5, 9))

    def test_four_people_are_too_few_and_what_lies_outside_the_quarter_is_none_of_it(self):
        pairs = self.add_pairs((1, 1, 1, 1, 1))
        pairs[4].closed_on = FIRST - timedelta(days=1)
        self.assertFalse(self.count())
        self.env["ir.config_parameter"].set_param("hr_mentorship.quarters_counted_until", "2026-12-31")
        pairs[4].closed_on = FIRST
        self.meet(pairs[0], 5, LAST + timedelta(days=1))
        self.assertEqual(self.count().mapped("meeting_count"), [1, 1])

    def test_figures_never_change_whatever_comes_later_and_however_often_they_are_counted(self):
        pairs = self.add_pairs((0, 1, 2, 4, 9), team=self.paula)
        before = self.count().read()
        for pair in pairs:
            self.meet(pair, 7, FIRST + timedelta(days=20))
        self.count()
        self.env["ir.config_parameter"].set_param("hr_mentorship.quarters_counted_until", "2026-12-31")
        self.assertEqual(self.count().read(), before)

    def test_people_of_one_group_are_no_crowd(self):
        """All of them have met as often: whoever is told of six people of two groups knows how often the others met."""
        [first, second, *_rest] = self.add_pairs((5, 2, 0))
        for pair, index in ((first, 3), (first, 4), (second, 5), (second, 6)):
            mentee = self.add_people({f"mentee{index}": None})[0]
            pair.member_ids = [fields.Command.create({"participant_id": self.enrol(mentee, "mentee").id})]
        self.assertNotIn("mentee", self.count().mapped("role"))

    def test_query_count_does_not_grow_with_people(self):
        quarters = self.env["hr.mentorship.quarter"]
        self.add_pairs((1, 2, 3, 4, 5))

        def count_once():
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.execute("DELETE FROM hr_mentorship_quarter; DELETE FROM hr_mentorship_quarter_mark")
            before = self.env.cr.sql_log_count
            quarters._count_programs(self.program.ids, FIRST, LAST)
            quarters._count_teams(FIRST, LAST)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def count():
            count_once()  # new people have emptied the caches
            return count_once()

        few = count()
        for index in range(5, 10):
            self.add_pair(index)
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestTeamReport(QuarterCase):
    """A people manager reads how much the own team takes part, of N people and of nobody that they could name."""

    def add_others(self, number):
        """Let people report to Paula who take part in nothing."""
        for index in range(number):
            self.env["hr.employee"].create({"name": f"Other {index}", "parent_id": self.paula.id})

    def test_manager_reads_the_team_where_it_might_as_well_be_others(self):
        self.mia.parent_id = False
        self.add_pairs((1, 2, 6), goals=(0, 2), team=self.paula)
        self.add_others(2)
        self.count()
        self.assertEqual(self.read_team(), [], "of five people three to four: they could name them")
        self.add_others(1)
        self.count(date(2027, 7, 8))
        self.assertEqual(self.read_team(), [("3 to 4", 0, False)], "what was not told of a quarter is told never")

    def test_only_the_manager_of_the_team_reads_it(self):
        self.add_others(3)
        self.add_pairs((1, 2, 6), goals=(0, 2), team=self.paula)
        self.count()
        self.assertEqual(self.read_team(), [("3 to 4", 2, True)])
        for person in (self.mia, self.max, self.pia, self.ada, self.sam):
            self.assertEqual(self.read_team(person), [])
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.quarter"], self.ada).search([]).read()

    def test_who_joins_or_leaves_shows_in_nothing_until_n_people_have_changed(self):
        """Paula looks after each quarter, and knows who has come into her team."""
        self.add_others(6)
        pairs = self.add_pairs((0, 0, 0), team=self.paula)
        self.count()
        joined = self.add_pair(3, team=self.paula)
        gone = pairs[0].member_ids.employee_id.filtered("parent_id")
        gone.parent_id = False
        quarter = date(2027, 4, 1)
        self.meet(joined, 9, quarter)
        self.count(date(2027, 7, 8))
        self.assertEqual(self.read_team(), [("3 to 4", 0, False), ("3 to 4", 0, False)])
        more = [self.add_pair(index, team=self.paula) for index in (4, 5)]
        for pair in (joined, *more):
            self.meet(pair, 9, date(2027, 7, 1))
        self.count(date(2027, 10, 8))
        self.assertEqual(self.read_team()[2], ("5 to 9", 9, False))

    def test_a_stricter_company_shows_no_smaller_groups_of_before(self):
        self.add_others(3)
        self.add_pairs((1, 2, 6), team=self.paula)
        self.count()
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 4)
        self.assertEqual(self.read_team(), [])

    def test_at_first_teams_are_told_of_the_last_quarter_alone(self):
        self.env["ir.config_parameter"].search([("key", "=", "hr_mentorship.quarters_counted_until")]).unlink()
        quarters = self.env["hr.mentorship.quarter"]
        with freeze_time(TODAY):
            found = quarters._find_uncounted()
        self.assertEqual(len(found), 4)
        self.assertEqual(found[-1], period_of(first_open_day(TODAY, 3) - timedelta(days=1), 3))
