from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ...models.common.spoken import say_date
from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestEnrolment(MentorshipCase):
    """Employees apply by themselves; program managers approve them, singly or many at once."""

    def apply(self, employee, role="mentee", program=None, skills=None, **values):
        wizard = self.as_user(self.env["hr.mentorship.apply"], employee).create(
            {
                "program_id": (program or self.program).id,
                "role": role,
                "skill_ids": [Command.set((self.leading if skills is None else skills).ids)],
                **values,
            }
        )
        wizard.action_apply()
        return self.participant(employee, role, program)

    def participant(self, employee, role="mentee", program=None):
        return (program or self.program).participant_ids.filtered(
            lambda participant: (
                participant.employee_id == employee
                and participant.role == role
                and participant.state in ("applied", "approved")
            )
        )

    # -- applying

    def test_employee_applies_and_waits_for_approval(self):
        participant = self.apply(self.mia, motivation="I want to grow.")
        self.assertEqual(participant.state, "applied")
        self.assertEqual(participant.skill_ids, self.leading)
        self.assertEqual(participant.capacity, 1)
        self.assertEqual(participant.seats_left, 0, "nobody is matched before the approval")

    def test_what_people_say_of_themselves_is_not_rewritten_by_who_manages_the_program(self):
        participant = self.apply(self.mia, motivation="I want to grow.")
        mine = self.as_user(participant, self.pia)
        with self.assertRaisesRegex(UserError, "The motivation of Mia is in their own words"):
            mine.motivation = "I was told to."
        mine.write({"motivation": "I want to grow.", "capacity": 1})  # as a file that was exported comes back
        self.assertEqual(participant.motivation, "I want to grow.")

    def test_employee_starts_from_the_own_profile_and_adds_to_it(self):
        profile = self.mia.mentorship_profile_ids
        profile.wanted_skill_ids = self.coding
        form = Form(
            self.as_user(self.env["hr.mentorship.apply"], self.mia).with_context(
                default_program_id=self.program.id, default_role="mentee"
            )
        )
        self.assertEqual(form.skill_ids.ids, self.coding.ids)
        form.skill_ids.add(self.speaking)
        form.save().action_apply()
        self.assertEqual(self.participant(self.mia).skill_ids, self.coding + self.speaking)
        self.assertEqual(profile.wanted_skill_ids, self.coding + self.speaking)

    def test_employee_keeps_the_application_out_of_the_profile(self):
        self.apply(self.mia, keep_in_profile=False)
        self.assertFalse(self.mia.mentorship_profile_ids.wanted_skill_ids)

    def test_employee_applies_without_topic_and_is_asked_for_one(self):
        with self.assertRaisesRegex(UserError, "Choose at least one topic"):
            self.apply(self.mia, skills=self.leading.browse())

    def test_employee_applies_twice_in_the_same_role_and_is_refused(self):
        self.apply(self.mia)
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.apply(self.mia)
        self.assertIn("_one_application", str(caught.exception))
        self.assertEqual(len(self.participant(self.mia)), 1)

    def test_employee_applies_in_both_roles_and_has_two_parts(self):
        self.apply(self.mia)
        self.apply(self.mia, "mentor")
        program = self.as_user(self.program, self.mia)
        self.assertEqual(len(program.my_participant_ids), 2)
        self.assertFalse(program.can_join_as_mentor or program.can_join_as_mentee)

    def test_employee_applies_again_after_withdrawal_and_succeeds(self):
        participant = self.apply(self.mia)
        self.as_user(participant, self.mia).action_withdraw()
        again = self.apply(self.mia)
        self.assertEqual((participant.state, again.state), ("withdrawn", "applied"))

    def test_employee_applies_again_after_rejection_and_succeeds(self):
        participant = self.apply(self.mia)
        self.as_user(participant, self.pia)._reject("Next time.")
        self.assertNotEqual(self.apply(self.mia), participant)

    def test_mentor_offers_more_seats_than_the_program_allows_and_is_refused(self):
        self.assertEqual(self.apply(self.max, "mentor", capacity=2).capacity, 2)
        with self.assertRaisesRegex(ValidationError, "“Leaders” allows 2 mentees per mentor, and Olga would have 3"):
            self.apply(self.olga, "mentor", capacity=3)

    # -- who may apply

    def test_employee_applies_outside_the_enrolment_window_and_reads_the_dates(self):
        today = fields.Date.today()
        late = self.add_program(
            "Late",
            self.pia,
            enrolment_start_date=today + timedelta(days=1),
            enrolment_end_date=today + timedelta(days=9),
        )
        first_day = say_date(self.env, today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, f"is not open now. It runs from {first_day}"):
            self.apply(self.mia, program=late)
        self.assertFalse(self.as_user(late, self.mia).can_join_as_mentee)

    def test_employee_who_moves_joins_what_the_new_department_may_join(self):
        """At once, where a record rule would go on to ask for the department of before."""
        sales, kitchen = self.env["hr.department"].create([{"name": "Sales"}, {"name": "Kitchen"}])
        self.mia.department_id = kitchen
        self.program.department_ids = sales
        program = self.as_user(self.program, self.mia)
        self.assertFalse(program.search([("id", "=", program.id)]))
        self.mia.department_id = sales
        self.assertTrue(program.search([("id", "=", program.id)]))
        self.assertTrue(program.has_access("read"))
        self.mia.department_id = kitchen
        self.assertFalse(program.search([("id", "=", program.id)]))
        program.invalidate_recordset()
        self.assertFalse(program.has_access("read"))

    def test_employee_of_a_sub_department_is_eligible_and_of_another_is_not(self):
        sales = self.env["hr.department"].create({"name": "Sales"})
        north = self.env["hr.department"].create({"name": "Sales North", "parent_id": sales.id})
        kitchen = self.env["hr.department"].create({"name": "Kitchen"})
        self.mia.department_id, self.max.department_id, self.olga.department_id = north, sales, kitchen
        self.program.department_ids = sales
        self.assertTrue(self.apply(self.mia))
        self.assertTrue(self.apply(self.max, "mentor"))
        self.assertFalse(self.as_user(self.program, self.olga).search([("id", "=", self.program.id)]))
        for person in (self.olga, self.paula):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.apply(person)
        # who may read it for another reason still may not join
        with self.assertRaisesRegex(UserError, "is not open to the department of Sam"):
            self.apply(self.sam)

    def test_user_without_employee_applies_and_is_sent_to_hr(self):
        user = new_test_user(self.env, login="guest.test", groups="base.group_user")
        wizard = (
            self.env["hr.mentorship.apply"]
            .with_user(user)
            .create({"program_id": self.program.id, "role": "mentee", "skill_ids": [Command.set(self.leading.ids)]})
        )
        with self.assertRaisesRegex(UserError, "no employee record in this company"):
            wizard.action_apply()
        program = self.program.with_user(user)
        self.assertFalse(program.can_join_as_mentor or program.can_join_as_mentee)

    # -- approving

    def test_program_manager_approves_many_at_once_and_each_gets_one_mail(self):
        people = [self.add_person(f"mentee{index}") for index in range(5)]
        participants = self.env["hr.mentorship.participant"].union(*[self.apply(person) for person in people])
        with self.collect_mails() as mails:
            self.as_user(participants, self.pia).action_approve()
        self.assertEqual(set(participants.mapped("state")), {"approved"})
        self.assertEqual(sorted(name for name, _subject, _text in mails), sorted(person.name for person in people))
        self.assertEqual({subject for _name, subject, _text in mails}, {"You are in: Leaders"})

    def test_program_manager_is_told_what_has_happened_to_how_many_and_to_tick_somebody_first(self):
        applications = self.apply(self.mia) + self.apply(self.olga)
        nobody = self.as_user(applications.browse(), self.pia)
        for press, button in ((nobody.action_approve, "Approve"), (nobody.action_reject, "Reject")):
            self.assertIn(f"then press {button}", press()["params"]["message"])
        done = self.as_user(applications, self.pia).action_approve()
        self.assertIn("2 applications are approved", done["params"]["message"])
        ada = self.add_person("Ada")
        rejected = self.reject(self.apply(ada), "More people wanted to learn than there are mentors.").action_reject()
        self.assertIn("The application of Ada is rejected", rejected["params"]["message"])
        trained = self.as_user(applications, self.pia).action_mark_trained()
        self.assertIn("2 people are marked as trained", trained["params"]["message"])

    def test_list_of_applications_offers_its_buttons_before_anybody_is_ticked(self):
        action = self.as_user(self.program, self.pia).action_view_applications()
        views = {mode: view for view, mode in action["views"]}
        arch = self.env["hr.mentorship.participant"].with_user(self.pia.user_id).get_view(views["list"], "list")["arch"]
        buttons = etree.fromstring(arch).xpath("//header/button[@display='always']/@name")
        self.assertEqual(set(buttons), {"action_approve", "action_reject"})

    def test_program_manager_approves_people_who_cannot_be_reached_and_reads_who_they_are(self):
        nobody = self.env["hr.employee"].create({"name": "Nora Nouser", "company_id": self.env.company.id})
        participants = self.enrol(nobody, "mentee", state="applied") + self.apply(self.mia)
        with self.assertRaisesRegex(UserError, "neither a user nor a work e-mail to answer and sign with: Nora Nouser"):
            self.as_user(participants, self.pia).action_approve()
        self.assertEqual(set(participants.mapped("state")), {"applied"})

    def reject(self, participants, reason, person=None):
        action = self.as_user(participants, person or self.pia).action_reject()
        dialog = self.as_user(self.env["hr.mentorship.reject.application"], person or self.pia)
        return dialog.with_context(**action["context"]).create({"reason": reason})

    def test_program_manager_rejects_in_kind_words_after_reading_the_mail(self):
        participants = self.apply(self.mia) + self.apply(self.olga)
        dialog = self.reject(participants, "More people wanted to learn than there are mentors.")
        self.assertEqual((dialog.count, dialog.names), (2, "Mia, Olga"))
        self.assertIn("More people wanted to learn", dialog.preview)
        self.assertEqual(set(participants.mapped("state")), {"applied"}, "nothing happens before the button is pressed")
        with self.collect_mails() as mails:
            dialog.action_reject()
        self.assertEqual({name for name, _subject, _text in mails}, {"Mia", "Olga"})
        for _name, _subject, text in mails:
            self.assertIn("More people wanted to learn than there are mentors.", text)
        self.assertEqual(set(participants.mapped("state")), {"rejected"})

    def test_program_manager_rejects_without_a_word_and_is_refused(self):
        participant = self.apply(self.mia)
        with self.assertRaisesRegex(UserError, "nothing that one can see"):
            self.reject(participant, "  ").action_reject()
        self.assertEqual(participant.state, "applied")

    def test_program_manager_takes_a_rejection_back_and_the_application_waits_again(self):
        participant = self.apply(self.mia)
        self.reject(participant, "Not now.").action_reject()
        self.assertFalse(self.program.activity_ids)
        self.as_user(participant, self.pia).action_take_back_rejection()
        self.assertEqual((participant.state, participant.rejection_reason), ("applied", False))
        self.assertEqual(self.program.activity_ids.user_id, self.pia.user_id)

    def test_rejection_of_who_has_applied_again_is_not_taken_back(self):
        participant = self.apply(self.mia)
        self.reject(participant, "Not now.").action_reject()
        self.apply(self.mia)
        with self.assertRaisesRegex(UserError, "Mia has applied again since"):
            self.as_user(participant, self.pia).action_take_back_rejection()

    def test_program_manager_approves_twice_and_is_told_the_status(self):
        participant = self.apply(self.mia)
        self.as_user(participant, self.pia).action_approve()
        with self.assertRaisesRegex(UserError, "is in the status “Approved”"):
            self.as_user(participant, self.pia).action_approve()

    def test_other_program_manager_approves_and_is_refused(self):
        participant = self.apply(self.mia)
        with self.assertRaises(AccessError):
            self.as_user(participant, self.petra).action_approve()

    # -- enrolling somebody

    def test_program_manager_enrols_somebody_and_is_offered_whom_it_takes(self):
        sales = self.env["hr.department"].create({"name": "Sales"})
        north = self.env["hr.department"].create({"name": "Sales North", "parent_id": sales.id})
        self.mia.department_id, self.max.department_id = north, sales
        self.program.department_ids = sales
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["hr.employee"].create({"name": "Far Away", "company_id": elsewhere.id})
        self.enrol(self.max, "mentee")
        form = Form(self.as_user(self.env["hr.mentorship.participant"], self.pia))
        self.assertNotIn("False", form.display_name)
        self.assertFalse(self.env["hr.employee"].search(form.joining_domain))
        programs = self.as_user(self.env["hr.mentorship.program"], self.pia)
        self.assertEqual(programs.search([("is_my_program", "=", True)]), programs.search([]) & self.program)
        form.program_id = self.program
        form.role = "mentee"
        people = self.as_user(self.env["hr.employee"], self.pia)
        self.assertEqual(people.search(form.joining_domain).ids, self.mia.ids)
        form.employee_id = self.mia
        self.assertEqual(form.save().company_id, self.env.company)

    def test_whom_the_form_offers_is_who_may_join(self):
        """The domain and the check say the same of everybody."""
        sales = self.env["hr.department"].create({"name": "Sales"})
        self.mia.department_id = self.env["hr.department"].create({"name": "Sales North", "parent_id": sales.id})
        for departments in (sales, sales.browse()):
            self.program.department_ids = departments
            everybody = self.env["hr.employee"].search([])
            offered = everybody.search(self.program._get_eligible_domain())
            self.assertEqual(offered, everybody.filtered(self.program._is_eligible))

    # -- leaving

    def test_colleague_withdraws_somebody_else_and_is_refused(self):
        participant = self.apply(self.mia)
        with self.assertRaises(AccessError):
            self.as_user(participant, self.olga).action_withdraw()

    def test_participant_with_a_running_mentorship_withdraws_and_is_told_to_end_it_first(self):
        mentorship = self.add_mentorship("active")
        participant = mentorship.member_ids.participant_id.filtered(lambda p: p.role == "mentee")
        with self.assertRaisesRegex(UserError, "has a mentorship that is not finished"):
            self.as_user(participant, self.mia).action_withdraw()
        self.as_user(mentorship, self.mia)._end()
        self.as_user(participant, self.mia).action_withdraw()
        self.assertEqual(participant.state, "withdrawn")

    def test_program_manager_deletes_a_participant_with_a_history_and_is_refused(self):
        participant = self.add_mentorship("completed").member_ids.participant_id[0]
        with self.assertRaisesRegex(UserError, "has a history of mentorships"):
            self.as_user(participant, self.pia).unlink()
        fresh = self.enrol(self.olga, "mentee", state="applied")
        self.as_user(fresh, self.pia).unlink()
        self.assertFalse(fresh.exists())

    def test_program_manager_lowers_the_seats_below_those_taken_and_is_refused(self):
        mentor = self.add_mentorship("active").member_ids.participant_id.filtered(lambda p: p.role == "mentor")
        self.add_mentorship("active", mentee=self.olga)
        self.assertEqual((mentor.seats_taken, mentor.seats_left), (2, 0))
        with self.assertRaisesRegex(ValidationError, "Max already takes care of 2 mentees"):
            self.as_user(mentor, self.pia).capacity = 1
