from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.target.hr_mentorship_target import MEASURES
from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestTarget(MentorshipCase):
    """A program states in figures what it wants to reach, and reads how far it is, or why that cannot be said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        cls.running = cls.add_program(
            "Speakers",
            cls.pia,
            enrolment_start_date=today - timedelta(days=130),
            enrolment_end_date=today - timedelta(days=110),
            start_date=today - timedelta(days=100),
        )

    def want(self, measure, wanted_value=80.0, program=None, **values):
        return self.env["hr.mentorship.target"].create(
            {"program_id": (program or self.running).id, "measure": measure, "wanted_value": wanted_value, **values}
        )

    def look_at(self, target, person=None):
        """Return status, figure in words, and what is said beside it."""
        seen = self.as_user(target, person or self.pia)
        return seen.standing, seen.value_text, seen.standing_reason or seen.advice

    def pairs(self, count, state="active", program=None):
        made = self.env["hr.mentorship"]
        for index in range(count):
            made += self.add_other_pair(index, state, program=program or self.running)
        return made

    def goal(self, pair, state="reached", proposal=None):
        mentee = pair.member_ids.filtered(lambda member: member.role == "mentee")
        goal = self.env["hr.mentorship.goal"].create(
            {"name": "Say no", "mentorship_id": pair.id, "member_id": mentee.id, "state": state}
        )
        if proposal:
            self.env["hr.mentorship.skill.proposal"].create(
                {
                    "employee_id": mentee.employee_id.id,
                    "goal_id": goal.id,
                    "skill_id": self.leading.id,
                    "skill_level_id": self.skill_type.skill_level_ids[0].id,
                    "state": proposal,
                }
            )
        return goal

    def release(self, high, people=5):
        month = fields.Date.today().replace(day=1) - timedelta(days=40)
        self.env["hr.mentorship.release"].create(
            {
                "program_id": self.running.id,
                "company_id": self.running.company_id.id,
                "role": "mentee",
                "date_from": month.replace(day=1),
                "date_to": month,
                "mean_from": 3.5,
                "mean_to": 3.5,
                "has_shares": True,
                "high_from": high[0],
                "high_to": high[1],
                "weight": people,
            }
        )

    # -- the figures

    def test_participation_and_matches_are_counted_by_person(self):
        participation, rate = self.want("participation", 4), self.want("match_rate", 60)
        time = self.want("match_time", 14)
        self.assertEqual(self.look_at(participation)[:2], ("red", "0"))
        self.assertEqual(self.look_at(rate), ("unknown", False, "Nobody who could be matched is approved yet."))
        pair = self.add_mentorship("active", program=self.running)
        self.enrol(self.olga, "mentee", program=self.running)
        self.enrol(self.paula, "mentee", program=self.running, state="applied")
        self.assertEqual(self.look_at(participation)[:2], ("red", "3"), "who has only applied does not count")
        self.assertEqual(self.look_at(rate)[:2], ("red", "50 %"))
        self.assertEqual(self.look_at(time)[:2], ("green", "0 days"))
        mentee = pair.member_ids.participant_id.filtered(lambda participant: participant.role == "mentee")
        self.env.cr.execute(
            "UPDATE hr_mentorship_participant SET create_date = create_date - interval '20 days' WHERE id = %s",
            [mentee.id],
        )
        status, figure, advice = self.look_at(time)
        self.assertEqual((status, figure), ("red", "20 days"))
        self.assertIn("Match every week", advice)

    def test_meetings_count_once_they_are_due(self):
        target = self.want("meetings", 80)
        self.assertEqual(self.look_at(target), ("unknown", False, "No meeting has been due yet."))
        [first, *others] = self.add_mentorship("active", program=self.running).checkin_ids.sorted("planned_date")
        self.assertEqual(self.look_at(target)[0], "unknown", "what is planned for later is not due")
        first.write({"state": "done", "held_on": fields.Date.today()})
        others[0].write({"planned_date": fields.Date.today() - timedelta(days=3)})
        status, figure, advice = self.look_at(target)
        self.assertEqual((status, figure), ("red", "50 %"))
        self.assertIn("overdue", advice)

    def test_goals_count_when_their_day_has_come_and_enough_people_have_some(self):
        target = self.want("goals", 60)
        pairs = self.pairs(3)
        self.goal(pairs[0])
        self.goal(pairs[1], "unfinished")
        self.goal(pairs[2], "dropped")
        self.goal(pairs[2], "active").target_date = fields.Date.today() + timedelta(days=5)
        status, figure, reason = self.look_at(target)
        self.assertEqual((status, figure), ("unknown", False))
        self.assertIn("Fewer than 3 people", reason)
        self.goal(pairs[2])
        self.assertEqual(self.look_at(target)[:2], ("green", "67 %"))

    def test_satisfaction_is_taken_from_what_has_been_released(self):
        target = self.want("satisfaction", 80)
        pair = self.add_mentorship("active", program=self.running)
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        for member in pair.member_ids:
            checkin.with_user(member.user_id)._log("done", held_on=fields.Date.today(), rating=5)
        self.assertEqual(self.look_at(target)[:2], ("unknown", False), "answers are read by nobody")
        self.release(high=(0.7, 0.8))
        for person in (self.pia, self.sam, self.ada):
            with self.subTest(person.name):
                self.assertEqual(self.look_at(target, person)[:2], ("amber", "75 %"))
        checkin.with_user(pair.member_ids[0].user_id)._log("done", held_on=fields.Date.today(), rating=1)
        self.assertEqual(self.look_at(target)[1], "75 %", "the same, however often somebody looks")

    def test_release_of_too_few_people_is_left_out(self):
        target = self.want("satisfaction", 80)
        self.release(high=(0.9, 1), people=3)
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 5)
        self.assertEqual(self.look_at(target)[0], "unknown", "the company has become stricter since")

    def test_skill_growth_moves_in_steps_of_enough_people(self):
        target = self.want("skills", 50)
        pairs = self.pairs(6)
        for pair, shown in zip(pairs, (False, False, "50 %", "50 %", "50 %", "100 %"), strict=True):
            self.goal(pair, proposal="agreed")
            self.assertEqual(self.look_at(target)[1], shown)
        self.goal(pairs[0], proposal="declined")
        self.assertEqual(self.look_at(target)[1], "100 %")

    def test_retention_asks_three_months_after_the_start(self):
        target = self.want("retention", 90)
        pairs = self.pairs(3)
        self.assertEqual(self.look_at(target)[:2], ("green", "100 %"))
        pairs[0].mentee_ids.active = False
        self.assertEqual(self.look_at(target)[:2], ("amber", "83 %"))
        self.running.start_date = fields.Date.today() - timedelta(days=10)
        self.assertIn("three months after the start", self.look_at(target)[2])

    def test_own_figure_is_typed_in_and_keeps_its_days(self):
        target = self.want("own", 5, label="Promotions", unit="people")
        self.assertEqual(self.look_at(target), ("unknown", False, "No figure has been entered yet."))
        with freeze_time(fields.Date.today() - timedelta(days=30)):
            self.as_user(target, self.pia).typed_value = 2
        self.as_user(target, self.pia).typed_value = 4
        self.as_user(target, self.pia).typed_value = 5
        seen = self.as_user(target, self.pia)
        self.assertEqual((seen.name, seen.standing, seen.value_text), ("Promotions", "green", "5 people"))
        self.assertEqual(seen.trend, "better")
        self.assertEqual(seen.figure_ids.mapped("value"), [2, 5])

    # -- what cannot be said

    def test_too_early_says_so_unless_the_target_is_met(self):
        today = fields.Date.today()
        program = self.add_program("Early", self.pia, start_date=today + timedelta(days=30))
        participation, rate = self.want("participation", 2, program), self.want("match_rate", 50, program)
        self.enrol(self.mia, "mentee", program=program)
        self.assertIn("people may join until", self.look_at(participation)[2])
        self.assertEqual(self.look_at(rate)[0], "unknown")
        self.enrol(self.max, "mentor", program=program)
        self.assertEqual(self.look_at(participation)[:2], ("green", "2"))
        program.state = "draft"
        self.assertEqual(self.look_at(rate)[2], "The program is not open yet.")

    def test_figures_of_a_closed_program_stay_as_they_were(self):
        target = self.want("participation", 2)
        self.enrol(self.mia, "mentee", program=self.running)
        self.as_user(self.running, self.pia).action_close()
        self.assertEqual(self.look_at(target)[:2], ("red", "1"))
        self.enrol(self.olga, "mentee", program=self.running)
        self.assertEqual(self.look_at(target)[:2], ("red", "1"))
        self.assertIn("when you design the next one", self.look_at(target)[2])

    def test_program_that_is_over_says_why_a_figure_is_missing(self):
        """What was open when the mentorship ended counts: its day has come. Of too few people it is not told."""
        target = self.want("goals")
        [pair] = self.pairs(1)
        goal = self.env["hr.mentorship.goal"].create({"mentorship_id": pair.id, "name": "Speak", "state": "active"})
        pair.sudo()._end()
        self.assertEqual(goal.state, "unfinished")
        self.as_user(self.running, self.pia).action_close()
        self.assertEqual(
            self.look_at(target), ("unknown", False, "Fewer than 3 people had a goal. Single people are not shown.")
        )
        self.assertEqual(self.as_user(self.running, self.pia).target_summary, "1 cannot be said")

    # -- the history

    def test_weekly_job_writes_down_open_programs_once_a_day(self):
        target, closed = self.want("participation", 2), self.want("participation", 2, self.add_program("Old", self.pia))
        closed.program_id.state = "closed"
        self.want("meetings")
        self.enrol(self.mia, "mentee", program=self.running)
        with freeze_time(fields.Date.today() - timedelta(days=7)), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_record_figures").method_direct_trigger()
            self.env.ref("hr_mentorship.ir_cron_record_figures").method_direct_trigger()
        programs = self.running + closed.program_id
        figures = self.env["hr.mentorship.target.figure"].search([("program_id", "in", programs.ids)])
        self.assertRecordValues(figures, [{"target_id": target.id, "value": 1}])
        self.enrol(self.max, "mentor", program=self.running)
        seen = self.as_user(target, self.pia)
        self.assertEqual(seen.trend, "better")
        self.assertIn("Up from 1 on", seen.trend_text)
        self.assertIn("<polyline", seen.history_chart)
        self.assertIn(">1</td>", seen.history_chart, "the figures stand beside the line")

    def test_all_programs_are_counted_in_a_handful_of_queries(self):
        measures = [measure for measure, _label in MEASURES if measure != "own"]
        programs = self.running
        for index in range(6):
            programs += self.add_program(f"Program {index}", self.pia)
        for program in programs:
            for measure in measures:
                self.want(measure, 50, program)
        costs = []
        for some in (programs[:2], programs[:2], programs):  # the first time, the rules of access are read as well
            seen = self.as_user(some, self.pia)
            seen.mapped("is_my_program")
            before = self.env.cr.sql_log_count
            seen.mapped("target_ids.standing")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])

    # -- who reads and changes it

    def test_sponsor_reads_targets_and_changes_none(self):
        target = self.want("participation", 2)
        self.assertEqual(self.look_at(target, self.sam)[0], "red")
        self.assertIn("1 off target", self.as_user(self.running, self.sam).target_summary)
        with self.assertRaises(AccessError):
            self.as_user(target, self.sam).wanted_value = 1
        self.assertFalse(self.as_user(target, self.sam).has_place)

    def test_who_may_join_reads_no_targets(self):
        self.want("participation", 2)
        seen = self.as_user(self.running, self.olga)
        self.assertFalse(seen.target_ids)
        self.assertEqual((seen.target_summary, seen.off_target_count), ("", 0))

    def test_other_program_manager_reads_no_figure_by_a_form(self):
        values = {"program_id": self.running.id, "measure": "participation", "wanted_value": 1}
        self.enrol(self.mia, "mentee", program=self.running)
        draft = self.as_user(self.env["hr.mentorship.target"], self.petra).new(values)
        self.assertFalse(draft.has_value)
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.target"], self.petra).create(values)

    def test_figures_are_nobodys_to_write(self):
        target = self.want("own", 5, label="Promotions", typed_value=3)
        for person in (self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(target.figure_ids, person).value = 9
        with self.assertRaises(AccessError):
            self.as_user(target, self.pia).figure_ids = [Command.create({"day": "2030-01-01", "value": 9})]

    def test_wanted_figures_out_of_reach_are_refused_in_a_sentence(self):
        for measure, wanted_value, message in (
            ("goals", 120, "is a share"),
            ("meetings", 0, "is a share"),
            ("participation", 0, "above zero"),
            ("match_time", -3, "above zero"),
            ("own", 5, "Say what your own figure counts"),
        ):
            with self.subTest(measure), self.assertRaisesRegex(ValidationError, message):
                self.want(measure, wanted_value)

    def test_second_target_for_a_measure_is_refused_and_own_ones_are_not(self):
        self.want("goals")
        with mute_logger("odoo.sql_db"), self.assert_refused():
            self.want("goals", 70)
        self.want("own", 5, label="Promotions")
        self.want("own", 6, label="Talks")

    def test_red_target_leads_to_where_something_can_be_done(self):
        for measure, model in (
            ("participation", "hr.mentorship.participant"),
            ("match_rate", "hr.mentorship.program"),
            ("meetings", "hr.mentorship.checkin"),
            ("satisfaction", "hr.mentorship.feedback.report"),
            ("goals", "hr.mentorship.goal.report"),
        ):
            with self.subTest(measure):
                action = self.as_user(self.want(measure, 50), self.pia).action_go()
                self.assertEqual(action["res_model"], model)
        with self.assertRaisesRegex(UserError, "has no page"):
            self.as_user(self.want("own", 5, label="Promotions"), self.pia).action_go()

    def test_copy_takes_the_targets_and_no_history(self):
        self.want("own", 5, label="Promotions", typed_value=3)
        copy = self.as_user(self.running, self.pia).copy()
        self.assertRecordValues(copy.target_ids, [{"label": "Promotions", "wanted_value": 5, "typed_value": 0}])
        self.assertFalse(copy.target_ids.figure_ids)
