from threading import Barrier, Event, Thread
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, fields
from odoo.api import Environment
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from .common import SIGNATURE, MentorshipCompany

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
        self.counts = {table: self._count(cr, table) for table in tables}
        self.last_ids = {}
        for table in with_id & set(tables):
            cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
            self.last_ids[table] = cr.fetchone()[0]
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

    def _count(self, cr, table):
        cr.execute(SQL("SELECT COUNT(*) FROM %s", SQL.identifier(table)))
        return cr.fetchone()[0]

    def remove_new_rows(self, cr):
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
        return [
            table for table, count in self.counts.items() if table in self.last_ids and self._count(cr, table) > count
        ]

    def difference(self, cr):
        now = {table: self._count(cr, table) for table in self.counts}
        return {table: now[table] - count for table, count in self.counts.items() if now[table] != count}


@tagged("post_install", "-at_install")
class TestConcurrency(TransactionCase):
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
            cls.company = type("CommittedCompany", (MentorshipCompany,), {"env": Environment(cr, SUPERUSER_ID, {})})
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

    # -- tests

    def test_both_accept_in_the_same_moment_and_get_one_agreement(self):
        pair_id, mentor, mentee = self.add_pair("offered")

        def accept(env):
            return env["hr.mentorship"].browse(pair_id).action_accept()

        outcomes = self.together((mentor, accept), (mentee, accept))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual(pair.state, "agreement")
            self.assertEqual(pair.member_ids.mapped("response"), ["accepted", "accepted"])
            self.assertEqual(len(pair.agreement_ids), 1)
            self.assertEqual(sorted(pair.activity_ids.user_id.ids), sorted([mentor, mentee]))

        self.inspect(check)

    def test_one_accepts_while_the_other_declines_and_nobody_signs(self):
        pair_id, mentor, mentee = self.add_pair("offered")
        outcomes = self.together(
            (mentor, lambda env: env["hr.mentorship"].browse(pair_id).action_accept()),
            (mentee, lambda env: env["hr.mentorship"].browse(pair_id).action_decline()),
        )
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)
            self.assertIn("Declined", str(error))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual(pair.state, "declined")
            self.assertFalse(pair.agreement_ids)
            self.assertFalse(pair.activity_ids)

        self.inspect(check)

    def test_both_sign_in_the_same_moment_and_start_once(self):
        pair_id, mentor, mentee = self.add_pair("agreement")

        def sign(env):
            return env["hr.mentorship"].browse(pair_id).agreement_id._sign(env.user.name, SIGNATURE).id

        outcomes = self.together((mentor, sign), (mentee, sign))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual(pair.state, "active")
            self.assertEqual(pair.agreement_id.state, "signed")
            self.assertEqual(len(pair.agreement_id.signature_ids), 2)
            self.assertEqual(len(set(pair.agreement_id.signature_ids.mapped("body_hash"))), 1)
            self.assertEqual(len(pair.checkin_ids.filtered(lambda checkin: checkin.kind == "closing")), 1)
            activities = pair.checkin_ids.activity_ids
            self.assertEqual(len(activities), 2 * len(pair.checkin_ids))

        self.inspect(check)

    def test_member_signs_twice_in_the_same_moment_and_leaves_one_signature(self):
        pair_id, mentor, _mentee = self.add_pair("agreement")

        def sign(env):
            return env["hr.mentorship"].browse(pair_id).agreement_id._sign(env.user.name, SIGNATURE).id

        [error] = self.errors(self.together((mentor, sign), (mentor, sign)))
        self.assertIn("signed this agreement already", str(error))
        signatures = self.inspect(lambda env: len(env["hr.mentorship"].browse(pair_id).agreement_id.signature_ids))
        self.assertEqual(signatures, 1)

    def test_both_log_the_same_check_in_and_both_words_are_kept(self):
        pair_id, mentor, mentee = self.add_pair("active")

        def log(env):
            checkin = env["hr.mentorship"].browse(pair_id).checkin_ids.sorted("planned_date")[0]
            checkin._log("done", held_on=fields.Date.today(), summary=f"Words of {env.user.name}", rating=5)
            return checkin.id

        outcomes = self.together((mentor, log), (mentee, log))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            checkin = env["hr.mentorship.checkin"].browse(outcomes[0])
            self.assertEqual(checkin.state, "done")
            self.assertEqual(len(checkin.note_ids), 2)
            self.assertEqual(len(checkin.feedback_ids), 2)
            self.assertFalse(checkin.activity_ids)

        self.inspect(check)

    def test_program_manager_uses_a_run_while_another_does_and_is_asked_to_wait(self):
        program_id = self.add_waiting()
        runs = {login: self.solve(login, program_id) for login in ("pia", "petra")}
        run_class = type(self.env["hr.mentorship.matching.run"])
        write, is_writing, may_finish = run_class._create_proposals, Event(), Event()

        def write_slowly(run, lines):
            is_writing.set()
            may_finish.wait(TIMEOUT)
            return write(run, lines)

        def first(env):
            return env["hr.mentorship.matching.run"].browse(runs["pia"]).action_apply()["tag"]

        def second(env):
            is_writing.wait(TIMEOUT)
            try:
                return env["hr.mentorship.matching.run"].browse(runs["petra"]).action_apply()
            finally:
                may_finish.set()

        with patch.object(run_class, "_create_proposals", write_slowly):
            outcomes = self.together((self.user_ids["pia"], first), (self.user_ids["petra"], second))
        self.assertEqual(outcomes[0], "display_notification")
        self.assertIsInstance(outcomes[1], UserError)
        self.assertIn("Somebody else is changing the matches of “Race” right now", str(outcomes[1]))
        self._assert_each_seat_booked_once(program_id, 1)

    def test_two_program_managers_use_their_runs_at_once_and_one_is_told(self):
        """Whichever way the two interleave: one list, not a mixture, and no seat booked twice."""
        program_id = self.add_waiting(mentors=2, mentees=2)
        runs = {login: self.solve(login, program_id) for login in ("pia", "petra")}
        outcomes = self.together(
            *(
                (
                    self.user_ids[login],
                    lambda env, run_id=run_id: env["hr.mentorship.matching.run"].browse(run_id).action_apply()["tag"],
                )
                for login, run_id in runs.items()
            )
        )
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertNotIn("violates", str(error), "a sentence for people, not the database's")
        self._assert_each_seat_booked_once(program_id, 2)
        self.assertEqual(
            self.inspect(
                lambda env: len(env["hr.mentorship"].search([("program_id", "=", program_id)]).mapped("run_id"))
            ),
            1,
        )

    def test_two_program_managers_solve_at_once_and_both_get_their_answer(self):
        program_id = self.add_waiting(mentors=2, mentees=2)

        def compare(env):
            env["hr.mentorship.program"].browse(program_id).action_compare_objectives()

        outcomes = self.together((self.user_ids["pia"], compare), (self.user_ids["petra"], compare))
        self.assertFalse(self.errors(outcomes))
        runs = self.inspect(
            lambda env: (
                env["hr.mentorship.matching.run"].search([("program_id", "=", program_id)]).mapped("matched_count")
            )
        )
        self.assertEqual(set(runs), {2})

    def test_people_apply_and_criteria_change_while_a_run_is_solved_in_the_background(self):
        """The solver holds no lock that anybody else waits for; its result then says that it is out of date."""
        from odoo.addons.hr_mentorship.models import hr_mentorship_matching_run_solve as solver

        program_id = self.add_waiting(mentors=2, mentees=2)
        solve, is_solving, may_finish = solver.match, Event(), Event()

        def solve_slowly(problem, **options):
            is_solving.set()
            may_finish.wait(TIMEOUT)
            return solve(problem, **options)

        def run_cron(env):
            env["hr.mentorship.matching.job"]._cron_solve()

        def change(env):
            is_solving.wait(TIMEOUT)
            env.cr.rollback()  # a request of its own, that begins now
            try:
                program = env["hr.mentorship.program"].browse(program_id)
                states = program.run_ids.mapped("state")
                program.criterion_ids[:1].weight = 1
                program.participant_ids[:1].motivation = "Changed meanwhile."
                env.cr.commit()
                return states
            finally:
                may_finish.set()

        with patch.object(solver, "PAIRS_SOLVED_AT_ONCE", 0):
            run_id = self.solve("pia", program_id)
            with patch.object(solver, "match", solve_slowly):
                outcomes = self.together((SUPERUSER_ID, run_cron), (self.user_ids["pia"], change))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(outcomes[1], ["running"])

        def use(env):
            run = env["hr.mentorship.matching.run"].browse(run_id)
            self.assertEqual((run.state, run.matched_count), ("done", 2))
            with self.assertRaisesRegex(UserError, "The criteria of “Race” have changed since this run"):
                run.action_apply()

        self.inspect(use)

    def test_program_manager_cancels_a_run_that_is_being_solved(self):
        from odoo.addons.hr_mentorship.models import hr_mentorship_matching_run_solve as solver

        program_id = self.add_waiting()
        is_solving, is_cancelled = Event(), Event()

        def solve_until_cancelled(problem, progress=None, **options):
            is_solving.set()
            is_cancelled.wait(TIMEOUT)
            progress("score", 0.5)
            self.fail("the engine was not stopped")

        def run_cron(env):
            env["hr.mentorship.matching.job"]._cron_solve()

        def cancel(env):
            is_solving.wait(TIMEOUT)
            env.cr.rollback()  # a request of its own, that begins now
            try:
                env["hr.mentorship.program"].browse(program_id).action_cancel_solving()
                env.cr.commit()
            finally:
                is_cancelled.set()

        with patch.object(solver, "PAIRS_SOLVED_AT_ONCE", 0):
            run_id = self.solve("pia", program_id)
            with patch.object(solver, "match", solve_until_cancelled):
                outcomes = self.together((SUPERUSER_ID, run_cron), (self.user_ids["pia"], cancel))
        self.assertFalse(self.errors(outcomes))
        state = self.inspect(lambda env: env["hr.mentorship.matching.run"].browse(run_id).state)
        self.assertEqual(state, "cancelled")

    def test_two_pairs_ask_for_the_last_seat_and_one_is_refused(self):
        program_id = self.add_waiting(mentors=1, mentees=2)

        def seat(number):
            def create(env):
                participants = env["hr.mentorship.program"].browse(program_id).participant_ids
                mentor = participants.filtered(lambda participant: participant.role == "mentor")
                return self._create_pair(env, mentor, (participants - mentor)[number])

            return create

        [error] = self.errors(self.together((SUPERUSER_ID, seat(0)), (SUPERUSER_ID, seat(1))))
        self.assertIsInstance(error, ValidationError)
        self.assertIn("This seat has just been taken", str(error))
        self._assert_each_seat_booked_once(program_id, 1)

    def test_two_mentors_get_the_same_mentee_and_one_is_refused(self):
        program_id = self.add_waiting(mentors=2, mentees=1)

        def seat(number):
            def create(env):
                participants = env["hr.mentorship.program"].browse(program_id).participant_ids
                mentors = participants.filtered(lambda participant: participant.role == "mentor")
                return self._create_pair(env, mentors[number], participants - mentors)

            return create

        [error] = self.errors(self.together((SUPERUSER_ID, seat(0)), (SUPERUSER_ID, seat(1))))
        self.assertIsInstance(error, ValidationError)
        self._assert_each_seat_booked_once(program_id, 1)

    def _create_pair(self, env, mentor, mentee):
        return (
            env["hr.mentorship"]
            .create(
                {
                    "program_id": mentor.program_id.id,
                    "member_ids": [
                        Command.create({"participant_id": mentor.id, "slot": 1}),
                        Command.create({"participant_id": mentee.id}),
                    ],
                }
            )
            .id
        )

    def _assert_each_seat_booked_once(self, program_id, pairs):
        def check(env):
            mentorships = env["hr.mentorship"].search([("program_id", "=", program_id)])
            self.assertEqual(len(mentorships), pairs)
            participants = mentorships.member_ids.participant_id
            self.assertEqual(len(participants), 2 * pairs)
            self.assertEqual(participants.mapped("seats_taken"), [1] * 2 * pairs)

        self.inspect(check)
