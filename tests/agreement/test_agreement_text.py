import base64
import doctest
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from psycopg2.extras import Json

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from ...models.agreement import agreement_text
from ...models.agreement.agreement_text import PLACEHOLDERS
from ...models.common import own_pictures
from ...models.common.spoken import say_date, say_day, say_duration
from ..common import SIGNATURE, MentorshipCase

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
        for sequence, name, body in ((1, "One", "<p>First</p>"), (20, "Three", '<p t-if="goals">Goals</p>')):
            self.template.section_ids.create(
                {"template_id": self.template.id, "sequence": sequence, "name": name, "body_html": body}
            )
        body = self.add_mentorship("agreement").agreement_id.body
        self.assertLess(body.index("<h3>One</h3>"), body.index("Second"))
        self.assertNotIn("Three", body)

    # -- editing

    def test_administrator_saves_a_bad_placeholder_and_is_told_where(self):
        for body, words in (
            ('<p><t t-out="object.name"/></p>', "“Promise” cannot be filled in: “object.name” is no placeholder"),
            ('<p><t t-out="rythm"/></p>', "there is nothing called “rythm”. Correct its placeholders.*rhythm"),
            ('<p t-if="goals and topics">Goals</p>', "“goals and topics” is no placeholder"),
            ('<p t-foreach="goals" t-as="goal">Goals</p>', "“t-foreach” cannot be used here"),
            ("<p>{{ 1 / 0 }}</p>", "“1 / 0” is no placeholder"),
        ):
            values = {"template_id": self.template.id, "name": "Promise", "body_html": body}
            with self.subTest(body), self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                self.template.section_ids.create(values)

    def attack(self):
        """Return texts that set the password of a user for whoever gets them evaluated, one for each way to say so."""
        user = self.olga.user_id
        call = f"object.env['res.users'].browse({user.id}).sudo().write({{'signature': 'OWNED'}})"
        direct = [
            f'<p {name}="{call}" t-as="x" t-value="1">x</p>'
            for name in (
                *("t-out", "t-esc", "t-raw", "t-field", "t-if", "t-elif", "t-foreach", "t-set", "t-value", "t-call"),
                *("t-att", "t-att-title", "t-attf-title", "t-tag-open", "t-options", "t-cache", "t-debug", "t-lang"),
                *("t-call-assets", "t-ignore", "t-translation", "T-OUT", "t-if-x"),
            )
        ]
        calls = ("agreement." + call.partition(".")[2], f"not {call}", f"goals or {call}", f"[{call} for _ in '1']")
        nested = [
            f"<p>{{{{ {call} }}}}</p>",
            f'<p title="{{{{ {call} }}}}">x</p>',
            f'<t t-out="({call}, object.env.cr.commit())">1</t>',
            f'<p><!--[if mso]><t t-out="{call}"/><![endif]-->x</p>',
            f'<p>&lt;t t-out="{call}"/&gt; #{{{call}}} ${{{call}}}</p>',
            *(f'<div><ul><li><t t-out="{one}">1</t></li></ul></div>' for one in calls),
        ]
        return direct + nested

    def test_nothing_that_is_written_into_a_section_is_ever_evaluated(self):
        """The former attack of a mentorship administrator, by every way in which a text gets in or is shown."""
        self.env["res.lang"]._activate_lang("de_DE")
        template = self.as_user(self.template, self.ada)
        self.ada.user_id.group_ids = [Command.link(self.env.ref("mail.group_mail_template_editor").id)]
        sections, first = template.section_ids, template.section_ids[0]
        mentorship = self.add_mentorship("agreement")
        ways = {
            "create": lambda body: sections.create({"template_id": template.id, "body_html": body}),
            "write": lambda body: first.write({"body_html": body}),
            "default": lambda body: sections.with_context(default_body_html=body).create({"template_id": template.id}),
            "translate": lambda body: first.update_field_translations("body_html", {"de_DE": body}),
            "command": lambda body: template.write({"section_ids": [Command.create({"body_html": body})]}),
            "copy": lambda body: template.copy({"section_ids": [Command.create({"body_html": body})]}),
            "load": lambda body: sections.load(["template_id/.id", "body_html"], [[str(template.id), body]]),
            "new template": lambda body: template.create(
                {"name": "New", "section_ids": [Command.create({"body_html": body})]}
            ),
            "onchange": lambda body: first.onchange({"body_html": body}, ["body_html"], {"body_html": {}}),
            "behind the ORM": lambda body: self.env.cr.execute(
                "UPDATE hr_mentorship_agreement_section SET body_html = jsonb_build_object('en_US', %s) WHERE id = %s",
                [body, first.id],
            ),
        }
        preview = self.env["hr.mentorship.agreement.preview"].with_user(self.ada.user_id)
        for body in self.attack():
            for way, put_in in ways.items():
                with self.subTest(way=way, body=body), self.undo():
                    try:
                        with mute_logger("odoo.sql_db"):
                            put_in(body)
                            self.env.invalidate_all()
                            dialog = preview.create({"template_id": template.id})
                            for lang in ("en_US", "de_DE"):
                                dialog.lang = lang
                                self.assertTrue(dialog.body)
                            mentorship.agreement_id.sudo()._compose()
                    except ValidationError:
                        self.env.invalidate_all()
                    self.assertNotIn("OWNED", str(self.olga.user_id.signature))

    @contextmanager
    def undo(self):
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            self.env.invalidate_all()
            savepoint.rollback()
            savepoint.close(rollback=False)

    def test_section_of_somebody_without_the_right_is_refused_before_it_is_looked_at(self):
        for person in (self.mia, self.pia):
            sections = self.as_user(self.template.section_ids, person)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                sections.create({"template_id": self.template.id, "body_html": '<t t-out="object"/>'})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                sections[0].body_html = '<t t-out="object"/>'

    def test_placeholders_of_an_agreement_are_those_on_the_list(self):
        agreement = self.add_mentorship("agreement").agreement_id
        self.assertEqual(tuple(agreement.template_id._get_placeholders(agreement)), PLACEHOLDERS)

    def test_words_of_the_pair_are_words_and_no_markup_nor_placeholders(self):
        self.write_text(self.template, '<p>{{goals}}, <t t-out="goals"/>, <b t-out="goals">x</b></p>')
        agreement = self.add_mentorship("agreement").agreement_id
        agreement.goals = "<i>{{mentors}}</i> <t t-out='mentors'/>"
        agreement._compose()
        words = html2plaintext(agreement.body)
        self.assertEqual(words.count("<i>{{mentors}}</i> <t t-out='mentors'/>"), 3)
        self.assertNotIn("Max", words)

    def test_mistake_in_a_translation_is_found_by_its_author(self):
        self.env["res.lang"]._activate_lang("de_DE")
        section = self.template.section_ids[0]
        with self.assertRaisesRegex(ValidationError, "nothing called “mentoren”"), self.env.cr.savepoint():
            section.update_field_translations("body_html", {"de_DE": "<p>{{mentoren}}</p>"})
        with self.assertRaisesRegex(ValidationError, "„mentoren“"), self.env.cr.savepoint():
            section.with_context(lang="de_DE").body_html = "<p>{{mentoren}}</p>"

    def test_examples_of_the_engine(self):
        for module in (agreement_text, own_pictures):
            with self.subTest(module.__name__):
                failed, tried = doctest.testmod(module)
                self.assertTrue(tried)
                self.assertFalse(failed)

    # -- as people say it

    def test_durations_and_days_read_as_people_say_them_in_each_language(self):
        day = date(2026, 12, 8)
        of = "de diciembre"
        for lang, *expected in (
            ("en_US", "1 hour", "45 minutes", "1 hour and 30 minutes", "December 8, 2026", "Tuesday, December 8"),
            ("de_DE", "1 Stunde", "45 Minuten", "1 Stunde und 30 Minuten", "8. Dezember 2026", "Dienstag, 8. Dezember"),
            ("es_ES", "1 hora", "45 minutos", "1 hora y 30 minutos", "8 de diciembre de 2026", f"martes, 8 {of}"),
            ("fr_FR", "1 heure", "45 minutes", "1 heure et 30 minutes", "8 décembre 2026", "mardi 8 décembre"),
        ):
            self.env["res.lang"]._activate_lang(lang)
            env = self.env(context={"lang": lang})
            said = [say_duration(env, hours) for hours in (1, 0.75, 1.5)]
            said = [*said, say_date(env, day), say_day(env, day)]
            self.assertEqual([words.replace("\xa0", " ") for words in said], expected)
        self.assertFalse(say_duration(env, 0) or say_date(env, False))
        first, later = date(2026, 12, 1), date(2026, 12, 21)
        said = [say_date(env, first), say_day(env, first), say_day(env, later)]
        self.assertEqual(said, ["1er décembre 2026", "mardi 1er décembre", "lundi 21 décembre"])

    # -- pictures

    def test_agreement_carries_its_own_pictures_and_fetches_none(self):
        uploaded, foreign = self.env["ir.attachment"].create(
            [
                {"name": "a.png", "raw": base64.b64decode(SIGNATURE), "res_model": "hr.mentorship.agreement.section"},
                {"name": "b.png", "raw": base64.b64decode(SIGNATURE), "res_model": "res.users"},
            ]
        )
        self.write_text(
            self.template,
            f"""<p>A<img src="/web/image/{uploaded.id}-abc/a.png?access_token=x"/></p><p>B<img
            src="/web/image/{foreign.id}"/>C<img src="http://169.254.169.254/x.png"/>D<img src="//x.org/x.png"/>
            <img src="file:///etc/passwd"/><span style="background: url(http://x.org/y.png)">E</span></p>""",
        )
        body = self.add_mentorship("agreement").agreement_id.body
        self.assertEqual(body.count("<img"), 1)
        self.assertIn(f"data:image/png;base64,{SIGNATURE.decode()}", body)
        for words in ("http", "x.org", "file:", "/web/"):
            self.assertNotIn(words, body)

    def test_administrator_rewrites_every_section_and_types_placeholders(self):
        for section in self.as_user(self.template.section_ids, self.ada):
            section.body_html = section.body_html or "<p>Hello</p>"
        section.body_html = "<p>We meet {{ rhythm }}, {{channels}}!</p>"
        self.assertIn("We meet Every two weeks, !", self.add_mentorship("agreement").agreement_id.body)

    def test_administrator_previews_the_text_in_each_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.write_text(self.template, "<p>{{mentors}}, {{mentees}}: {{duration}}</p>", de_DE="<p>Hallo</p>")
        preview = self.as_user(self.env["hr.mentorship.agreement.preview"], self.ada).create(
            {"template_id": self.template.id}
        )
        self.assertIn("Kim Mentor, Robin Mentee: 1 hour", preview.body)
        preview.lang = "de_DE"
        self.assertIn("Hallo", preview.body)
        self.assertIn("Deutsch", preview.body)

    # -- templates

    def test_template_has_a_name_and_the_last_one_stays(self):
        templates = self.as_user(self.template, self.ada)
        for name in ("", "  ", False):
            with self.subTest(name=name), self.assert_refused():
                templates.name = name
        (templates.search([]) - templates).active = False
        for refused in (lambda: templates.write({"active": False}), templates.unlink):
            with self.assertRaisesRegex(UserError, "there would be none left"), self.env.cr.savepoint():
                refused()
            self.env.invalidate_all()
        templates.copy({"name": "Another one"})
        templates.active = False
        self.assertEqual(self.add_program("New", self.pia).agreement_template_id.name, "Another one")

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
        module = self.load_migration("19.0.1.2.0/post-agreement-sections.py")
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

    def test_update_keeps_what_a_text_computed_as_words_and_says_where(self):
        module = self.load_migration("19.0.1.3.0/post-agreement-texts.py")
        self.env["res.lang"]._activate_lang("de_DE")
        before = {
            "en_US": "<p>Of <t t-out=\"', '.join(object.mentor_ids.mapped('name'))\">Marc</t>, born <t "
            't-out="object.create_uid.login">now</t>. It takes <t t-out="length">01:00</t> hours.</p>',
            "de_DE": '<p>Ein Treffen dauert <t t-out="length">01:00</t> Stunden.</p>',
        }
        kept = self.template.section_ids[1].body_html
        section = self.template.section_ids[0]
        section.name = "Parties"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_mentorship_agreement_section SET body_html = %s WHERE id = %s", [Json(before), section.id]
        )
        with self.assertLogs(module.__name__, "WARNING") as logs:
            module.migrate(self.env.cr, "19.0.1.2.0")
        module.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(len(logs.output), 1)
        self.assertIn("“Parties” of the agreement template “Standard agreement”", logs.output[0])
        self.assertIn("object.create_uid.login", logs.output[0])
        self.assertEqual(
            section.body_html,
            '<p>Of <t t-out="mentors">Marc</t>, born <t>[object.create_uid.login]</t>. It takes <t '
            't-out="duration">1 hour</t>.</p>',
        )
        self.assertIn('<t t-out="duration">1 Stunde</t>.', section.with_context(lang="de_DE").body_html)
        self.assertEqual(self.template.section_ids[1].body_html, kept)
        section._check_placeholders()
