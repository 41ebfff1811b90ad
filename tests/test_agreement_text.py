from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from unittest.mock import patch

from psycopg2.extras import Json

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SIGNATURE, MentorshipCase

POINTS = {
    "voluntary": "any reason or for none",
    "mentor": "honest and kind",
    "mentee": "takes the initiative",
    "confidentiality": "This has limits",
    "rules": "We meet as equals",
    "goals": "The program wants",
    "duration": "One meeting takes",
    "place": "nobody listens in",
    "sessions": "brings the topics",
    "channels": "mail, phone or chat",
    "cancelling": "Whoever cannot come",
    "urgent": "urgent",
    "follow_up": "After 30 days",
    "appraisal": "appraisals",
    "data": "What is stored",
    "end": "closing review",
}
MENTEE = ("initiative", "open to feedback", "commitments", "asks for help", "ideas", "bad results", "good results")


@tagged("post_install", "-at_install")
class TestAgreementText(MentorshipCase):
    """An agreement is written from sections, and everybody reads it in their own language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.program.agreement_template_id

    def test_standard_text_says_everything_that_a_pair_has_to_agree_on(self):
        body = self.add_mentorship("agreement").agreement_id.body
        for point, words in POINTS.items():
            with self.subTest(point):
                self.assertIn(words, body)
        for words in MENTEE:
            with self.subTest(words):
                self.assertIn(words, body)
        self.assertNotIn("Marc Demo", body)
        self.assertNotIn("t-out", body)

    def test_standard_text_fits_reverse_mentoring(self):
        program = self.add_program("Reverse", self.pia, format="reverse")
        body = self.add_mentorship("agreement", program=program).agreement_id.body
        self.assertIn("not by years or rank", body)
        self.assertNotIn("not by years or rank", self.add_mentorship("agreement").agreement_id.body)

    def test_text_follows_the_terms_of_the_agreement(self):
        agreement = self.add_mentorship("agreement").agreement_id
        agreement.write(
            {
                "rhythm": "weekly",
                "meeting_weekday": "1",
                "has_meeting_time": True,
                "meeting_time": 10.5,
                "meeting_tz": "Europe/Berlin",
                "meeting_mode": "in_person",
                "meeting_location": "Room <1>",
                "goals": "Lead the spring project",
                "channels": "Chat",
            }
        )
        agreement._compose()
        for words in (
            "Every week on Tuesday at 10:30",
            "Our place: In person (Room &lt;1&gt;).",
            "Lead the spring project",
            "Between the meetings: Chat.",
        ):
            self.assertIn(words, agreement.body)

    def test_sections_stand_in_their_order_and_empty_ones_are_left_out(self):
        self.write_text(self.template, "<p>Second</p>")
        for sequence, name, body in ((1, "One", "<p>First</p>"), (20, "Three", '<p t-if="agreement.goals">Goals</p>')):
            self.template.section_ids.create(
                {"template_id": self.template.id, "sequence": sequence, "name": name, "body_html": body}
            )
        body = self.add_mentorship("agreement").agreement_id.body
        self.assertLess(body.index("<h3>One</h3>"), body.index("Second"))
        self.assertNotIn("Three", body)

    # -- editing

    def test_administrator_saves_a_bad_placeholder_and_is_told_where(self):
        for expression, words in (
            ("object.nme", "“Promise” cannot be filled in: there is nothing called “nme”"),
            ("rythm", "there is nothing called “rythm”"),
            ("object.name +", "is no expression"),
            ("1 / 0", "“Promise” cannot be filled in"),
        ):
            body = f'<p><t t-out="{expression}"/></p>'
            values = {"template_id": self.template.id, "name": "Promise", "body_html": body}
            with self.subTest(expression), self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                self.template.section_ids.create(values)

    def test_template_editor_writes_any_expression_and_other_administrators_do_not(self):
        body = (
            '<ul><t t-set="people" t-value="object.member_ids"/><li t-foreach="people" t-as="one">'
            '<t t-out="one_index"/> <t t-out="one.employee_id.name"/></li></ul>'
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.as_user(self.template.section_ids, self.ada)[1].body_html = body
        self.ada.user_id.group_ids = [Command.link(self.env.ref("mail.group_mail_template_editor").id)]
        self.as_user(self.template.section_ids, self.ada)[1].body_html = body
        self.assertIn("<li>0 Max</li>", self.add_mentorship("agreement").agreement_id.body)

    def test_administrator_rewrites_every_section_and_types_placeholders(self):
        for section in self.as_user(self.template.section_ids, self.ada):
            section.body_html = section.body_html or "<p>Hello</p>"
        section.body_html = "<p>We meet {{ rhythm }}, {{channels}}!</p>"
        self.assertIn("We meet Every two weeks, !", self.add_mentorship("agreement").agreement_id.body)

    def test_administrator_previews_the_text_in_each_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.write_text(self.template, "<p>Hello <t t-out=\"object.name\"/></p>", de_DE="<p>Hallo</p>")
        preview = self.as_user(self.env["hr.mentorship.agreement.preview"], self.ada).create(
            {"template_id": self.template.id}
        )
        self.assertIn("Hello Kim Mentor → Robin Mentee", preview.body)
        preview.lang = "de_DE"
        self.assertIn("Hallo", preview.body)
        self.assertIn("Deutsch", preview.body)

    # -- languages

    def add_bilingual(self, state="agreement"):
        """Max reads German and Mia English, and the company works in German."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.company.partner_id.lang = "de_DE"
        self.max.user_id.lang = "de_DE"
        self.mia.user_id.lang = "en_US"
        self.write_text(self.template, "<p>English text</p>", de_DE="<p>Deutscher Text</p>")
        return self.add_mentorship(state).agreement_id

    def read_by(self, agreement, person):
        return self.as_user(agreement, person).with_context(lang=person.user_id.lang)

    def test_each_member_reads_the_own_language_and_knows_which_one_is_signed(self):
        agreement = self.add_bilingual()
        self.assertEqual(agreement.lang, "de_DE")
        signed = self.read_by(agreement, self.max)
        self.assertIn("Deutscher Text", signed.reading_body)
        self.assertFalse(signed.is_translation or signed.translation_notice)
        translated = self.read_by(agreement, self.mia)
        self.assertIn("English text", translated.reading_body)
        self.assertIn("This agreement is signed in German.", translated.reading_body)
        self.assertTrue(translated.is_translation)
        self.assertIn("is in German", translated.translation_notice)
        self.assertIn("Deutscher Text", translated.body)

    def test_pair_of_one_language_needs_no_translation(self):
        agreement = self.add_mentorship("agreement").agreement_id
        self.assertFalse(agreement.reading_texts)
        self.assertIn("This agreement is signed in English.", agreement.body)

    def test_reader_of_a_third_language_reads_the_signed_text(self):
        agreement = self.add_bilingual()
        self.env["res.lang"]._activate_lang("fr_FR")
        reader = self.as_user(agreement, self.pia).with_context(lang="fr_FR")
        self.assertFalse(reader.is_translation)
        self.assertEqual(reader.reading_body, reader.body)

    def test_translation_is_fixed_with_the_text_and_a_change_behind_the_orm_is_found(self):
        agreement = self.add_bilingual()
        self.as_user(agreement, self.mia)._sign("Mia", SIGNATURE)
        with self.assertRaises(UserError):
            agreement.sudo().reading_texts = {"en_US": "<p>Something else</p>"}
        with self.assertRaises(UserError):
            agreement.sudo()._compose()
        self.env.flush_all()
        self.assertTrue(all(is_intact for _part, is_intact in agreement._verify()))
        self.env.cr.execute(
            "UPDATE hr_mentorship_agreement SET reading_texts = %s WHERE id = %s",
            ['{"en_US": "<p>Something else</p>"}', agreement.id],
        )
        self.assertIn(("Text", False), agreement._verify())

    # -- databases from before

    def migrate(self, texts):
        """Give the standard template its text of before, and bring the database up to date."""
        script = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-agreement-sections.py"
        spec = spec_from_file_location("post_agreement_sections", script)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.ref("hr_mentorship.hr_mentorship_agreement_template_standard").section_ids.unlink()
        self.env.cr.execute("ALTER TABLE hr_mentorship_agreement_template ADD COLUMN body_html jsonb")
        self.env.cr.execute("UPDATE hr_mentorship_agreement_template SET body_html = %s", [Json(texts)])
        with patch.object(module, "SHIPPED_TEXTS", {module._fingerprint("<p>As shipped</p>")}):
            module.migrate(self.env.cr, "19.0.1.1.0")
            module.migrate(self.env.cr, "19.0.1.1.0")
        return self.env.ref("hr_mentorship.hr_mentorship_agreement_template_standard").section_ids

    def test_update_replaces_a_standard_text_that_nobody_has_changed(self):
        self.assertEqual(
            self.migrate({"en_US": "<p>As <t t-out='x'/>shipped</p>"}).mapped("code")[1:3], ["voluntary", "goals"]
        )

    def test_update_keeps_the_text_of_an_administrator_as_one_section_in_all_languages(self):
        self.env["res.lang"]._activate_lang("de_DE")
        section = self.migrate({"en_US": "<p>As shipped</p>", "de_DE": "<p><t t-out='object.name'/> unser Text</p>"})
        self.assertEqual(len(section), 1)
        self.assertIn("As shipped", section.body_html)
        self.assertIn("unser Text", section.with_context(lang="de_DE").body_html)
