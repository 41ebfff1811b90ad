from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase
from .common import PulseCompany


@tagged("post_install", "-at_install")
class TestPulse(PulseCompany, MentorshipCase):
    """Members are asked how it goes: rarely, both alike, and nobody else learns what they say, or whether."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_pair()

    # -- who is asked, and when

    def test_both_are_asked_after_thirty_days_and_then_every_sixty(self):
        self.ask(29)
        self.assertFalse(self.pulses())
        self.ask(30)
        self.assertEqual(sorted(self.pulses().mapped("employee_id.name")), ["Max", "Mia"])
        self.assertEqual(self.news(self.mia), ["survey_open"])
        self.ask(60)
        self.assertEqual(self.pulses().mapped("round"), [1, 1])
        self.ask(90)
        self.assertEqual(self.pulses().mapped("round"), [2, 2, 1, 1])

    def test_job_that_runs_twice_asks_once(self):
        self.ask(30)
        self.ask(30)
        self.assertEqual(len(self.pulses()), 2)

    def test_nobody_is_asked_while_they_pause_and_everybody_when_they_are_back(self):
        self.as_user(self.pair, self.max)._pause(self.start + timedelta(days=40))
        self.ask(30)
        self.assertFalse(self.pulses())
        with self.on_day(41):
            self.run_job("ir_cron_resume")
        self.ask(41)
        self.assertEqual(len(self.pulses()), 2)

    def test_flash_meeting_is_only_looked_back_at(self):
        # By SQL: a program with mentorships keeps its format
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_mentorship_program SET format = 'flash' WHERE id = %s", [self.program.id])
        self.env.invalidate_all()
        self.ask(35)
        self.assertFalse(self.pulses())
        with self.on_day(36):
            self.as_user(self.pair, self.max).action_complete()
        self.ask(37)
        self.assertEqual(self.pulses().mapped("round"), [0, 0])
        self.assertEqual(self.pulses().survey_id, self.program.closing_survey_id)

    def test_nobody_is_asked_twice_within_two_weeks_whatever_they_take_part_in(self):
        program = self.add_program("Second", self.pia)
        other = self.add_mentorship("active", mentor=self.max, mentee=self.olga, program=program)
        self.ask(30)
        asked = self.env["hr.mentorship.pulse"].search([("employee_id", "=", self.max.id)])
        self.assertEqual(len(asked), 1)
        asked._decline()
        self.ask(43)
        self.assertEqual(self.env["hr.mentorship.pulse"].search_count([("employee_id", "=", self.max.id)]), 1)
        self.ask(45)
        asked = self.env["hr.mentorship.pulse"].search([("employee_id", "=", self.max.id)])
        self.assertEqual(asked.member_id.mentorship_id, self.pair | other)

    def test_nobody_is_asked_where_the_program_does_not_want_it(self):
        self.program.asks_surveys = False
        self.ask(30)
        self.program.write({"asks_surveys": True, "pulse_survey_id": False})
        self.ask(31)
        self.assertFalse(self.pulses())

    def test_whoever_completes_is_asked_to_look_back(self):
        self.pair._move_to("completed", closed_on=self.start + timedelta(days=20))
        self.ask(21)
        self.assertEqual(self.news(self.mia), ["survey_closing"])

    def test_whoever_ends_early_is_asked_to_look_back_once_with_reminders_that_stop(self):
        with self.on_day(20):
            self.as_user(self.pair, self.mia)._end("time", by=self.pair.member_ids[0])
        kinds = []
        for day in range(21, 100):
            self.env["hr.mentorship.notice"].search([])._move_to("sent")
            self.ask(day)
            kinds += self.news(self.max)
        self.assertEqual(kinds, ["survey_closing", *["survey_closing_reminder"] * 2])
        self.assertEqual(self.pulses().mapped("round"), [0, 0])
        self.assertEqual(self.pulses().survey_id, self.program.closing_survey_id)

    def test_what_ends_before_it_has_begun_or_without_its_flash_meeting_is_looked_back_at_by_nobody(self):
        self.pair._move_to("ended", closed_on=self.start + timedelta(days=20), start_date=False)
        self.ask(21)
        self.pair.start_date = self.start
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_mentorship_program SET format = 'flash' WHERE id = %s", [self.program.id])
        self.env.invalidate_all()
        self.ask(22)
        self.assertFalse(self.pulses())

    def test_asking_a_hundred_takes_as_many_queries_as_asking_two(self):
        """Whom to ask is one query, whatever the number; so is who gets a reminder."""
        with self.on_day(30), self.assertQueryCount(1):
            self.env["hr.mentorship.pulse"]._find_due(100)

    # -- reminders

    def test_reminders_come_twice_and_stop_with_the_answer(self):
        self.ask(30)
        self.env["hr.mentorship.notice"].search([])._move_to("sent")
        self.ask(34)
        self.assertEqual((self.news(self.mia), self.news(self.max)), (["survey_reminder"], ["survey_reminder"]))
        with self.on_day(35):
            mine = self.pulses(self.mia)
            mine._answer(self.rows(mine))
            self.as_user(self.pulses(self.max), self.max).action_decline()
            self.assertEqual((self.news(self.mia), self.news(self.max)), ([], []))
        self.env["hr.mentorship.notice"].search([])._move_to("sent")
        self.ask(39)
        self.assertEqual((self.news(self.mia), self.news(self.max)), ([], []))

    def test_whoever_does_not_answer_is_reminded_twice_and_no_more(self):
        self.ask(30)
        kinds = []
        for day in range(31, 50):
            self.env["hr.mentorship.notice"].search([])._move_to("sent")
            self.ask(day)
            kinds += self.news(self.mia)
        self.assertEqual(kinds, ["survey_reminder"] * 2)
        self.assertEqual(self.pulses(self.mia).state, "over")

    def test_ending_the_mentorship_ends_the_question(self):
        self.ask(30)
        with self.on_day(31):
            self.as_user(self.pair, self.mia)._end("none", by=self.pair.member_ids[0])
        self.assertEqual(set(self.pulses().mapped("state")), {"over"})
        self.assertEqual(self.news(self.max), [])

    # -- answering

    def test_member_answers_once_and_alone_reads_it(self):
        self.ask(30)
        pulse = self.pulses(self.mia)
        with self.on_day(31):
            pulse._answer(self.rows(pulse), wants_contact=False)
            with self.assertRaisesRegex(UserError, "You have answered already"):
                pulse._answer(self.rows(pulse))
        self.assertEqual(len(self.as_user(self.env["hr.mentorship.pulse.answer"], self.mia).search([])), 9)
        for person in (self.max, self.pia, self.ada, self.sam, self.paula):
            for model in ("hr.mentorship.pulse.answer", "hr.mentorship.pulse"):
                found = self.as_user(self.env[model], person).search([])
                self.assertLessEqual(found.sudo().author_id, person.user_id, (person.name, model))
        with self.assertRaises(AccessError):
            self.as_user(pulse, self.pia).read(["state"])

    def test_answer_to_somebody_elses_survey_is_refused(self):
        self.ask(30)
        for action in ("action_answer", "action_decline"):
            with self.assertRaises(AccessError):
                getattr(self.as_user(self.pulses(self.mia), self.max), action)()

    def test_card_stands_on_the_overview_of_whoever_is_asked_until_it_is_answered(self):
        self.ask(30)
        overview = self.env["hr.mentorship.overview"]
        mine = self.as_user(overview, self.mia).create({})
        self.assertEqual(mine.pulse_ids.heading, "Tell us how it goes (2 minutes)")
        self.assertFalse(self.as_user(overview, self.pia).create({}).pulse_ids)
        self.as_user(self.pulses(self.mia), self.mia).action_decline()
        self.assertFalse(self.as_user(overview, self.mia).create({}).pulse_ids)

    def test_please_contact_me_is_a_to_do_with_the_name_and_nothing_else(self):
        self.ask(30)
        pulse = self.pulses(self.mia)
        with self.on_day(31):
            pulse._answer(self.rows(pulse, 1), wants_contact=True)
        participant = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia).participant_id
        todo = self.todos(participant, self.pia)
        self.assertEqual(len(todo), 1)
        self.assertNotIn("1", todo.note or "")

    def test_own_weights_make_one_figure(self):
        self.ask(30)
        pulse = self.pulses(self.mia)
        question = pulse._get_questions().filtered(lambda question: question.question_type == "multiple_choice")
        first, second = question.suggested_answer_ids[:2]
        base = {"question_id": question.id, "construct": "own_weighted"}
        pulse._answer(
            [
                {**base, "choice_id": first.id, "weight": 3, "value": 5},
                {**base, "choice_id": second.id, "weight": 2, "value": 1},
            ]
        )
        [row] = self.read_source(self.mia)
        self.assertEqual((row["measure"], float(row["value"])), ("own_weighted", 17 / 5))
        self.assertEqual(row["threshold"], 3)
        self.assertEqual(pulse._get_chosen(), first | second, "next time it stands there already")

    def test_smallest_group_stays_what_people_were_told(self):
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 8)
        self.ask(30)
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 3)
        pulse = self.pulses(self.mia)
        pulse._answer(self.rows(pulse))
        self.assertEqual({row["threshold"] for row in self.read_source(self.mia)}, {8})

    def read_source(self, person):
        """What releases are made of, as far as it comes from surveys of ``person``."""
        rows = []
        for source in self.env["hr.mentorship.release"]._get_answer_sources():
            self.env.cr.execute(source)
            rows += self.env.cr.dictfetchall()
        return [row for row in rows if (row["source"], row["employee_id"]) == ("pulse", person.id)]

    def test_words_are_handed_to_releases_with_the_tick_of_their_author(self):
        self.ask(30)
        self.pulses(self.mia)._answer([{"body": "The walks", "may_be_read": True}, {"body": "My boss"}])
        rows = []
        for source in self.env["hr.mentorship.release"]._get_comment_sources():
            self.env.cr.execute(source)
            rows += self.env.cr.dictfetchall()
        mine = {row["body"]: row["may_be_read"] for row in rows if row["employee_id"] == self.mia.id}
        self.assertEqual(mine, {"The walks": True, "My boss": False})

    def test_gap_between_the_two_sides_is_shown_where_both_are_released(self):
        """Of released figures alone: one side without the other has no gap."""
        common = {"program": self.program, "position": 1, "date_from": False, "date_to": False, "is_band": False}
        figures = [
            {**common, "role": "mentor", "measure": "fit", "mean": 4.4},
            {**common, "role": "mentee", "measure": "fit", "mean": 3.1},
            {**common, "role": "mentor", "measure": "trust", "mean": 4.0},
            {**common, "role": False, "measure": "trust", "mean": 4.0},
        ]
        releases = self.env["hr.mentorship.release"]
        with patch.object(type(releases), "_get_figures", lambda *_args: figures):
            [gap] = releases._get_gaps(self.program)
        self.assertEqual((gap["measure"], gap["gap"]), ("fit", 1.3))

    # -- what is deleted breaks nothing

    def test_deleted_question_leaves_the_figures_and_a_deleted_survey_the_page(self):
        self.ask(30)
        pulse = self.pulses(self.mia)
        pulse._answer(self.rows(pulse))
        survey = self.program.pulse_survey_id
        survey.question_ids.unlink()
        self.assertEqual(
            set(pulse.answer_ids.mapped("construct")) - {"overall"},
            {
                "fit",
                "trust",
                "usefulness",
                "goal_progress",
                "time_spent",
                "rewarding",
                "support",
                "recommend",
            },
        )
        survey.unlink()
        self.assertFalse(self.pulses(self.max)._get_questions())
        self.assertFalse(self.program.pulse_survey_id)
        self.ask(90)
        self.assertEqual(len(self.pulses()), 2)

    # -- how many answer

    def test_response_is_counted_when_the_month_is_over_and_from_enough_people_on(self):
        people = [self.add_person(f"mentee{number}") for number in range(2)]
        self.program.mentor_capacity = 5
        for number, person in enumerate(people):
            self.add_mentorship("active", mentor=self.add_person(f"mentor{number}"), mentee=person)
        self.ask(30)
        self.pulses(self.mia)._answer(self.rows(self.pulses(self.mia)))
        rates = self.env["hr.mentorship.pulse.rate"]
        self.ask(40)
        self.assertFalse(rates.search([("program_id", "=", self.program.id)]))
        self.ask(30 + 14 + 32)
        rate = rates.search([("program_id", "=", self.program.id)])
        self.assertEqual((rate.asked_count, rate.answered_count, rate.share_text), (6, 1, "17 % or less"))
        self.assertEqual(self.as_user(rates, self.pia).search([("program_id", "=", self.program.id)]), rate)
        for person in (self.petra, self.mia):
            try:
                found = self.as_user(rates, person).search([("program_id", "=", self.program.id)])
            except AccessError:
                continue
            self.assertFalse(found)

    def test_whoever_reads_the_response_is_not_counted(self):
        mentee = self.add_person("mentee0")
        self.add_mentorship("active", mentor=self.add_person("mentor0"), mentee=mentee)
        self.program.sponsor_id = mentee.user_id
        self.ask(30)
        self.pulses(mentee)._answer(self.rows(self.pulses(mentee)))
        self.ask(30 + 14 + 32)
        rate = self.env["hr.mentorship.pulse.rate"].search([("program_id", "=", self.program.id)])
        self.assertEqual((rate.asked_count, rate.answered_count), (3, 1), "of none who has answered, at most one")
        self.program.manager_ids += self.max.user_id
        self.ask(30 + 60 + 14 + 62)
        self.assertEqual(self.env["hr.mentorship.pulse.rate"].search([("program_id", "=", self.program.id)]), rate)

    def test_response_of_few_people_is_counted_with_later_ones(self):
        self.ask(30)
        self.ask(30 + 14 + 32)
        self.assertFalse(self.env["hr.mentorship.pulse.rate"].search([("program_id", "=", self.program.id)]))
