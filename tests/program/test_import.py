from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...models.common.spreadsheet_cells import guard
from ..access_company import MatrixCase
from ..common import MentorshipCase


class ImportCase(MentorshipCase):
    def load(self, model, columns, *rows, by=None):
        """Import a file as a person, by default the program manager, the way Odoo's wizard does."""
        records = self.env[model].with_user((by or self.pia).user_id).with_context(import_file=True)
        with mute_logger("odoo.sql_db"):  # what is missing is refused by the database
            return records.load(list(columns), [list(row) for row in rows])

    def assert_imported(self, result):
        self.assertEqual(result["messages"], [])
        return result["ids"]


@tagged("post_install", "-at_install")
class TestImportParticipants(ImportCase):
    """A sign-up file is read as it is meant; what is not clear is an error, and nobody is enrolled by a guess."""

    COLUMNS = ("employee_id", "program_id", "role")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana = cls.add_employee("Ana Lima", "ana.lima@example.com")
        cls.bo = cls.add_employee("Bo Sund", "bo.sund@example.com")
        cls.first = cls.add_employee("Maria Costa", "m.costa1@example.com")
        cls.second = cls.add_employee("Maria Costa", "m.costa2@example.com")

    @classmethod
    def add_employee(cls, name, mail):
        return cls.env["hr.employee"].create({"name": name, "work_email": mail, "company_id": cls.env.company.id})

    def sign_up(self, *rows, columns=COLUMNS, by=None):
        return self.load("hr.mentorship.participant", columns, *rows, by=by)

    def participants(self, result):
        return self.env["hr.mentorship.participant"].browse(self.assert_imported(result))

    def assert_refused_with(self, result, *words):
        self.assertFalse(result["ids"])
        [error] = [message["message"] for message in result["messages"] if message["type"] == "error"]
        for word in words:
            self.assertIn(word, error)
        return error

    def test_each_bad_line_has_one_error_at_its_own_number(self):
        self.enrol(self.mia, "mentee")
        result = self.sign_up(
            ("Ana Lima", "Leaders", "Mentee"),
            ("Nobody Known", "Leaders", "Mentee"),
            ("Bo Sund", "Leaders", "Trainer"),
            ("Mia", "Leaders", "Mentee"),
            ("", "Leaders", "Mentor"),
            ("m.costa1@example.com", "Leaders", "Mentor"),
        )
        self.assertFalse(result["ids"])
        told = {message["rows"]["from"]: message["message"] for message in result["messages"]}
        self.assertEqual(len(result["messages"]), 4, result["messages"])
        self.assertEqual(set(told), {1, 2, 3, 4})
        self.assertIn("Nobody Known", told[1])
        self.assertIn("Trainer", told[2])
        self.assertIn("takes part in the program in this role already", told[3])
        self.assertIn("Employee", told[4])

    def test_line_refused_with_a_sentence_is_told_once_whatever_stands_before_it(self):
        petra_runs = self.add_program("Astronauts", self.petra)
        result = self.sign_up(("Ana Lima", "Leaders", "Mentee"), ("Bo Sund", petra_runs.name, "Mentee"))
        self.assertFalse(result["ids"])
        [message] = result["messages"]
        self.assertEqual(message["rows"]["from"], 1)

    def test_empty_cell_takes_the_default(self):
        self.bo.mentorship_profile_ids.mentor_capacity = 5
        cid = self.add_employee("Cid Rey", "cid@example.com")
        cid.mentorship_profile_ids.mentor_capacity = 1
        people = self.participants(
            self.sign_up(
                ("Ana Lima", "Leaders", "Mentee", ""),
                ("Bo Sund", "Leaders", "Mentor", ""),
                ("Cid Rey", "Leaders", "Mentor", " "),
                ("m.costa1@example.com", "Leaders", "Mentor", "2"),
                columns=(*self.COLUMNS, "capacity"),
            )
        )
        self.assertEqual(people.mapped("capacity"), [1, self.program.mentor_capacity, 1, 2])

    def test_every_default_of_every_model_fills_an_empty_cell(self):
        """The kind: whatever a new record gets by itself, it gets with an empty cell as well."""
        checked = set()
        for model, values in self.get_minimal_lines().items():
            fills = self.env["ir.fields.converter"]._fills_in
            names = [
                name
                for name, field in self.env[model]._fields.items()
                if name not in values
                and not field.readonly
                and field.exportable
                and field.type not in ("one2many", "json", "binary")
                and self.as_user(self.env[model], self.pia)._has_field_access(field, "write")
                and fills(self.env[model], name)
            ]
            self.assertTrue(names, model)
            [without] = self.env[model].browse(self.assert_imported(self.load(model, values, values.values())))
            by_itself = {name: without[name] for name in names}
            if model != "hr.mentorship.program":
                without.unlink()
            full = self.load(model, (*values, *names), (*values.values(), *("" for _name in names)))
            [filled] = self.env[model].browse(self.assert_imported(full))
            for name in names:
                self.assertEqual(filled[name], by_itself[name], f"{model}.{name}")
                checked.add(f"{model}.{name}")
        self.assertIn("hr.mentorship.program.rhythm", checked)
        self.assertIn("hr.mentorship.criterion.weight", checked)

    def get_minimal_lines(self):
        self.program.criterion_ids.unlink()
        return {
            "hr.mentorship.program": {"name": "New program"},
            "hr.mentorship.question": {"program_id": "Leaders", "name": "What else?"},
            "hr.mentorship.criterion": {"program_id": "Leaders", "kind": "Interests"},
            "hr.mentorship.nudge.step": {"program_id": "Leaders", "trigger": "before"},
        }

    def test_name_of_several_people_is_an_error_that_names_them(self):
        count = self.env["hr.mentorship.participant"].search_count([])
        words = self.assert_refused_with(
            self.sign_up(("Ana Lima", "Leaders", "Mentee"), ("Maria Costa", "Leaders", "Mentor")),
            "m.costa1@example.com",
            "m.costa2@example.com",
        )
        self.assertIn("mail address", words)
        self.assertEqual(self.env["hr.mentorship.participant"].search_count([]), count)

    def test_people_are_found_by_mail_capitals_and_blanks_aside(self):
        people = self.participants(
            self.sign_up(
                ("m.costa2@example.com", "Leaders", "Mentor"),
                (" M.Costa1@Example.COM ", "Leaders", "Mentor"),
                ("mia@example.com", "leaders", "mentee"),
            )
        )
        self.assertEqual(people.employee_id, self.second + self.first + self.mia)

    def test_wildcards_in_a_name_find_nobody_else(self):
        self.assert_refused_with(self.sign_up(("Ana%", "Leaders", "Mentee")), "Ana%")
        self.assert_refused_with(self.sign_up(("m_costa2@example.com", "Leaders", "Mentee")), "m_costa2")

    def test_blanks_around_names_and_values_are_nobodys_business(self):
        [participant] = self.participants(self.sign_up(("Bo Sund ", " Leaders", "Mentor ")))
        self.assertEqual((participant.employee_id, participant.role), (self.bo, "mentor"))

    def test_two_programs_of_one_name_are_an_error(self):
        self.add_program("Leaders", self.pia)
        self.assert_refused_with(self.sign_up(("Ana Lima", "Leaders", "Mentee")), "Leaders")

    def test_topics_are_separated_by_comma_or_semicolon_with_blanks(self):
        people = self.participants(
            self.sign_up(
                ("Ana Lima", "Leaders", "Mentee", "Leading, Coding"),
                ("Bo Sund", "Leaders", "Mentor", "leading;Coding;"),
                columns=(*self.COLUMNS, "skill_ids"),
            )
        )
        for participant in people:
            self.assertEqual(participant.skill_ids, self.leading + self.coding)

    def test_topic_with_commas_in_its_name_is_one_topic(self):
        big = self.leading.create({"name": "Data at rest (Parquet,Avro)", "skill_type_id": self.skill_type.id})
        [participant] = self.participants(
            self.sign_up(
                ("Ana Lima", "Leaders", "Mentee", f"Leading,{big.name},Coding"),
                columns=(*self.COLUMNS, "skill_ids"),
            )
        )
        self.assertEqual(participant.skill_ids, self.leading + big + self.coding)

    def test_unknown_topic_is_an_error(self):
        self.assert_refused_with(
            self.sign_up(("Ana Lima", "Leaders", "Mentee", "Leading,Levitation"), columns=(*self.COLUMNS, "skill_ids")),
            "Levitation",
        )

    def test_two_topics_of_one_name_are_told_apart_by_their_type(self):
        other = self.skill_type.create(
            {
                "name": "Other topics",
                "skill_ids": [Command.create({"name": "Coding"})],
                "skill_level_ids": [Command.create({"name": "Any", "level_progress": 50, "default_level": True})],
            }
        )
        twin = other.skill_ids
        columns = (*self.COLUMNS, "skill_ids")
        self.assert_refused_with(
            self.sign_up(("Ana Lima", "Leaders", "Mentee", "Coding"), columns=columns),
            "Test topics: Coding",
            "Other topics: Coding",
        )
        [participant] = self.participants(
            self.sign_up(("Ana Lima", "Leaders", "Mentee", "other topics:  Coding, Leading"), columns=columns)
        )
        self.assertEqual(participant.skill_ids, twin + self.leading)

    def test_only_a_changed_identity_is_refused(self):
        mentor = self.add_mentorship("active").member_ids.participant_id.filtered(lambda part: part.role == "mentor")
        columns = ("id", "employee_id", "program_id", "role", "capacity")
        rows = mentor.with_user(self.pia.user_id)._export_rows([[column] for column in columns])
        self.assert_imported(self.sign_up(*rows, columns=columns))
        [row] = rows
        self.assert_imported(self.sign_up((*row[:-1], "2"), columns=columns))
        self.assertEqual(mentor.capacity, 2, "what may be changed is")
        self.assert_refused_with(
            self.sign_up((row[0], "Olga", *row[2:]), columns=columns), "has said yes, for themselves"
        )
        self.assertEqual(mentor.employee_id, self.max)

    def test_name_of_several_people_stays_unchanged_where_it_stood(self):
        part = self.enrol(self.second, "mentor")
        self.assert_imported(
            self.sign_up((str(part.id), "Maria Costa", "Mentor"), columns=(".id", "employee_id", "role"))
        )
        self.assertEqual(part.employee_id, self.second)

    def test_stranger_learns_nothing_from_a_value_that_is_right(self):
        """Unchanged or not, whoever may not write is refused."""
        part = self.enrol(self.first, "mentor")
        for role in ("Mentor", "Mentee"):
            result = self.sign_up((str(part.id), role), columns=(".id", "role"), by=self.olga)
            self.assertFalse(result["ids"])


