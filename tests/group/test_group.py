from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GroupCase


@tagged("post_install", "-at_install")
class TestGroup(GroupCase):
    """One mentorship of one mentor and several mentees."""

    def test_published_together_they_are_one_group(self):
        group = self.publish()
        self.assertEqual(len(group), 1)
        self.assertEqual((group.state, group.mentor_ids, group.mentee_ids), ("offered", self.max, self.mia | self.olga))
        self.assertEqual(group.name, "Max → Mia, Olga")
        self.assertEqual((self.mentor.seats_taken, self.mentor.seats_left), (2, 1))
        self.assertEqual(len(self.todos(group, self.max)), 1, "the mentor answers once")

    def test_engine_fills_the_seats_of_a_group(self):
        self.enrol(self.noah, "mentee", program=self.circle)
        fifth = self.add_person("ida")
        self.enrol(fifth, "mentee", program=self.circle)
        proposals, alone = self.propose(self.circle)
        self.assertEqual(len(proposals), 3)
        self.assertEqual(len(alone), 1)
        self.as_user(proposals, self.pia).action_offer()
        self.assertEqual(len(proposals.exists()), 1)
        self.assertEqual(self.mentor.seats_left, 0)

    def test_it_starts_when_all_have_signed_the_same_text(self):
        group = self.publish()
        self.accept(group, self.max, self.mia)
        self.assertEqual(group.state, "offered")
        self.accept(group, self.olga)
        self.assertEqual(group.state, "agreement")
        self.assertIn("Olga", group.agreement_id.body)
        self.sign(group, self.max, self.mia)
        self.assertEqual(group.state, "agreement")
        self.sign(group, self.olga)
        self.assertEqual(group.state, "active")
        checkin = group.checkin_ids.filtered(lambda checkin: checkin.kind == "regular")[:1]
        self.assertEqual(len(self.todos(checkin)), 3)

    def test_who_says_no_does_so_alone(self):
        group = self.publish()
        self.accept(group, self.max, self.mia)
        self.as_user(group, self.olga).action_decline()
        self.assertEqual((group.state, group.mentee_ids), ("agreement", self.mia))
        self.assertEqual(self.own_of(self.olga, group).state, "declined")
        self.assertEqual(self.mentor.seats_left, 2)
        self.assertEqual(self.seats[self.olga].sudo().seats_left, 1)

    def test_mentor_who_says_no_says_it_to_all(self):
        group = self.publish()
        self.as_user(group, self.max).action_decline()
        self.assertEqual(group.state, "declined")
        self.assertEqual(self.mentor.seats_left, 3)

    def test_offer_runs_out_for_those_who_do_not_answer(self):
        group = self.publish()
        self.accept(group, self.max, self.mia)
        with freeze_time(group.offer_expires_on + timedelta(days=1)):
            self.run_job("ir_cron_expire_offers")
        self.assertEqual((group.state, group.mentee_ids), ("agreement", self.mia))
        self.assertEqual(self.own_of(self.olga, group).state, "declined")

    def test_who_does_not_sign_parts_and_the_others_sign_anew(self):
        group = self.publish()
        self.accept(group)
        self.sign(group, self.max, self.mia)
        first = group.agreement_id
        self.as_user(group, self.olga).action_refuse()
        self.assertEqual(first.state, "void")
        self.assertEqual(self.own_of(self.olga, group).state, "declined")
        self.assertNotIn("Olga", group.open_agreement_id.body)
        self.sign(group, self.max, self.mia)
        self.assertEqual(group.state, "active")

    def test_time_to_sign_runs_out_for_those_who_have_not(self):
        group = self.publish()
        self.accept(group)
        self.sign(group, self.max, self.mia)
        with freeze_time(group.agreement_id.sign_until + timedelta(days=1)):
            self.run_job("ir_cron_chase_signatures")
        self.assertEqual((group.state, group.mentee_ids), ("agreement", self.mia))

    def test_who_joins_while_the_others_still_sign_signs_the_same_text(self):
        group = self.publish()
        self.accept(group)
        self.sign(group, self.max)
        self.join(group)
        self.assertIn("Noah", group.open_agreement_id.body)
        self.sign(group, self.max, self.mia, self.olga, self.noah)
        self.assertEqual(group.state, "active")

    def test_first_yes_founds_the_group_where_nobody_has_published_one(self):
        offer = self.add_pair(self.mia, "offered")
        self.accept(offer, self.max, self.mia)
        self.assertEqual(offer.state, "agreement")
        self.assertEqual(self.member(offer, self.mia).place, 1)
        self.join(offer, self.olga)
        self.assertEqual(offer.mentee_ids, self.mia | self.olga)

    def test_without_an_agreement_a_newcomer_starts_at_once(self):
        self.circle.requires_agreement = False
        group = self.publish()
        self.accept(group)
        self.assertEqual(group.state, "active")
        with self.collect_mails() as mails:
            self.join(group)
        self.assertIn("Noah", [name for name, subject, _text in mails if "starts" in subject])
        self.assertEqual((group.state, len(group.mentee_ids)), ("active", 3))

    def test_reasons_are_those_of_each_mentee(self):
        self.propose(self.circle)
        proposals = self.env["hr.mentorship"].search([("program_id", "=", self.circle.id), ("state", "=", "proposed")])
        self.as_user(proposals, self.pia).action_offer()
        group = proposals.exists()
        self.assertTrue(self.as_user(group, self.mia).match_reasons)
        self.assertNotIn("Olga", self.as_user(group, self.mia).match_reasons)
        of_mentor = self.as_user(group, self.max).match_reasons
        self.assertIn("Mia: ", of_mentor)
        self.assertIn("Olga: ", of_mentor)

    def test_two_who_must_not_meet_are_not_put_into_one_group(self):
        self.enrol(self.paula, "mentee", program=self.circle)
        pairs = self.add_pair(self.mia) | self.add_pair(self.paula)
        with self.assertRaisesRegex(ValidationError, "line of command"):
            self.as_user(pairs, self.pia).action_offer()

    def test_members_meet_in_every_program_as_pairs_elsewhere(self):
        pair = self.add_mentorship("active")
        self.assertFalse(pair.is_group or pair.is_mentee_of_group)
        self.as_user(pair, self.mia)._end()
        self.assertEqual(pair.state, "ended")


