import json

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MentorshipCase

COLUMNS = ["employee_id", "program_id", "role"]


@tagged("post_install", "-at_install")
class TestImportParticipants(MentorshipCase):
    """A file from another system, as Odoo's import dialog reads it; whoever stands in it is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zoe = cls.env["hr.employee"].create(
            {"name": "Zoë Müller", "work_email": "zoe@example.com", "company_id": cls.env.company.id}
        )

    def load(self, content, encoding=""):
        """Preview the file, take what Odoo guesses of it, and import it as the program manager."""
        dialog = (
            self.env["base_import.import"]
            .with_user(self.pia.user_id)
            .create(
                {
                    "res_model": "hr.mentorship.participant",
                    "file": content,
                    "file_name": "people.csv",
                    "file_type": "text/csv",
                }
            )
        )
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": "",
            "encoding": encoding,
        }
        preview = dialog.parse_preview(options)
        self.assertNotIn("error", preview, preview)
        with mute_logger("odoo.sql_db"):
            return dialog.execute_import(COLUMNS, preview["headers"], json.loads(json.dumps(preview["options"])))

    def imported(self, result):
        self.assertEqual(result["messages"], [])
        return self.env["hr.mentorship.participant"].browse(result["ids"])

    def errors(self, *lines):
        rows = [f'"{line[0]}","Leaders","{line[1]}"' for line in lines]
        result = self.load("\n".join(["Employee,Program,Role", *rows]).encode())
        self.assertFalse(result["ids"])
        return [message["message"] for message in result["messages"]]

    def test_messy_files_are_read_as_they_are_meant(self):
        text = "Employee;Program;Role\r\n Zoë Müller ;Leaders;Mentor \r\nMia;Leaders;mentee\r\n"
        # Of so short a file Odoo guesses the old encoding wrong; whoever imports it chooses it in the dialog
        for encoding, chosen in (("utf-8-sig", ""), ("cp1252", "windows-1252")):
            with self.subTest(encoding), self.env.cr.savepoint() as savepoint:
                people = self.imported(self.load(text.encode(encoding), chosen))
                self.assertEqual(people.employee_id, self.zoe + self.mia)
                self.assertEqual(people.mapped("role"), ["mentor", "mentee"])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_whoever_stands_in_the_file_is_asked(self):
        people = self.imported(self.load(b"Employee,Program,Role\nMia,Leaders,Mentee\nMax,Leaders,Mentor\n"))
        self.assertEqual(set(people.mapped("state")), {"invited"})
        self.assertEqual(people.invitation_id.employee_id, self.mia + self.max)

    def test_each_line_that_cannot_be_read_says_why(self):
        self.enrol(self.mia, "mentee")
        kitchen = self.env["hr.department"].create({"name": "Kitchen"})
        (self.mia + self.max + self.zoe).department_id = kitchen
        self.program.department_ids = [Command.set(kitchen.ids)]
        for words, line in (
            ("Nobody Known", ("Nobody Known", "Mentee")),
            ("takes part in the program in this role already", ("Mia", "Mentee")),
            ("Olga", ("Olga", "Mentee")),
            ("Trainer", ("Max", "Trainer")),
        ):
            with self.subTest(words):
                [error] = self.errors(("Zoë Müller", "Mentee"), line)
                self.assertIn(words, error)

    def test_messy_file_has_one_error_a_bad_line(self):
        """Padded, with semicolons, in an old encoding and with an empty last line: three lines are named."""
        lines = ("Employee;Program;Role", " Zoë Müller ;Leaders; mentee", "Zoë Mueller;Leaders;Mentee")
        more = ("Mia;Leadres;Mentee", "Max;Leaders;Mentor", "Olga;Leaders;mentor of many", ";;")
        result = self.load("\r\n".join([*lines, *more]).encode("cp1252"), "windows-1252")
        self.assertFalse(result["ids"])
        told = [(message["rows"]["from"], message["message"]) for message in result["messages"]]
        self.assertEqual([row for row, _message in told], [1, 2, 4], told)
        for (_row, message), words in zip(told, ("Zoë Mueller", "Leadres", "mentor of many"), strict=True):
            self.assertIn(words, message)

    def test_same_file_again_takes_whom_it_has_entered_as_they_are(self):
        content = b"Employee,Program,Role\nMia,Leaders,Mentee\nMax,Leaders,Mentor\n"
        people = self.imported(self.load(content))
        invitations, asked = people.invitation_id, people.invitation_id.mapped("write_date")
        again = self.imported(self.load(content + b"Olga,Leaders,Mentee\n"))
        self.assertEqual(again[:2], people)
        self.assertEqual(again.employee_id, self.mia + self.max + self.olga)
        self.assertEqual((people.invitation_id, people.invitation_id.mapped("write_date")), (invitations, asked))

    def test_same_person_with_other_values_is_an_error_of_the_line(self):
        self.imported(self.load(b"Employee,Program,Role\nMia,Leaders,Mentee\n"))
        people = self.env["hr.mentorship.participant"].search([("employee_id", "=", self.mia.id)])
        people.sudo().motivation = "Mine"
        another, same = (["Mia", "Leaders", "Mentee", words] for words in ("Another one", "Mine"))
        manager = people.with_user(self.pia.user_id).with_context(import_file=True)
        for rows in ([another], [another, same], [same, another]):
            with self.subTest(len(rows)), mute_logger("odoo.sql_db"):
                result = manager.load([*COLUMNS, "motivation"], rows)
                self.assertIn("takes part in the program in this role already", result["messages"][0]["message"])
                self.assertEqual(people.motivation, "Mine")

    def test_files_of_ours_come_in_small_batches_unless_another_size_is_chosen(self):
        for model, limit, expected in (
            ("hr.mentorship.participant", 2000, 200),
            ("hr.mentorship.participant", 500, 500),
            ("res.partner", 2000, 2000),
        ):
            dialog = self.env["base_import.import"].create(
                {"res_model": model, "file": b"Name\nSomebody\n", "file_name": "a.csv", "file_type": "text/csv"}
            )
            options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": limit}
            with self.subTest(model, limit=limit):
                self.assertEqual(dialog.parse_preview(options)["options"]["limit"], expected)

    def test_people_without_an_address_cannot_be_asked(self):
        self.zoe.work_email = False
        self.assertIn("neither a user nor a work e-mail", self.errors(("Zoë Müller", "Mentee"))[0])

    def test_what_the_list_exports_is_imported_again(self):
        people = self.enrol(self.mia, "mentee") + self.enrol(self.max, "mentor")
        fields = [["id"], ["employee_id"], ["program_id"], ["role"], ["capacity"], ["skill_ids"]]
        rows = people.with_user(self.pia.user_id)._export_rows(fields)
        result = (
            people.with_user(self.pia.user_id)
            .with_context(import_file=True)
            .load([path[0] for path in fields], [[str(cell or "") for cell in row] for row in rows])
        )
        self.assertEqual((result["messages"], set(result["ids"])), ([], set(people.ids)))
        self.assertEqual(set(people.mapped("state")), {"approved"}, "nobody is asked twice")
