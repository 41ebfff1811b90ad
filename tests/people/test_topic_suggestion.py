from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestTopicSuggestion(MentorshipCase):
    """Whoever misses a topic suggests it; HR makes a skill of it, or says why not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(cls.env, login="hr.test", groups="base.group_user,hr.group_hr_user")
        (cls.mia + cls.olga).hr_responsible_id = cls.officer
        cls.suggestions = cls.env["hr.mentorship.topic.suggestion"]

    def guide(self, person):
        guides = self.as_user(self.env["hr.mentorship.profile.guide"], person)
        return guides.create({"profile_id": person.mentorship_profile_ids.id})

    def suggest(self, person, name, purpose="wanted"):
        guide = self.guide(person)
        guide.write({"new_topic": name, "new_topic_purpose": purpose})
        action = guide.action_suggest_topic()
        self.assertEqual(action["params"]["next"]["res_id"], guide.id, "the dialog stays open")
        return self.suggestions.search([("employee_id", "=", person.id)], limit=1)

    def decide(self, suggestion, **values):
        own = suggestion.with_user(self.officer)
        own.write(values)
        return own

    def told(self, person):
        return self.env["mail.message"].search(
            [("partner_ids", "in", person.user_id.partner_id.ids), ("message_type", "=", "user_notification")]
        )

    def test_hr_makes_a_skill_of_it_and_the_profile_has_it_where_it_was_meant(self):
        suggestion = self.suggest(self.mia, "  Bee   keeping ")
        self.assertEqual((suggestion.name, suggestion.state), ("Bee keeping", "asked"))
        self.assertEqual(suggestion.activity_ids.user_id, self.officer)
        self.assertIn("Bee keeping: Waits for HR", self.guide(self.mia).suggested_topics)
        other = self.suggest(self.olga, "bee Keeping", "offered")
        with self.assertRaisesRegex(UserError, "what kind of skill"):
            suggestion.with_user(self.officer).action_accept()
        self.decide(suggestion, skill_type_id=self.skill_type.id).action_accept()
        skill = self.env["hr.skill"].search([("name", "=", "Bee keeping")])
        self.assertEqual(skill.skill_type_id, self.skill_type)
        self.assertIn(skill, self.mia.mentorship_profile_ids.wanted_skill_ids)
        self.assertIn(skill, self.olga.mentorship_profile_ids.offered_skill_ids)
        self.assertEqual((suggestion + other).mapped("state"), ["accepted", "accepted"], "one skill for both")
        self.assertFalse((suggestion + other).activity_ids)
        for person in (self.mia, self.olga):
            self.assertEqual(len(self.told(person)), 1)

    def test_hr_takes_up_many_topics_at_once_and_makes_all_skills_in_one_go(self):
        names = ["Bee keeping", "Chess", "Origami", "Sailing"]
        own = self.env["hr.skill"].create({"name": "origami", "skill_type_id": self.skill_type.id})
        suggestions = self.suggestions.union(*(self.suggest(self.mia, name) for name in names))
        same = self.suggest(self.olga, "chess")
        suggestions.with_user(self.officer).write({"skill_type_id": self.skill_type.id})
        skills = self.env.registry["hr.skill"]
        with patch.object(skills, "create", autospec=True, side_effect=skills.create) as create:
            (suggestions + same).with_user(self.officer).action_accept()
        self.assertEqual(create.call_count, 1)
        wanted = self.mia.mentorship_profile_ids.wanted_skill_ids
        self.assertLessEqual({"Bee keeping", "Chess", "origami", "Sailing"}, set(wanted.mapped("name")))
        self.assertIn(own, wanted, "a skill that was there already")
        self.assertEqual(same.skill_id.name, "Chess")

    def test_first_officer_of_the_company_is_asked_where_nobody_is_responsible_and_never_the_person(self):
        employees = self.mia + self.olga + self.max
        employees.hr_responsible_id = False
        officers = employees._find_hr_officers()
        [first] = officers[self.max.sudo()]
        self.assertEqual(len({officer.id for officer in officers.values()}), 1)
        self.assertTrue(first.has_group("hr.group_hr_user"))
        first.employee_ids.user_id = False
        self.mia.user_id = first
        self.assertNotEqual(self.mia._find_hr_officers()[self.mia.sudo()], first)
        self.mia.hr_responsible_id = self.officer
        self.assertEqual(self.mia._find_hr_officers()[self.mia.sudo()], self.officer)

    def test_hr_declines_with_a_word_that_the_employee_reads(self):
        suggestion = self.suggest(self.mia, "Bee keeping")
        with self.assertRaisesRegex(UserError, "Say in a word why"):
            suggestion.with_user(self.officer).action_decline()
        self.decide(suggestion, answer="Choose Leading.").action_decline()
        self.assertIn("Choose Leading.", self.told(self.mia).body)
        self.assertIn("Bee keeping: Choose Leading.", self.guide(self.mia).suggested_topics)
        self.assertFalse(suggestion.activity_ids)
        with self.assertRaisesRegex(UserError, "has declined it: Choose Leading."):
            self.suggest(self.mia, "BEE keeping")

    def test_topic_that_is_there_goes_into_the_profile_at_once(self):
        self.suggest(self.mia, self.selling.name.upper(), "wanted")
        self.assertIn(self.selling, self.mia.mentorship_profile_ids.wanted_skill_ids)
        self.assertFalse(self.suggestions.search([("employee_id", "=", self.mia.id)]))

    def test_sign_in_a_topic_stands_for_itself(self):
        """“%” would be any topic, and “_” any letter."""
        before = self.mia.mentorship_profile_ids.wanted_skill_ids
        for name in ("%", "100 % remote", "_" * len(self.leading.name)):
            suggestion = self.suggest(self.mia, name)
            self.assertEqual((suggestion.name, suggestion.state), (name, "asked"))
        self.assertEqual(self.mia.mentorship_profile_ids.wanted_skill_ids, before)

    def test_nothing_is_suggested_twice_nor_without_end(self):
        for name in ("", "\u200b\u2060", "x" * 61):
            with self.assertRaisesRegex(UserError, "in a few words"):
                self.suggest(self.mia, name)
        self.suggest(self.mia, "Bee keeping")
        with self.assertRaisesRegex(UserError, "already"):
            self.suggest(self.mia, "bee  KEEPING")
        for number in range(4):
            self.suggest(self.mia, f"Bees {number}")
        with self.assertRaisesRegex(UserError, "5 of your suggestions wait"):
            self.suggest(self.mia, "Wasps")

    def test_nobody_suggests_or_decides_for_somebody_else(self):
        suggestion = self.suggest(self.mia, "Bee keeping")
        with self.assertRaises(AccessError):
            self.suggestions.with_user(self.olga.user_id)._suggest(self.mia.mentorship_profile_ids, "Wasps", "wanted")
        for person in (self.mia, self.pia, self.ada):
            for step in ("action_accept", "action_decline"):
                with self.subTest(person.name), self.assertRaises(AccessError):
                    getattr(self.as_user(suggestion, person), step)()
            with self.assertRaises(AccessError):
                self.as_user(suggestion, person).write({"answer": "No."})
        with self.assertRaises(AccessError):
            self.as_user(suggestion, self.mia).write({"state": "accepted"})
