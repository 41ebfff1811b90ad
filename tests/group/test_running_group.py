from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RunningGroupCase


@tagged("post_install", "-at_install")
class TestRunningGroup(RunningGroupCase):
    """Mentees come and go."""

    def test_mails_name_the_others_as_a_sentence_does(self):
        member = self.group.member_ids.filtered(lambda each: each.employee_id == self.max)
        [line] = member._notify("sign_reminder", sign_until=fields.Date.today())._read_out()
        self.assertIn("agreement with Mia and Olga", line["text"])
        self.assertIn("Mia and Olga", line["subject"])
        template = self.env.ref("hr_mentorship.mail_template_started")
        found = template._generate_template(member.ids, ["subject", "body_html"])[member.id]
        self.assertIn("Mia and Olga", found["subject"])

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

    def test_newcomer_is_not_among_those_whom_an_earlier_thank_you_names(self):
        self.as_user(self.group, self.mia)._thank("You have all helped me.")
        note = self.env["hr.mentorship.note"].search(
            [("mentorship_id", "=", self.group.id), ("kind", "=", "thank_you"), ("author_id", "=", self.mia.user_id.id)]
        )
        later = fields.Datetime.now() + timedelta(days=1)
        self.join(self.group)
        self.member(self.group, self.noah).responded_at = later
        note.invalidate_recordset()
        self.assertEqual(self.as_user(note, self.max).receiver_names, "To Max and Olga")

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

    def block(self, author, other):
        profile = self.as_user(author.mentorship_profile_ids, author)
        profile.block_ids = [Command.create({"blocked_employee_id": other.id})]

    def assert_withdrawn(self, offer, said, person):
        """An offer has been withdrawn with the yes of ``person``, and nobody has learned why."""
        self.env.invalidate_all()
        self.assertEqual((offer.state, self.group.mentee_ids), ("cancelled", self.mia | self.olga))
        self.assertEqual(said["params"]["type"], "warning")
        self.assertIn("This match cannot go ahead", said["params"]["message"])
        for name in ("Mia", "Olga", "Max", "Noah"):
            self.assertNotIn(name, said["params"]["message"])
        self.assertFalse(self.todos(offer, person))
        [todo] = self.todos(offer, self.pia)
        self.assertEqual(todo.activity_type_id, self.env.ref("hr_mentorship.mail_activity_type_match_withdrawn"))
        self.assertFalse(todo.note)

    def test_offer_into_a_group_with_somebody_who_blocks_is_withdrawn_and_names_nobody(self):
        for author, other in ((self.mia, self.noah), (self.noah, self.mia)):
            with self.subTest(author.name):
                offer = self.add_pair(self.noah, "offered")
                self.as_user(offer, self.max).action_accept()
                mails = self.env["mail.mail"].search([])
                self.block(author, other)
                said = self.as_user(offer, self.noah).action_accept()
                self.assert_withdrawn(offer, said, self.noah)
                [mail] = self.env["mail.mail"].search([]) - mails
                self.assertEqual(mail.recipient_ids, self.max.user_id.partner_id)
                self.assertIn("did not come about", mail.subject)
                self.assertNotIn("Mia", mail.body_html)
                self.assertEqual(self.mentor.seats_left, 1)
                author.mentorship_profile_ids.sudo().block_ids.unlink()

    def test_mentee_without_user_who_takes_up_a_seat_that_is_withdrawn_reads_of_the_match(self):
        """By a link nobody is the user: what the mentor has offered is the mentor's alone."""
        self.circle.matching_mode = "both"
        part = self.enrol(self.noah, "mentee", program=self.circle)
        self.as_user(part, self.noah).action_open_to_offers()
        offer = self.env["hr.mentorship"].with_user(self.max.user_id)._offer_seat(self.mentor, part).with_env(self.env)
        self.block(self.mia, self.noah)
        with self.collect_mails() as mails:
            self.member(offer, self.noah)._answer("accepted")
        self.assertEqual(offer.state, "cancelled")
        subjects = {name: subject for name, subject, _text in mails}
        self.assertEqual(subjects["Max"], "Your offer to Noah")
        self.assertIn("did not come about", subjects["Noah"])

    def test_mentor_who_says_yes_last_or_first_learns_no_more(self):
        for is_last in (True, False):
            with self.subTest(is_last=is_last):
                self.mia.mentorship_profile_ids.sudo().block_ids.unlink()
                offer = self.add_pair(self.noah, "offered")
                self.block(self.mia, self.noah)
                if is_last:
                    self.env["hr.mentorship.member"].browse(self.member(offer, self.noah).id).response = "accepted"
                said = self.as_user(offer, self.max).action_accept()
                self.assert_withdrawn(offer, said, self.max)

    def test_offer_into_a_group_with_the_own_boss_is_withdrawn_as_well(self):
        offer = self.add_pair(self.noah, "offered")
        self.as_user(offer, self.max).action_accept()
        self.noah.parent_id = self.mia
        said = self.as_user(offer, self.noah).action_accept()
        self.assert_withdrawn(offer, said, self.noah)

    def test_block_between_others_of_the_group_keeps_nobody_out(self):
        self.block(self.mia, self.olga)
        self.join(self.group)
        self.assertIn(self.noah, self.group.mentee_ids)

    def test_who_was_withdrawn_may_be_matched_once_nothing_stands_against_it(self):
        offer = self.add_pair(self.noah, "offered")
        self.block(self.mia, self.noah)
        self.as_user(offer, self.max).action_accept()
        self.env.invalidate_all()
        self.assertEqual(self.propose(self.circle)[0], self.env["hr.mentorship"])
        self.mia.mentorship_profile_ids.sudo().block_ids.unlink()
        proposals, _alone = self.propose(self.circle)
        self.assertEqual(proposals.mentee_ids, self.noah)

    def test_proposal_for_a_group_with_somebody_who_blocks_is_not_published(self):
        pair = self.add_pair(self.noah)
        self.block(self.mia, self.noah)
        with self.assertRaisesRegex(UserError, "something has changed for these pairs"):
            self.as_user(pair, self.pia).action_offer()

    def choose(self, person):
        participant = self.circle.participant_ids.filtered(lambda each: each.employee_id == person)
        action = self.as_user(self.circle, self.pia)._open_choice(participant.with_user(self.pia.user_id))
        return self.env["hr.mentorship.choice"].browse(action["res_id"]).option_ids

    def test_choice_by_hand_says_that_an_offer_leads_into_a_group_it_does_not_fit(self):
        self.add_pair(self.noah, "offered")
        self.assertTrue(self.choose(self.noah).is_possible)
        self.block(self.mia, self.noah)
        [option] = self.choose(self.noah)
        self.assertFalse(option.is_possible)
        self.assertEqual(option.obstacle, "A rule keeps the two apart.")
        self.block(self.mia, self.olga)
        self.assertTrue(self.choose(self.olga).is_possible, "of those who sit there already it tells nothing")

    def test_nobody_is_proposed_beside_an_offer_they_must_not_meet(self):
        offer = self.add_pair(self.noah, "offered")
        ida = self.add_person("ida")
        self.enrol(ida, "mentee", program=self.circle)
        self.circle.mentor_capacity = self.mentor.capacity = 4
        self.block(ida, self.noah)
        self.assertFalse(self.propose(self.circle)[0])
        self.as_user(offer, self.noah).action_decline()
        self.assertEqual(self.propose(self.circle)[0].mentee_ids, ida)

    def test_offer_that_is_accepted_twice_says_so_in_words(self):
        offer = self.add_pair(self.noah, "offered")
        self.accept(offer, self.max, self.noah)
        self.env.invalidate_all()
        for step in ("action_accept", "action_decline"):
            with self.subTest(step), self.assertRaisesRegex(UserError, "has been answered already"):
                getattr(self.as_user(offer, self.noah), step)()

    def test_who_writes_a_motivation_knows_that_a_group_reads_it(self):
        noah = self.enrol(self.noah, "mentee", program=self.circle, motivation="I would like to lead.")
        self.join(self.group)
        seat = self.as_user(self.member(self.group, self.noah), self.mia)
        self.assertEqual(seat.motivation, "I would like to lead.")
        for model in (noah._name, "hr.mentorship.apply"):
            self.assertIn("the whole group", self.env[model].fields_get(["motivation"])["motivation"]["help"])

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
