from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ...models.people.hr_mentorship_profile import STYLE_ITEMS
from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestProfile(MentorshipCase):
    """Everybody has one profile, their own to edit; colleagues see the public part of those open to mentor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chess = cls.env["hr.mentorship.interest"].create({"name": "Chess by mail"})
        cls.profile = cls.max.mentorship_profile_ids
        cls.english = cls.env.ref("hr_skills.hr_skill_english")
        cls.french = cls.env.ref("hr_skills.hr_skill_french")

    def open_to_mentor(self, employee=None):
        (employee or self.max).mentorship_profile_ids.write(
            {
                "is_open_to_mentor": True,
                "offered_skill_ids": [Command.set(self.leading.ids)],
                "wanted_skill_ids": [Command.set(self.selling.ids)],
                "interest_ids": [Command.set(self.chess.ids)],
                "introduction": "Ask me anything.",
                "mentor_capacity": 3,
                "language_ids": [Command.set((self.english + self.french).ids)],
                "seniority": "veteran",
                "style_structure": "1",
            }
        )

    def public(self, employee, reader):
        return self.as_user(self.env["hr.employee.public"].browse(employee.id), reader)

    # -- the own profile

    def test_employee_is_created_and_has_a_profile(self):
        employees = self.env["hr.employee"].create([{"name": "Nora"}, {"name": "Nils"}])
        self.assertEqual([len(employee.mentorship_profile_ids) for employee in employees], [1, 1])
        employees._create_mentorship_profiles()
        self.assertEqual([len(employee.mentorship_profile_ids) for employee in employees], [1, 1])

    def test_installation_gives_everybody_who_is_there_a_profile(self):
        from ...hooks import post_init_hook

        self.profile.unlink()
        self.olga.active = False
        self.olga.mentorship_profile_ids.unlink()
        post_init_hook(self.env)
        self.assertTrue(self.max.mentorship_profile_ids)
        self.assertTrue(self.olga.mentorship_profile_ids, "also those who are archived")

    def test_employee_edits_the_own_profile(self):
        action = self.as_user(self.env["hr.mentorship.profile"], self.max).action_open_my_profile()
        self.assertEqual(action["res_id"], self.profile.id)
        form = Form(self.as_user(self.profile, self.max))
        form.is_open_to_mentor = True
        form.offered_skill_ids.add(self.leading)
        form.introduction = "Ask me anything."
        form.save()
        self.assertTrue(self.profile.is_open_to_mentor)

    def test_employee_opens_to_mentor_without_topic_and_is_asked_for_one(self):
        with self.assertRaisesRegex(ValidationError, "Max is open to mentor, but offers no topic yet"):
            self.as_user(self.profile, self.max).is_open_to_mentor = True

    def test_employee_takes_the_skills_over_from_the_resume(self):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.max.id,
                "skill_id": self.coding.id,
                "skill_level_id": self.skill_type.skill_level_ids[0].id,
                "skill_type_id": self.skill_type.id,
            }
        )
        self.profile.offered_skill_ids = self.leading
        self.as_user(self.profile, self.max).action_take_over_resume_skills()
        self.assertEqual(self.profile.offered_skill_ids, self.leading + self.coding)

    def add_to_resume(self, employee, skill):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_id": skill.id,
                "skill_level_id": skill.skill_type_id.skill_level_ids[0].id,
                "skill_type_id": skill.skill_type_id.id,
            }
        )

    def test_employee_takes_the_languages_over_from_the_resume_and_offers_none_of_them_as_a_topic(self):
        self.add_to_resume(self.max, self.french)
        self.add_to_resume(self.max, self.coding)
        self.profile.language_ids = self.english
        own = self.as_user(self.profile, self.max)
        own.action_take_over_resume_languages()
        self.assertEqual(self.profile.language_ids, self.english + self.french)
        own.action_take_over_resume_skills()
        self.assertEqual(self.profile.offered_skill_ids, self.coding)

    def test_installation_takes_the_languages_over_from_the_resumes(self):
        self.add_to_resume(self.max, self.french)
        self.profile.unlink()
        self.max._create_mentorship_profiles()
        self.assertEqual(self.max.mentorship_profile_ids.language_ids, self.french)

    def test_employee_enters_a_skill_as_a_language_and_is_told_so(self):
        own = self.as_user(self.profile, self.max)
        with self.assertRaisesRegex(ValidationError, "Leading: not a language"):
            own.language_ids = self.leading

    def test_company_without_languages_in_its_skills_still_has_profiles(self):
        self.add_to_resume(self.max, self.french)
        self.env["ir.model.data"].search([("module", "=", "hr_skills"), ("name", "=", "hr_skill_type_lang")]).unlink()
        self.env.registry.clear_cache()
        own = self.as_user(self.profile, self.max)
        own.action_take_over_resume_languages()
        self.assertFalse(own.language_ids)
        self.assertTrue(own.fields_get(["language_ids"])["language_ids"]["domain"])

    def test_employee_says_how_and_when_they_like_to_work_and_takes_it_back(self):
        slots = self.env.ref("hr_mentorship.time_slot_monday_am") + self.env.ref("hr_mentorship.time_slot_friday_pm")
        with Form(self.as_user(self.profile, self.max)) as form:
            form.seniority = "veteran"
            form.style_structure = "1"
            form.style_closeness = "5"
            for slot in slots:
                form.availability_ids.add(slot)
        self.assertEqual([self.profile[item] for item in STYLE_ITEMS], ["1", False, False, False, False, "5"])
        self.assertEqual(self.profile.availability_ids, slots)
        self.as_user(self.profile, self.max).action_clear_style()
        self.assertFalse(any(self.profile[item] for item in STYLE_ITEMS))
        self.assertEqual(self.profile.availability_ids, slots)

    def test_every_question_about_the_style_names_both_poles_and_stands_in_the_list(self):
        fields = {name: field for name, field in self.profile._fields.items() if name.startswith("style_")}
        self.assertEqual(set(fields), set(STYLE_ITEMS))
        for name, field in fields.items():
            with self.subTest(name):
                self.assertEqual([key for key, _label in field.selection], ["1", "2", "3", "4", "5"])
                self.assertFalse(field.selection[0][1].isdigit() or field.selection[-1][1].isdigit())

    def test_colleague_reads_or_edits_somebody_elses_profile_and_is_refused(self):
        self.open_to_mentor()
        for person in (self.olga, self.paula, self.sam):
            profile = self.as_user(self.profile, person)
            with self.subTest(person.name):
                with self.assertRaises(AccessError):
                    profile.read(["wanted_skill_ids"])
                with self.assertRaises(AccessError):
                    profile.write({"introduction": "I am not nice."})
                self.assertFalse(profile.search([("id", "=", profile.id)]))

    def test_program_manager_reads_every_profile_and_edits_only_the_own(self):
        self.assertFalse(self.as_user(self.profile, self.pia).is_open_to_mentor)
        with self.assertRaises(AccessError):
            self.as_user(self.profile, self.pia).write({"introduction": "X"})
        self.as_user(self.pia.mentorship_profile_ids, self.pia).introduction = "Mine"

    def test_nobody_hands_a_profile_to_somebody_else(self):
        with self.assert_refused():
            self.as_user(self.profile, self.max).write({"employee_id": self.olga.id})

    # -- the public part

    def test_colleague_sees_the_public_fields_of_who_is_open_to_mentor_and_no_other(self):
        self.open_to_mentor()
        fields = self.env["hr.employee.public"]._fields
        public = [name for name in fields if name.startswith("mentor_") or name == "is_open_to_mentor"]
        [card] = self.public(self.max, self.olga).read(public)
        self.assertEqual(
            {name: sorted(value) if isinstance(value, list) else value for name, value in card.items()},
            {
                "id": self.max.id,
                "is_open_to_mentor": True,
                "mentor_seats_left": 3,
                "mentor_skill_ids": self.leading.ids,
                "mentor_interest_ids": self.chess.ids,
                "mentor_introduction": "Ask me anything.",
                "mentor_language_ids": sorted((self.english + self.french).ids),
                "mentor_seniority": "veteran",
            },
        )
        private = {"mentorship_wanted_skill_ids", "is_looking_for_mentor", "availability_ids", *STYLE_ITEMS}
        self.assertFalse(private & set(fields))

    def test_colleague_sees_nothing_of_who_is_not_open_to_mentor(self):
        self.open_to_mentor()
        self.profile.is_open_to_mentor = False
        card = self.public(self.max, self.olga)
        self.assertFalse(card.is_open_to_mentor)
        self.assertFalse(card.mentor_skill_ids or card.mentor_interest_ids or card.mentor_introduction)
        self.assertFalse(card.mentor_language_ids or card.mentor_seniority)
        self.assertEqual(card.mentor_seats_left, 0)

    def test_directory_is_searched_by_topic_and_interest(self):
        self.open_to_mentor()
        self.olga.mentorship_profile_ids.write({"offered_skill_ids": [Command.set(self.leading.ids)]})
        directory = self.as_user(self.env["hr.employee.public"], self.mia)
        ours = [("id", "in", [person.id for person in self.people.values()])]
        for domain in (
            [("is_open_to_mentor", "=", True)],
            [("mentor_skill_ids", "in", self.leading.ids)],
            [("mentor_skill_ids", "ilike", "lead")],
            [("mentor_skill_ids.name", "=", "Leading")],
            [("mentor_interest_ids", "in", self.chess.ids)],
            [("mentor_language_ids", "in", self.french.ids)],
            [("mentor_seniority", "=", "veteran")],
        ):
            with self.subTest(domain):
                self.assertEqual(directory.search([*ours, *domain]).mapped("name"), ["Max"])
        self.assertFalse(directory.search([*ours, ("mentor_skill_ids", "in", self.coding.ids)]))
        self.assertNotIn("Max", directory.search([*ours, ("is_open_to_mentor", "=", False)]).mapped("name"))

    def test_seats_left_follow_the_running_mentorships(self):
        self.open_to_mentor()
        self.add_mentorship("active")
        self.assertEqual(self.public(self.max, self.olga).mentor_seats_left, 2)

    def test_colleague_sees_no_mentorship_of_others_and_members_see_their_own(self):
        pair = self.add_mentorship("active")
        self.assertFalse(self.public(self.max, self.olga).mentorship_member_ids)
        self.assertEqual(self.public(self.max, self.mia).mentorship_member_ids.mentorship_id, pair)
        self.assertEqual(self.public(self.max, self.pia).mentorship_member_ids.mentorship_id, pair)

    # -- HR and archived people

    def test_hr_officer_edits_the_profile_on_the_employee_form(self):
        officer = new_test_user(self.env, login="hr.test", groups="base.group_user,hr.group_hr_user")
        with Form(self.max.with_user(officer)) as form:
            form.mentorship_introduction = "Written by HR"
            form.mentor_capacity = 4
            form.mentorship_seniority = "growing"
            form.mentorship_language_ids.add(self.french)
        self.assertEqual((self.profile.introduction, self.profile.mentor_capacity), ("Written by HR", 4))
        self.assertEqual((self.profile.seniority, self.profile.language_ids), ("growing", self.french))

    def test_plain_user_reads_the_private_fields_of_an_employee_and_is_refused(self):
        for name in ("is_looking_for_mentor", "mentorship_wanted_skill_ids", "mentorship_profile_ids"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_user(self.max, self.olga).read([name])

    def test_employee_is_archived_and_the_profile_goes_and_comes_with_them(self):
        self.open_to_mentor()
        self.max.active = False
        self.assertFalse(self.profile.active)
        directory = self.as_user(self.env["hr.employee.public"], self.mia)
        self.assertFalse(directory.search([("id", "=", self.max.id), ("is_open_to_mentor", "=", True)]))
        self.max.active = True
        self.assertTrue(self.profile.active)
        self.assertEqual(self.max.mentorship_introduction, "Ask me anything.")
