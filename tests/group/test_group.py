from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ...wizards.overview.words import say_answer_offer, say_confirm_checkin
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

    def test_group_signs_the_agreement_of_a_group(self):
        self.assertEqual(
            self.circle.agreement_template_id, self.env.ref("hr_mentorship.hr_mentorship_agreement_template_group")
        )
        group = self.publish()
        self.accept(group)
        text = str(group.open_agreement_id.body)
        for words in ("learn from the mentor and from each other", "Each mentee", "The group meets without a mentee"):
            self.assertIn(words, text)
        for words in ("the other one", "The mentee ", "either of us"):
            self.assertNotIn(words, text)
        with Form(self.as_user(self.circle.copy(), self.pia)) as form:
            form.format = "one_to_one"
            self.assertEqual(form.agreement_template_id.name, "Standard agreement")

    def test_offer_says_that_it_is_a_group(self):
        """Nobody says yes to three people who has read of one."""
        pairs = self.env["hr.mentorship"].union(*(self.add_pair(mentee) for mentee in (self.mia, self.olga)))
        with self.collect_mails() as mails:
            self.as_user(pairs, self.pia).action_offer()
        group = pairs.exists()
        of_mia = self.as_user(group, self.mia)
        self.assertIn("you would learn together with Olga.", say_answer_offer(of_mia).text)
        self.assertIn("learn together with Mia.", next(text for name, _subject, text in mails if name == "Olga"))
        self.accept(group)
        offer = self.as_user(self.add_pair(self.noah, "offered"), self.noah)
        told = say_answer_offer(offer).text
        self.assertIn("2 mentees take part already", told)
        self.assertNotIn("Mia", told)
        self.assertNotIn("together with", say_answer_offer(self.as_user(self.add_mentorship("offered"), self.mia)).text)

    def test_proposals_and_offers_on_the_way_into_a_group_say_why_as_pairs_do(self):
        self.propose(self.circle)
        proposals = self.env["hr.mentorship"].search([("program_id", "=", self.circle.id), ("state", "=", "proposed")])
        for proposal in self.as_user(proposals, self.pia):
            self.assertIn(proposal.mentee_ids.name, proposal.match_reasons)
            self.assertTrue(proposal.match_breakdown)
        self.as_user(proposals, self.pia).action_offer()
        group = proposals.exists()
        self.accept(group)
        offer = self.add_pair(self.noah)
        offer._rate_match()
        with self.collect_mails() as mails:
            self.as_user(offer, self.pia).action_offer()
        self.assertTrue(self.as_user(offer, self.noah).match_reasons)
        [told] = [text for name, _subject, text in mails if name == "Noah"]
        self.assertIn(self.as_user(offer, self.noah).match_reasons.splitlines()[0], told)

    def test_points_are_told_of_each_mentee_and_of_none_as_of_all(self):
        self.propose(self.circle)
        proposals = self.env["hr.mentorship"].search([("program_id", "=", self.circle.id), ("state", "=", "proposed")])
        self.as_user(proposals, self.pia).action_offer()
        text = str(self.as_user(proposals.exists(), self.pia).match_breakdown)
        self.assertRegex(text, r"(?s)Mia</h3>.*Olga</h3>|Olga</h3>.*Mia</h3>")
        self.assertNotIn("Mia, Olga", text)
        self.assertNotIn("Olga, Mia", text)
        self.assertFalse(self.as_user(proposals.exists(), self.mia).match_breakdown)

    def test_whoever_did_something_is_named_and_not_the_others(self):
        """Of two the partner is who it was; of several it is one of them."""
        group = self.publish()
        self.accept(group, self.max)
        self.assertIn("Mia and Olga answer until", self.as_user(group, self.max).trace)
        self.accept(group, self.mia, self.olga)
        self.sign(group, self.max)
        self.assertIn("Mia and Olga sign until", self.as_user(group, self.max).trace)
        self.sign(group, self.mia)
        self.assertIn("Olga signs until", self.as_user(group, self.max).trace)
        self.sign(group, self.olga)
        checkin = group.checkin_ids.filtered(lambda each: each.state == "planned")[:1]
        logs = self.env["hr.mentorship.checkin.log"].with_user(self.mia.user_id)
        log = logs.create({"checkin_id": checkin.id, "rating": "4"})
        self.assertIn("Max and Olga say whether", log.action_save()["params"]["message"])
        told = str(say_confirm_checkin(self.as_user(checkin, self.max)))
        self.assertIn("Mia has logged it", told)
        self.assertNotIn("Olga", told)

    def test_group_hears_who_no_longer_takes_part(self):
        group = self.publish()
        self.accept(group)
        self.sign(group)
        self.max.write({"active": False})
        news = self.read_news(self.mia)
        self.assertTrue([line for line in news if "has ended, as Max no longer takes part" in line], news)

    def test_newcomer_is_asked_nothing_about_meetings_before_their_time(self):
        self.circle.requires_agreement = False
        group = self.publish()
        self.accept(group)
        checkin = group.checkin_ids.filtered(lambda each: each.state == "planned").sorted("planned_date")[:1]
        with freeze_time(fields.Date.today() - timedelta(days=3)):
            self.as_user(checkin, self.mia)._log("done", rating=5)
        self.member(group, self.olga).responded_at = fields.Datetime.now() - timedelta(days=5)
        self.join(group)
        checkins = self.env["hr.mentorship.checkin"]
        for person, is_asked in ((self.olga, True), (self.noah, False)):
            theirs = self.as_user(checkin, person)
            self.assertEqual((theirs.can_confirm, theirs.is_waiting_for_me), (is_asked, is_asked), person.name)
            waiting = self.as_user(checkins, person).search([("is_waiting_for_me", "in", [True])])
            self.assertEqual(checkin in waiting, is_asked, person.name)
        self.assertNotEqual(self.member(group, self.noah)._get_checkin_to_log(), checkin)

    def test_newcomer_says_nothing_of_meetings_before_their_time_by_any_way(self):
        """A form that hides it is no rule: whoever calls the steps is refused, on the day of joining too."""
        self.circle.requires_agreement = False
        group = self.publish()
        self.accept(group)
        planned = group.checkin_ids.filtered(lambda each: each.state == "planned").sorted("planned_date")
        held, missed, later = planned[:3]
        self.as_user(held, self.mia)._log("done", rating=5)
        with freeze_time(fields.Date.today() - timedelta(days=2)):
            self.as_user(missed, self.max)._log("missed", reason="forgotten")
        missed.planned_date = fields.Date.today() - timedelta(days=3)
        self.join(group)
        logs = self.env["hr.mentorship.checkin.log"].with_user(self.noah.user_id)
        for checkin in (held, missed):
            before = (checkin.state, checkin.held_on, checkin.logged_by_id, checkin.confirmed_member_ids)
            theirs = self.as_user(checkin, self.noah)
            steps = {
                "confirm": theirs.action_confirm,
                "rate": logs.create({"checkin_id": checkin.id, "outcome": checkin.state, "rating": "1"}).action_save,
                "correct": lambda theirs=theirs: theirs._log("skipped", reason="other", is_correction=True),
                "by link": lambda checkin=checkin: checkin._log_by_link(self.member(group, self.noah), "skipped"),
            }
            for name, step in steps.items():
                caught = self.assertRaisesRegex(UserError, "not in this mentorship")
                with self.subTest(name, state=checkin.state), caught:
                    step()
            after = (checkin.state, checkin.held_on, checkin.logged_by_id, checkin.confirmed_member_ids)
            self.assertEqual(after, before)
        with self.assertRaisesRegex(UserError, "not in this mentorship"):
            self.as_user(later, self.noah)._log("done", held_on=fields.Date.today() - timedelta(days=1), rating=1)
        tomorrow = fields.Date.today() + timedelta(days=1)
        with freeze_time(tomorrow):
            self.as_user(later, self.noah)._log("done", held_on=tomorrow, rating=4)
        self.assertEqual(later.logged_by_id, self.member(group, self.noah))

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
