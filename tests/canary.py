"""Values of which nothing may be found afterwards where a client has put them."""

import re
from contextlib import contextmanager, suppress

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from .access_company import MatrixCase

CANARY = "canary"
KEPT = {
    "hr.mentorship.agenda.item": {"question"},
    "hr.mentorship.agreement.answer": {"question"},
    "hr.mentorship.release": {"measure"},
}
"""Words that are keys into the code: another one breaks what is shown."""


class CanaryCase(MatrixCase):
    """Every text that somebody has written says which record it stands in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fields_of = {}
        cls.survey_user = new_test_user(cls.env, "survey.test", groups="base.group_user,survey.group_survey_user")
        cls.readers["survey"] = cls.survey_user
        cls.ours = {
            name: model
            for name, model in cls.env.items()
            if model._original_module == "hr_mentorship" and not model._abstract
        }
        cls.env.flush_all()
        # Entries of wallets are kept by the database itself; rolled back with all the rest
        cls.env.cr.execute("ALTER TABLE hr_mentorship_wallet_entry DISABLE TRIGGER USER")
        for model in cls.ours.values():
            if model._auto:
                cls.put_canaries(model)
        cls.env.invalidate_all()

    @classmethod
    def put_canaries(cls, model):
        for name in cls.canary_fields(model):
            length = model._fields[name].size or 200
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = left(%s || id || '.', %s) WHERE %s IS NOT NULL",
                    SQL.identifier(model._table),
                    SQL.identifier(name),
                    f"{CANARY}.{model._name}.{name}.",
                    length,
                    SQL.identifier(name),
                )
            )

    @classmethod
    def canary_fields(cls, model):
        return [
            name
            for name, field in model._fields.items()
            if field.store
            and field.type in ("char", "text", "html")
            and field.column_type
            and not field.translate
            and name not in KEPT.get(model._name, ())
            and not name.endswith(("_hash", "fingerprint", "_rule", "lang", "_tz", "secret", "subject", "public_id"))
        ]

    def read_openly(self, user):
        """Return all canaries that ``user`` reads as the rules say."""
        found = set()
        for model in self.ours.values():
            records = model.with_user(user)
            if not records.has_access("read"):
                continue
            known = self.list_fields(records)
            names = [name for name in self.canary_fields(model) if name in known]
            for values in records.with_context(active_test=False).search([]).read(["display_name", *names]):
                found |= self.find_canaries(values)
        return found

    def list_fields(self, records):
        """Return the names of the fields that are there for a user, asked for once."""
        key = (records._name, records.env.uid)
        if key not in self.fields_of:
            self.fields_of[key] = list(records.fields_get(attributes=["type"]))
        return self.fields_of[key]

    def find_canaries(self, value):
        return set(re.findall(CANARY + r"\.[a-z_.]+\.\d+", repr(value)))

    @contextmanager
    def try_out(self):
        """Roll back what is tried; no is a good answer, a traceback is none."""
        with mute_logger("odoo.sql_db"), self.env.cr.savepoint() as savepoint:
            # What the database refuses reaches clients as a sentence, too
            with suppress(UserError, IntegrityError):
                yield
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
