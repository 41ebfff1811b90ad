from odoo import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from .canary import CanaryCase

ASKING = ("outsider", "other_pm")
"""Roles that send foreign ids one by one; bin/fuzz sends them as everybody."""


@tagged("post_install", "-at_install", "sweep")
class TestForeignDocuments(CanaryCase):
    """Whatever ids somebody names in a form, they read nothing that they could not read before."""

    def setUp(self):
        super().setUp()
        self.foreign = {}

    def test_nobody_reads_a_foreign_document_through_a_form(self):
        """All models × all relations × roles, in every shape that a client can give a value."""
        tried = 0
        for role in ASKING:
            user = self.readers[role]
            openly = self.read_openly(user)
            for model in self.ours.values():
                records = model.with_user(user)
                if not records.has_access("create"):
                    continue
                spec = self.get_spec(records)
                for name, values in self.list_attempts(records):
                    tried += 1
                    with self.subTest(f"{model._name} by {role}: {values}"), self.try_out():
                        result = records.onchange(dict(values), [name], spec)
                        self.assertLessEqual(self.find_canaries(result), openly)
                    if role != ASKING[0] or (isinstance(values[name], dict) and "id" not in values[name]):
                        continue
                    with self.subTest(f"{model._name} by {role}, by default: {values}"), self.try_out():
                        result = records.with_context(**{f"default_{name}": values[name]}).onchange({}, [], spec)
                        self.assertLessEqual(self.find_canaries(result), openly)
        self.assertGreater(tried, 300)

    def test_nobody_reads_a_foreign_document_through_a_model_of_odoo(self):
        """Their forms have relations to ours."""
        for role in ASKING:
            user = self.readers[role]
            openly = self.read_openly(user)
            for model in self.env.values():
                if model._original_module == "hr_mentorship" or model._abstract:
                    continue
                records = model.with_user(user)
                ours = [name for name, field in model._fields.items() if field.comodel_name in self.ours]
                if not ours or not records.has_access("create"):
                    continue
                names = [name for name in ours if name in self.list_fields(records)]
                spec = {name: {"fields": self.get_line_spec(records[name])} for name in names}
                for name, values in self.list_attempts(records, names):
                    with self.subTest(f"{model._name}.{name} by {role}"), self.try_out():
                        result = records.onchange(values, [name], spec)
                        self.assertLessEqual(self.find_canaries(result), openly, values)

    def test_nobody_keeps_a_foreign_document_in_a_dialog(self):
        """A saved dialog shows the names of what it refers to."""
        for role in ASKING:
            user = self.readers[role]
            openly = self.read_openly(user)
            for model_name, given in self.wizard_values.items():
                records = self.env[model_name].with_user(user)
                if not records.has_access("create"):
                    continue
                names = [name for name in self.list_fields(records) if records._fields[name].relational]
                for name, values in self.list_attempts(records, names):
                    with self.subTest(f"{model_name}.{name} by {role}"), self.try_out():
                        saved = records.web_save({**given, **values}, self.get_spec(records))
                        self.assertLessEqual(self.find_canaries(saved), openly, values)

    # -- helpers

    def get_spec(self, records):
        spec = {}
        for name in self.list_fields(records):
            field = records._fields[name]
            if field.type in ("one2many", "many2many") and field.comodel_name in self.ours:
                spec[name] = {"fields": self.get_line_spec(records[name])}
            elif field.type == "many2one":
                spec[name] = {"fields": {"display_name": {}}}
            else:
                spec[name] = {}
        return spec

    def get_line_spec(self, lines):
        if not lines.has_access("read"):
            return {"display_name": {}}
        return {name: {} for name in self.list_fields(lines)}

    def list_attempts(self, records, names=None):
        # A page all of whose fields are found anew takes nothing from what it is given: one shape of each will do
        own = [field for name, field in records._fields.items() if name not in (*MAGIC_COLUMNS, "display_name")]
        is_shown_only = all(field.compute and not field.store for field in own)
        for name in names or self.list_fields(records):
            field = records._fields[name]
            if not field.relational or field.comodel_name not in self.ours:
                continue
            ids = self.find_foreign(records[name])
            if field.type == "many2one":
                shapes = [*ids[:1], *({"id": record_id} for record_id in ids[:1])]
                shapes += list(self.list_lines(records[name]))[:2]
            else:
                shapes = [[Command.set(ids)]] if ids else []
                shapes += [[command] for record_id in ids[:1] for command in self.list_commands(record_id)]
                shapes += [[(Command.CREATE, "virtual_1", line)] for line in list(self.list_lines(records[name]))[:2]]
            if is_shown_only:
                shapes = shapes[:1]
            yield from ((name, {name: shape}) for shape in shapes)

    def list_commands(self, record_id):
        return [Command.link(record_id), Command.update(record_id, {})]

    def list_lines(self, lines):
        """Values of new lines, each with one foreign document."""
        for name in self.list_fields(lines) if lines.has_access("read") else ():
            field = lines._fields[name]
            if field.type == "many2one" and field.comodel_name in self.ours:
                yield from ({name: record_id} for record_id in self.find_foreign(lines[name])[:1])

    def find_foreign(self, records):
        """Ids of the records of a model that the user may not read, newest first."""
        key = (records._name, records.env.uid)
        if key not in self.foreign:
            everything = self.env[records._name].with_context(active_test=False).search([], order="id desc", limit=50)
            mine = records.browse(everything.ids)
            self.foreign[key] = (mine - mine._filtered_access("read")).ids
        return self.foreign[key]
