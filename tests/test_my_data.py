import io

import openpyxl

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..controllers.my_data import MINE
from .access_company import MatrixCase
from .access_table import MATRIX, parse

NOT_THEIRS = {
    "hr.mentorship.program": "about nobody in particular",
    "hr.mentorship.candidate": "a dialog",
    "hr.mentorship.checkin.plan.time": "a dialog",
    "hr.mentorship.goal.report": "figures made of what is in the file",
    "hr.mentorship.interview": "notes that whoever talks with them makes for themselves",
    "hr.mentorship.points.review": "a look that others take; what follows from it stands in the statement",
    "hr.mentorship.digest": "when a mail left; what it said is in the file",
}


@tagged("post_install", "-at_install")
class TestMyData(MatrixCase, HttpCase):
    """Everybody takes along what is kept about them, and nothing of anybody else."""

    def download(self, user):
        self.authenticate(user.login, user.login)
        response = self.url_open("/mentorship/my-data")
        self.assertEqual(response.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertFalse([cell for page in book for row in page.rows for cell in row if cell.data_type == "f"])
        return {page.title: [[cell.value for cell in row] for row in page.rows] for page in book}

    def test_file_holds_each_kind_of_record_that_is_kept_about_somebody(self):
        kept = {
            model
            for model, variant, _cells in parse(MATRIX)[1]
            if not self.env[model]._transient and {"mia", "mia,"} & set(variant.split())
        }
        self.assertFalse(kept - set(MINE) - set(NOT_THEIRS))

    def test_file_holds_all_that_they_read_and_nothing_else(self):
        mia = self.mia.user_id
        self.env.flush_all()
        pages = self.download(mia)
        filled = 0
        for model, owner in MINE.items():
            mine = self.env[model].with_user(mia).with_context(active_test=False).search_count([(owner, "=", mia.id)])
            title = self.env["ir.model"]._get(model).name[:31]
            filled += bool(mine)
            with self.subTest(model):
                self.assertEqual(len(pages.get(title, [0])) - 1, mine)
        self.assertGreater(filled, 15)
        cells = {cell for rows in pages.values() for row in rows for cell in row}
        self.assertIn("Private note of Mia", cells)
        self.assertFalse(cells & {"Eve", "Private note of Max", "Private note of Eve"})

    def test_what_somebody_has_written_is_no_formula(self):
        self.mia.mentorship_profile_ids.introduction = "=1+1"
        self.env.flush_all()
        pages = self.download(self.mia.user_id)
        self.assertIn("=1+1", {cell for rows in pages.values() for row in rows for cell in row})

    def test_whoever_has_nothing_reads_that(self):
        user = new_test_user(self.env, login="nobody.test", groups="base.group_user")
        self.env.flush_all()
        self.assertIn("Nothing is kept about you", str(self.download(user)))

    def test_file_holds_what_no_list_of_stored_fields_would(self):
        """Answers kept where nobody reads them, in Odoo's own surveys, badges, and the number nought."""
        mia = self.mia.user_id
        survey = self.env["survey.survey"].create(
            {
                "title": "Before you join",
                "survey_type": "mentorship",
                "question_and_page_ids": [Command.create({"title": "Why you?", "question_type": "char_box"})],
            }
        )
        answer = survey._create_answer(partner=mia.partner_id, check_attempts=False)
        answer._save_lines(survey.question_ids, "=Because")
        badge = self.env.ref("hr_mentorship.gamification_badge_mentee")
        self.env["gamification.badge.user"].create(
            {"badge_id": badge.id, "user_id": mia.id, "employee_id": self.mia.id, "is_of_rule": True}
        )
        redemption = self.records["hr.mentorship.redemption of mia, olga hands it out"]
        redemption.value = 0
        self.env.flush_all()
        pages = self.download(mia)
        cells = {cell for rows in pages.values() for row in rows for cell in row}
        self.assertLessEqual({"Before you join", "Why you?", "=Because", badge.name}, cells)
        title = self.env["ir.model"]._get("hr.mentorship.redemption").name[:31]
        labels, *rows = pages[title]
        self.assertIn("M", str([row[labels.index("Wishes")] for row in rows]))
        self.assertIn("0", [row[labels.index("Value")] for row in rows])
