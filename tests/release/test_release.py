from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import ReleaseCase

PARAMETER = "hr_mentorship.anonymity_threshold"


@tagged("post_install", "-at_install")
class TestRelease(ReleaseCase):
    """Answers are read as figures of groups, never as answers: at N they appear, below N there is nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.pia + cls.sam).user_id.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]

    def read_everything(self, person):
        """Every way a client has to get at the rows, after the daily job."""
        self.releases._release_closed_periods()
        report = self.as_user(self.report, person)
        domain = [("program_id", "=", self.program.id)]
        rows = report.search(domain)
        groups = [
            group
            for groupby in (
                [],
                ["program_id"],
                ["role"],
                ["department_id"],
                ["date_to:month"],
                ["date_to:day"],
                ["program_id", "role"],
                ["rating"],
            )
            for group in report.formatted_read_group(domain, groupby, ["__count", "rating:avg", "rating:min"])
            if group["__count"]
        ]
        return {
            "search_read": report.search_read(domain, ["rating", "role", "date_to", "people_text", "satisfied_text"]),
            "web_search_read": report.web_search_read(domain, {"rating": {}, "role": {}})["records"],
            "count": report.search_count(domain),
            "groups": groups,
            "export": rows.export_data(["role", "rating", "rating_text"])["datas"] if rows else [],
            "figures": self.as_user(self.releases, person)._get_figures(self.as_user(self.program, person)),
        }

    # -- the threshold

    def test_two_people_have_answered_and_nothing_appears_anywhere(self):
        self.ratings(2)
        for person in (self.pia, self.sam):
            with self.subTest(person.name):
                self.assertFalse(any(self.read_everything(person).values()))

    def test_three_people_have_answered_and_their_figures_appear(self):
        self.ratings(3)
        for person in (self.pia, self.sam):
            with self.subTest(person.name):
                everything = self.read_everything(person)
                self.assertEqual(everything["count"], 1, "a row a release, not an answer")
                [row] = everything["search_read"]
                self.assertEqual((row["role"], row["people_text"]), ("mentee", "3 to 4"))
                self.assertAlmostEqual(row["rating"], 4, delta=0.1)
                self.assertEqual(row["satisfied_text"], "50 to 100 %")
                self.assertEqual(len(everything["export"]), 1)
                self.assertEqual(
                    [(figure["position"], figure["people"], figure["is_band"]) for figure in everything["figures"]],
                    [(0, "3 to 4", True), (1, "3 to 4", True)],
                )

    def test_nobody_who_all_say_the_same_can_be_told(self):
        for _index in range(5):
            self.rate(self.pair(), rating=5)
        [whole, _month] = self.read_everything(self.pia)["figures"]
        self.assertEqual((whole["mean_text"], whole["is_band"]), ("4.6 or more", True))

    def test_one_person_answers_often_and_counts_once(self):
        pair = self.pair()
        for index in range(3):
            self.rate(pair, checkin=index)
        self.assertFalse(any(self.read_everything(self.pia).values()))

    def test_mentor_of_several_mentees_answers_for_each_and_counts_once(self):
        self.program.mentor_capacity = 3
        self.enrol(self.max, "mentor", capacity=3)
        for _index in range(3):
            self.rate(self.pair(mentor=self.max), "mentor")
        self.assertFalse(any(self.read_everything(self.pia).values()))

    def test_program_manager_who_takes_part_does_not_count(self):
        """Who reads the figures knows an answer of them, the own one."""
        self.ratings(2)
        pair = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.pia)
        self.rate(pair, rating=1)
        self.assertFalse(any(self.read_everything(self.pia).values()))
        self.ratings(1)
        self.assertTrue(self.read_everything(self.pia)["count"])

    def test_whoever_comes_to_read_what_they_are_part_of_reads_no_figure_of_two_others(self):
        pairs = self.ratings(3)
        mentee = pairs[0].member_ids.filtered(lambda member: member.role == "mentee").employee_id
        self.assertTrue(self.read_everything(self.pia)["count"])
        self.program.sponsor_id = mentee.user_id
        for person in (mentee, self.pia):
            with self.subTest(person.name):
                self.assertFalse(any(self.read_everything(person).values()))
        self.assertFalse(self.releases._average(self.program.ids))
        self.ratings(1)  # which wait for two more
        self.program.sponsor_id = self.sam.user_id
        self.assertEqual(self.read_everything(self.pia)["count"], 1)

    def test_three_people_of_two_programs_are_no_group(self):
        self.ratings(2)
        other = self.add_program("Speakers", self.pia)
        mentor, mentee = self.add_person("otto"), self.add_person("eve")
        self.rate(self.add_mentorship("active", mentor=mentor, mentee=mentee, program=other))
        self.releases._release_closed_periods()
        self.assertFalse(self.as_user(self.report, self.pia).search([]))

    def test_administrator_sets_five_and_four_answers_stay_hidden(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, 5)
        self.ratings(4)
        self.assertFalse(any(self.read_everything(self.pia).values()))
        self.ratings(1)
        self.assertEqual(self.read_everything(self.pia)["count"], 1)

    def test_lower_threshold_does_not_touch_older_answers(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, 5)
        self.ratings(3)
        self.env["ir.config_parameter"].set_param(PARAMETER, 3)
        self.assertFalse(any(self.read_everything(self.pia).values()), "promised five")
        self.ratings(2)
        self.assertEqual(self.read_everything(self.pia)["count"], 1)

    def test_higher_threshold_hides_what_was_released_of_fewer(self):
        self.ratings(3)
        self.assertTrue(any(self.read_everything(self.pia).values()))
        self.env["ir.config_parameter"].set_param(PARAMETER, 5)
        self.assertFalse(any(self.read_everything(self.pia).values()))

    def test_administrator_sets_one_and_three_people_are_still_needed(self):
        for value in (1, 0, -4):
            self.env["ir.config_parameter"].set_param(PARAMETER, value)
            self.ratings(1) if value else None
            with self.subTest(value):
                self.assertFalse(any(self.read_everything(self.pia).values()))
        with self.assertRaisesRegex(ValidationError, "do not protect anybody"):
            self.env["res.config.settings"].create({"hr_mentorship_anonymity_threshold": 2})

    def test_rows_carry_no_identity(self):
        pairs = self.ratings(3)
        self.releases._release_closed_periods()
        rows = self.as_user(self.report, self.pia).search_read([("program_id", "=", self.program.id)])
        self.assertFalse({"weight", "employee_id", "member_id", "comment"} & set(rows[0]))
        for member in self.env["hr.mentorship.member"].union(*[pair.member_ids for pair in pairs]):
            self.assertNotIn(member.employee_id.name, str(rows))

    def test_others_read_no_row(self):
        self.ratings(3)
        self.releases._release_closed_periods()
        for person in (self.olga, self.paula, self.petra, self.mia):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(self.report, person).search([]))
                self.assertFalse(self.as_user(self.report, person).formatted_read_group([], ["role"], ["rating:avg"]))
                with self.assertRaises(AccessError):
                    self.as_user(self.releases, person)._get_figures(self.as_user(self.program, person))

    # -- looking twice

    def look(self, person=None):
        everything = self.read_everything(person or self.pia)
        return {**everything, "search_read": sorted(str(row) for row in everything["search_read"])}

    def test_month_is_shown_a_week_after_its_end_and_not_before(self):
        first = self.then.replace(day=1)
        for day in range(3):
            self.rate(self.pair(), held_on=first + timedelta(days=day))
        end = (first + timedelta(days=32)).replace(day=1)
        for days, count in ((-1, 0), (0, 0), (6, 0), (7, 1)):
            with self.subTest(days=days), freeze_time(end + timedelta(days=days)):
                self.assertEqual(self.look()["count"], count)

    def test_whoever_looks_before_and_after_an_answer_sees_no_difference(self):
        pairs = self.ratings(3)
        before = self.look()
        self.rate(self.pair(), rating=1)
        feedback = self.env["hr.mentorship.feedback"].search(
            [("member_id", "in", pairs[0].member_ids.ids), ("checkin_id.state", "=", "done")]
        )
        feedback.rating = 1
        self.assertEqual(self.look(), before, "late, and thought better of: the month is frozen")

    def test_manager_moves_a_meeting_to_another_month_and_back_and_learns_nothing(self):
        pairs = self.ratings(4)
        before = self.look()
        month_before = self.then.replace(day=1) - timedelta(days=1)
        for moved in (pairs[:1], pairs[:3], pairs):
            for pair in moved:
                pair.checkin_ids.filtered(lambda checkin: checkin.state == "done").held_on = month_before
            self.assertEqual(self.look(), before, "no answer is released twice")
        pairs[0].checkin_ids.filtered(lambda checkin: checkin.state == "done").held_on = self.then
        self.assertEqual(self.look(), before)

    def test_late_answers_are_shown_when_they_are_enough(self):
        self.ratings(3)
        self.assertEqual(self.look()["count"], 1)
        first = self.look()["search_read"]
        self.ratings(2)
        self.assertEqual(self.look()["search_read"], first)
        self.ratings(1)
        self.assertEqual(self.look()["count"], 2)
        self.assertTrue(set(first) < set(self.look()["search_read"]), "what was shown stays")

    def test_small_program_that_is_over_is_not_without_any_figure(self):
        """Two mentees and one mentor in two months: too few for each, and enough for all the time."""
        self.rate(self.pair())
        self.rate(self.pair(), held_on=self.then.replace(day=1) - timedelta(days=1))
        self.rate(self.pair(), "mentor")
        self.assertFalse(self.look()["count"])
        self.program.state = "closed"
        [row] = self.as_user(self.releases, self.pia)._release_closed_periods() and self.as_user(
            self.report, self.pia
        ).search([])
        self.assertEqual((row.role, row.date_to.month), ("all", self.then.month))

    def test_releases_and_their_marks_are_read_by_nobody(self):
        self.ratings(3)
        before = self.env["hr.mentorship.release.mark"].search([])
        releases = self.releases._release_closed_periods()
        marks = self.env["hr.mentorship.release.mark"].search([]) - before
        self.assertEqual((len(releases), len(marks)), (1, 3))
        for person in (self.pia, self.sam, self.ada):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(releases, person).has_access("read"))
                self.assertFalse(self.as_user(marks, person).has_access("read"))

    def test_program_without_figures_says_why(self):
        action = self.as_user(self.program, self.pia).action_view_satisfaction()
        self.assertIn("have 3 people answered", action["help"])
        self.ratings(3)
        self.releases._release_closed_periods()
        action = self.as_user(self.program, self.pia).action_view_satisfaction()
        self.assertNotIn("have 3 people answered", action["help"])