@tagged("post_install", "-at_install", "sweep")
class TestExportsImportUnchanged(MatrixCase):
    """Every model, for everybody who may change its records: what is exported for update comes back unchanged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What a file marks, so that no spreadsheet runs it, comes back without the mark
        cls.program.name = "@Leaders"
        cls.records["hr.mentorship.participant mia"].motivation = "=1+1"
        cls.records["hr.mentorship.goal of mia, active"].name = "-5 kg"
        cls.records["hr.mentorship.question of the program"].name = "'+1"
        cls.env.flush_all()

    def get_columns(self, records, suffix):
        """What Odoo offers in an export for update, and the status; relations by name or by ID."""
        columns = []
        for name, field in records.fields_get().items():
            if name == "id" or not field.get("exportable", True) or field["type"] in ("one2many", "json", "binary"):
                continue
            if field["readonly"] and name != "state":
                continue
            columns.append(name + (suffix if field["type"] in ("many2one", "many2many") else ""))
        return columns

    def test_export_for_update_imports_unchanged(self):
        tried = set()
        for title, record in self.records.items():
            model = record._name
            if record._transient or not record._auto:
                continue
            for role, user in self.readers.items():
                reader = record.with_user(user)
                if not reader.has_access("write"):
                    continue
                for suffix in ("", "/id"):
                    with self.subTest(title, role=role, suffix=suffix):
                        self.go_round(reader, suffix)
                        tried.add(model)
        self.assertLessEqual(
            {
                "hr.mentorship",
                "hr.mentorship.participant",
                "hr.mentorship.program",
                "hr.mentorship.criterion",
                "hr.mentorship.question",
                "hr.mentorship.nudge.step",
                "hr.mentorship.profile",
                "hr.mentorship.goal",
            },
            tried,
        )

    def go_round(self, reader, suffix):
        columns = ["id", *self.get_columns(reader, suffix)]
        rows = reader._export_rows([column.split("/") for column in columns])
        self.env.flush_all()
        self.env.invalidate_all()
        stored = SQL("SELECT * FROM %s WHERE id = %s", SQL.identifier(reader._table), reader.id)
        [before] = self.env.execute_query(stored)
        texts = [[guard(value) if isinstance(value, str) else self.to_cell(value) for value in row] for row in rows]
        result = reader.with_context(import_file=True).load(columns, texts)
        self.assertEqual(result["messages"], [])
        self.env.flush_all()
        self.assertEqual(self.env.execute_query(stored), [before])

    def to_cell(self, value):
        """As a spreadsheet says it."""
        if isinstance(value, bool):
            return str(value)
        return "" if value in (None, False) else str(value)

    def test_changed_protected_values_are_refused(self):
        today = fields.Date.today()
        for title, column, value in (
            ("hr.mentorship.participant mia", "state", "Withdrawn"),
            ("hr.mentorship active, mia with max", "start_date", str(today - timedelta(days=3))),
            ("hr.mentorship active, mia with max", "rhythm", "Every month"),
            ("hr.mentorship.program open", "state", "Draft"),
        ):
            with self.subTest(title, column=column):
                record = self.records[title].with_user(self.pia.user_id)
                before = record[column]
                result = record.load([".id", column], [[str(record.id), value]])
                self.assertFalse(result["ids"])
                self.assertEqual(record[column], before)
