from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import MentorshipCase

STEPS = ["topics", "about", "words", "style", "time", "preview"]


@tagged("post_install", "-at_install")
class TestProfileGuide(MentorshipCase):
    """Five small steps through one's own profile, each kept as one goes on."""

    def open_guide(self, person=None):
        overview = self.as_user(self.env["hr.mentorship.overview"], person or self.olga)
        action = overview.action_guide_my_profile()
        self.assertEqual(action["target"], "new")
        return overview.env[action["res_model"]].browse(action["res_id"])

    def test_each_step_is_kept_and_the_last_one_shows_what_others_see(self):
        guide, profile = self.open_guide(), self.olga.mentorship_profile_ids
        said = {
            "topics": {"is_open_to_mentor": True, "offered_skill_ids": [Command.set(self.selling.ids)]},
            "about": {"seniority": "growing"},
            "words": {"introduction": "I listen first."},
            "style": {"style_focus": "4"},
            "time": {"availability_ids": [Command.set(self.env["hr.mentorship.time.slot"].search([], limit=1).ids)]},
        }
        seen = []
        for step, values in said.items():
            seen.append((guide.step, guide.progress))
            guide.write(values)
            for name in values:
                self.assertEqual(guide[name], profile[name], f"{step}: nothing waits for the end")
            self.assertEqual(guide.action_next()["res_id"], guide.id)
        self.assertEqual([step for step, _progress in seen], STEPS[:-1])
        self.assertEqual([progress for _step, progress in seen], [20, 40, 60, 80, 100])
        self.assertEqual(guide.step, "preview")
        self.assertEqual(profile.offered_skill_ids, self.selling)
        guide.action_back()
        self.assertEqual((guide.step, guide.step_in_words), ("time", "5 of 5: When you have time"))
        self.assertEqual(guide.action_finish()["tag"], "soft_reload")

    def test_nobody_goes_beyond_the_ends(self):
        guide = self.open_guide()
        guide.action_back()
        self.assertEqual(guide.step, "topics")
        for _step in range(9):
            guide.action_next()
        self.assertEqual(guide.step, "preview")
        with self.assertRaises(AccessError):
            guide.write({"step": "topics"})

    def test_mentor_without_a_topic_reads_what_is_missing(self):
        guide = self.open_guide()
        with self.assertRaisesRegex(ValidationError, "Add at least one topic"):
            guide.write({"is_open_to_mentor": True})

    def test_topics_of_the_resume_come_first(self):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.olga.id,
                "skill_id": self.coding.id,
                "skill_level_id": self.skill_type.skill_level_ids[0].id,
                "skill_type_id": self.skill_type.id,
            }
        )
        guide = self.open_guide()
        self.assertEqual(guide.resume_topics, "Coding")
        guide.action_take_over()
        self.assertEqual((guide.step, guide.offered_skill_ids, guide.resume_topics), ("topics", self.coding, ""))

    def test_nobody_is_guided_through_the_profile_of_somebody_else(self):
        guide = self.open_guide()
        for person in (self.mia, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(guide, person).action_next()
        for person in (self.mia, self.pia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.olga.mentorship_profile_ids, person).action_guide()
