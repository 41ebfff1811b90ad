from datetime import timedelta
from itertools import pairwise

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import MentorshipCase

PARAMETER = "hr_mentorship.anonymity_threshold"


@tagged("post_install", "-at_install")
class TestSatisfactionReport(MentorshipCase):
    """Ratings are read as groups of people, never as people: at N it appears, below N there is nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.pia + cls.sam).user_id.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]
        cls.report = cls.env["hr.mentorship.feedback.report"]
        cls.today = fields.Date.today()
        # Of a month that is closed, whatever day it is
        cls.then = cls.today.replace(day=1) - timedelta(days=40)
        cls.number = 0

    def pair(self, mentor=None):
        type(self).number += 1
        return self.add_mentorship(
            "active",
            mentor=mentor or self.add_person(f"mentor{self.number}"),
            mentee=self.add_person(f"mentee{self.number}"),
        )

    def rate(self, pair, role, rating=4, checkin=0, held_on=None):
        person = pair.member_ids.filtered(lambda member: member.role == role).employee_id
        meeting = pair.checkin_ids.sorted("planned_date")[checkin]
        self.as_user(meeting, person)._log("done", held_on=held_on or self.then, rating=rating)

    def ratings(self, number, role="mentee"):
        pairs = [self.pair() for _index in range(number)]
        for index, pair in enumerate(pairs):
            self.rate(pair, role, rating=3 + index % 3)
        return pairs

    def read_everything(self, person):
        """Every way a client has to get at the rows, after the daily job."""
        self.env["hr.mentorship.release"]._release_closed_months()
        report = self.as_user(self.report, person)
        domain = [("program_id", "=", self.program.id)]
        rows = report.search(domain)
        groups = [
            group
            for groupby in (
                [],
                ["program_id"],
                ["role"],
                ["month:month"],
                ["month:day"],
                ["program_id", "role"],
                ["rating"],
            )
            for group in report.formatted_read_group(domain, groupby, ["__count", "rating:avg", "rating:min"])
            if group["__count"]
        ]
        return {
            "search_read": report.search_read(domain, ["rating", "role", "month"]),
            "web_search_read": report.web_search_read(domain, {"rating": {}, "role": {}})["records"],
            "count": report.search_count(domain),
            "groups": groups,
            "export": rows.export_data(["role", "rating"])["datas"] if rows else [],
        }

    # -- the threshold

    def test_two_people_have_answered_and_nothing_appears_anywhere(self):
        self.ratings(2)
        for person in (self.pia, self.sam):
            with self.subTest(person.name):
                self.assertFalse(any(self.read_everything(person).values()))

    def test_three_people_have_answered_and_their_group_appears(self):
        self.ratings(3)
        for person in (self.pia, self.sam):
            with self.subTest(person.name):
                everything = self.read_everything(person)
                self.assertEqual(everything["count"], 3)
                self.assertEqual(sorted(row["rating"] for row in everything["search_read"]), [3, 4, 5])
                self.assertEqual(len(everything["export"]), 3)

    def test_one_person_answers_often_and_counts_once(self):
        pair = self.pair()
        for index in range(3):
            self.rate(pair, "mentee", checkin=index)
        self.assertFalse(any(self.read_everything(self.pia).values()))

    def test_mentor_of_several_mentees_answers_for_each_and_counts_once(self):
        """One person with three seats is one person."""
        self.program.mentor_capacity = 3
        self.enrol(self.max, "mentor", capacity=3)
        for _index in range(3):
            self.rate(self.pair(mentor=self.max), "mentor")
        self.assertFalse(any(self.read_everything(self.pia).values()))

    def test_three_people_in_different_roles_or_months_are_no_group(self):
        pairs = self.ratings(2)
        self.rate(pairs[0], "mentor")
        month_before = self.then.replace(day=1) - timedelta(days=1)
        self.rate(self.pair(), "mentee", held_on=month_before)
        self.assertFalse(any(self.read_everything(self.pia).values()), "2 mentees, 1 in another month, 1 mentor")

    def test_three_people_of_two_programs_are_no_group(self):
        self.ratings(2)
        other = self.add_program("Speakers", self.pia)
        mentor, mentee = self.add_person("otto"), self.add_person("eve")
        pair = self.add_mentorship("active", mentor=mentor, mentee=mentee, program=other)
        self.rate(pair, "mentee")
        self.env["hr.mentorship.release"]._release_closed_months()
        self.assertFalse(self.as_user(self.report, self.pia).search([]))

    def test_administrator_sets_five_and_four_answers_stay_hidden(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, 5)
        self.ratings(4)
        self.assertFalse(any(self.read_everything(self.pia).values()))
        self.ratings(1)
        self.assertEqual(self.read_everything(self.pia)["count"], 5)

    def test_administrator_sets_one_and_three_people_are_still_needed(self):
        self.ratings(2)
        for value in (1, 0, -4):
            with self.subTest(value):
                self.env["ir.config_parameter"].set_param(PARAMETER, value)
                self.assertFalse(any(self.read_everything(self.pia).values()))
        with self.assertRaisesRegex(ValidationError, "do not protect anybody"):
            self.env["res.config.settings"].create({"hr_mentorship_anonymity_threshold": 2})

    def test_rows_carry_no_identity(self):
        pairs = self.ratings(3)
        self.assertLessEqual(
            set(self.report._fields),
            {
                "id",
                "display_name",
                "program_id",
                "company_id",
                "role",
                "month",
                "rating",
                "satisfied_share",
                "create_uid",
                "create_date",
                "write_uid",
                "write_date",
            },
        )
        self.env["hr.mentorship.release"]._release_closed_months()
        rows = self.as_user(self.report, self.pia).search_read([("program_id", "=", self.program.id)])
        words = str(rows)
        for member in self.env["hr.mentorship.member"].union(*[pair.member_ids for pair in pairs]):
            self.assertNotIn(member.employee_id.name, words)
        self.assertEqual({row["month"] for row in rows}, {self.then.replace(day=1)}, "no finer than its month")

    def test_others_read_no_row(self):
        self.ratings(3)
        self.env["hr.mentorship.release"]._release_closed_months()
        for person in (self.olga, self.paula, self.petra, self.mia):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(self.report, person).search([]))
                self.assertFalse(self.as_user(self.report, person).formatted_read_group([], ["role"], ["rating:avg"]))

    # -- looking twice

    def look(self, person=None):
        everything = self.read_everything(person or self.pia)
        return {**everything, "search_read": sorted(str(row) for row in everything["search_read"])}

    def test_month_is_shown_a_week_after_its_end_and_not_before(self):
        first = self.then.replace(day=1)
        for day in range(3):
            self.rate(self.pair(), "mentee", held_on=first + timedelta(days=day))
        end = (first + timedelta(days=32)).replace(day=1)
        for days, count in ((-1, 0), (0, 0), (6, 0), (7, 3)):
            with self.subTest(days=days), freeze_time(end + timedelta(days=days)):
                self.assertEqual(self.look()["count"], count)

    def test_whoever_looks_before_and_after_an_answer_sees_no_difference(self):
        pairs = self.ratings(3)
        before = self.look()
        late = self.pair()
        self.rate(late, "mentee", rating=1)
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

    def test_cell_that_was_too_small_is_shown_when_it_is_large_enough(self):
        self.ratings(2)
        self.assertEqual(self.look()["count"], 0)
        self.ratings(1)
        self.assertEqual(self.look()["count"], 3)

    def test_cuts_of_the_report_differ_by_whole_groups_alone(self):
        """A total holds what its parts show and nothing else, so taking them away leaves nobody over."""
        self.ratings(3)
        self.ratings(2, role="mentor")
        rows = self.look()["groups"]
        by_grouping = {}
        for group in rows:
            by_grouping.setdefault(tuple(sorted(group.keys())), []).append(group["__count"])
        self.assertEqual({sum(counts) for counts in by_grouping.values()}, {3})

    def test_releases_are_read_by_nobody(self):
        self.ratings(3)
        releases = self.env["hr.mentorship.release"]._release_closed_months()
        self.assertEqual(releases.people_count, 3)
        for person in (self.pia, self.sam, self.ada):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(releases, person).has_access("read"))

    # -- the document

    def test_sponsor_and_program_manager_print_and_others_are_refused(self):
        self.ratings(3)
        self.env["hr.mentorship.release"]._release_closed_months()
        document = self.env["report.hr_mentorship.report_satisfaction"]
        for person in (self.pia, self.sam, self.ada):
            with self.subTest(person.name):
                values = self.as_user(document, person)._get_report_values(self.program.ids)
                figures = values["figures"][self.program.id]
                self.assertEqual(figures["people"], {"Mentor": 3, "Mentee": 3})
                self.assertEqual(figures["states"], {"Active": 3})
                self.assertEqual(figures["ratings"], {"Mentee": (3, 4.0, 2 / 3)})
                self.assertEqual(figures["held_share"], 1)
                self.assertEqual([bar["value"] for bar in figures["bars"]], ["4.0"])
                self.assertEqual(values["threshold"], 3)
        self.enrol(self.mia, "mentee")
        for person in (self.mia, self.olga, self.paula, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(document, person)._get_report_values(self.program.ids)

    def test_document_below_the_threshold_shows_no_rating(self):
        self.ratings(2)
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.pia.user_id)
            ._render_qweb_html("hr_mentorship.hr_mentorship_satisfaction_report_action", self.program.ids)
        )
        values = self.env["report.hr_mentorship.report_satisfaction"]._get_report_values(self.program.ids)
        self.assertEqual(values["figures"][self.program.id]["ratings"], {})
        self.assertEqual(values["figures"][self.program.id]["bars"], [])
        self.assertIn("Leaders", html.decode())

    def test_document_counts_what_was_due_and_what_was_held(self):
        pair = self.pair()
        checkins = pair.checkin_ids.sorted("planned_date")
        checkins[:2].planned_date = self.today - timedelta(days=3)
        self.rate(pair, "mentee", checkin=0)
        document = self.as_user(self.env["report.hr_mentorship.report_satisfaction"], self.pia)
        figures = document._get_report_values(self.program.ids)["figures"][self.program.id]
        self.assertEqual(figures["held_share"], 0.5)
        self.assertEqual((figures["checkins"]["Held"], figures["checkins"]["Overdue"]), (1, 1))


@tagged("post_install", "-at_install")
class TestParticipationReport(MentorshipCase):
    """A people manager reads how many of the own team take part, and only of enough people."""

    def rows(self, person):
        return self.as_user(self.env["hr.mentorship.participation.report"], person).search([])

    def team(self, number):
        return [self.add_person(f"team{index}", manager=self.paula) for index in range(number)]

    def test_people_manager_of_two_participants_reads_nothing(self):
        for person in self.team(2):
            self.enrol(person, "mentee")
        self.assertFalse(self.rows(self.paula))

    def test_people_manager_of_three_participants_reads_their_number(self):
        team = self.team(4)
        for person in team[:3]:
            self.enrol(person, "mentee")
        self.enrol(team[3], "mentee", state="applied")
        self.add_mentorship("active", mentee=team[0])
        self.add_mentorship("completed", mentee=team[1])
        row = self.rows(self.paula)
        self.assertEqual(row.mapped("program_name"), ["Leaders"])
        self.assertEqual(row.participant_count, 3)
        self.assertEqual(
            (row.matched_count, row.matched_text, row.completed_text), (0, "too few to say", "too few to say")
        )

    def test_people_manager_reads_how_many_are_matched_where_nobody_stands_out(self):
        team = self.team(6)
        for person in team:
            self.enrol(person, "mentee")
        seen = []
        for person in team:
            mentor = self.add_person(f"mentor of {person.name}")
            self.add_mentorship("completed", mentor=mentor, mentee=person)
            row = self.rows(self.paula)
            seen.append((row.matched_text, row.completed_text))
        hidden = "too few to say"
        self.assertEqual([matched for matched, _completed in seen], [hidden, hidden, "3", hidden, hidden, "6"])
        self.assertEqual(seen[-1], ("6", "6"))

    def test_each_number_and_what_it_leaves_over_is_of_enough_people(self):
        """Every combination of seven people: by no number, and no difference of two, does one of them stand out."""
        team = self.team(7)
        for person in team:
            self.enrol(person, "mentee")
        pairs = [
            self.add_mentorship("active", mentor=self.add_person(f"mentor of {person.name}"), mentee=person)
            for person in team
        ]
        everybody, hidden = len(team), "too few to say"
        for matched in range(everybody + 1):
            for completed in range(matched + 1):
                for index, pair in enumerate(pairs):
                    state = "completed" if index < completed else "active" if index < matched else "cancelled"
                    pair._move_to(state)
                row = self.rows(self.paula)
                shown = {everybody}
                for text, count, number in (
                    (row.matched_text, row.matched_count, matched),
                    (row.completed_text, row.completed_count, completed),
                ):
                    self.assertIn((text, count), ((str(number), number), (hidden, 0)))
                    if text != hidden:
                        shown.add(number)
                with self.subTest(matched=matched, completed=completed, shown=shown):
                    self.assertLessEqual({matched, completed} & {0, 1, 2, 5, 6}, {matched, completed} - shown)
                    numbers = sorted(shown | {0})
                    apart = [after - before for before, after in pairwise(numbers)]
                    self.assertGreaterEqual(min(apart), 3)
                    if matched in (3, 4, 7):
                        self.assertIn(matched, shown, "nothing is hidden without need")

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
                self.assertEqual(set(mentees.mapped("matched_text")), {"1", "0"})
        self.assertFalse(self.rows(self.petra))

    def test_proposals_do_not_show_in_the_numbers(self):
        team = self.team(3)
        for person in team:
            self.enrol(person, "mentee")
        self.add_mentorship("proposed", mentee=team[0])
        self.assertEqual(self.rows(self.paula).matched_count, 0)

    def test_roles_are_counted_apart(self):
        team = self.team(4)
        for person, role in zip(team, ("mentee", "mentee", "mentor", "mentor"), strict=True):
            self.enrol(person, role)
        self.assertFalse(self.rows(self.paula), "2 and 2 are no group of 3")

    def test_other_people_manager_reads_nothing(self):
        for person in self.team(3):
            self.enrol(person, "mentee")
        for person in (self.mia, self.olga, self.sam, self.petra):
            with self.subTest(person.name):
                self.assertFalse(self.rows(person))
        self.assertEqual(len(self.rows(self.pia)), 1, "the program manager reads those of the own programs")

    def test_rows_carry_no_identity_of_the_team(self):
        team = self.team(3)
        participants = [self.enrol(person, "mentee") for person in team]
        [row] = self.rows(self.paula).read()
        for person in team:
            self.assertNotIn(person.name, str(row))
        self.assertNotIn(row["id"], [participant.id for participant in participants])
