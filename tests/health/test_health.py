from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestHealth(MentorshipCase):
    """Whether a mentorship is on track follows from its plan and its log, in words, and from nothing private."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.start = cls.pair.start_date
        cls.checkins = cls.pair.checkin_ids.sorted("planned_date")

    def after(self, days):
        """The health some days after the start, and what is said about it to whoever runs the program."""
        with freeze_time(self.start + timedelta(days=days)):
            self.pair._refresh_health()
        return self.pair.health, self.pair.health_reasons.split("\n") if self.pair.health_reasons else []

    def meet(self, days):
        """A meeting that was held, and one to come; nothing else stands in the plan."""
        self.checkins[1:]._move_to("cancelled")
        day = self.start + timedelta(days=days)
        self.checkins[0]._move_to("done", held_on=day, planned_date=day)
        self.checkins[1]._move_to("planned", planned_date=self.start + timedelta(days=170))

    def test_pair_that_has_just_begun_is_on_track(self):
        self.assertEqual((self.pair.health, self.pair.health_reasons), ("on_track", ""))
        self.assertEqual(self.pair.health_hint, "You are on track.")

    def test_silence_counts_by_the_agreed_rhythm(self):
        self.meet(10)
        self.assertEqual(self.after(34)[0], "on_track")
        silence = "No meeting for %s days. Agreed: Every two weeks."
        self.assertEqual(self.after(35), ("slowing", [silence % 25]))
        self.assertEqual(self.after(51), ("stalled", [silence % 41]))
        self.pair.rhythm = "monthly"
        self.assertEqual(self.after(51)[0], "on_track")
        self.pair.write({"rhythm": "custom", "rhythm_rule": "FREQ=WEEKLY;BYDAY=TU"})
        self.assertEqual(self.after(31)[0], "stalled")

    def test_dialog_that_closes_the_program_names_those_who_would_be_completed_in_trouble(self):
        self.meet(10)
        self.after(51)
        dialog = self.env["hr.mentorship.wrap.up"].with_user(self.pia.user_id)
        dialog = dialog.create({"program_id": self.program.id, "outcome": "closed"})
        self.assertEqual(dialog.troubled_names, f"{self.pair.name} (Stalled)")
        dialog.not_completed_ids = self.pair
        self.assertFalse(dialog.troubled_names)

    def test_checkin_that_nobody_logs_is_told_and_two_heavy_signs_are_a_risk(self):
        self.checkins[1:]._move_to("cancelled")
        self.checkins[0]._move_to("planned", planned_date=self.start + timedelta(days=14))
        health, reasons = self.after(24)
        self.assertEqual(health, "slowing")
        self.assertIn("A check-in waits to be logged for 10 days.", reasons)
        self.assertIn("No next meeting is planned.", reasons)
        self.assertEqual(self.after(60)[0], "at_risk")

    def test_meetings_that_do_not_take_place_count_until_one_does(self):
        for number, checkin in enumerate(self.checkins[:3]):
            checkin._move_to("missed", planned_date=self.start + timedelta(days=3 + number))
        health, reasons = self.after(8)
        self.assertEqual((health, reasons[0]), ("stalled", "3 meetings in a row did not take place."))
        self.checkins[0]._move_to("done", planned_date=self.start + timedelta(days=7), held_on=self.start)
        self.assertNotIn("in a row", "".join(self.after(8)[1]))

    def test_goal_that_does_not_move_is_a_word_but_no_alarm(self):
        goal = self.env["hr.mentorship.goal"].create(
            {
                "name": "Speak in front of people",
                "mentorship_id": self.pair.id,
                "member_id": self.pair.member_ids.filtered(lambda member: member.role == "mentee").id,
            }
        )
        goal._move_to("active", started_on=self.start)
        self.meet(60)
        self.assertEqual(self.after(70), ("on_track", ["No goal has moved for 70 days."]))

    def test_pair_logs_and_it_is_seen_at_once(self):
        self.checkins[1:]._move_to("cancelled")
        with freeze_time(self.start + timedelta(days=60)):
            self.pair._refresh_health()
            self.assertEqual(self.pair.health, "at_risk")
            checkin = self.as_user(self.checkins[0], self.mia)
            checkin._log("done", held_on=self.start + timedelta(days=60), rating=1)
            self.assertEqual(self.pair.health, "on_track", "the rating says nothing to anybody")

    def test_break_has_no_health_and_silence_begins_anew_after_it(self):
        with freeze_time(self.start + timedelta(days=40)):
            self.as_user(self.pair, self.mia)._pause(self.start + timedelta(days=80))
            self.assertFalse(self.pair.health)
        with freeze_time(self.start + timedelta(days=80)):
            self.pair._resume()
            self.pair._refresh_health()
        self.assertNotIn("No meeting", self.pair.health_reasons)

    def test_closed_mentorship_has_no_health(self):
        self.as_user(self.pair, self.mia)._end()
        self.assertFalse(self.pair.health)

    def test_members_read_what_they_can_do_and_managers_where_they_are_needed(self):
        self.meet(10)
        self.after(51)
        mine = self.as_user(self.pair, self.mia)
        self.assertIn("take a break", mine.health_hint)
        program = self.as_user(self.program, self.pia)
        self.assertEqual(program.attention_count, 1)
        action = program.action_view_attention()
        found = program.env["hr.mentorship"].search([*action["domain"], ("health", "in", ("stalled", "at_risk"))])
        self.assertEqual(found, self.pair)
        with self.assert_refused():
            self.as_user(self.pair, self.pia).write({"health": "on_track"})

    def test_nightly_job_looks_at_all_in_batches(self):
        pairs = self.pair + self.add_other_pair(0)
        self.env["ir.cron"].browse(
            self.env.ref("hr_mentorship.ir_cron_refresh_health").id
        ).code = "model._cron_refresh_health(batch_size=1)"
        with freeze_time(self.start + timedelta(days=90)), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_refresh_health").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(pairs.mapped("health")), {"at_risk"})
        self.assertEqual(set(pairs.mapped("health_on")), {fields.Date.to_date(self.start + timedelta(days=90))})

    def test_many_are_judged_in_as_many_queries_as_one(self):
        pairs = self.pair
        for number in range(3):
            pairs += self.add_other_pair(number)
        counts = []
        for some in (self.pair, pairs):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._refresh_health()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
