from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MentorshipCase


class InvitationCase(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["hr.department"].create({"name": "Invited"})
        cls.invited = cls.mia | cls.max | cls.olga
        cls.invited.department_id = cls.department
        cls.program.department_ids = cls.department

    def invite(self, *people, by=None, program=None, **values):
        dialog = self.as_user(self.env["hr.mentorship.invite"], by or self.pia).create(
            {
                "program_id": (program or self.program).id,
                "scope": "picked" if people else "everybody",
                "employee_ids": [Command.set([person.id for person in people])],
                **values,
            }
        )
        dialog.action_invite()
        return self.invitations(program)

    def invitations(self, program=None):
        return self.env["hr.mentorship.invitation"].search([("program_id", "=", (program or self.program).id)])

    def invitation(self, person):
        return self.invitations().filtered(lambda invitation: invitation.employee_id == person)

    def run_job(self, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_send_invitations").method_direct_trigger()
        self.env.invalidate_all()

    def accept(self, person, role="mentee", program=None):
        self.as_user(self.env["hr.mentorship.apply"], person).create(
            {
                "program_id": (program or self.program).id,
                "role": role,
                "skill_ids": [Command.set(self.leading.ids)],
                "motivation": "With joy.",
            }
        ).action_apply()
        return self.part(person, role, program)

    def part(self, person, role="mentee", program=None):
        return self.env["hr.mentorship.participant"].search(
            [
                ("program_id", "=", (program or self.program).id),
                ("employee_id", "=", person.id),
                ("role", "=", role),
            ],
            order="id desc",
            limit=1,
        )

    def add_by_hand(self, person, role="mentee", **values):
        return self.as_user(self.env["hr.mentorship.participant"], self.pia).create(
            {"program_id": self.program.id, "employee_id": person.id, "role": role, **values}
        )


@tagged("post_install", "-at_install")
class TestInvitation(InvitationCase):
    """Program managers ask people to join; whoever says yes takes part, and nobody else."""

    def test_program_manager_asks_everybody_and_each_gets_one_mail(self):
        self.enrol(self.max, "mentor", state="applied")
        self.invite(word="Come along.")
        self.assertEqual(self.invitations().employee_id, self.mia | self.olga, "Max has applied already")
        with self.collect_mails() as mails:
            self.run_job()
            self.run_job()
        self.assertEqual(sorted(name for name, *_rest in mails), ["Mia", "Olga"])
        self.assertEqual({subject for _name, subject, _text in mails}, {"You are invited: Leaders"})
        for words in ("Come along.", "Format: One-to-one", "Time it takes: About 12 meetings of 1 hour"):
            self.assertIn(words, mails[0][2])
        self.assertFalse(self.part(self.mia), "nobody takes part who has not said yes")

    def test_dialog_says_how_many_are_asked_and_who_is_left_out(self):
        self.enrol(self.max, "mentor", state="applied")
        self.invite(self.mia)
        self.run_job()
        lost = self.env["hr.employee"].create({"name": "Lost Soul", "department_id": self.department.id})
        form = Form(
            self.as_user(self.env["hr.mentorship.invite"], self.pia).with_context(default_program_id=self.program.id)
        )
        self.assertEqual(form.asked_count, 1, "Olga")
        for words in ("Max", "Mia", lost.name, "asked before", "no mail address of their own"):
            self.assertIn(words, form.left_out)
        form.scope = "picked"
        form.employee_ids.add(self.env["hr.employee.public"].browse(self.paula.id))
        self.assertEqual(form.asked_count, 0)
        self.assertIn("may not join", form.left_out)
        with self.assertRaisesRegex(UserError, "nobody to ask"):
            form.save().action_invite()

    def test_whoever_invites_and_the_sponsor_are_asked_by_name_alone(self):
        (self.pia | self.sam).department_id = self.department
        form = Form(
            self.as_user(self.env["hr.mentorship.invite"], self.pia).with_context(default_program_id=self.program.id)
        )
        self.assertEqual((form.asked_count, form.invite_words), (3, "Invite 3 People"))
        self.assertIn("2 invite or sponsor: choose them by name if they shall be asked", form.left_out)
        self.assertIn("Pia, Sam", form.left_out)
        form.save().action_invite()
        self.assertEqual(self.invitations().employee_id, self.invited)
        self.invite(self.sam)
        self.assertTrue(self.invitation(self.sam))

    def test_invitation_says_which_training_comes_first(self):
        training = self.env.ref("hr_mentorship.survey_training_mentor")
        self.program.mentor_training_id = training
        self.invite(self.mia, role="mentee")
        self.invite(self.max, role="mentor")
        words = f"Training before the match: “{training.title}”"
        self.assertIn(words, self.as_user(self.invitation(self.max), self.max).facts)
        self.assertNotIn("Training", self.as_user(self.invitation(self.mia), self.mia).facts)

    def test_filter_finds_people_and_a_broken_one_is_a_sentence(self):
        self.invite(scope="filter", people_domain="[('name', 'ilike', 'oLg')]")
        self.assertEqual(self.invitations().employee_id, self.olga)
        for broken in (
            *("[('name', 'ilike'", "[('no_such_field', '=', 1)]", "1", "[('name',)]", "(" * 500),
            *("[('create_date', '>', 'soon')]", "[('id', 'in', ['x'])]", "[('department_id', 'any', 'x')]"),
        ):
            with self.subTest(broken), self.assertRaisesRegex(UserError, "cannot be read"):
                self.invite(scope="filter", people_domain=broken)

    def test_preview_is_the_mail_in_each_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.ref("hr_mentorship.mail_template_invitation").with_context(lang="fr_FR").body_html = "<p>Bonjour</p>"
        dialog = self.as_user(self.env["hr.mentorship.invite"], self.pia).create(
            {"program_id": self.program.id, "word": "Come along."}
        )
        self.assertIn("Come along.", dialog.preview)
        self.assertIn("Leaders", dialog.preview_subject)
        dialog.lang = "fr_FR"
        self.assertIn("Bonjour", dialog.preview)

    def test_other_program_manager_learns_nothing_from_the_dialog(self):
        dialog = self.as_user(self.env["hr.mentorship.invite"], self.petra).new({"program_id": self.program.id})
        self.assertFalse(dialog.asked_count or dialog.left_out or dialog.preview)
        with self.assertRaises(AccessError):
            self.invite(by=self.petra)

    def test_employee_accepts_with_role_and_word(self):
        self.invite(self.mia)
        invitation = self.as_user(self.invitation(self.mia), self.mia)
        action = invitation.action_join_as_mentee()
        self.assertEqual(action["context"]["default_role"], "mentee")
        part = self.accept(self.mia)
        self.assertEqual((part.state, part.motivation), ("applied", "With joy."))
        self.assertEqual(self.invitation(self.mia).state, "accepted")
        self.assertEqual(self.invitation(self.mia).participant_ids, part)

    def test_yes_is_enough_where_the_program_manager_says_so(self):
        self.invite(self.mia, joins_at_once=True)
        with self.collect_mails() as mails:
            self.assertEqual(self.accept(self.mia).state, "approved")
        self.assertEqual([subject for _name, subject, _text in mails], ["You are in: Leaders"])
        self.assertFalse(self.todos(self.program))

    def test_no_that_is_said_before_the_mail_leaves_is_a_no(self):
        self.invite(self.mia)
        invitation = self.invitation(self.mia)
        self.assertFalse(invitation.asked_on)
        self.as_user(invitation, self.mia).action_decline()
        self.assertFalse(self.as_user(self.program, self.pia)._invite(self.mia.sudo()))
        self.assertEqual((invitation.state, bool(invitation.answered_on)), ("declined", True))

    def test_employee_says_no_and_is_not_asked_again(self):
        self.invite(self.mia)
        self.run_job()
        with self.assertRaises(AccessError):
            self.as_user(self.invitation(self.mia), self.pia).action_decline()
        self.as_user(self.invitation(self.mia), self.mia).action_decline()
        with self.collect_mails() as mails:
            self.run_job(days=8)
        self.assertNotIn("Mia", [name for name, *_rest in mails])
        with self.assertRaisesRegex(UserError, "Mia has said no to “Leaders”"), self.env.cr.savepoint():
            self.add_by_hand(self.mia)
        self.assertTrue(self.accept(self.mia), "and may still change her mind")
        self.assertEqual(self.invitation(self.mia).state, "accepted")

    def test_reminders_come_twice_at_most_and_end_with_enrolment(self):
        self.invite(self.mia, self.olga)
        self.run_job()
        self.olga.mentorship_profile_ids.wants_reminders = False
        for days, expected in ((4, 0), (5, 1), (9, 0), (10, 1), (15, 0), (19, 0)):
            with self.subTest(days=days), self.collect_mails() as mails:
                self.run_job(days=days)
            names = [name for name, *_rest in mails if name in ("Mia", "Olga")]
            self.assertEqual(names, ["Mia"] * expected, days)
        self.assertEqual(self.invitation(self.mia).reminder_count, 2)
        self.run_job(days=21)
        self.assertEqual(set(self.invitations().mapped("state")), {"expired"})

    def test_reminder_days_of_zero_mean_never(self):
        self.program.invitation_reminder_days = 0
        self.invite(self.mia)
        self.run_job()
        with self.collect_mails() as mails:
            self.run_job(days=15)
        self.assertNotIn("Mia", [name for name, *_rest in mails])

    def test_whatever_stands_against_it_is_a_sentence_and_nothing_changes(self):
        self.invite(self.mia)
        invitation = self.invitation(self.mia)
        today = fields.Date.today()

        def refuse(words, program=None, person=None):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                if program:
                    self.program.write(program)
                if person:
                    self.mia.write(person)
                mine = self.as_user(invitation, self.mia)
                self.assertIn(words, mine.obstacle)
                with self.assertRaisesRegex(UserError, words):
                    mine.action_join_as_mentee()
                with self.assertRaisesRegex(UserError, words):
                    invitation._accept("mentee")
                self.assertFalse(self.part(self.mia))
                savepoint.rollback()
            self.env.invalidate_all()

        refuse("has been cancelled", program={"state": "cancelled"})
        refuse("is over", program={"state": "closed"})
        refuse("is not open yet", program={"state": "submitted"})
        refuse("begins on", program={"enrolment_start_date": today + timedelta(days=3)})
        refuse("is not open to the department of Mia", person={"department_id": False})
        with freeze_time(today + timedelta(days=30)):
            self.assertIn("ended on", self.as_user(invitation, self.mia).obstacle)
        self.as_user(invitation, self.pia).action_take_back()
        self.assertIn("taken back", self.as_user(invitation, self.mia).obstacle)

    def test_program_that_ends_ends_its_invitations(self):
        self.invite(self.mia)
        self.add_by_hand(self.olga)
        self.as_user(self.program, self.pia)._wrap_up("cancelled")
        self.assertEqual(set(self.invitations().mapped("state")), {"expired"})
        self.assertEqual(self.part(self.olga).state, "withdrawn")

    def test_nobody_is_invited_to_a_program_that_is_not_open(self):
        for words, values in (
            ("not open yet", {"state": "draft"}),
            ("is over", {"state": "closed"}),
            ("Enrolment for “Leaders” is over", {"enrolment_end_date": fields.Date.today() - timedelta(days=1)}),
        ):
            with self.subTest(words):
                self.program.write({"enrolment_start_date": fields.Date.today() - timedelta(days=9), **values})
                with self.assertRaisesRegex(UserError, words):
                    self.as_user(self.program, self.pia).action_invite()
                self.program.write({"state": "open"})

    def test_program_manager_takes_back_what_has_not_left(self):
        self.invite()
        self.as_user(self.program, self.pia).action_stop_invitations()
        with self.collect_mails() as mails:
            self.run_job()
        self.assertFalse(mails)
        self.invite()
        self.assertEqual(set(self.invitations().mapped("state")), {"invited"}, "they have not been asked yet")

    # -- by hand

    def test_whoever_is_added_by_hand_is_asked_and_not_matched_before(self):
        part = self.add_by_hand(self.mia)
        self.assertEqual(part.state, "invited")
        with self.collect_mails() as mails:
            self.run_job()
        self.assertEqual([name for name, *_rest in mails], ["Mia"])
        [todo] = self.todos(part.invitation_id, self.mia)
        self.enrol(self.max, "mentor")
        with self.assertRaisesRegex(UserError, "needs “Applied"):
            self.as_user(part, self.pia).action_approve()
        self.assertFalse(part.sudo().seats_left)
        self.as_user(part, self.mia).action_accept_invitation()
        self.accept(self.mia)
        self.assertEqual(self.part(self.mia), part, "the same participation goes on")
        self.assertEqual((part.state, part.skill_ids), ("approved", self.leading))
        self.assertFalse(todo.exists().active)

    def test_nobody_is_put_in_the_place_of_somebody_who_has_said_yes(self):
        participant = self.enrol(self.mia, "mentee")
        other = self.add_program("Others", self.pia)
        for name, value in (("employee_id", self.olga.id), ("role", "mentor"), ("program_id", other.id)):
            with self.subTest(name), self.assertRaisesRegex(UserError, "Mia has been asked, or has said yes"):
                self.as_user(participant, self.pia).write({name: value})
            with self.assertRaises(AccessError):
                self.as_user(participant, self.petra).write({name: value})
        self.as_user(participant, self.pia).write({"employee_id": self.mia.id, "motivation": "As she told me."})
        self.assertEqual(participant.motivation, "As she told me.")

    def test_whoever_is_added_by_hand_says_no(self):
        part = self.add_by_hand(self.mia)
        self.as_user(part, self.mia).action_decline_invitation()
        self.assertEqual((part.state, part.invitation_id.state), ("withdrawn", "declined"))

    def test_program_manager_withdraws_whom_they_have_added(self):
        part = self.add_by_hand(self.mia)
        self.as_user(part, self.pia).action_withdraw()
        self.assertEqual((part.state, part.invitation_id.state), ("withdrawn", "withdrawn"))
        again = self.add_by_hand(self.mia)
        self.assertEqual((again.state, again.invitation_id.state), ("invited", "invited"))

    def test_program_manager_deletes_whom_they_have_added(self):
        part = self.add_by_hand(self.mia)
        invitation = part.invitation_id
        part.unlink()
        self.assertEqual(invitation.state, "withdrawn")

    def test_program_manager_adds_themselves_and_has_said_yes(self):
        self.pia.department_id = self.department
        self.assertEqual(self.add_by_hand(self.pia).state, "applied")

    def test_invited_by_hand_after_the_enrolment_window_may_accept(self):
        past = fields.Date.today() - timedelta(days=2)
        self.program.write({"enrolment_start_date": past, "enrolment_end_date": past})
        self.add_by_hand(self.mia)
        with self.collect_mails() as mails:
            self.run_job()
        self.assertEqual(len(mails), 1)
        self.assertEqual(self.accept(self.mia).state, "approved")

    def test_added_to_a_draft_and_asked_when_it_opens(self):
        self.program.state = "draft"
        part = self.add_by_hand(self.mia)
        self.assertTrue(part.is_asked_later)
        mine = self.as_user(part.browse(), self.mia).search([("user_id", "=", self.mia.user_id.id)])
        self.assertFalse(mine, "nothing tells of it before")
        invitations = self.as_user(self.env["hr.mentorship.invitation"], self.mia)
        self.assertFalse(invitations.search([("program_id", "=", self.program.id)]), "nor does the invitation")
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.as_user(part, self.mia).read(["state"])
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.as_user(part, self.mia).action_withdraw()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.as_user(self.program, self.mia).read(["name"])
        with self.collect_mails() as mails:
            self.run_job()
            self.assertFalse(self.invitations().asked_on)
            self.program.state = "open"
            self.run_job()
        self.assertEqual(len(mails), 1)
        self.assertTrue(self.as_user(part, self.mia).can_answer_invitation)

    def test_invited_person_who_leaves_the_company_is_not_written_to(self):
        part = self.add_by_hand(self.mia)
        self.mia.active = False
        with self.collect_mails() as mails:
            self.run_job()
        self.assertFalse(mails)
        self.assertEqual(part.state, "withdrawn")


@tagged("post_install", "-at_install")
class TestPlaces(InvitationCase):
    """A program takes as many people as it says, and the others wait for a place."""

    def apply(self, *people):
        return self.env["hr.mentorship.participant"].union(*[self.accept(person) for person in people])

    def test_approving_more_than_there_are_places_says_what_to_do(self):
        self.program.max_mentees = 1
        parts = self.apply(self.mia, self.olga)
        with self.assertRaisesRegex(UserError, "for the role .*: 1; people to approve: 2"):
            self.as_user(parts, self.pia).action_approve()
        self.as_user(parts[0], self.pia).action_approve()
        with self.collect_mails() as mails:
            self.as_user(parts[1], self.pia).action_put_on_waiting_list()
        self.assertEqual([subject for _name, subject, _text in mails], ["You are on the waiting list: Leaders"])
        self.assertEqual(self.as_user(parts[1], self.olga).waiting_position, 1)

    def test_waiting_list_moves_up_by_itself_in_order(self):
        self.program.max_mentees = 1
        first, second, third = self.apply(self.mia, self.olga, self.max)
        self.as_user(first, self.pia).action_approve()
        for part, minutes in ((third, 1), (second, 2)):
            with freeze_time(fields.Datetime.now() + timedelta(minutes=minutes)):
                self.as_user(part, self.pia).action_put_on_waiting_list()
        with self.collect_mails() as mails:
            self.as_user(first, self.mia).action_withdraw()
        self.assertEqual((second.state, third.state), ("waiting", "approved"))
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Max", "You are in: Leaders")])
        self.as_user(self.program, self.pia).max_mentees = 2
        self.assertEqual(second.state, "approved")

    def test_yes_to_a_full_program_waits(self):
        self.program.max_mentees = 1
        self.enrol(self.mia, "mentee")
        self.add_by_hand(self.olga)
        self.assertEqual(self.accept(self.olga).state, "waiting")

    def test_nobody_waits_while_there_are_places(self):
        [part] = self.apply(self.mia)
        with self.assertRaisesRegex(UserError, "still has places"):
            self.as_user(part, self.pia).action_put_on_waiting_list()

    def test_waiting_person_is_approved_or_rejected_like_others(self):
        self.program.max_mentees = 1
        first, second = self.apply(self.mia, self.olga)
        self.as_user(first, self.pia).action_approve()
        self.as_user(second, self.pia).action_put_on_waiting_list()
        self.as_user(second, self.pia)._reject("Next time.")
        self.assertEqual(second.state, "rejected")

    def test_nobody_reads_how_many_places_are_taken_before_and_after_a_day(self):
        self.program.max_mentees = 3
        for person in (self.pia, self.petra, self.olga):
            program = self.as_user(self.program, person)
            with self.subTest(person.name):
                with self.assertRaises(AccessError):
                    program.read(["taken_mentee_places"])
                with self.assertRaises(UserError):
                    program.search([("taken_mentee_places", ">", 0)])

    def test_limits_below_zero_or_below_the_taken_places_are_refused(self):
        self.enrol(self.mia, "mentee")
        self.enrol(self.olga, "mentee")
        with self.assertRaisesRegex(ValidationError, "2 people take part in “Leaders”"):
            self.as_user(self.program, self.pia).max_mentees = 1
        for name in ("max_mentors", "max_mentees"):
            with self.assertRaisesRegex(ValidationError, "0, for no limit, or more"):
                self.as_user(self.program, self.pia)[name] = -1
        self.as_user(self.program, self.pia).max_mentees = 2

    def test_database_gives_no_place_twice(self):
        self.program.max_mentees = 1
        self.enrol(self.mia, "mentee")
        with self.assert_refused():
            self.enrol(self.olga, "mentee")
