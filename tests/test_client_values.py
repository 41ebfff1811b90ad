import ast
from pathlib import Path

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.module import get_module_path
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from .access_company import MatrixCase
from .common import MentorshipCase

NONSENSE = {
    "selection": ("zz", 4711),
    "char": ("a\0b", {"a": 1}, "ä" * 1001),
    "text": ("a\0b", ["a"]),
    "html": ("a\0b",),
    "integer": ("many", 10**12, {"a": 1}),
    "float": ("much", float("inf"), 1.7e308),
    "date": ("soon", "2026-02-30"),
    "datetime": ("soon", "2026-06-15 99:99:99"),
    "binary": ("notb64!!", "ü"),
}
"""What no field of the type holds."""


@tagged("post_install", "-at_install", "sweep")
class TestServerFields(MatrixCase):
    """Owners, stamps and what is computed is the server's, and what is given fits: nobody gives anything else along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_line = {"hr.mentorship.goal": {"name": "Learn to say no", "mentorship_id": cls.pair.id}}
        cls.given = {
            **cls.wizard_values,
            **new_line,
            "hr.mentorship.interest": {"name": "Kites"},
            "hr.mentorship.recognition.rule": {"name": "Kites", "program_id": cls.program.id},
            "hr.mentorship.value": {"name": "Kites"},
            "hr.mentorship.level": {"name": "Kites", "points": 78},
            "hr.mentorship.reward": {"name": "Kite"},
            "hr.mentorship.reward.category": {"name": "Kites"},
            "hr.mentorship.resource": {"name": "How to fly a kite"},
            "hr.mentorship.budget.line": {"program_id": cls.program.id, "name": "Kites"},
            "hr.mentorship.lesson": {"program_id": cls.program.id, "name": "More wind"},
            "hr.mentorship.target": {"program_id": cls.program.id, "wanted_value": 3},
            "hr.mentorship.goal.template": {"name": "I fly a kite"},
            "hr.mentorship.time.slot": {"name": "Night"},
            "hr.mentorship.agreement.template": {"name": "Plain"},
            "hr.mentorship.agreement.section": {"template_id": cls.program.agreement_template_id.id, "body_html": "A"},
            "hr.mentorship.block": {
                "profile_id": cls.mia.mentorship_profile_ids.id,
                "blocked_employee_id": cls.paula.id,
            },
            "hr.mentorship.program": {"name": "Painters", "manager_ids": [Command.set(cls.pia.user_id.ids)]},
            "hr.mentorship.criterion": {"program_id": cls.program.id, "kind": "topics"},
            "hr.mentorship.participant": {
                "program_id": cls.program.id,
                "employee_id": cls.olga.id,
                "role": "mentee",
            },
            "hr.mentorship.question": {"program_id": cls.program.id, "name": "Why?"},
            "hr.mentorship.milestone": {"goal_id": cls.records["hr.mentorship.goal of mia, draft"].id, "name": "One"},
            "hr.mentorship.nudge.step": {
                "program_id": cls.program.id,
                "days": 30,
                "channel": "mail",
            },
        }

    def test_everybody_sets_every_field_of_the_server_and_is_refused(self):
        """All models × all such fields × all roles that may write or create at all."""
        stored = {}
        for key, record in self.records.items():
            stored.setdefault(record._name, []).append((key, record))
        tried = 0
        for model in self.env.values():
            if model._original_module != "hr_mentorship" or model._abstract:
                continue
            for role, user in self.readers.items():
                records = model.with_user(user)
                if records.has_access("create"):
                    tried += self.try_each(
                        f"{role} creates",
                        records,
                        lambda r, name, value: r.create({**self.given[r._name], name: value}),
                        sorted(records._get_server_fields(True)),
                    )
                if records.has_access("write"):
                    for _key, record in stored.get(model._name, ()):
                        mine = record.with_user(user)
                        names = sorted(mine._get_server_fields(False))
                        if not mine.has_access("write"):
                            names = names[:1]  # who may not write the record is refused whatever the field
                        tried += self.try_each(
                            f"{role} writes", mine, lambda r, name, value: r.write({name: value}), names
                        )
        self.assertGreater(tried, 500)

    def test_what_is_refused_is_all_that_the_server_fills_in(self):
        """Owners of today, by name: a field that somebody makes writable again is missed here."""
        for name, owners in {
            "hr.mentorship.block": ("employee_id", "user_id", "profile_id"),
            "hr.mentorship.profile": ("employee_id", "user_id", "company_id", "active"),
            "hr.mentorship.participant": ("user_id", "company_id", "survey_answer_id", "state"),
            "hr.mentorship.goal": (
                "employee_id",
                "user_id",
                "member_id",
                "mentorship_id",
                "reached_on",
                "progress_ids",
            ),
            "hr.mentorship.milestone": ("done_on", "done_by_id"),
            "hr.mentorship.question": ("company_id",),
        }.items():
            fields_of_model = self.env[name]._get_server_fields(False)
            self.assertLessEqual(set(owners) & set(self.env[name]._fields), fields_of_model, name)

    def test_mentee_imports_copies_and_embeds_a_history_and_is_refused(self):
        today = str(fields.Date.today())
        goals = self.as_user(self.env["hr.mentorship.goal"], self.mia)
        before = goals.search_count([])
        result = goals.load(["name", "mentorship_id/.id", "reached_on"], [["Done", str(self.pair.id), today]])
        self.assertFalse(result["ids"])
        for values in (
            {"started_on": today},
            {"reached_on": today},
            {"suggested_by_id": self.max.user_id.id},
            {"congratulated_by_ids": [Command.link(self.max.user_id.id)]},
            {"progress_ids": [Command.create({"logged_on": today, "author_id": self.max.user_id.id})]},
            {"milestone_ids": [Command.create({"name": "One", "done_on": today})]},
        ):
            with self.subTest(values), self.assertRaises(AccessError), self.env.cr.savepoint():
                goals.create({"name": "Done", "mentorship_id": self.pair.id, **values})
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                # A default of the context or of the user's own is no way either
                context = {f"default_{name}": value for name, value in values.items() if name != "milestone_ids"}
                goal = goals.with_context(**context).create({"name": "Done", "mentorship_id": self.pair.id})
                self.assertFalse(any(goal[name] for name in values if name != "milestone_ids"))
                savepoint.rollback()
                self.env.invalidate_all()
        active = self.as_user(self.records["hr.mentorship.goal of mia, active"], self.mia)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            active.copy({"reached_on": today})
        self.assertFalse(active.copy().progress_ids)
        self.assertEqual(goals.search_count([]), before + 1)

    def test_program_manager_takes_answers_that_are_not_the_participants_and_is_refused(self):
        survey = self.env["survey.survey"].create({"title": "Secret"})
        answer = survey._create_answer(user=self.max.user_id)
        participants = self.as_user(self.env["hr.mentorship.participant"], self.pia)
        values = {"program_id": self.program.id, "employee_id": self.olga.id, "role": "mentee"}
        with self.assertRaises(AccessError):
            participants.create({**values, "survey_answer_id": answer.id})
        participant = participants.with_context(default_survey_answer_id=answer.id).create(values)
        self.assertFalse(participant.survey_answer_id)

    def test_program_manager_moves_a_record_into_a_foreign_program_and_is_refused(self):
        """Every model that belongs to a program: asked after the write as well."""
        moved = 0
        free = self.enrol(self.olga, "mentee")
        for key, record in [*self.records.items(), ("hr.mentorship.participant free", free)]:
            field = record._fields.get("program_id")
            if not field or field.related or not record.with_user(self.pia.user_id).has_access("write"):
                continue
            for program in (self.other_program, self.add_program("Dreamers", self.petra, state="draft")):
                with self.subTest(f"{key} to {program.name}"), self.assert_refused():
                    self.as_user(record, self.pia).write({"program_id": program.id})
            moved += 1
        self.assertGreater(moved, 4)

    def test_nobody_meets_a_traceback_by_nonsense_in_a_field(self):
        """All models × all fields that a client fills in, when something is made, written, or only shown in a form."""
        tried = 0
        for model in self.env.values():
            if model._original_module != "hr_mentorship" or model._abstract:
                continue
            may_create = [user for user in self.readers.values() if model.with_user(user).has_access("create")]
            if not may_create:
                continue
            records = model.with_user(may_create[0])
            for name, field in model._fields.items():
                is_ours = "hr_mentorship" in field._modules and name not in records._get_server_fields(True)
                if not is_ours or not records._has_field_access(field, "write"):
                    continue
                for value in NONSENSE.get(field.type, ()):
                    tried += 1
                    with self.subTest(f"{model._name}.{name} = {value!r}"):
                        # Refused before anything is made of it, so nothing is to be rolled back
                        with self.assertRaises(UserError):
                            records.create({**self.given.get(model._name, {}), name: value})
                        if field.type != "binary":  # of which the web client sends the size
                            with self.assertRaises(UserError):
                                records.onchange({name: value}, [name], {name: {}})
        self.assertGreater(tried, 200)

    def test_nobody_meets_a_traceback_by_searching_sorting_or_grouping(self):
        """All models × all fields that are kept nowhere."""
        tried = 0
        for model in self.env.values():
            if model._original_module != "hr_mentorship" or model._abstract:
                continue
            records = model.with_user(self.readers["admin"])
            if not records.has_access("read"):
                continue
            for name, field in model._fields.items():
                if field.store or field.search or not records._has_field_access(field, "read"):
                    continue
                tried += 1
                with self.subTest(f"{model._name}.{name}"):
                    for ask in (
                        lambda r, n: r.search_count([(n, "!=", False)]),
                        lambda r, n: r.search_count([(n, "ilike", "a")]),
                        lambda r, n: r.search([], order=n, limit=1),
                        lambda r, n: r.formatted_read_group([], [n], ["__count"]),
                    ):
                        with self.assertRaises(UserError):
                            ask(records, name)
        with self.assertRaises(UserError):  # a field of ours on a model of Odoo
            self.env["hr.employee.public"].with_user(self.readers["mentee"]).search([("mentor_seats_left", ">", 0)])
        self.assertGreater(tried, 100)

    def try_each(self, title, records, call, names):
        """Give each field a value that is not the client's to give, and see it refused; return how many were tried.

        Refused before anything is written: what some check refuses later goes with the others of ``records``.
        """
        tried = 0
        self.env.invalidate_all()
        with mute_logger("odoo.sql_db"), self.env.cr.savepoint() as savepoint:
            for name in names:
                value = self.foreign(records, name)
                if not value:
                    continue
                tried += 1
                with self.subTest(f"{title} {records._name}.{name}"), self.assertRaises(UserError):
                    call(records, name, value)
                    self.env.flush_all()
            savepoint.rollback()
        return tried

    def foreign(self, records, name):
        """A value that nobody but the server would put there."""
        field = records._fields[name]
        if field.relational:
            other = records.env[field.comodel_name].sudo().with_context(active_test=False).search([], limit=1)
            return other.id if field.type == "many2one" else [Command.set(other.ids)]
        if field.type == "selection":
            values = field.get_values(records.sudo().env)
            default = field.default(records) if field.default else None
            return next(value for value in values if value != default)
        return {
            "boolean": not (field.default and field.default(records)),
            "integer": 4711,
            "float": 47.11,
            "monetary": 47.11,
            "date": "2020-02-02",
            "datetime": "2020-02-02 02:02:02",
            "binary": "QQ==",
            "json": {"forged": True},
        }.get(field.type, "forged")


@tagged("post_install", "-at_install")
class TestOddArguments(MentorshipCase):
    def test_dates_outside_of_any_calendar_are_refused_in_words(self):
        goal = {"name": "Later", "mentorship_id": self.add_mentorship("active").id}
        for date in ("0001-01-01", "9999-12-31", "1492-10-12"):
            with self.subTest(date):
                with self.assertRaisesRegex(UserError, "Choose one between"):
                    self.as_user(self.env["hr.mentorship.goal"], self.mia).create({**goal, "target_date": date})
                with self.assertRaisesRegex(UserError, "Choose one between"):
                    self.as_user(self.program, self.pia).write({"end_date": date})
                with self.assertRaisesRegex(UserError, "Choose one between"):
                    self.as_user(self.env["hr.mentorship.pause"], self.mia).onchange(
                        {"pause_until": date}, ["pause_until"], {"pause_until": {}}
                    )

    def test_several_records_where_one_is_meant_are_refused_in_words(self):
        pairs = self.add_mentorship("active") + self.add_mentorship(
            "active", mentor=self.add_person("otto"), mentee=self.add_person("eve")
        )
        for method in (
            "action_end",
            "action_amend",
            "action_add_goal",
            "action_find_new_match",
            "action_first_meeting",
        ):
            with self.subTest(method), self.assertRaisesRegex(UserError, "one record at a time"):
                getattr(self.as_user(pairs, self.pia), method)()


ALWAYS_REFUSED = {
    # These ask nothing that is stored: what they refuse, they refuse to everybody
    "models/agreement/hr_mentorship_signature.py",
    "models/channel/discuss_channel.py",
    "models/common/base.py",
    "models/common/hr_mentorship_lifecycle_mixin.py",
    "models/goal/hr_mentorship_goal_progress.py",
    "models/recognition/hr_mentorship_wallet.py",
    "models/recognition/hr_mentorship_wallet_entry.py",
    "wizards/first_meeting/hr_mentorship_first_meeting_line.py",
}


@tagged("post_install", "-at_install")
class TestRefusals(BaseCase):
    """Why something is refused is for those who may change it: to others it would tell what they do not read."""

    def find_hasty(self, tree):
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef) or node.name not in ("write", "unlink"):
                continue
            before, _super, _rest = ast.unparse(node).partition("super()")
            if ("raise " in before or "self._check" in before) and "self.check_access(" not in before:
                yield node.name

    def test_who_may_change_it_is_asked_before_anything_else_is(self):
        addon = Path(get_module_path("hr_mentorship"))
        hasty = {
            path.relative_to(addon).as_posix()
            for folder in ("models", "wizards", "reports")
            for path in (addon / folder).rglob("*.py")
            for _name in self.find_hasty(ast.parse(path.read_text()))
        }
        self.assertEqual(hasty, ALWAYS_REFUSED)
