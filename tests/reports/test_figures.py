from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.tests import tagged

from ..common import MentorshipCase

REPORTS = ("matching", "shortage", "checkin", "engagement", "skill")


@tagged("post_install", "-at_install")
class TestFigures(MentorshipCase):
    """The built-in reports count what program managers ask for, of their own programs, and of nobody's answers."""

    def rows(self, name, person=None, domain=()):
        report = self.as_user(self.env[f"hr.mentorship.{name}.report"], person or self.pia)
        return report.search([("program_id", "=", self.program.id), *domain])

    def test_matching_tells_who_has_a_partner_after_how_many_days_and_why_not(self):
        pair = self.add_mentorship("active")
        pair.offered_on = fields.Date.today() + timedelta(days=4)
        self.enrol(self.olga, "mentee")
        self.enrol(self.sam, "mentee", state="applied")
        rows = {row.participant_id.employee_id: row for row in self.rows("matching", domain=[("role", "=", "mentee")])}
        self.assertEqual(set(rows), set(self.mia + self.olga), "an application is no place yet")
        self.assertEqual((rows[self.mia].is_matched, rows[self.mia].days_to_match), (True, 4))
        self.assertEqual((rows[self.olga].is_matched, rows[self.olga].why_not), (False, "not_tried"))
        report = self.as_user(self.env["hr.mentorship.matching.report"], self.pia)
        domain = [("program_id", "=", self.program.id), ("role", "=", "mentee")]
        [(share,)] = report._read_group(domain, aggregates=["matched_share:avg"])
        self.assertEqual(share, 50)

    def test_matching_tells_why_a_run_has_found_nobody_and_names_no_rule(self):
        self.enrol(self.mia, "mentee")
        self.propose()
        self.assertEqual(self.rows("matching").why_not, "no_seat")
        self.enrol(self.max, "mentor")
        self.env["hr.mentorship.block"].create(
            {
                "profile_id": self.mia.mentorship_profile_ids.id or self.make_profile(self.mia).id,
                "blocked_employee_id": self.max.id,
            }
        )
        self.propose()
        self.assertEqual(self.rows("matching", domain=[("role", "=", "mentee")]).why_not, "ruled_out")

    def make_profile(self, employee):
        return self.env["hr.mentorship.profile"].create({"employee_id": employee.id})

    def test_shortage_sets_mentees_who_wait_against_free_seats_by_topic(self):
        self.enrol(self.mia, "mentee", self.leading)
        self.enrol(self.olga, "mentee", self.leading + self.coding)
        self.enrol(self.max, "mentor", self.leading + self.speaking, capacity=1)
        found = {row.skill_id: (row.waiting_count, row.seat_count, row.shortage) for row in self.rows("shortage")}
        self.assertEqual(found, {self.leading: (2, 1, 1), self.coding: (1, 0, 1), self.speaking: (0, 1, 0)})

    def test_check_ins_are_held_missed_late_or_still_to_come(self):
        pair = self.add_mentorship("active")
        today = fields.Date.today()
        held, late, ahead, *_rest = pair.checkin_ids.sorted("planned_date")
        held.with_user(self.max.user_id)._log("done", rating=1)
        late.planned_date = today - timedelta(days=3)
        ahead.planned_date = today + timedelta(days=3)
        rows = {row.id: row for row in self.rows("checkin")}
        self.assertEqual([rows[each.id].state for each in (held, late, ahead)], ["held", "late", "planned"])
        self.assertEqual([rows[each.id].is_due for each in (held, late, ahead)], [True, True, False])
        report = self.as_user(self.env["hr.mentorship.checkin.report"], self.pia)
        [(share,)] = report._read_group([("program_id", "=", self.program.id)], aggregates=["held_share:avg"])
        self.assertEqual(share, 50, "what is still to come is no failure")

    def test_engagement_tells_who_meets_and_logs_together(self):
        pair = self.add_mentorship("active")
        quiet = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        quiet.start_date = fields.Date.today() - timedelta(days=90)
        checkin = pair.checkin_ids[0]
        for person in (self.max, self.mia):
            checkin.with_user(person.user_id)._log("done", rating=5)
        rows = {row.mentorship_id: row for row in self.rows("engagement")}
        self.assertEqual([rows[each].active_share for each in (pair, quiet)], [100, 0])
        self.assertEqual((rows[pair].meeting_count, rows[pair].two_sided_share), (1, 100))
        self.assertEqual((rows[quiet].meeting_count, rows[quiet].last_met_on), (0, False))

    def test_skills_are_shown_from_n_people_on_and_move_in_groups(self):
        goals = []
        for index in range(4):
            mentee = self.add_person(f"mentee{index}")
            pair = self.add_mentorship("active", mentor=self.add_person(f"mentor{index}"), mentee=mentee)
            goal = (
                self.env["hr.mentorship.goal"]
                .with_user(mentee.user_id)
                .create(
                    {
                        "name": "Learn to say no",
                        "mentorship_id": pair.id,
                        "milestone_ids": [Command.create({"name": "Say it once"})],
                        "skill_id": self.leading.id,
                        "skill_level_id": self.skill_type.skill_level_ids[0].id,
                    }
                )
            )
            goal.action_start()
            goal.action_reach()
            goals.append(goal)
        for number, goal in enumerate(goals, start=1):
            proposal = self.env["hr.mentorship.skill.proposal"].search([("goal_id", "=", goal.id)])
            proposal.with_user(goal.user_id).action_agree()
            self.assertEqual(sum(self.rows("skill").mapped("people_count")), 3 if number >= 3 else 0)

    def test_other_managers_and_everybody_else_read_nothing(self):
        self.add_mentorship("active")
        for name in REPORTS:
            self.assertFalse(self.rows(name, self.petra))
            for person in (self.mia, self.max, self.sam, self.paula, self.olga):
                self.assertFalse(self.as_user(self.env[f"hr.mentorship.{name}.report"], person).has_access("read"))

    def test_rows_hold_no_answer(self):
        """Neither what somebody has said nor whether: a row a person or pair would tell."""
        for name in REPORTS:
            fields_of_ours = set(self.env[f"hr.mentorship.{name}.report"]._fields)
            self.assertFalse({each for each in fields_of_ours if "rating" in each or "answer" in each})

    def test_every_saved_filter_grouping_and_measure_of_the_views_works(self):
        self.add_mentorship("active")
        for name in REPORTS:
            report = self.as_user(self.env[f"hr.mentorship.{name}.report"], self.pia)
            views = self.env["ir.ui.view"].search([("model", "=", report._name)])
            self.assertEqual(set(views.mapped("type")), {"list", "kanban", "pivot", "graph", "search"})
            search = etree.fromstring(views.filtered(lambda view: view.type == "search").arch)
            for node in search.iter("filter"):
                if domain := node.get("domain"):
                    report.search(literal_eval(domain))
                if context := node.get("context"):
                    groupby = literal_eval(context)["group_by"]
                    report.formatted_read_group([], [groupby], ["__count"])
            for view in views.filtered(lambda view: view.type in ("pivot", "graph")):
                nodes = etree.fromstring(view.arch).iterfind(".//field[@type='measure']")
                names = [node.get("name") for node in nodes]
                aggregates = [f"{each}:{report._fields[each].aggregator}" for each in names]
                report.formatted_read_group([], ["program_id"], ["__count", *aggregates])
