from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase

ACTION = "hr_mentorship.hr_mentorship_outcome_report_action"
DOCUMENT = "report.hr_mentorship.report_outcome"


def quarter_of(day):
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


class OutcomeCase(MentorshipCase):
    """A department in which some have begun a mentorship so long ago that the year after it is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcomes = cls.env["hr.mentorship.outcome"]
        cls.marks = cls.env["hr.mentorship.outcome.mark"]
        cls.company = cls.program.company_id
        today = fields.Date.today()
        # The last year that is counted today begins at this quarter
        cls.start = quarter_of(today - timedelta(days=30) - relativedelta(years=1))
        cls.stop = cls.start + relativedelta(years=1, days=-1)
        cls.begun = cls.start - timedelta(days=20)
        cls.department = cls.env["hr.department"].create({"name": "Observatory"})
        cls.job, cls.other_job = cls.env["hr.job"].create([{"name": "Astronomer"}, {"name": "Head of Astronomy"}])
        cls.number = 0

    @classmethod
    def hire(cls, number, since=None, **values):
        """Let people work in the department for three years."""
        since = since or cls.start - relativedelta(years=3)
        cls.number += number
        return (
            cls.env["hr.employee"]
            .with_context(tracking_disable=True)
            .create(
                [
                    {
                        "name": f"Astronomer {cls.number}.{index}",
                        "date_version": since,
                        "department_id": cls.department.id,
                        "job_id": cls.job.id,
                        **values,
                    }
                    for index in range(number)
                ]
            )
        )

    @classmethod
    def pair_up(cls, mentees, program=None, begun=None):
        """Let people have begun a mentorship, with a mentor from elsewhere."""
        program = program or cls.program
        program.mentor_capacity = 50
        mentor = cls.env["hr.employee"].create({"name": "Their mentor"})
        common = {"program_id": program.id, "state": "approved"}
        mentor_part, *parts = cls.env["hr.mentorship.participant"].create(
            [
                {**common, "employee_id": mentor.id, "role": "mentor", "capacity": 50},
                *({**common, "employee_id": mentee.id, "role": "mentee"} for mentee in mentees),
            ]
        )
        pairs = cls.env["hr.mentorship"].create(
            [
                {
                    "program_id": program.id,
                    "member_ids": [
                        Command.create({"participant_id": mentor_part.id, "slot": slot}),
                        Command.create({"participant_id": part.id}),
                    ],
                }
                for slot, part in enumerate(parts, 1)
            ]
        )
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE hr_mentorship SET state = 'completed', start_date = %s WHERE id = ANY(%s)",
            [begun or cls.begun, pairs.ids],
        )
        cls.env.invalidate_all()
        return pairs

    @classmethod
    def draw(cls, drawn, others, chance=0.5, program=None):
        """Let a lot have given some a mentor and others none, in a run that was used."""
        program = program or cls.program
        common = {"program_id": program.id, "state": "approved", "role": "mentee"}
        parts = cls.env["hr.mentorship.participant"].create(
            [{**common, "employee_id": person.id} for person in drawn + others]
        )
        mentor = cls.env["hr.mentorship.participant"].create(
            {**common, "role": "mentor", "employee_id": cls.env["hr.employee"].create({"name": "Drawn mentor"}).id}
        )
        job = cls.env["hr.mentorship.matching.job"].create({"program_id": program.id})
        run = cls.env["hr.mentorship.matching.run"].create(
            {"job_id": job.id, "program_id": program.id, "objective": "people", "used_at": cls.begun}
        )
        cls.env["hr.mentorship.matching.line"].create(
            [
                {
                    "run_id": run.id,
                    "mentee_id": part.id,
                    "mentor_id": mentor.id if part.employee_id in drawn else False,
                    "tie_share": chance,
                }
                for part in parts
            ]
        )
        return run

    def leave(self, people, day):
        people.write({"departure_date": day})

    def move(self, people, day, **values):
        for person in people:
            person.create_version({"date_version": day, **(values or {"job_id": self.other_job.id})})

    def learn(self, people, day):
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Stars",
                "skill_ids": [Command.create({"name": "Seeing"})],
                "skill_level_ids": [
                    Command.create({"name": "Little", "level_progress": 20}),
                    Command.create({"name": "Much", "level_progress": 80}),
                ],
            }
        )
        little, much = skill_type.skill_level_ids.sorted("level_progress")
        common = {"skill_id": skill_type.skill_ids.id, "skill_type_id": skill_type.id}
        self.env["hr.employee.skill"].create(
            [
                {"employee_id": person.id, **common, **level}
                for person in people
                for level in (
                    {
                        "skill_level_id": little.id,
                        "valid_from": self.start - timedelta(days=90),
                        "valid_to": day - timedelta(days=1),
                    },
                    {"skill_level_id": much.id, "valid_from": day},
                )
            ]
        )

    def release(self, program=None):
        self.outcomes._release(self.company)
        return self.outcomes.search([("program_id", "=", (program or self.program).id)])

    def find_marks(self):
        return self.marks.search([("employee_id.name", "like", "Astronomer")], order="employee_id")

    def get(self, measure, program=None):
        return self.outcomes.search(
            [("program_id", "=", (program or self.program).id), ("measure", "=", measure)]
        ).ensure_one()


@tagged("post_install", "-at_install")
class TestOutcome(OutcomeCase):
    """A year of participants beside one of colleagues like them: from N people on, in bands, once."""

    def test_who_left_moved_and_grew_is_counted_on_both_sides(self):
        mentees, others = self.hire(10), self.hire(20)
        self.pair_up(mentees)
        within = self.start + timedelta(days=100)
        self.learn(mentees[:5], within)
        self.leave(others[:10], within)
        self.move(mentees[5:], within)
        rows = self.release()
        self.assertEqual(len(rows), 3)
        self.assertEqual((rows[0].participant_count, rows[0].other_count, rows[0].alone_count), (10, 20, 0))
        self.assertEqual((rows[0].date_from, rows[0].date_to), (self.start, self.stop))
        for measure, share, other in (("stayed", 1, 0.5), ("moved", 0.5, 0), ("grown", 0.5, 0)):
            row = self.get(measure)
            with self.subTest(measure):
                self.assertTrue(row.share_from <= share <= row.share_to)
                self.assertTrue(row.other_from <= other <= row.other_to)
                self.assertGreater(row.share_to - row.share_from, 0.1, "a band, never the number itself")

    def test_what_lies_outside_the_year_is_none_of_it(self):
        mentees, others = self.hire(5), self.hire(10)
        self.pair_up(mentees)
        self.leave(mentees, self.stop + timedelta(days=1))
        self.move(mentees, self.start - timedelta(days=200), job_id=self.job.id)
        self.learn(others, self.stop + timedelta(days=1))
        self.release()
        for measure, share in (("stayed", 1), ("moved", 0), ("grown", 0)):
            row = self.get(measure)
            with self.subTest(measure):
                self.assertTrue(row.share_from <= share <= row.share_to)
                self.assertTrue(row.other_from <= share <= row.other_to)

    def test_only_colleagues_of_department_job_and_seniority_without_a_mentorship_are_compared_with(self):
        mentees, others = self.hire(5), self.hire(5)
        self.pair_up(mentees)
        self.hire(5, job_id=self.other_job.id)
        self.hire(5, department_id=self.env["hr.department"].create({"name": "Kitchen"}).id)
        self.hire(5, since=self.start - relativedelta(years=8))
        self.hire(5, since=self.start + timedelta(days=1))
        self.leave(self.hire(5), self.start - timedelta(days=1))
        self.hire(5).action_archive()
        self.pair_up(self.hire(1), self.add_program("Later", self.pia), self.start + timedelta(days=200))
        rows = self.release()
        self.assertEqual(rows[0].other_count, 5)
        self.assertEqual(self.find_marks().employee_id, mentees + others)

    def test_fewer_than_n_on_either_side_wait_and_are_counted_with_those_who_come(self):
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", "5")
        self.pair_up(self.hire(4))
        others = self.hire(4)
        self.assertFalse(self.release(), "four participants")
        self.pair_up(self.hire(1), begun=self.begun - relativedelta(months=3))
        self.assertFalse(self.release(), "four colleagues")
        others += self.hire(9)
        rows = self.release()
        self.assertEqual(rows[0].participant_count, 5)
        self.assertEqual(rows[0].date_from, self.start - relativedelta(months=3))

    def test_nobody_is_counted_twice_and_figures_never_change(self):
        mentees = self.hire(5)
        self.hire(12)
        self.pair_up(mentees)
        rows = self.release()
        before = rows.read()
        self.leave(mentees, self.start + timedelta(days=100))
        speakers = self.add_program("Speakers", self.pia)
        self.pair_up(mentees, speakers, self.start + timedelta(days=30))
        self.pair_up(self.hire(5), speakers)
        self.hire(5)
        self.release()
        self.assertEqual(rows.read(), before)
        self.assertEqual(self.get("stayed", speakers).participant_count, 5)
        self.assertEqual(len(self.find_marks()), len(self.find_marks().employee_id), "a year each")

    def test_readers_do_not_count_towards_n(self):
        self.pair_up(self.hire(4) + self.pia)
        self.pia.write({"department_id": self.department.id, "job_id": self.job.id})
        self.pia.version_id.date_version = self.start - relativedelta(years=3)
        self.hire(8)
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", "5")
        self.assertFalse(self.release())
        self.pair_up(self.hire(1))
        self.assertEqual(self.release()[0].participant_count, 6)

    def test_those_between_whom_a_lot_decided_are_compared_with_each_other_alone(self):
        drawn, others = self.hire(6), self.hire(8)
        self.draw(drawn, others)
        speakers = self.add_program("Speakers", self.pia)
        self.pair_up(self.hire(3) + drawn[:1], speakers)
        self.hire(6)
        self.leave(others[:7], self.start + timedelta(days=100))
        self.release()
        lottery = self.outcomes.search([("program_id", "=", self.program.id), ("comparison", "=", "lottery")])
        self.assertEqual(lottery.mapped("measure"), ["stayed", "moved", "grown"])
        stayed = lottery[0]
        self.assertEqual((stayed.participant_count, stayed.other_count, stayed.role), (6, 8, "mentee"))
        self.assertTrue(stayed.share_from < stayed.share_to == 1)
        self.assertTrue(stayed.other_from <= 1 / 8 <= stayed.other_to < 0.5)
        compared = self.get("stayed", speakers)
        self.assertEqual(compared.comparison, "colleagues")
        self.assertEqual((compared.participant_count, compared.other_count), (3, 6), "nobody of the lottery")

    def test_lottery_needs_n_on_either_side_a_used_run_and_a_chance_that_is_none(self):
        drawn, others = self.hire(3), self.hire(3)
        run = self.draw(drawn, others[:2])
        self.assertFalse(self.release(), "two were not drawn")
        other_run = self.draw(self.hire(1), others[2:])
        other_run.used_at = False
        self.assertFalse(self.release(), "a run that nobody used")
        other_run.used_at = run.used_at
        other_run.line_ids.tie_share = 0.97
        self.assertFalse(self.release(), "as good as certain")
        other_run.line_ids.tie_share = 0.7
        self.assertEqual(self.release()[0].other_count, 3)

    def test_query_count_does_not_grow_with_people(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.outcomes._release(self.company)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.pair_up(self.hire(5))
        self.hire(8)
        few = count()
        self.pair_up(self.hire(15))
        self.hire(30)
        self.assertLessEqual(count(), few)


@tagged("post_install", "-at_install")
class TestOutcomeReport(OutcomeCase):
    """What program managers read of outcomes, and nobody else."""

    def make(self, person, programs=None, **options):
        document = self.as_user(self.env[DOCUMENT], person)
        return document._get_report_values((programs or self.program).ids, options)

    def read_html(self, person, programs=None):
        reports = self.env["ir.actions.report"].with_user(person.user_id)
        return reports._render_qweb_html(ACTION, (programs or self.program).ids)[0].decode()

    def test_it_says_first_what_it_cannot_say_and_then_both_sides_with_the_difference(self):
        mentees, others = self.hire(16), self.hire(40)
        self.pair_up(mentees)
        self.leave(others[:30], self.start + timedelta(days=100))
        self.release()
        html = self.read_html(self.pia)
        self.assertLess(html.index("What this report cannot say"), html.index("16 participants beside"))
        self.assertIn("10.1287/mnsc.2024.07524", html)
        [section] = self.make(self.pia)["sections"]
        stayed, moved, _grown = section["differences"]
        self.assertEqual(stayed[0], "Stayed with the company")
        self.assertIn("Participants more often, by", stayed[1])
        self.assertIn("Nothing can be told apart from chance", moved[1])
        for cell in section["chart"]["rows"][0]:
            self.assertIn(cell, html)

    def test_effect_stands_before_comparisons_where_luck_decided_and_otherwise_it_says_why_not(self):
        self.assertIn("In no matching here that is long enough ago", self.read_html(self.pia))
        drawn, others = self.hire(12), self.hire(12)
        self.draw(drawn, others)
        self.leave(others, self.start + timedelta(days=100))
        self.pair_up(self.hire(3))
        self.hire(3)
        self.release()
        lottery, compared = self.make(self.pia)["sections"]
        self.assertEqual((lottery["title"], compared["title"]), ("Mentees, where luck decided", "Mentees"))
        self.assertIn("More often with a mentor, by", lottery["differences"][0][1])
        html = self.read_html(self.pia)
        self.assertIn("12 who were given a mentor beside 12 who were not", " ".join(html.split()))
        self.assertNotIn("In no matching here", html)

    def test_without_figures_it_says_when_there_will_be_some(self):
        self.assertIn("Too early to compare", self.read_html(self.pia))

    def test_several_programs_are_told_together_and_each(self):
        speakers = self.add_program("Speakers", self.pia)
        self.pair_up(self.hire(3))
        self.pair_up(self.hire(4), speakers)
        self.hire(14)
        self.release()
        sections = self.make(self.pia, self.program | speakers)["sections"]
        self.assertEqual(
            [section["title"] for section in sections],
            ["Mentees, all programs together", f"Mentees, {self.program.name}", "Mentees, Speakers"],
        )
        self.assertIn("7 participants beside 14", sections[0]["compared"])

    def test_period_leaves_out_years_that_reach_beyond_it(self):
        self.pair_up(self.hire(6))
        self.hire(8)
        self.release()
        self.assertTrue(self.make(self.pia, date_from=str(self.start), date_to=str(self.stop))["sections"])
        self.assertFalse(self.make(self.pia, date_from=str(self.start + timedelta(days=1)))["sections"])
        self.assertFalse(self.make(self.pia, date_to=str(self.stop - timedelta(days=1)))["sections"])

    def test_figures_below_a_raised_n_are_shown_no_more(self):
        self.pair_up(self.hire(6))
        self.hire(8)
        self.release()
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", "7")
        self.assertFalse(self.make(self.pia)["sections"])

    def test_only_who_runs_all_of_the_programs_reads_it(self):
        programs = self.program | self.add_program("Speakers", self.petra)
        self.make(self.ada, programs)
        for person in (self.pia, self.petra, self.sam, self.mia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.make(person, programs)
        with self.assertRaises(AccessError):
            self.make(self.sam)
        with self.assertRaises(UserError):
            self.as_user(self.env[DOCUMENT], self.pia)._get_report_values(None, {"program_ids": "all"})

    def test_dialog_opens_it_for_the_chosen_time(self):
        dialog = self.env["hr.mentorship.report.choice"].with_user(self.pia.user_id)
        choice = dialog.create({"program_ids": self.program.ids, "document": "outcome", "date_from": "2027-01-01"})
        action = choice.action_read()
        self.assertEqual(action["report_name"], "hr_mentorship.report_outcome")
        self.assertEqual(action["report_type"], "qweb-html")
        self.assertEqual(action["data"]["date_from"], "2027-01-01")
        self.assertEqual(choice.action_print()["report_type"], "qweb-pdf")
