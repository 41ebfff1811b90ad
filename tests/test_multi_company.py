from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestMultiCompany(MentorshipCase):
    """Mentorship stays within a company, whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["res.company"].create({"name": "Second company"})
        cls.sue = cls.add_person_of_second("sue")
        cls.stan = cls.add_person_of_second("stan")
        cls.boss = cls.add_person_of_second("boss", groups="hr_mentorship.group_hr_mentorship_manager")
        cls.second_program = cls.add_program("Second", cls.boss, company_id=cls.second.id)
        cls.pair = cls.add_mentorship("active", mentor=cls.stan, mentee=cls.sue, program=cls.second_program)
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        cls.checkin.with_user(cls.sue.user_id)._log("done", held_on=fields.Date.today(), summary="S", rating=4)
        cls.env.flush_all()

    @classmethod
    def add_person_of_second(cls, login, groups=None):
        employee = cls.add_person(login, groups=groups)
        employee.user_id.write({"company_ids": [Command.set(cls.second.ids)], "company_id": cls.second.id})
        employee.company_id = cls.second
        cls.env.flush_all()
        return employee

    def test_company_is_taken_from_the_program_throughout(self):
        signatures = self.pair.agreement_ids.signature_ids
        for records in (
            self.pair,
            self.pair.member_ids,
            self.pair.member_ids.participant_id,
            self.pair.agreement_ids,
            signatures,
            self.pair.checkin_ids,
            self.checkin.feedback_ids,
            self.sue.mentorship_profile_ids,
        ):
            with self.subTest(records._name):
                self.assertTrue(records)
                self.assertEqual(records.company_id, self.second)

    def test_administrator_of_another_company_sees_nothing_of_this_one(self):
        for model in (
            "hr.mentorship.profile",
            "hr.mentorship.program",
            "hr.mentorship.participant",
            "hr.mentorship",
            "hr.mentorship.member",
            "hr.mentorship.agreement",
            "hr.mentorship.signature",
            "hr.mentorship.checkin",
        ):
            records = self.env[model].search([("company_id", "=", self.second.id)])
            with self.subTest(model):
                self.assertTrue(records)
                self.assertFalse(self.as_user(records, self.ada).search([("company_id", "=", self.second.id)]))
                with self.assertRaises(AccessError):
                    self.as_user(records[:1], self.ada).read(["create_date"])

    def test_administrator_of_both_companies_sees_what_is_switched_on(self):
        self.ada.user_id.company_ids = [Command.link(self.second.id)]
        programs = self.as_user(self.env["hr.mentorship.program"], self.ada)
        both = self.env.company.ids + self.second.ids
        for allowed, expected in (
            (self.second.ids, ["Second"]),
            (self.env.company.ids, ["Leaders"]),
            (both, ["Leaders", "Second"]),
        ):
            with self.subTest(allowed):
                found = programs.with_context(allowed_company_ids=allowed).search(
                    [("name", "in", ["Leaders", "Second"])]
                )
                self.assertEqual(sorted(found.mapped("name")), expected)

    def test_employee_sees_and_joins_only_programs_of_the_own_company(self):
        programs = self.as_user(self.env["hr.mentorship.program"], self.sue)
        found = programs.search([("id", "in", (self.program + self.second_program).ids)])
        self.assertEqual(found, self.second_program)
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.apply"], self.sue).create(
                {"program_id": self.program.id, "role": "mentee", "skill_ids": [Command.link(self.leading.id)]}
            ).action_apply()

    def test_program_manager_enrols_somebody_of_another_company_and_is_refused(self):
        with self.assertRaises(UserError):
            self.as_user(self.env["hr.mentorship.participant"], self.pia).create(
                {"program_id": self.program.id, "employee_id": self.sue.id, "role": "mentee"}
            )
        with self.assertRaises(UserError):
            self.enrol(self.sue, "mentee", program=self.program)

    def test_program_with_people_does_not_move_to_another_company(self):
        with self.assertRaisesRegex(UserError, "stays in its company"):
            self.second_program.company_id = self.env.company
        empty = self.add_program("Empty", self.pia)
        empty.company_id = self.second
        self.assertEqual(empty.company_id, self.second)

    def test_user_of_two_companies_applies_with_the_employee_of_the_program(self):
        user = self.mia.user_id
        user.company_ids = [Command.link(self.second.id)]
        twin = self.env["hr.employee"].create({"name": "Mia Second", "user_id": user.id, "company_id": self.second.id})
        self.env.flush_all()
        wizard = (
            self.as_user(self.env["hr.mentorship.apply"], self.mia)
            .with_context(allowed_company_ids=self.env.company.ids + self.second.ids)
            .create(
                {"program_id": self.second_program.id, "role": "mentee", "skill_ids": [Command.link(self.leading.id)]}
            )
        )
        wizard.action_apply()
        self.assertIn(twin, self.second_program.participant_ids.employee_id)
        self.assertNotIn(self.mia, self.second_program.participant_ids.employee_id)

    def test_directory_shows_mentors_of_the_own_company_alone(self):
        for person in (self.max, self.stan):
            person.mentorship_profile_ids.write(
                {"is_open_to_mentor": True, "offered_skill_ids": [Command.link(self.leading.id)]}
            )
        directory = self.as_user(self.env["hr.employee.public"], self.mia)
        found = directory.search([("is_open_to_mentor", "=", True), ("id", "in", [self.max.id, self.stan.id])])
        self.assertEqual(found.mapped("name"), ["Max"])
