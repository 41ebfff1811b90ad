from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentorshipCase

LEFT = "hr_mentorship.mail_activity_type_partner_left"


@tagged("post_install", "-at_install")
class TestDeparture(MentorshipCase):
    """Somebody leaves the company: what they hold ends in an orderly way, and whoever stays is looked after."""

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_departures").method_direct_trigger()
        self.env.invalidate_all()

    def participant(self, pair, role):
        return pair.member_ids.participant_id.filtered(lambda participant: participant.role == role)

    def words(self, person):
        lines = self.env["hr.mentorship.notice"].search([("member_id.employee_id", "=", person.id)])
        return " ".join(line["text"] for line in lines._read_out())

    def test_mentor_is_archived_in_any_stage_and_everything_ends(self):
        for stage, state in (
            ("proposed", "cancelled"),
            ("offered", "ended"),
            ("agreement", "ended"),
            ("active", "ended"),
        ):
            with self.subTest(stage):
                mentor, mentee = self.add_person(f"m_{stage}"), self.add_person(f"e_{stage}")
                pair = self.add_mentorship(stage, mentor=mentor, mentee=mentee)
                checkins = pair.checkin_ids
                mentor.action_archive()
                self.env.flush_all()
                self.assertEqual((pair.state, pair.closed_on), (state, fields.Date.today()))
                self.assertFalse(self.todos(checkins))
                self.assertFalse(self.todos(pair, mentee))
                self.assertLessEqual(set(checkins.mapped("state")), {"cancelled"})
                self.assertEqual(self.participant(pair, "mentor").state, "withdrawn")
                self.assertEqual(self.participant(pair, "mentee").state, "approved")
                self.assertEqual(pair.member_ids.mapped("is_live"), [False, False])

    def test_paused_mentorship_ends_as_well(self):
        pair = self.add_mentorship("active")
        self.as_user(pair, self.mia)._pause(fields.Date.today() + timedelta(days=10))
        self.max.action_archive()
        self.assertEqual(pair.state, "ended")

    def test_partner_is_told_kindly_without_a_reason_and_the_manager_by_a_to_do(self):
        pair = self.add_mentorship("active")
        with self.collect_mails() as mails:
            self.max.action_archive()
        self.assertFalse(mails, "it stands in the daily mail")
        words = self.words(self.mia)
        self.assertIn("Max no longer takes part", words)
        self.assertIn("Would you like another partner", words)
        for word in ("company", "archived", "departure", "New job"):
            self.assertNotIn(word, words)
        self.assertFalse(self.words(self.max))
        [todo] = pair._find_activities([LEFT])
        self.assertEqual(todo.user_id, self.pia.user_id)
        self.assertEqual(self.as_user(pair, self.pia).end_reason, "change")

    def test_proposal_that_nobody_has_seen_disappears_without_a_word(self):
        self.add_mentorship("proposed")
        self.max.action_archive()
        self.assertFalse(self.words(self.mia))

    def test_partner_is_matched_again_after_saying_yes_and_not_before(self):
        pair = self.add_mentorship("active")
        self.max.action_archive()
        mentee = self.participant(pair, "mentee")
        self.assertFalse(mentee.is_waiting)
        overview = self.as_user(self.env["hr.mentorship.overview"], self.mia).create({})
        self.assertEqual(overview.returning_mentorship_ids.ids, pair.ids)
        self.as_user(pair, self.mia).action_stay_out_of_pool()
        self.assertFalse(mentee.is_waiting)
        overview = self.as_user(self.env["hr.mentorship.overview"], self.mia).create({})
        self.assertFalse(overview.returning_mentorship_ids)
        self.assertTrue(self.as_user(pair, self.mia).can_return, "and may change their mind")
        self.as_user(pair, self.mia).action_back_to_pool()
        self.env.invalidate_all()
        self.assertTrue(mentee.is_waiting)
        self.assertEqual(mentee.seats_left, 1)

    def test_whoever_was_only_offered_somebody_waits_on(self):
        pair = self.add_mentorship("offered")
        self.max.action_archive()
        self.assertTrue(self.participant(pair, "mentee").is_waiting)
        self.assertIn("does not go ahead", self.words(self.mia))

    def test_mentor_of_several_loses_only_the_seat_of_the_departed(self):
        mentor = self.enrol(self.max, "mentor", capacity=2)
        pair = self.add_mentorship("active")
        self.mia.action_archive()
        self.assertEqual(mentor.seats_left, 1)
        self.as_user(pair, self.max).action_back_to_pool()
        self.env.invalidate_all()
        self.assertEqual(mentor.seats_left, 2)

    def test_program_manager_answers_for_a_member_without_a_user(self):
        pair = self.add_mentorship("active")
        self.max.action_archive()
        self.mia.user_id.action_archive()
        self.env.invalidate_all()
        self.assertFalse(self.as_user(pair, self.petra).search([("id", "=", pair.id)]).can_return)
        self.assertTrue(self.as_user(pair, self.pia).can_return)
        self.as_user(pair, self.pia).action_back_to_pool()
        self.env.invalidate_all()
        self.assertTrue(self.participant(pair, "mentee").is_waiting)

    def test_departure_date_comes_and_the_cron_runs_twice(self):
        pair = self.add_mentorship("active")
        self.max.departure_date = fields.Date.today() + timedelta(days=1)
        self.run_cron()
        self.assertEqual(pair.state, "active")
        self.max.departure_date = fields.Date.today()
        self.run_cron()
        self.run_cron()
        self.assertEqual(pair.state, "ended")
        self.assertEqual(len(pair._find_activities([LEFT])), 1)
        self.assertEqual(self.participant(pair, "mentor").state, "withdrawn")

    def test_departure_wizard_archives_and_everything_ends(self):
        pair = self.add_mentorship("active")
        wizard = self.env["hr.departure.wizard"].with_context(employee_termination=True).create(
            {"employee_ids": self.max.ids, "departure_date": fields.Date.today()}
        )
        wizard.action_register_departure()
        self.assertFalse(self.max.active)
        self.assertEqual(pair.state, "ended")

    def test_applicant_leaves_and_the_application_is_withdrawn(self):
        applicant = self.enrol(self.olga, "mentee", state="applied")
        self.olga.action_archive()
        self.assertEqual(applicant.state, "withdrawn")

    def test_history_of_the_departed_stays(self):
        pair = self.add_mentorship("completed")
        self.max.action_archive()
        self.assertEqual(pair.state, "completed")
        self.assertEqual(len(pair.agreement_ids.signature_ids), 2)
        self.assertEqual(self.as_user(pair, self.mia).name, "Max → Mia")

    def test_many_leave_at_once(self):
        pairs = self.env["hr.mentorship"].union(
            *(
                self.add_mentorship("active", mentor=self.add_person(f"m{n}"), mentee=self.add_person(f"e{n}"))
                for n in range(2)
            )
        )
        pairs.mentor_ids.action_archive()
        self.assertEqual(set(pairs.mapped("state")), {"ended"})
        self.assertEqual(len(pairs._find_activities([LEFT])), 2)
