import re
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...models.cohort.hr_mentorship_program import LAST_SETTINGS
from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestCohort(MentorshipCase):
    """What a program leaves to the next one: results, lessons, a successor, and people who wait in front."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        cls.left = cls.enrol(cls.olga, "mentee")

    def close(self, who=None, **values):
        dialog = self.as_user(self.env["hr.mentorship.wrap.up"], who or self.pia).create(
            {"program_id": self.program.id, "outcome": "closed", **values}
        )
        return dialog.action_wrap_up()

    def plan_next(self, who=None, **answers):
        form = Form(
            self.as_user(self.env["hr.mentorship.next.cohort"], who or self.pia).with_context(
                default_program_id=self.program.id
            )
        )
        for name, value in answers.items():
            form[name] = value
        action = form.save().action_create_program()
        return self.env["hr.mentorship.program"].browse(action["res_id"])

    def open_next(self, program):
        self.as_user(program, self.pia).action_submit()
        self.as_user(program, self.sam).action_approve()

    # -- closing

    def test_results_are_counted_once_and_do_not_follow_what_comes_later(self):
        self.as_user(self.checkin, self.mia)._log("done", held_on=fields.Date.today())
        self.close()
        program = self.program
        self.assertEqual((program.result_mentor_count, program.result_mentee_count), (1, 2))
        self.assertEqual((program.result_pair_count, program.result_completed_count), (1, 1))
        self.assertEqual((program.result_meeting_count, program.result_left_over_count), (1, 1))
        self.assertEqual(program.result_rating, 0)
        words = self.as_user(program, self.pia).result_words
        self.assertIn("Satisfaction with the meetings: too few answers to say", words)
        self.assertEqual(self.as_user(program, self.sam).result_words, words, "the sponsor reads them as well")
        self.assertFalse(self.as_user(program, self.mia).result_words)
        self.left.sudo()._move_to("withdrawn")
        self.assertEqual(program.result_mentee_count, 2)

    def test_results_say_what_they_lack_of_the_matches_that_were_published(self):
        declined = self.add_mentorship("offered", mentor=self.add_person("ida"), mentee=self.add_person("uma"))
        declined.with_user(declined.member_ids.user_id[0]).action_decline()
        self.close()
        program = self.as_user(self.program, self.pia)
        self.assertIn("; one more match did not come about", program.result_words)
        self.assertEqual(program.mentorship_count, program.result_pair_count + program.result_declined_count)

    def test_next_cohort_opens_as_a_form_and_several_as_a_list(self):
        self.close()
        following = self.plan_next()
        program = self.as_user(self.program, self.pia)
        action = program.action_view_successors()
        self.assertEqual((action["res_id"], [view[1] for view in action["views"]]), (following.id, ["form"]))
        following.sudo().copy().sudo().predecessor_id = program
        self.assertFalse(program.action_view_successors().get("res_id"))

    def test_satisfaction_is_made_of_releases_and_comes_when_they_do(self):
        release = {"program_id": self.program.id, "role": "mentee", "weight": 6, "date_from": "2020-01-01"}
        figures = {"date_to": "2020-01-31", "mean_from": 3.9, "mean_to": 4.1, "people_from": 5, "people_to": 9}
        self.env["hr.mentorship.release"].create({**release, **figures})
        self.close()
        self.assertEqual(self.program.result_rating, 4)
        figures |= {"date_to": "2020-03-31", "mean_from": 5, "mean_to": 5}
        self.env["hr.mentorship.release"].create({**release, **figures})
        self.assertEqual(self.program.result_rating, 4.5)
        self.assertIn("Satisfaction with the meetings: 4.5 of 5", self.as_user(self.program, self.pia).result_words)

    def test_program_manager_ends_by_choice_what_has_met(self):
        self.as_user(self.checkin, self.mia)._log("done", held_on=fields.Date.today())
        form = Form(
            self.as_user(self.env["hr.mentorship.wrap.up"], self.pia).with_context(
                default_program_id=self.program.id, default_outcome="closed"
            )
        )
        self.assertEqual((form.completed_count, form.ended_count), (1, 0))
        form.not_completed_ids.add(self.pair.with_env(form._env))
        self.assertEqual((form.completed_count, form.ended_count), (0, 1))
        form.save().action_wrap_up()
        self.assertEqual(self.pair.state, "ended")
        self.assertEqual(self.program.result_completed_count, 0)

    def test_lessons_are_written_down_beside_the_figures(self):
        dialog = self.as_user(self.env["hr.mentorship.wrap.up"], self.pia).create(
            {"program_id": self.program.id, "outcome": "closed"}
        )
        self.assertIn("Left without a partner: 1", dialog.figures)
        self.close(keep_lessons="The kick-off", change_lessons="- More mentors\n\n  Start in March ")
        lessons = [(lesson.kind, lesson.name) for lesson in self.program.lesson_ids.sorted("id")]
        self.assertEqual(lessons, [("keep", "The kick-off"), ("change", "More mentors"), ("change", "Start in March")])

    def test_cancelled_program_leaves_no_results(self):
        self.as_user(self.env["hr.mentorship.wrap.up"], self.pia).create(
            {"program_id": self.program.id, "outcome": "cancelled", "keep_lessons": "Nothing"}
        ).action_wrap_up()
        self.assertFalse(self.program.result_on or self.program.lesson_ids)

    def test_program_with_live_mentorships_is_not_closed_past_them(self):
        with self.assertRaisesRegex(UserError, "still has a mentorship that is not finished"):
            self.as_user(self.program, self.pia).action_close()
        self.assertFalse(self.program.result_on)

    # -- the next one

    def test_successor_is_set_up_alike_and_shows_what_there_is_to_learn(self):
        self.program.write({"rhythm": "monthly", "mentor_capacity": 4})
        self.close(change_lessons="More mentors")
        start = fields.Date.today() + timedelta(days=200)
        program = self.plan_next(name="Leaders II", start_date=start)
        self.assertEqual((program.state, program.rhythm, program.mentor_capacity), ("draft", "monthly", 4))
        self.assertEqual(program.end_date - program.start_date, self.program.end_date - self.program.start_date)
        self.assertEqual((program.predecessor_id, program.sponsor_id), (self.program, self.sam.user_id))
        self.assertFalse(program.participant_ids or program.lesson_ids or program.result_on)
        mine = self.as_user(program, self.pia)
        self.assertEqual(mine.open_lesson_ids.name, "More mentors")
        self.assertIn("Mentorships: 1", mine.last_time_words)
        mine.open_lesson_ids.action_take_up()
        self.assertFalse(self.as_user(program, self.pia).open_lesson_ids)
        with self.assertRaisesRegex(UserError, "“Leaders II” follows “Leaders” already"):
            self.plan_next()
        self.as_user(program, self.pia).action_cancel()
        self.assertTrue(self.plan_next())

    def test_whoever_runs_the_successor_reads_the_lessons_and_nobody_else(self):
        self.close(change_lessons="More mentors")
        program = self.plan_next()
        lesson = self.program.lesson_ids
        with self.assertRaises(AccessError):
            self.as_user(lesson, self.petra).read(["name"])
        program.manager_ids = self.petra.user_id
        self.assertEqual(self.as_user(program, self.petra).open_lesson_ids.name, "More mentors")
        for name, refused in {
            "rewritten": lambda mine: mine.write({"name": "All was well"}),
            "deleted": lambda mine: mine.unlink(),
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                refused(self.as_user(lesson, self.petra))
        self.as_user(lesson, self.petra).action_take_up()
        self.assertTrue(lesson.is_taken_up)
        for person in (self.mia, self.sam):
            with self.assertRaises(AccessError):
                self.as_user(lesson, person).read(["name"])

    def test_next_cohort_is_refused_where_it_makes_no_sense(self):
        with self.assertRaises(UserError):
            self.plan_next()
        self.close()
        with self.assertRaisesRegex(UserError, "starts today or later"):
            self.plan_next(start_date=fields.Date.today() - timedelta(days=1))
        self.assertFalse(self.program.successor_ids)
        with self.assertRaises(AccessError):
            self.plan_next(who=self.petra)
        program = self.plan_next()
        with self.assertRaisesRegex(IntegrityError, "dates_in_order"), mute_logger("odoo.sql_db"):
            self.as_user(program, self.pia).end_date = program.start_date - timedelta(days=1)
            program.flush_recordset()

    # -- beside each setting

    def add_pairs(self, count):
        """Add pairs of people who are nobody in particular."""
        pairs = self.env["hr.mentorship"]
        for index in range(count):
            mentor, mentee = self.add_person(f"mentor {index}"), self.add_person(f"mentee {index}")
            self.enrol(mentor, "mentor")
            pairs += self.add_mentorship("active", mentor=mentor, mentee=mentee)
        return pairs

    def test_settings_tell_what_they_have_brought(self):
        pairs = self.add_pairs(5)
        ended, declined, lapsed = pairs[:3]
        self.as_user(ended, self.pia)._end()
        pairs.invalidate_recordset()
        declined.member_ids[0].response = "declined"
        (declined | lapsed).write({"state": "declined", "closed_on": fields.Date.today()})
        self.env["hr.mentorship.checkin"].search([("program_id", "=", self.program.id)]).state = "cancelled"
        for number, pair in enumerate(self.env["hr.mentorship"].search([("program_id", "=", self.program.id)])):
            pair.checkin_ids.sorted("planned_date")[0].state = "done" if number else "missed"
        self.program.write({"mentor_capacity": 4, "offer_validity_days": 9, "rhythm": "monthly"})
        self.close()
        mine = self.as_user(self.plan_next(), self.pia)
        self.assertEqual(mine.last_capacity, "Last time 4: 1 of 7 mentees was left without a mentor.")
        self.assertEqual(mine.last_offer_validity, "Last time 9 days: 1 of 6 offers lapsed without an answer.")
        self.assertEqual(mine.last_rhythm, "Last time “Every month”: 5 of 6 planned meetings were held.")
        # Of the two that ended, one never met: closing the program has ended it
        self.assertEqual(mine.last_duration, "Last time 6 months: 2 of 6 mentorships were completed, 2 ended early.")

    def test_settings_tell_by_when_applications_came(self):
        self.add_pairs(5)
        self.program.enrolment_start_date = fields.Date.today() - timedelta(days=9)
        self.program.enrolment_end_date = fields.Date.today() + timedelta(days=10)
        self.close()
        following = self.as_user(self.plan_next(), self.pia)
        # All of them on one day: it is named once
        self.assertEqual(
            following.last_enrolment, "Last time 20 days: nine in ten of the applications (13) came by day 10."
        )
        early = self.program.participant_ids[:8]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_mentorship_participant SET create_date = create_date - INTERVAL '5 days' WHERE id IN %s",
            [tuple(early.ids)],
        )
        following.invalidate_recordset()
        self.assertEqual(
            following.last_enrolment,
            "Last time 20 days: half of the applications (13) came by day 5, nine in ten by day 10.",
        )

    def test_dialog_of_the_next_cohort_counts_mentorships_in_one_way(self):
        self.add_pairs(5)
        lapsed = self.add_mentorship("offered", mentor=self.add_person("ida"), mentee=self.add_person("uma"))
        lapsed.sudo()._move_to("declined", closed_on=fields.Date.today())
        self.close()
        dialog = self.env["hr.mentorship.next.cohort"].with_user(self.pia.user_id)
        dialog = dialog.create({"program_id": self.program.id})
        [begun] = re.findall(r" of (\d+) mentorships were completed", dialog.last_duration)
        self.assertIn(f"Mentorships: {begun}, of which", dialog.result_words)

    def test_settings_tell_nothing_of_few_people(self):
        self.env["ir.config_parameter"].sudo().set_param("hr_mentorship.anonymity_threshold", 4)
        self.close()
        program = self.as_user(self.plan_next(), self.pia)
        self.assertFalse(any(program[name] for name in LAST_SETTINGS))

    def test_settings_tell_while_the_program_is_planned_and_those_who_plan_and_approve_it(self):
        self.add_pairs(5)
        self.close()
        program = self.plan_next()
        for person in (self.pia, self.sam):
            self.assertTrue(self.as_user(program, person).last_duration)
        with self.assertRaises(AccessError):
            self.as_user(program, self.petra).read(["last_duration"])
        self.open_next(program)
        self.assertFalse(self.as_user(program, self.pia).last_duration)

    def test_targets_stand_beside_those_of_the_last_time(self):
        self.program.target_ids = [Command.create({"measure": "participation", "wanted_value": 10})]
        self.close()
        program = self.plan_next()
        self.assertEqual(self.as_user(program, self.pia).target_ids.last_time_text, "Last time 3, target 10")

    # -- who was left over

    def test_whoever_was_left_over_is_asked_when_the_next_one_opens_and_has_a_place_with_a_yes(self):
        self.close()
        program = self.plan_next()
        self.assertEqual(self.as_user(program, self.pia).left_over_count, 1)
        self.assertFalse(program.invitation_ids, "nobody is asked before the sponsor has said yes")
        self.open_next(program)
        invitation = program.invitation_ids
        self.assertEqual((invitation.employee_id, invitation.role), (self.olga, "mentee"))
        self.assertIn("In “Leaders” we found no partner for you", invitation.word)
        self.assertFalse(program.participant_ids, "nobody is enrolled who has not said yes")
        invitation.sudo()._accept("mentee", skill_ids=[Command.set(self.leading.ids)])
        self.assertEqual((program.participant_ids.employee_id, program.participant_ids.state), (self.olga, "approved"))

    def test_they_are_asked_as_well_where_a_company_asks_for_no_approval(self):
        self.env.company.mentorship_requires_approval = False
        self.close()
        program = self.plan_next()
        self.as_user(program, self.pia).action_open_program()
        self.assertEqual(program.invitation_ids.employee_id, self.olga)

    def test_proposal_compares_with_the_program_it_follows(self):
        self.close()
        other = self.add_program("Latest", self.pia, state="closed", end_date=self.program.end_date + timedelta(days=9))
        self.assertEqual(self.plan_next()._find_last_cohort(), self.program)
        self.assertEqual(self.add_program("New", self.pia, state="draft")._find_last_cohort(), other)

    def test_nobody_reads_the_figures_of_others_by_naming_them_as_managers(self):
        self.close()
        draft = self.add_program("Mine", self.petra, state="draft")
        self.as_user(draft, self.petra).manager_ids = self.petra.user_id | self.pia.user_id
        self.assertFalse(self.as_user(draft, self.petra)._find_last_cohort())
        self.assertFalse(any(last for *_rest, last in self.as_user(draft, self.petra)._get_proposed_targets()[1]))

    def test_program_manager_does_not_ask_them(self):
        self.close()
        program = self.plan_next(asks_left_over=False)
        self.open_next(program)
        self.assertFalse(program.invitation_ids)

    def test_whoever_is_not_eligible_or_has_left_is_not_asked(self):
        self.close()
        program = self.plan_next()
        self.olga.active = False
        self.open_next(program)
        self.assertFalse(program.invitation_ids)
