from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestEnding(MentorshipCase):
    """Anybody may leave at any time, without a reason; who stays to the end is thanked."""

    def end(self, pair, person, reason="none"):
        wizard = self.as_user(self.env["hr.mentorship.end"], person).create(
            {"mentorship_id": pair.id, "reason": reason}
        )
        wizard.action_end()

    # -- leaving

    def test_any_member_leaves_in_any_stage_without_a_reason(self):
        for stage in ("offered", "agreement", "active"):
            for person in (self.mia, self.max):
                with self.subTest(f"{person.name}, {stage}"):
                    program = self.add_program(f"{stage} {person.name}", self.pia)
                    pair = self.add_mentorship(stage, program=program)
                    self.end(pair, person)
                    self.assertEqual((pair.state, pair.end_reason), ("ended", "none"))
                    self.assertEqual(pair.closed_on, fields.Date.today())
                    self.assertEqual(pair.member_ids.participant_id.mapped("seats_taken"), [0, 0])

    def test_member_leaves_and_nothing_planned_remains(self):
        pair = self.add_mentorship("active")
        checkins = pair.checkin_ids
        self.assertTrue(self.todos(checkins))
        wizard = self.as_user(self.env["hr.mentorship.end"], self.mia).create({"mentorship_id": pair.id})
        self.assertEqual(wizard.planned_checkin_count, len(checkins), "the dialog says what goes with it")
        wizard.action_end()
        self.assertEqual(set(checkins.mapped("state")), {"cancelled"})
        self.assertFalse(self.todos(checkins))
        self.assertFalse(self.todos(pair))

    def test_member_leaves_before_signing_and_the_agreement_is_void(self):
        pair = self.add_mentorship("agreement")
        agreement = pair.agreement_id
        self.end(pair, self.mia)
        self.assertEqual(agreement.state, "void")
        self.assertFalse(self.todos(pair))

    def test_meetings_that_were_held_stay_after_the_end(self):
        pair = self.add_mentorship("active")
        held = pair.checkin_ids[0]
        self.as_user(held, self.mia)._log("done", held_on=fields.Date.today(), rating=4)
        self.end(pair, self.mia)
        self.assertEqual(held.state, "done")
        self.assertEqual(pair.agreement_ids.state, "signed")

    def test_member_leaves_and_only_the_partner_is_told_without_a_reason(self):
        pair = self.add_mentorship("active")
        self.env["hr.mentorship.notice"].search([]).unlink()
        self.end(pair, self.mia, "fit")
        with self.collect_mails() as mails:
            self.send_digests()
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Max", "Your mentorship in Leaders has ended (and 1 more)"))
        self.assertIn("Would you like another partner in Leaders?", text, "asked in the same mail")
        self.assertNotIn("right fit", text)

    def test_program_manager_ends_a_mentorship_and_both_are_told(self):
        pair = self.add_mentorship("active")
        self.end(pair, self.pia, "change")
        for person, partner in ((self.mia, "Max"), (self.max, "Mia")):
            self.assertIn(f"Your mentorship with {partner} in Leaders has ended", " ".join(self.read_news(person)))

    def test_program_manager_reads_the_reason_and_the_partner_does_not(self):
        pair = self.add_mentorship("active")
        self.end(pair, self.mia, "fit")
        self.assertEqual(self.as_user(pair, self.pia).end_reason, "fit")
        for person in (self.max, self.mia):
            with self.subTest(person.name):
                partner = self.as_user(pair, person)
                with self.assertRaises(AccessError):
                    partner.read(["end_reason"])
                with self.assertRaises(AccessError):
                    partner.search([("end_reason", "=", "fit")])
                with self.assertRaises(AccessError):
                    partner.formatted_read_group([], ["end_reason"], ["__count"])
                self.assertNotIn("end_reason", partner.fields_get())

    def test_partner_who_manages_programs_does_not_read_the_reason_either(self):
        pair = self.add_mentorship("active", mentor=self.pia)
        self.end(pair, self.mia, "fit")
        for partner in (self.pia, self.petra):
            with self.subTest(partner.name):
                if partner == self.petra:
                    pair = self.add_mentorship("active", mentor=self.petra, mentee=self.olga)
                    self.end(pair, self.olga, "fit")
                self.assertFalse(self.as_user(pair, partner).end_reason)
                with self.assertRaises(AccessError):
                    self.as_user(pair, partner).read(["given_end_reason"])

    def test_reason_never_appears_in_the_conversation(self):
        pair = self.add_mentorship("active")
        self.end(pair, self.mia, "fit")
        self.env.flush_all()
        tracked = pair.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertNotIn("end_reason", tracked)

    def test_outsider_ends_a_mentorship_and_is_refused(self):
        pair = self.add_mentorship("active")
        for person in (self.olga, self.paula, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(pair, person)._end()
        self.assertEqual(pair.state, "active")

    def test_member_leaves_twice_and_is_told_the_status(self):
        pair = self.add_mentorship("active")
        self.end(pair, self.mia)
        with self.assertRaisesRegex(UserError, "is in the status “Ended”"):
            self.end(pair, self.mia)

    def test_both_may_be_matched_with_others_afterwards(self):
        pair = self.add_mentorship("active")
        self.end(pair, self.mia)
        again = self.add_mentorship("active", mentor=self.olga)
        self.assertEqual(again.name, "Olga → Mia")

    # -- what the dialog offers beside

    def leave(self, pair, person, **values):
        dialog = self.as_user(self.env["hr.mentorship.end"], person).create({"mentorship_id": pair.id, **values})
        dialog.action_end()
        self.env.invalidate_all()

    def held_back(self, pair, role):
        """Return how many seats are neither taken nor free."""
        participant = pair.member_ids.participant_id.filtered(lambda participant: participant.role == role)
        return participant.capacity - participant.seats_taken - participant.seats_left

    def test_member_leaves_with_a_thank_you_that_the_partner_alone_reads(self):
        pair = self.add_mentorship("active")
        self.leave(pair, self.mia, thank_you="You have opened doors for me.")
        self.assertEqual(self.as_user(pair, self.max).thank_you_ids.body, "You have opened doors for me.")
        news = " ".join(self.read_news(self.max))
        self.assertIn("has ended", news)
        self.assertIn("Mia has written you a thank-you", news)
        self.assertNotIn("opened doors", news, "the words stay inside")
        self.assertFalse(self.as_user(pair, self.pia).thank_you_ids)
        self.assertTrue(self.as_user(pair, self.max).may_thank, "and may answer it")
        self.assertFalse(self.as_user(pair, self.mia).may_thank)
        self.assertFalse(self.as_user(pair, self.max).can_thank, "but is not asked to")

    def test_nobody_is_thanked_for_what_has_not_begun(self):
        pair = self.add_mentorship("offered")
        self.leave(pair, self.mia, thank_you="Thanks anyway.")
        self.assertFalse(pair.note_ids)

    def test_member_leaves_and_is_matched_again_only_if_they_say_so(self):
        for wants, held_back in ((True, 0), (False, 1)):
            with self.subTest(wants):
                pair = self.add_mentorship("active", program=self.add_program(f"Again {wants}", self.pia))
                self.leave(pair, self.mia, back_to_pool=wants)
                self.assertEqual(self.held_back(pair, "mentee"), held_back)
                self.assertEqual(self.held_back(pair, "mentor"), 1, "the partner is asked as well")
                lines = self.env["hr.mentorship.notice"].search(
                    [("kind", "=", "pool_question"), ("mentorship_id", "=", pair.id)]
                )
                self.assertEqual(lines.member_id.employee_id, self.max)

    def test_program_manager_ends_and_answers_for_nobody(self):
        pair = self.add_mentorship("active")
        self.leave(pair, self.pia, back_to_pool=True, thank_you="Thanks.")
        self.assertEqual((self.held_back(pair, "mentee"), self.held_back(pair, "mentor")), (1, 1))
        self.assertFalse(pair.note_ids)

    # -- completing

    def badges(self, pair):
        return pair.member_ids.badge_user_id

    def test_member_completes_and_both_get_their_badge_once(self):
        pair = self.add_mentorship("active")
        self.as_user(pair, self.mia).action_complete()
        self.assertEqual(pair.state, "completed")
        badges = self.badges(pair)
        self.assertEqual(badges.user_id, (self.mia + self.max).user_id)
        self.assertEqual(
            {(badge.employee_id, badge.badge_id) for badge in badges},
            {
                (self.max, self.env.ref("hr_mentorship.gamification_badge_mentor")),
                (self.mia, self.env.ref("hr_mentorship.gamification_badge_mentee")),
            },
        )
        for person in (self.max, self.mia):
            self.assertIn("Congratulations!", " ".join(self.read_news(person)))
        with self.assertRaisesRegex(UserError, "is in the status “Completed”"):
            self.as_user(pair, self.max).action_complete()
        self.assertEqual(self.badges(pair), badges)

    def test_profile_shows_the_badges_of_mentorship_and_none_that_somebody_grants(self):
        pair = self.add_mentorship("completed")
        earned = self.badges(pair).filtered(lambda badge: badge.employee_id == self.mia)
        best = self.env["gamification.badge"].create({"name": "Best of all", "rule_auth": "everyone"})
        vals = {"badge_id": best.id, "user_id": self.mia.user_id.id, "employee_id": self.mia.id}
        self.as_user(self.env["gamification.badge.user"], self.mia).create(vals)
        profile = self.mia.mentorship_profile_ids
        self.env.invalidate_all()
        self.assertEqual(self.as_user(profile, self.mia).badge_user_ids, earned)
        self.assertEqual(self.as_user(profile, self.ada).badge_user_ids, earned)
        self.assertFalse(self.as_user(self.olga.mentorship_profile_ids, self.olga).badge_user_ids)

    def test_two_completed_mentorships_give_two_badges(self):
        first = self.add_mentorship("completed")
        second = self.add_mentorship("completed", program=self.add_program("Again", self.pia))
        self.assertEqual(len(self.badges(first + second)), 4)

    def test_member_completes_and_no_planned_meeting_remains(self):
        pair = self.add_mentorship("completed")
        self.assertEqual(set(pair.checkin_ids.mapped("state")), {"cancelled"})
        self.assertFalse(self.todos(pair.checkin_ids))
        self.assertEqual(len(self.todos(pair)), 2, "to thank each other")

    def test_mentorship_that_has_not_started_cannot_be_completed(self):
        pair = self.add_mentorship("agreement")
        with self.assertRaisesRegex(UserError, "is in the status “Agreement”"):
            self.as_user(pair, self.mia).action_complete()

    # -- thanking

    def thank(self, pair, person, message="Thank you for your time."):
        self.as_user(self.env["hr.mentorship.thank.you"], person).create(
            {"mentorship_id": pair.id, "message": message}
        ).action_send()

    def test_member_thanks_and_the_partner_reads_it(self):
        pair = self.add_mentorship("completed")
        self.thank(pair, self.mia)
        news = " ".join(self.read_news(self.max))
        self.assertIn("Mia has written you a thank-you", news)
        self.assertNotIn("Thank you for your time.", news, "the words stay inside")
        self.assertEqual(self.as_user(pair, self.max).thank_you_ids.body, "Thank you for your time.")
        self.assertFalse(self.todos(pair, self.mia))
        self.assertTrue(self.todos(pair, self.max))
        self.assertFalse(self.as_user(pair, self.mia).can_thank)
        self.assertTrue(self.as_user(pair, self.max).can_thank)

    def test_thank_you_is_read_by_the_two_alone(self):
        pair = self.add_mentorship("completed")
        self.thank(pair, self.mia)
        for person in (self.pia, self.ada, self.sam, self.paula, self.olga):
            with self.subTest(person.name):
                notes = self.as_user(self.env["hr.mentorship.note"], person)
                self.assertFalse(notes.search([("mentorship_id", "=", pair.id)]))

    def test_member_thanks_with_empty_words_or_too_early_and_is_refused(self):
        with self.assertRaisesRegex(UserError, "nothing that one can see"):
            self.thank(self.add_mentorship("completed"), self.mia, "   ")
        asked = self.add_mentorship("agreement", program=self.add_program("Asked", self.pia))
        with self.assertRaises(UserError):
            self.thank(asked, self.mia)

    def test_member_thanks_while_the_mentorship_runs_and_again_at_its_end(self):
        pair = self.add_mentorship("active")
        self.assertTrue(self.as_user(pair, self.mia).may_thank)
        self.assertFalse(self.as_user(pair, self.pia).may_thank)
        self.thank(pair, self.mia, "That talk has helped me.")
        self.assertIn("Mia has written you a thank-you", " ".join(self.read_news(self.max)))
        self.assertTrue(self.as_user(pair, self.mia).may_thank, "once more, another day")
        today = self.as_user(self.env["hr.mentorship.thank.you"], self.mia).create({"mentorship_id": pair.id})
        self.assertEqual(today.message, "That talk has helped me.", "nobody loses words of today by writing anew")
        self.env["hr.mentorship.note"].search([("mentorship_id", "=", pair.id)]).day -= timedelta(days=1)
        self.as_user(pair, self.mia).action_complete()
        self.assertTrue(self.as_user(pair, self.mia).can_thank, "for the time together")
        self.thank(pair, self.mia, "Thank you for your time.")
        self.assertEqual(
            set(self.as_user(pair, self.max).thank_you_ids.mapped("body")),
            {"That talk has helped me.", "Thank you for your time."},
        )

    def test_member_thanks_again_and_the_words_are_replaced(self):
        pair = self.add_mentorship("completed")
        self.thank(pair, self.mia, "First words")
        self.thank(pair, self.mia, "Better words")
        self.assertEqual(self.as_user(pair, self.max).thank_you_ids.mapped("body"), ["Better words"])
