import shutil
import subprocess
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ...models.common import fonts
from ..common import MentorshipCase

INSTALL_FONT = "hr_mentorship.mail_activity_type_install_font"
NOBODY_HAS = "\ue000"
LATIN_TO_CYRILLIC = "20-7e a0-52f\n20-7e 2013-2192\n"


def have_fonts(listed=LATIN_TO_CYRILLIC):
    return patch.object(fonts, "read_ranges", autospec=True, side_effect=lambda: fonts.merge_ranges(listed))


@tagged("post_install", "-at_install")
class TestLetters(TransactionCase):
    def test_ranges_of_all_fonts_count_together(self):
        self.assertEqual(fonts.merge_ranges("20-7e a0-377\n70-9f 4e00\n\n:x"), [(0x20, 0x377), (0x4E00, 0x4E00)])

    def test_letters_that_no_font_has_are_found_once_and_in_order(self):
        with have_fonts():
            for text, missing in (
                ("Łucja Ёлкина – Größe → x", ""),
                ("李小龍, 李", "李小龍"),
                ("Mia\u200d\ufe0f\u00a0\u202f\n", ""),
                (f"Mia{NOBODY_HAS}", NOBODY_HAS),
                ("", ""),
            ):
                with self.subTest(text):
                    self.assertEqual(fonts.find_missing(text), missing)

    def test_fontconfig_is_asked_for_real(self):
        self.assertTrue(shutil.which("fc-list"), "bin/test brings fontconfig")
        ranges = fonts.read_ranges()
        self.assertEqual(ranges, sorted(ranges))
        self.assertTrue(ranges, "there is a font")

    def test_machine_that_cannot_say_carries_on_with_a_warning(self):
        for place, name, values in (
            (shutil, "which", {"return_value": None}),
            (subprocess, "run", {"side_effect": subprocess.TimeoutExpired("fc-list", 30)}),
            (subprocess, "run", {"side_effect": OSError("gone")}),
        ):
            with (
                self.subTest(name),
                patch.object(shutil, "which", autospec=True, return_value="/usr/bin/fc-list"),
                patch.object(place, name, **values),
                self.assertLogs(fonts.__name__, "WARNING"),
            ):
                self.assertEqual(fonts.find_missing(NOBODY_HAS), "")


@tagged("post_install", "-at_install")
class TestFont(MentorshipCase):
    """A signed copy waits for the letters that it would leave blank for ever."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.agreement"].search([("state", "=", "signed")])._move_to("superseded")
        cls.env["hr.mentorship"].search([])._drop_activities(INSTALL_FONT)
        cls.env.company._remove_mentorship_seal()
        cls.mia.name = "李小龍"
        cls.pair = cls.add_mentorship("active")
        cls.other = cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))

    def make_copies(self):
        render = patch.object(
            type(self.env["ir.actions.report"]), "_render_qweb_pdf", autospec=True, return_value=(b"%PDF", "pdf")
        )
        with render, self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_send_signed_copies").method_direct_trigger()
        self.env.invalidate_all()

    def test_copy_waits_for_the_font_and_administrators_are_told_which_letter_of_whom(self):
        with have_fonts():
            self.make_copies()
            self.make_copies()
        self.assertFalse(self.pair.agreement_id.copy_attachment_id)
        self.assertTrue(self.other.agreement_id.copy_attachment_id, "nobody else waits")
        self.assertEqual(self.pair.state, "active")
        activities = self.pair._find_activities([INSTALL_FONT])
        self.assertIn(self.ada.user_id, activities.user_id)
        self.assertNotIn(self.mia.user_id, activities.user_id)
        self.assertEqual(len(activities), len(activities.user_id), "told once")
        for words in ("李 (U+674E)", "小 (U+5C0F)", "龍 (U+9F8D)", "– 李小龍"):
            self.assertIn(words, activities[0].note)
        with have_fonts(f"{LATIN_TO_CYRILLIC}4e00-9fff"):
            self.make_copies()
        self.assertTrue(self.pair.agreement_id.copy_attachment_id)
        self.assertFalse(self.pair._find_activities([INSTALL_FONT]), "nothing is left to do")

    def test_all_copies_together_are_one_question_where_every_letter_is_there(self):
        with have_fonts(f"{LATIN_TO_CYRILLIC}4e00-9fff") as asked:
            self.make_copies()
        self.assertTrue(self.pair.agreement_id.copy_attachment_id)
        self.assertTrue(self.other.agreement_id.copy_attachment_id)
        self.assertEqual(asked.call_count, 1)

    def test_each_place_of_the_document_is_looked_at(self):
        agreement = self.other.agreement_id
        for record, field in (
            (agreement.signature_ids[0], "signed_name"),
            (agreement.signature_ids[1], "signer_name"),
            (agreement, "body"),
            (agreement.company_id, "name"),
            (agreement.program_id, "name"),
        ):
            with self.subTest(field), have_fonts():
                self.assertFalse(agreement._find_unprintable())
                before = record[field]
                self._write(record, field, f"{before} {NOBODY_HAS}")
                self.assertEqual([letters for _place, letters in agreement._find_unprintable()], [NOBODY_HAS])
                self._write(record, field, before)

    def _write(self, record, field, value):
        # Past the guards of what is sealed; a translated name is written as usual
        if record._name in ("res.company", "hr.mentorship.program"):
            record[field] = value
        else:
            self.env.cache.set(record, record._fields[field], value)

    def test_machine_that_cannot_say_makes_the_copy(self):
        with patch.object(shutil, "which", autospec=True, return_value=None), mute_logger(fonts.__name__):
            self.make_copies()
        self.assertTrue(self.pair.agreement_id.copy_attachment_id)

    def test_update_names_the_copies_in_which_a_letter_may_be_blank(self):
        with have_fonts(f"{LATIN_TO_CYRILLIC}4e00-9fff"):
            self.make_copies()
        with have_fonts(), self.assertLogs("post_copies", "WARNING") as logs:
            self.run_migration("19.0.1.3.0/post-copies.py")
        [line] = [line for line in logs.output if self.pair.agreement_id.display_name in line]
        self.assertIn("U+674E U+5C0F U+9F8D in: 李小龍", line)
        self.assertNotIn(self.other.agreement_id.display_name, " ".join(logs.output))
