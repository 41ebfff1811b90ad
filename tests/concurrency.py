from threading import Barrier, Thread
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command
from odoo.api import Environment
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import TransactionCase
from odoo.tools import SQL, mute_logger

from .common import MentorshipCompany

TIMEOUT = 60


class Database:
    """Takes what a test commits out of the database again, through SQL: signatures refuse to be deleted by the ORM."""

    def __init__(self, cr):
        cr.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [row[0] for row in cr.fetchall()]
        cr.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'"
        )
        with_id = {row[0] for row in cr.fetchall()}
        self.counts = self._look(cr, "COUNT(*)", tables)
        self.last_ids = self._look(cr, "COALESCE(MAX(id), 0)", with_id & set(tables))
        cr.execute(
            """
            SELECT source.relname, attribute.attname, target.relname
              FROM pg_constraint link
              JOIN pg_class source ON source.oid = link.conrelid
              JOIN pg_class target ON target.oid = link.confrelid
              JOIN pg_attribute attribute ON attribute.attrelid = source.oid AND attribute.attnum = link.conkey[1]
             WHERE link.contype = 'f'
            """
        )
        self.relation_columns = [row for row in cr.fetchall() if row[0] not in self.last_ids]

    def _look(self, cr, what, tables):
        """Return a figure of each table, read in one go: there are some seven hundred."""
        parts = [SQL(f"SELECT %s, {what} FROM %s", table, SQL.identifier(table)) for table in sorted(tables)]
        cr.execute(SQL(" UNION ALL ").join(parts))
        return dict(cr.fetchall())

    def remove_new_rows(self, cr):
        # Entries of wallets are kept by the database itself, whoever deletes
        cr.execute("ALTER TABLE hr_mentorship_wallet_entry DISABLE TRIGGER USER")
        self._remove_new_rows(cr)
        cr.execute("ALTER TABLE hr_mentorship_wallet_entry ENABLE TRIGGER USER")

    def _remove_new_rows(self, cr):
        for table, column, target in self.relation_columns:
            if target in self.last_ids:
                table_sql, column_sql = SQL.identifier(table), SQL.identifier(column)
                cr.execute(SQL("DELETE FROM %s WHERE %s > %s", table_sql, column_sql, self.last_ids[target]))
        grown = self._grown_tables(cr)
        while grown:
            for table in grown:
                # A row that others still point to has to wait for the next round
                with mute_logger("odoo.sql_db"):
                    try:
                        with cr.savepoint():
                            cr.execute(SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), self.last_ids[table]))
                    except cr._cnx.IntegrityError:
                        continue
            left = self._grown_tables(cr)
            if left == grown:
                break
            grown = left

    def _grown_tables(self, cr):
        now = self._look(cr, "COALESCE(MAX(id), 0)", self.last_ids)
        return [table for table, last_id in self.last_ids.items() if now[table] > last_id]

    def difference(self, cr):
        now = self._look(cr, "COUNT(*)", self.counts)
        return {table: now[table] - count for table, count in self.counts.items() if now[table] != count}


class CommittedCompany(MentorshipCompany):
    """People of its own, as what is written on those that were there before would stay."""

    family = "race"
    mail_domain = "race.example.com"

    @classmethod
    def _find_ready(cls, login, groups):
        return None


