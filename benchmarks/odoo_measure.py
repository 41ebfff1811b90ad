"""In an Odoo shell: what it takes to read a program for the matching, to match it and to write the proposals.

Each step is measured beside the bare SQL that reads or writes the same rows, from the same process. Writes its figures
as JSON to BENCH_OUTPUT; with BENCH_PROFILE set, prints where the time goes.
"""

import base64
import cProfile
import json
import os
import pstats
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from psycopg2.extras import Json, execute_values

from odoo.tools import SQL

from odoo.addons.hr_mentorship.matching import match

from . import usage


def main(env):
    measured = OdooMeasurement(env)
    measured.run()
    Path(os.environ["BENCH_OUTPUT"]).write_text(json.dumps(measured.figures, indent=1), encoding="utf-8")


class OdooMeasurement:
    def __init__(self, env):
        self.env = env
        self.program = env["hr.mentorship.program"].search([("name", "=", "Bench")])
        self.figures = {"steps": {}}

    @contextmanager
    def step(self, name, is_cold=True):
        """Measures a block up to a flushed database.

        :param is_cold: from empty caches of records; False where the steps before belong to the same transaction
        """
        self.env.flush_all()
        if is_cold:
            self.env.invalidate_all()
        usage.forget_peak()
        queries, before = self.env.cr.sql_log_count, usage.resident_mb()
        profile = cProfile.Profile() if os.environ.get("BENCH_PROFILE") else None
        start = perf_counter()
        if profile:
            profile.enable()
        yield
        self.env.flush_all()
        if profile:
            profile.disable()
            pstats.Stats(profile).sort_stats("tottime").print_stats(15)
            pstats.Stats(profile).sort_stats("cumulative").print_stats("hr_mentorship", 25)
        self.figures["steps"][name] = {
            "seconds": perf_counter() - start,
            "queries": self.env.cr.sql_log_count - queries,
            "peak": usage.peak_mb() - before,
        }

    def run(self):
        matcher, program = self.env["hr.mentorship.matcher"], self.program
        (run,) = self.env["hr.mentorship.matching.run"]._prepare_runs(program, ["people"])
        settings = run.settings
        matcher._read_open_pool(program)  # fills the caches that a server has: fields, rules, access
        with self.step("read, bare SQL"):
            rows = self._read_bare()
        with self.step("read"):
            pool, seats = matcher._read_open_pool(program)
            problem = matcher._build_run_problem(program, pool, seats, settings)
        with self.step("match", is_cold=False):
            solution = match(problem)
        pairs = [(row, mentor) for row, mentor in enumerate(solution.mentor_of.tolist()) if mentor >= 0]
        values = solution.values[[row for row, _mentor in pairs]]
        with self.step("facts", is_cold=False):
            facts = matcher._get_match_facts(pool, settings["criteria"], pairs, values, solution.is_proven)
        with self.step("keep", is_cold=False):
            run._write_result(pool, problem, solution, base64.b64encode(problem.to_bytes()))
            run._move_to("done")
        with self.step("apply"):
            run._apply()
        proposals = self.env["hr.mentorship"].search([("program_id", "=", program.id)])
        if len(proposals) != solution.matched:
            raise SystemExit(f"{solution.matched} pairs were matched, {len(proposals)} proposed.")
        with self.step("words"):
            self.env["hr.mentorship.matching.words"]._explain(facts, [pair._get_reader() for pair in proposals])
        self.figures.update(
            mentees=problem.n_mentees,
            mentors=problem.n_mentors,
            matched=len(proposals),
            criteria=len(problem.criteria),
            rows_read=rows,
        )
        lines = ("hr_mentorship_matching_line", run.line_ids)
        with self._rewrite_bare(*lines) as rewrite, self.step("keep, bare SQL"):
            rewrite()
        pairs = ("hr_mentorship", proposals, "hr_mentorship_member")
        with self._rewrite_bare(*pairs) as rewrite, self.step("apply, bare SQL"):
            rewrite()

    # -- the same by hand

    def _read_bare(self):
        """Everything that the criteria of a new program compare, and the lines of command."""
        mine = "FROM hr_mentorship_participant p WHERE p.program_id = %(program)s AND p.seats_left > 0"
        related = f"SELECT p.id, p.employee_id {mine}"
        tables = (
            """SELECT p.id, p.role, p.seats_left, p.user_id, e.active, e.company_id, e.parent_id, r.tz,
                      v.department_id, v.job_id, v.work_location_id, v.address_id,
                      s.seniority, s.style_structure, s.style_thinking, s.style_feedback, s.style_focus,
                      s.style_novelty, s.style_closeness
                 FROM hr_mentorship_participant p
                 JOIN hr_employee e ON e.id = p.employee_id
                 JOIN hr_version v ON v.id = e.current_version_id
                 JOIN resource_resource r ON r.id = e.resource_id
                 JOIN hr_mentorship_profile s ON s.employee_id = e.id
                WHERE p.program_id = %(program)s AND p.seats_left > 0""",
            self._relation("hr.mentorship.participant", "skill_ids", f"SELECT p.id {mine}"),
            self._relation("hr.mentorship.participant", "interest_ids", f"SELECT p.id {mine}"),
            f"""WITH people AS ({related})
                SELECT k.employee_id, k.skill_id, k.skill_level_id FROM hr_employee_skill k
                 WHERE k.employee_id IN (SELECT employee_id FROM people) AND k.valid_from <= now()
                   AND (k.valid_to IS NULL OR k.valid_to >= now())""",
            *(
                self._relation(
                    "hr.mentorship.profile",
                    name,
                    f"SELECT s.id FROM hr_mentorship_profile s JOIN ({related}) x ON x.employee_id = s.employee_id",
                )
                for name in ("language_ids", "availability_ids")
            ),
            f"""WITH RECURSIVE line(employee_id, manager_id) AS (
                    SELECT id, parent_id FROM hr_employee
                     WHERE id IN (SELECT employee_id FROM ({related}) x) AND parent_id IS NOT NULL
                    UNION
                    SELECT line.employee_id, manager.parent_id FROM line
                      JOIN hr_employee manager ON manager.id = line.manager_id WHERE manager.parent_id IS NOT NULL)
                SELECT employee_id, manager_id FROM line""",
        )
        rows = 0
        for query in tables:
            self.env.cr.execute(query, {"program": self.program.id})
            rows += len(self.env.cr.fetchall())
        return rows

    def _relation(self, model, field_name, ids):
        field = self.env[model]._fields[field_name]
        return f"SELECT {field.column1}, {field.column2} FROM {field.relation} WHERE {field.column1} IN ({ids})"

    @contextmanager
    def _rewrite_bare(self, table, records, members=None):
        """Yields what inserts rows once more, in batches, after they were deleted."""
        cr, kept = self.env.cr, []
        cr.execute("SAVEPOINT rewrite")
        for each, column in ((table, "id"), (members, "mentorship_id")):
            if each:
                cr.execute(
                    SQL("SELECT * FROM %s WHERE %s = ANY(%s)", *map(SQL.identifier, (each, column)), records.ids)
                )
                names = [column.name for column in cr.description]
                kept.append((each, names, [tuple(map(self._adapt, row)) for row in cr.fetchall()]))
        if members:
            cr.execute(SQL("DELETE FROM %s WHERE mentorship_id = ANY(%s)", SQL.identifier(members), records.ids))
        cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), records.ids))

        def rewrite():
            for each, names, rows in kept:
                listed = ", ".join(f'"{name}"' for name in names)
                execute_values(cr._obj, f'INSERT INTO "{each}" ({listed}) VALUES %s', rows, page_size=1000)

        yield rewrite
        cr.execute("ROLLBACK TO SAVEPOINT rewrite")

    def _adapt(self, value):
        return Json(value) if isinstance(value, dict | list) else value
