from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase

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
        for index, (stage, state) in enumerate(
            (
                ("proposed", "cancelled"),
                ("offered", "ended"),
                ("agreement", "ended"),
                ("active", "ended"),
            )
        ):
            with self.subTest(stage):
                mentor, mentee = self.add_person(f"mentor{index}"), self.add_person(f"mentee{index}")
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
        wizard = (
            self.env["hr.departure.wizard"]
            .with_context(employee_termination=True)
            .create({"employee_ids": self.max.ids, "departure_date": fields.Date.today()})
        )
        wizard.action_register_departure()
        self.assertFalse(self.max.active)
        self.assertEqual(pair.state, "ended")

    def test_applicant_leaves_and_the_application_is_withdrawn(self):
        applicant = self.enrol(self.olga, "mentee", state="applied")
        self.olga.action_archive()
        self.assertEqual(applicant.state, "withdrawn")

    def test_who_took_part_in_a_program_that_is_over_has_taken_part(self):
        """Its figures would fall with each one who leaves the company years later."""
        closed = self.add_program("Old", self.pia)
        place = self.enrol(self.mia, "mentee", program=closed)
        closed.sudo().state = "closed"
        now = self.enrol(self.mia, "mentee", program=self.program)
        self.mia.active = False
        self.assertEqual((place.state, now.state), ("approved", "withdrawn"))
        self.assertNotIn(self.mia, self.env["hr.employee"]._find_departed())

    def test_history_of_the_departed_stays(self):
        pair = self.add_mentorship("completed")
        self.max.action_archive()
        self.assertEqual(pair.state, "completed")
        self.assertEqual(len(pair.agreement_ids.signature_ids), 2)
        self.assertEqual(self.as_user(pair, self.mia).name, "Max → Mia")

    def test_many_leave_at_once(self):
        pairs = self.env["hr.mentorship"].union(*(self.add_other_pair(n) for n in range(2)))
        pairs.mentor_ids.action_archive()
        self.assertEqual(set(pairs.mapped("state")), {"ended"})
        self.assertEqual(len(pairs._find_activities([LEFT])), 2)

    # -- archived by mistake

    def test_archived_by_mistake_is_taken_up_in_one_step(self):
        pair = self.add_mentorship("active")
        days = pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned").mapped("planned_date")
        self.max.action_archive()
        self.max.action_unarchive()
        mentor = self.participant(pair, "mentor")
        [todo] = self.todos(mentor, self.pia)
        self.assertIn("is back", todo.summary)
        self.assertTrue(self.as_user(pair, self.pia).can_take_up)
        for person in (self.mia, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(mentor, person).action_take_up()
        self.as_user(mentor, self.pia).action_take_up()
        self.env.invalidate_all()
        self.assertEqual((pair.state, pair.closed_on, mentor.state), ("active", False, "approved"))
        self.assertEqual(pair.member_ids.mapped("is_live"), [True, True])
        planned = pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        self.assertEqual(planned.mapped("planned_date"), days)
        self.assertEqual(len(self.todos(planned)), 2 * len(planned))
        self.assertFalse(self.todos(mentor) or pair._find_activities([LEFT]))
        self.assertFalse(any(pair.member_ids.mapped("pool_answer")))
        # What is not true any more stays unsaid
        self.send_digests()
        told = self.env["hr.mentorship.notice"].search([("mentorship_id", "=", pair.id), ("state", "=", "sent")])
        self.assertNotIn("partner_left", told.mapped("kind"))
        self.assertNotIn("pool_question", told.mapped("kind"))

    def test_who_came_back_is_not_said_to_have_left_when_the_pair_ends_later(self):
        pair = self.add_mentorship("active")
        self.max.action_archive()
        self.max.action_unarchive()
        self.as_user(pair, self.pia).action_take_up()
        self.as_user(pair, self.mia)._end()
        lines = self.env["hr.mentorship.notice"].search([("mentorship_id", "=", pair.id)])
        self.assertIn("partner_left", lines.mapped("kind"))
        self.assertNotIn("partner_left", lines._filter_true().mapped("kind"))

    def test_agreement_that_waits_is_asked_for_again_after_the_return(self):
        pair = self.add_mentorship("agreement")
        self.max.action_archive()
        self.max.action_unarchive()
        self.as_user(pair, self.pia).action_take_up()
        self.env.invalidate_all()
        self.assertEqual(pair.state, "agreement")
        self.assertTrue(self.as_user(pair, self.mia).can_sign)

    def test_seat_taken_meanwhile_keeps_the_old_pair_apart_and_says_so(self):
        self.program.mentor_capacity = 1
        pair = self.add_mentorship("active")
        self.mia.action_archive()
        self.add_mentorship("active", mentee=self.olga)
        self.mia.action_unarchive()
        self.assertFalse(self.as_user(pair, self.pia).can_take_up)
        with self.assertRaisesRegex(UserError, "Max has no free seat"):
            self.as_user(pair, self.pia).action_take_up()
        mentee = self.participant(pair, "mentee")
        self.as_user(mentee, self.pia).action_take_up()
        self.assertEqual((mentee.state, pair.state), ("approved", "ended"), "the participation alone goes on")

    def test_departure_is_no_parting_and_the_old_pair_can_be_matched_again(self):
        for index, stage in enumerate(("offered", "active")):
            with self.subTest(stage):
                mentor, mentee = self.add_person(f"mentor{index}"), self.add_person(f"mentee{index}")
                pair = self.add_mentorship(stage, mentor=mentor, mentee=mentee)
                mentor.action_archive()
                mentor.action_unarchive()
                anew = self.enrol(mentor, "mentor")
                waiting = self.participant(pair, "mentee")
                if stage == "active":
                    self.as_user(pair, mentee).action_back_to_pool()
                self.env.invalidate_all()
                pairs = self.as_user(self.env["hr.mentorship"], self.pia)
                pairs._pair_by_hand(self.as_user(self.program, self.pia), waiting, anew)
                self.assertTrue(
                    self.env["hr.mentorship"].search(
                        [("member_ids.participant_id", "=", anew.id), ("state", "=", "proposed")]
                    )
                )

    def test_enrolled_anew_takes_up_the_old_pair_in_the_new_participation(self):
        pair = self.add_mentorship("active")
        self.max.action_archive()
        self.max.action_unarchive()
        anew = self.enrol(self.max, "mentor")
        self.as_user(pair, self.pia).action_take_up()
        self.assertEqual(pair.state, "active")
        self.assertIn(anew, pair.member_ids.participant_id)

    def test_parting_by_choice_stays_one(self):
        pair = self.add_mentorship("active")
        self.as_user(pair, self.mia)._end("fit")
        self.max.action_archive()
        self.max.action_unarchive()
        self.assertFalse(self.as_user(pair, self.pia).can_take_up)
        with self.assertRaisesRegex(UserError, "was not ended by a departure"):
            self.as_user(pair, self.pia).action_take_up()