class ConcurrencyCase(TransactionCase):
    """Two people act in the same moment: real transactions, committed, each run again as Odoo's RPC layer does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            database = Database(cr)
            before = cls._settings(Environment(cr, SUPERUSER_ID, {}))
        # Registered first, so that the database is clean even if the set-up breaks off
        cls.addClassCleanup(cls._clean_up, database, before)
        with cls.registry.cursor() as cr:
            cls.company = type("CommittedCompany", (CommittedCompany,), {"env": Environment(cr, SUPERUSER_ID, {})})
            cls.company.set_up_company()
            cls.user_ids = {login: person.user_id.id for login, person in cls.company.people.items()}

    @classmethod
    def _settings(cls, env):
        return {
            "tz": env.user.tz,
            "threshold": env["ir.config_parameter"].get_param("hr_mentorship.anonymity_threshold"),
        }

    @classmethod
    def _clean_up(cls, database, before):
        with cls.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            env.user.tz = before["tz"]
            env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", before["threshold"])
            env.flush_all()
            database.remove_new_rows(cr)
        cls.registry.clear_all_caches()
        with cls.registry.cursor() as cr:
            left = database.difference(cr)
        if left:
            raise AssertionError(f"Rows left in the database by {cls.__name__}: {left}")

    def setUp(self):
        super().setUp()
        # Odoo waits up to 2, 4, 8 … seconds before it runs a call again
        self.startPatcher(patch("odoo.service.model.random.uniform", lambda low, high: 0.05))
        # Odoo's own runner holds this lock while it tests, and an environment in another thread would wait for it
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        self.counter = 0

    # -- helpers

    def arrange(self, prepare):
        """Run ``prepare`` with the committed company at hand, and commit."""
        with self.registry.cursor() as cr:
            self._rebind(cr)
            return prepare(self.company)

    def _rebind(self, cr):
        env = Environment(cr, SUPERUSER_ID, {})
        company = self.company
        company.env = env
        for name in (*company.people, "program", "leading"):
            setattr(company, name, getattr(company, name).with_env(env))
        company.people = {login: getattr(company, login) for login in company.people}

    def new_people(self, company, *names):
        type(self).number = getattr(type(self), "number", 0) + 1
        people = [company.add_person(f"{name}{self.number}") for name in names]
        for name in names:
            company.people.pop(f"{name}{self.number}")
        return people

    def together(self, *calls):
        """Run the calls ``(user id, function of an environment)`` in threads whose snapshots start together.

        :returns: what each call returned, or the exception that reached the client
        """
        snapshots_taken = Barrier(len(calls))
        outcomes = [None] * len(calls)

        def run(position, uid, function):
            tries = []

            def attempt():
                if not tries:
                    tries.append(True)
                    env.cr.execute("SELECT id FROM res_users LIMIT 1")
                    snapshots_taken.wait(TIMEOUT)
                return function(env)

            try:
                with self.registry.cursor() as cr:
                    env = Environment(cr, uid, {})
                    outcomes[position] = retrying(attempt, env)
            except Exception as error:
                outcomes[position] = error

        threads = [Thread(target=run, args=(position, *call), daemon=True) for position, call in enumerate(calls)]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(TIMEOUT)
        self.assertFalse([thread for thread in threads if thread.is_alive()], "a call hangs")
        return outcomes

    def errors(self, outcomes):
        return [outcome for outcome in outcomes if isinstance(outcome, Exception)]

    def inspect(self, function):
        """Run ``function`` on what has been committed."""
        with self.registry.cursor() as cr:
            return function(Environment(cr, SUPERUSER_ID, {}))

    def add_pair(self, state):
        """Commit a new pair in ``state``; return its id and the ids of the users of mentor and mentee."""

        def prepare(company):
            mentor, mentee = self.new_people(company, "mentor", "mentee")
            pair = company.add_mentorship(state, mentor=mentor, mentee=mentee)
            return pair.id, mentor.user_id.id, mentee.user_id.id

        return self.arrange(prepare)

    def add_waiting(self, mentors=1, mentees=1):
        """Commit a program of its own with mentors of one seat and waiting mentees; return its id."""

        def prepare(company):
            program = company.add_program("Race", company.pia)
            program.manager_ids = [Command.link(company.petra.user_id.id)]
            for role, number in (("mentor", mentors), ("mentee", mentees)):
                for _index in range(number):
                    [person] = self.new_people(company, role)
                    company.enrol(person, role, program=program, capacity=1)
            return program.id

        return self.arrange(prepare)

    def solve(self, login, program_id):
        """Let a program manager start a run, and commit it; return its id."""
        with self.registry.cursor() as cr:
            env = Environment(cr, self.user_ids[login], {})
            program = env["hr.mentorship.program"].browse(program_id)
            return env["hr.mentorship.matching.run"]._create_runs(program, ["people"]).id