@tagged("post_install", "-at_install")
class TestRunningGroup(GroupCase):
    """Mentees come and go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.publish()
        cls.accept(cls.group)
        cls.sign(cls.group)
        cls.env.flush_all()

    def test_mentee_leaves_and_the_group_goes_on(self):
        group = self.group
        agreement = group.agreement_id
        checkin = group.checkin_ids.filtered(lambda checkin: checkin.state == "planned")[:1]
        goal = self.env["hr.mentorship.goal"].with_user(self.olga.user_id)
        goal = goal.create({"mentorship_id": group.id, "name": "Speak up"}).sudo()
        self.as_user(group, self.olga)._end("time")
        own = self.own_of(self.olga, group)
        self.assertEqual((group.state, group.mentee_ids), ("active", self.mia))
        self.assertEqual((own.state, own.given_end_reason, own.start_date), ("ended", "time", group.start_date))
        self.assertEqual(goal.mentorship_id, own)
        self.assertEqual(checkin.state, "planned")
        self.assertFalse(self.todos(checkin, self.olga) or self.todos(group, self.olga))
        self.assertEqual(self.mentor.seats_left, 2)
        self.assertIn("no longer takes part in your group", " ".join(self.read_news(self.mia)))
        self.assertIn("Your mentorship", " ".join(self.read_news(self.max)))
        self.assertEqual(self.member(own, self.olga).pool_answer, "asked")
        # What they have signed they keep, what the others share from now on is theirs
        self.assertEqual(self.as_user(own, self.olga).agreement_id, agreement)
        self.assertTrue(self.as_user(agreement, self.olga).body)
        for record in (group, checkin):
            with self.assertRaises(AccessError):
                self.as_user(record, self.olga).check_access("read")

    def test_dialog_of_leaving_shows_the_own_mentorship_with_the_thanks(self):
        group = self.group
        dialog = self.as_user(self.env["hr.mentorship.end"], self.olga).create(
            {"mentorship_id": group.id, "thank_you": "It was good."}
        )
        action = dialog.action_end()
        own = self.own_of(self.olga, group)
        self.assertEqual(action["res_id"], own.id)
        self.assertEqual(self.as_user(own, self.max).note_ids.mapped("body"), ["It was good."])

    def test_group_ends_with_its_mentor_and_with_its_last_mentee(self):
        group = self.group
        self.as_user(group, self.max)._end()
        self.assertEqual(group.state, "ended")
        self.assertFalse(self.own_of(self.mia, group))

    def test_last_mentee_ends_it(self):
        group = self.group
        self.as_user(group, self.olga)._end()
        self.as_user(group, self.mia)._end()
        self.assertEqual(group.state, "ended")

    def test_who_comes_later_joins_and_everybody_signs_a_text_that_names_them(self):
        group = self.group
        first = group.agreement_id
        newcomer = self.join(group)
        self.assertEqual((group.state, len(group.mentee_ids), self.mentor.seats_left), ("active", 3, 0))
        self.assertEqual(newcomer.place, 3)
        self.assertEqual(first.state, "signed")
        amendment = group.open_agreement_id
        self.assertTrue(amendment.is_amendment)
        self.assertIn("Noah", amendment.body)
        checkin = group.checkin_ids.filtered(lambda checkin: checkin.state == "planned")[:1]
        self.assertTrue(self.todos(checkin, self.noah))
        self.assertIn("Noah takes part in your group", " ".join(self.read_news(self.mia)))
        self.sign(group, self.max, self.mia, self.olga, self.noah)
        self.assertEqual((first.state, amendment.state), ("superseded", "signed"))

    def test_newcomer_whom_not_all_sign_with_leaves_and_the_old_text_stays(self):
        group = self.group
        first = group.agreement_id
        self.join(group)
        self.as_user(group, self.mia).action_refuse()
        self.assertEqual((group.state, first.state), ("active", "signed"))
        self.assertEqual(group.mentee_ids, self.mia | self.olga)
        self.assertEqual(self.own_of(self.noah, group).state, "ended")

    def test_newcomer_who_leaves_before_all_have_signed_takes_the_change_along(self):
        group = self.group
        self.join(group)
        self.as_user(group, self.noah)._end()
        self.assertFalse(group.open_agreement_id)
        self.assertEqual(group.agreement_id.state, "signed")

    def test_accepting_leads_into_the_group(self):
        group = self.group
        offer = self.add_pair(self.noah, "offered")
        self.as_user(offer, self.max).action_accept()
        action = self.as_user(offer, self.noah).action_accept()
        self.assertEqual(action["params"]["next"]["res_id"], group.id)

    def test_full_group_takes_nobody(self):
        group = self.group
        self.join(group)
        extra = self.enrol(self.add_person("ida"), "mentee", program=self.circle)
        with self.assertRaises(ValidationError):
            self.env["hr.mentorship"].create(
                {
                    "program_id": self.circle.id,
                    "member_ids": [
                        (0, 0, {"participant_id": self.mentor.id, "slot": 4}),
                        (0, 0, {"participant_id": extra.id}),
                    ],
                }
            )
        self.assertFalse(self.env["hr.mentorship.matcher"]._find_free_slots(self.mentor))

    def test_nobody_comes_into_a_group_with_their_boss(self):
        group = self.group
        self.assertIn(self.mia, group.mentee_ids)
        boss = self.enrol(self.paula, "mentee", program=self.circle)
        proposals, alone = self.propose(self.circle)
        self.assertFalse(proposals)
        self.assertEqual([participant for participant, _reason in alone], [boss])

    def test_departure_of_a_mentee_leaves_the_group_alone_and_coming_back_leads_into_it(self):
        group = self.group
        with self.enter_registry_test_mode():
            self.olga.active = False
        self.env.invalidate_all()
        own = self.own_of(self.olga, group)
        self.assertEqual((group.state, group.mentee_ids), ("active", self.mia))
        self.assertTrue(own.ended_by_departure)
        self.olga.active = True
        self.as_user(own, self.pia).action_take_up()
        self.env.invalidate_all()
        self.assertFalse(own.exists())
        self.assertEqual(group.mentee_ids, self.mia | self.olga)

    def test_one_mentee_neither_completes_nor_pauses_for_all(self):
        group = self.as_user(self.group, self.mia)
        self.assertFalse(group.can_pause)
        with self.assertRaisesRegex(AccessError, "Leave the Group"):
            group.action_complete()
        with self.assertRaises(AccessError):
            group._pause(fields.Date.today() + timedelta(days=5))
        self.as_user(group, self.max)._pause(fields.Date.today() + timedelta(days=5))

    def test_log_ratings_and_thanks_are_everybodys_own(self):
        group = self.group
        checkin = group.checkin_ids.filtered(lambda checkin: checkin.kind == "regular").sorted("planned_date")[:1]
        with freeze_time(checkin.planned_date):
            self.as_user(checkin, self.mia)._log("done", rating=5, private_note="Mine.", summary="Ours.")
            self.as_user(checkin, self.olga)._log("done", rating=3)
            self.as_user(checkin, self.max)._log("done")
        self.assertEqual(len(checkin.confirmed_member_ids), 3)
        olga = self.as_user(checkin, self.olga)
        self.assertEqual(olga.note_ids.mapped("body"), ["Ours."])
        self.assertEqual(olga.feedback_ids.mapped("rating"), [3])
        self.as_user(group, self.max).action_complete()
        for person in (self.mia, self.olga, self.max):
            self.as_user(group, person)._thank(f"Thanks from {person.name}")
        self.assertEqual(len(group.member_ids.filtered("thanked_on")), 3)

    def test_program_that_is_closed_ends_its_groups(self):
        group = self.group
        with self.assertRaises(UserError):
            self.as_user(self.circle, self.pia).action_close()
        self.as_user(self.circle, self.pia)._wrap_up("closed")
        self.assertEqual((group.state, self.circle.state), ("ended", "closed"))
