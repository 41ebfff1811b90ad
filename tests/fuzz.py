import json
import os
import random
import time
from pathlib import Path

from odoo import fields
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .blame import blame
from .canary import CANARY, CanaryCase

WORDS = ("", "x", "Mia", "%", "'", "=1+1", "<b>b</b>", "{{ object.id }}", "á" * 300, "0", "-1", "2024-02-30", "ɐ☃")
NUMBERS = (0, 1, -1, 2, 51, 10**6, 2**31 - 1, 0.5, -0.0001, 1e9)
DATES = ("0001-01-01", "9999-12-31", "2024-02-29", "2026-06-15", "soon", "2024-02-30")
ODD = (None, False, True, "", [], {}, 0, -1, "x", [[]], [[6, 0, [0]]], [[0, 0, {}]], {"id": 1}, 3.5)


class FuzzCase(CanaryCase):
    """Asks at random what a client can ask, as everybody, and looks for words across the line and for tracebacks.

    Every attempt is a call as the RPC layer makes it, rolled back afterwards. The seed decides the whole run.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_missing_roles()
        cls.models = sorted(cls.ours)
        cls.ids = {name: cls.env[name].with_context(active_test=False).search([], limit=200).ids for name in cls.models}
        cls.methods = sorted(
            (name, method)
            for name, model in cls.ours.items()
            for definition in type(model).mro()
            if definition.__module__.startswith("odoo.addons.hr_mentorship.") and definition._name == name
            for method, member in vars(definition).items()
            if callable(member)
            and not method.startswith("_")
            and not getattr(member, "_api_private", False)
            and method not in ("create", "write", "unlink", "copy", "onchange", "default_get", "copy_data")
        )
        cls.env.flush_all()

    @classmethod
    def add_missing_roles(cls):
        """Those who have rights somewhere else, and try them here."""
        company = cls.env["res.company"].create({"name": "Elsewhere"})
        user = "base.group_user"
        manager = "hr_mentorship.group_hr_mentorship_manager"
        cls.readers |= {
            "hr_manager": new_test_user(cls.env, "hr.manager.test", groups=f"{user},hr.group_hr_manager"),
            "template_editor": new_test_user(cls.env, "editor.test", groups=f"{user},mail.group_mail_template_editor"),
            "survey_manager": new_test_user(
                cls.env, "survey.manager.test", groups=f"{user},survey.group_survey_manager"
            ),
            "elsewhere": new_test_user(
                cls.env,
                "elsewhere.test",
                groups=f"{user},{manager}",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            ),
            "portal": new_test_user(cls.env, "portal.test", groups="base.group_portal"),
        }

    def fuzz(self, seconds, seed, most=None):
        """Try until the time is up, or ``most`` attempts have been made.

        :returns: the number of attempts by kind, and what was found, each once
        """
        chance = random.Random(seed)
        openly = {role: self.read_openly(user) for role, user in self.readers.items()}
        secret = sorted(set().union(*openly.values(), self.all_canaries()))
        self.secrets = {role: [canary for canary in secret if canary not in openly[role]] for role in openly}
        counts, found = {}, {}
        kinds = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("try_to_")]
        end = time.monotonic() + seconds
        while time.monotonic() < end and (most is None or sum(counts.values()) < most):
            role = chance.choice(sorted(self.readers))
            kind = chance.choice(kinds)
            counts[kind.__name__] = counts.get(kind.__name__, 0) + 1
            self.role = role
            attempt = kind(chance)
            if attempt is None:
                continue
            problem = self._try(role, openly[role], *attempt)
            if problem:
                found.setdefault(problem, f"{role}: {attempt!r}")
        return counts, found

    def all_canaries(self):
        found = set()
        for model in self.ours.values():
            if model._auto:
                values = model.with_context(active_test=False).search([]).read(self.canary_fields(model))
                found |= self.find_canaries(values)
        return found

    def _try(self, role, openly, model, method, args, kwargs=None, is_oracle=False):
        """Return what is wrong, in a word that is the same for the same cause; None where all is well."""
        env = self.env(user=self.readers[role], context={"allowed_company_ids": self.readers[role].company_ids.ids})
        problem = None
        with self.env.cr.savepoint() as savepoint:
            try:
                result = call_kw(env[model], method, json.loads(json.dumps(args)), dict(kwargs or {}))
                self.env.flush_all()
            except UserError as error:
                result = str(error)
            except Exception as error:
                result = None
                problem = blame(error)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        if leaked := self.find_canaries(result) - openly:
            return f"{model}.{method} tells {sorted({canary.rsplit('.', 1)[0] for canary in leaked})}"
        if is_oracle and isinstance(result, int) and not isinstance(result, bool) and result:
            return f"{model}.{method} answers {args}"
        return problem

    # -- what to try

    def pick_model(self, chance):
        return chance.choice(self.models)

    def pick_ids(self, chance, name, most=3):
        ids = self.ids.get(name) or [1]
        return chance.sample(ids, min(len(ids), chance.choice((0, 1, 1, 1, 1, 2, most))))

    def pick_fields(self, chance, name):
        names = sorted(self.env[name]._fields)
        return chance.sample(names, min(len(names), chance.choice((1, 2, 5, 40))))

    def pick_path(self, chance, name):
        """A field, or a field of a field."""
        field_name = chance.choice(sorted(self.env[name]._fields))
        field = self.env[name]._fields[field_name]
        if field.relational and field.comodel_name in self.ours and chance.random() < 0.7:
            return f"{field_name}.{chance.choice(sorted(self.env[field.comodel_name]._fields))}"
        return field_name

    def pick_value(self, chance, field, depth=0):  # noqa: PLR0911
        if chance.random() < 0.1:
            return chance.choice(ODD)
        if field.type == "many2one":
            ids = self.ids.get(field.comodel_name)
            return chance.choice(ids) if ids else chance.randint(1, 30)
        if field.type in ("one2many", "many2many"):
            name = field.comodel_name
            ids = self.pick_ids(chance, name) if name in self.ids else [chance.randint(1, 30)]
            line = self.pick_values(chance, name, depth + 1) if name in self.ours and depth < 1 else {}
            return [
                chance.choice(
                    (
                        [6, 0, ids],
                        [4, (ids or [1])[0]],
                        [0, 0, line],
                        [1, (ids or [1])[0], line],
                        [2, (ids or [1])[0]],
                        [5],
                    )
                )
            ]
        if field.type == "selection":
            try:
                return chance.choice([*field.get_values(self.env), "x"])
            except Exception:
                return "x"
        if field.type in ("integer", "float", "monetary"):
            return chance.choice(NUMBERS)
        if field.type in ("date", "datetime"):
            return chance.choice((*DATES, str(fields.Date.today())))
        if field.type == "boolean":
            return chance.choice((True, False))
        return chance.choice(WORDS)

    def pick_values(self, chance, name, depth=0):
        known = self.env[name]._fields
        required = [key for key, field in known.items() if field.required and field.store]
        names = chance.sample(sorted(known), min(len(known), chance.choice((0, 1, 2, 4))))
        if chance.random() < 0.8:
            names += required
        return {key: self.pick_value(chance, known[key], depth) for key in names if key != "id"}

    def pick_spec(self, chance, name, depth=0):
        spec = {}
        visible = self.env[name].with_user(self.readers[self.role]).fields_get()
        for key in chance.sample(sorted(visible), min(len(visible), chance.choice((2, 8, 60)))):
            field = self.env[name]._fields[key]
            if field.relational and field.comodel_name in self.ours and depth < 1:
                spec[key] = {"fields": self.pick_spec(chance, field.comodel_name, depth + 1)}
            else:
                spec[key] = {"fields": {"display_name": {}}} if field.relational else {}
        return spec

    def pick_domain(self, chance, name):
        path = self.pick_path(chance, name)
        operator = chance.choice(("=", "!=", "in", "not in", "like", "ilike", "=like", "<", ">", "any", "child_of"))
        value = chance.choice((*ODD, *WORDS, CANARY, [("id", "!=", 0)], [1, 2]))
        return [(path, operator, value)]

    def try_to_read(self, chance):
        name = self.pick_model(chance)
        if chance.random() < 0.5:
            return name, "read", [self.pick_ids(chance, name), self.pick_fields(chance, name)]
        return name, "web_read", [self.pick_ids(chance, name), self.pick_spec(chance, name)]

    def try_to_export(self, chance):
        name = self.pick_model(chance)
        paths = [self.pick_path(chance, name).replace(".", "/") for _time in range(3)]
        return name, "export_data", [self.pick_ids(chance, name), paths]

    def try_to_search(self, chance):
        name = self.pick_model(chance)
        return name, "search_read", [self.pick_domain(chance, name)], {"fields": self.pick_fields(chance, name)}

    def try_to_ask_for_a_secret(self, chance):
        """Whether a hidden word stands somewhere, by the shortest and the second shortest way to it."""
        canary = chance.choice(self.secrets[self.role] or [None])
        if canary is None:
            return None
        _canary, *model, field, record_id = canary.split(".")
        target = ".".join(model)
        name = self.pick_model(chance)
        ways = [key for key, way in self.env[name]._fields.items() if way.relational and way.comodel_name == target]
        if name == target:
            path = field
        elif ways:
            path = f"{chance.choice(ways)}.{field}"
        else:
            path = None
        if path is None:
            return None
        domain = [(path, "=like", f"{CANARY}.{target}.{field}.{record_id}.%")]
        return name, "search_count", [domain], {}, True

    def try_to_group(self, chance):
        name = self.pick_model(chance)
        by = [self.pick_path(chance, name)]
        figures = chance.choice((["__count"], [f"{self.pick_path(chance, name)}:max"], [f"{by[0]}:array_agg"]))
        return (
            name,
            "formatted_read_group",
            [self.pick_domain(chance, name) if chance.random() < 0.3 else [], by, figures],
        )

    def try_to_order(self, chance):
        name = self.pick_model(chance)
        order = f"{self.pick_path(chance, name)} desc"
        return name, "search_read", [[]], {"fields": ["id"], "order": order, "limit": 5}

    def try_to_find_by_name(self, chance):
        return self.pick_model(chance), "name_search", [chance.choice((*WORDS, CANARY))]

    def try_to_fill_a_form(self, chance):
        name = self.pick_model(chance)
        values = self.pick_values(chance, name)
        changed = chance.choice(([], list(values)[:1], list(values)))
        ids = self.pick_ids(chance, name, 1)[:1] if chance.random() < 0.3 else []
        return name, "onchange", [ids, values, changed, self.pick_spec(chance, name)]

    def try_to_get_defaults(self, chance):
        name = self.pick_model(chance)
        values = self.pick_values(chance, name)
        context = {f"default_{key}": value for key, value in values.items()}
        if chance.random() < 0.5:
            return name, "default_get", [list(values)], {"context": context}
        return name, "onchange", [[], {}, [], self.pick_spec(chance, name)], {"context": context}

    def try_to_create(self, chance):
        name = self.pick_model(chance)
        values = self.pick_values(chance, name)
        if chance.random() < 0.5:
            return name, "web_save", [[], values, self.pick_spec(chance, name)]
        return name, "create", [[values]]

    def try_to_write(self, chance):
        name = self.pick_model(chance)
        return name, "write", [self.pick_ids(chance, name), self.pick_values(chance, name)]

    def try_to_delete(self, chance):
        name = self.pick_model(chance)
        return name, "unlink", [self.pick_ids(chance, name)]

    def try_to_copy(self, chance):
        name = self.pick_model(chance)
        return name, "copy", [self.pick_ids(chance, name, 1)[:1], self.pick_values(chance, name)]

    def try_to_import(self, chance):
        name = self.pick_model(chance)
        names = self.pick_fields(chance, name)[:4]
        return name, "load", [names, [[chance.choice(WORDS) for _name in names]]]

    def try_to_call(self, chance):
        name, method = chance.choice(self.methods)
        member = getattr(type(self.env[name]), method)
        is_on_model = getattr(member, "_api_model", False)
        args = [] if is_on_model else [self.pick_ids(chance, name)]
        args += [chance.choice(ODD) for _time in range(chance.choice((0, 0, 0, 1)))]
        context = {}
        if chance.random() < 0.3:
            other = self.pick_model(chance)
            context = {f"default_{key}": value for key, value in self.pick_values(chance, other).items()}
        return name, method, args, {"context": context}

    def try_to_open_a_dialog(self, chance):
        """Make one in the caller's own name, and press a button of it."""
        names = [name for name in self.wizard_values if name in dict(self.methods)]
        name = chance.choice(sorted(names))
        values = {**self.wizard_values[name], **(self.pick_values(chance, name) if chance.random() < 0.5 else {})}
        return name, "web_save", [[], json.loads(json.dumps(values, default=str)), self.pick_spec(chance, name)]


def get_limits():
    """Return seconds and seed of a run: a third of a minute in the suite, as long as ``bin/fuzz`` says otherwise."""
    return float(os.environ.get("FUZZ_SECONDS", "20")), int(os.environ.get("FUZZ_SEED", "20261128"))


def report_run(seed, counts, found):
    """Write the figures of a run where ``bin/fuzz`` reads them."""
    if path := os.environ.get("FUZZ_REPORT"):
        lines = [
            f"{count:>8} {kind.removeprefix('try_to_').replace('_', ' ')}" for kind, count in sorted(counts.items())
        ]
        head = f"{sum(counts.values())} attempts with seed {seed}, {len(found)} findings"
        Path(path).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
