from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestOffer(MentorshipCase):
    """Both sides are asked, decide freely, and nobody is a member without having said yes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Offers that are there already would expire with ours
        cls.env["hr.mentorship"].search([("state", "=", "offered")])._move_to("cancelled")

    def offer(self, number=1):
        pairs = self.env["hr.mentorship"]
        for index in range(number):
            pairs += self.add_other_pair(index, "offered")
        return pairs

    # -- publishing

    def test_program_manager_publishes_and_both_get_a_mail_and_a_todo(self):
        pair = self.add_mentorship("proposed")
        with self.collect_mails() as mails:
            self.as_user(pair, self.pia).action_offer()
        self.assertEqual(pair.state, "offered")
        self.assertEqual(pair.offer_expires_on, fields.Date.today() + timedelta(days=7))
        self.assertEqual(
            sorted((name, subject) for name, subject, _text in mails),
            [("Max", "Your match in Leaders: Mia"), ("Mia", "Your match in Leaders: Max")],
        )
        for person in (self.max, self.mia):
            [todo] = self.todos(pair, person)
            self.assertEqual(todo.date_deadline, pair.offer_expires_on)
            self.assertTrue(self.as_user(pair, person).can_answer)

    def test_program_manager_publishes_twice_and_nobody_is_asked_again(self):
        pair = self.add_mentorship("offered")
        with self.collect_mails() as mails, self.assertRaisesRegex(UserError, "is in the status “Offered”"):
            self.as_user(pair, self.pia).action_offer()
        self.assertFalse(mails)

    def test_program_manager_publishes_somebody_who_has_left_and_reads_who(self):
        pair = self.add_mentorship("proposed")
        pair.member_ids.participant_id.filtered(lambda p: p.role == "mentee").state = "rejected"
        with self.assertRaisesRegex(UserError, "no longer take part: Mia"):
            self.as_user(pair, self.pia).action_offer()

    def test_program_manager_publishes_in_a_program_that_is_not_open_and_is_refused(self):
        pair = self.add_mentorship("proposed")
        self.program.state = "submitted"
        with self.assertRaisesRegex(UserError, "“Leaders” is not open"):
            self.as_user(pair, self.pia).action_offer()

    def test_program_manager_discards_a_proposal_and_the_seats_are_free(self):
        pair = self.add_mentorship("proposed")
        participants = pair.member_ids.participant_id
        self.assertEqual(sum(participants.mapped("seats_taken")), 2)
        with self.collect_mails() as mails:
            self.as_user(pair, self.pia).action_discard()
        self.assertEqual(sum(participants.mapped("seats_taken")), 0)
        self.assertFalse(mails, "nobody has ever heard of it")
        with self.assertRaises(UserError):
            self.as_user(self.add_mentorship("offered"), self.pia).action_discard()

    # -- answering

    def test_one_accepts_and_the_mentorship_waits_for_the_other(self):
        pair = self.add_mentorship("offered")
        self.as_user(pair, self.mia).action_accept()
        self.assertEqual(pair.state, "offered")
        self.assertFalse(self.todos(pair, self.mia))
        self.assertTrue(self.todos(pair, self.max))
        self.assertFalse(self.as_user(pair, self.mia).can_answer)
        self.assertFalse(pair.agreement_ids)

    def test_both_accept_and_the_agreement_is_drafted(self):
        pair = self.add_mentorship("offered")
        self.as_user(pair, self.mia).action_accept()
        with self.collect_mails() as mails:
            self.as_user(pair, self.max).action_accept()
        self.assertEqual((pair.state, pair.agreement_id.state), ("agreement", "draft"))
        self.assertEqual(
            sorted((name, subject) for name, subject, _text in mails),
            [
                ("Max", "Your first meeting and agreement with Mia"),
                ("Mia", "Your first meeting and agreement with Max"),
            ],
        )
        self.assertEqual(len(self.todos(pair)), 2)

    def test_member_answers_twice_and_is_told_so(self):
        pair = self.add_mentorship("offered")
        self.as_user(pair, self.mia).action_accept()
        for answer in ("action_accept", "action_decline"):
            with self.assertRaisesRegex(UserError, "answered this offer already"):
                getattr(self.as_user(pair, self.mia), answer)()

    def test_outsider_or_program_manager_answers_for_somebody_and_is_refused(self):
        pair = self.add_mentorship("offered")
        for person in (self.olga, self.paula, self.sam, self.pia, self.petra, self.ada):
            for answer in ("action_accept", "action_decline"):
                with self.subTest(f"{person.name} {answer}"), self.assertRaises(AccessError):
                    getattr(self.as_user(pair, person), answer)()

    def test_member_declines_and_the_partner_hears_neither_name_nor_reason(self):
        pair = self.add_mentorship("offered")
        self.as_user(pair, self.max).action_accept()
        with self.collect_mails() as mails:
            self.as_user(pair, self.mia).action_decline()
        self.assertEqual(pair.state, "declined")
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Max", "Your match in Leaders did not come about"))
        for word in ("Mia", "declined", "because", "reason"):
            self.assertNotIn(word, text)

    def test_member_declines_and_everything_is_free_again(self):
        pair = self.add_mentorship("offered")
        participants = pair.member_ids.participant_id
        self.as_user(pair, self.mia).action_decline()
        self.assertEqual(participants.mapped("seats_taken"), [0, 0])
        self.assertEqual(participants.mapped("state"), ["approved", "approved"], "both stay in the program")
        self.assertFalse(self.todos(pair))
        self.assertEqual(pair.closed_on, fields.Date.today())
        with self.assertRaises(UserError):
            self.as_user(pair, self.max).action_accept()

    # -- expiring

    def expire(self, **context):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_expire_offers").with_context(**context).method_direct_trigger()
        self.env.invalidate_all()

    def test_offer_is_answered_on_its_last_day_and_still_counts(self):
        pair = self.add_mentorship("offered")
        with freeze_time(f"{pair.offer_expires_on} 20:00:00"):
            self.expire()
            self.assertEqual(pair.state, "offered")
            self.as_user(pair, self.mia).action_accept()

    def test_offer_nobody_answers_expires_and_both_hear_it_once(self):
        pair = self.add_mentorship("offered")
        self.as_user(pair, self.mia).action_accept()
        participants = pair.member_ids.participant_id
        with freeze_time(f"{pair.offer_expires_on + timedelta(days=1)} 06:00:00"), self.collect_mails() as mails:
            self.expire()
            self.expire()
        self.assertEqual(pair.state, "declined")
        self.assertEqual(
            sorted((name, subject) for name, subject, _text in mails),
            [("Max", "The offer in Leaders has expired"), ("Mia", "The offer in Leaders has expired")],
        )
        self.assertFalse(self.todos(pair))
        self.assertEqual(participants.mapped("seats_taken"), [0, 0])

    def test_cron_that_is_killed_in_the_middle_goes_on_where_it_stopped(self):
        pairs = self.offer(3)
        cron = type(self.env["ir.cron"])
        with freeze_time(f"{pairs[0].offer_expires_on + timedelta(days=1)} 06:00:00"), self.collect_mails() as mails:
            # no time left after the first batch, as on a server that shuts down
            with patch.object(cron, "_commit_progress", lambda self, *args, **kwargs: 0.0):
                self.env["hr.mentorship"]._cron_expire_offers(batch_size=2)
            self.assertEqual(sorted(pairs.mapped("state")), ["declined", "declined", "offered"])
            with patch.object(cron, "_commit_progress", lambda self, *args, **kwargs: 60.0):
                self.env["hr.mentorship"]._cron_expire_offers(batch_size=2)
            self.assertEqual(set(pairs.mapped("state")), {"declined"})
        self.assertEqual(len(mails), 6, "each member of each pair once")

    def test_cron_leaves_running_mentorships_alone(self):
        pair = self.add_mentorship("active")
        with freeze_time(f"{pair.offer_expires_on + timedelta(days=30)} 06:00:00"):
            self.expire()
        self.assertEqual(pair.state, "active")
