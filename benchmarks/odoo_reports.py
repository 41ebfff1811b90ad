"""In an Odoo shell: what reports cost in the company of :mod:`.odoo_add_company`, beside bare SQL for the same figures.

Everything is read as the program manager reads it, with record rules, in the way in which the web client asks: the
first page with the fields of the list, and one grouped read. The SQL beside it is written by hand for those figures
alone: no rights, no labels, nothing that is not shown. Reads are repeated, and the middle one counts. Releases are
made once, as by the job. Writes its figures as JSON to BENCH_OUTPUT.

What Odoo needs for any list stands beside: the first page and one grouped read of its own contacts, as many rows, by
the same person. With COPIES, the program stands there so many times more, so that what is read of one program lies
among the rows of many.
"""

import json
import os
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from lxml import etree

from odoo import Command, fields
from odoo.tools import SQL, split_every

TIMES = int(os.environ.get("TIMES", "5"))
ROWS = 80
EARLIER = 75
"""Days by which the meetings are moved back, so that their months are over."""
HELD = "checkin.state = 'done'"
COPIES = int(os.environ.get("COPIES") or "0")
COPIED = (
    "hr.mentorship.program",
    "hr.mentorship.participant",
    "hr.mentorship",
    "hr.mentorship.member",
    "hr.mentorship.checkin",
    "hr.mentorship.goal",
    "hr.mentorship.feedback",
)
ANSWERS_COPIED = 28
"""Of a hundred: so that 100,000 mentorships, of a million meetings, have 500,000 answers."""
PROGRAMS_AT_ONCE = 50
FLOOR = "res.partner"

REPORTS = {
    "hr.mentorship.checkin.report": (
        ["state"],
        ["__count", "duration:sum", "held_share:avg"],
        """
        SELECT id, mentorship_id, kind, state, COALESCE(held_on, planned_date) AS day, duration, confirmed_on
          FROM hr_mentorship_checkin
         WHERE program_id = %(program)s AND state IN ('planned', 'done', 'missed', 'skipped')
      ORDER BY 5 DESC, id LIMIT %(rows)s
        """,
        """
        SELECT state, state = 'planned' AND planned_date < CURRENT_DATE, COUNT(*), SUM(duration)
          FROM hr_mentorship_checkin WHERE program_id = %(program)s GROUP BY 1, 2
        """,
    ),
    "hr.mentorship.engagement.report": (
        ["state"],
        ["__count", "meeting_count:sum", "two_sided_share:avg"],
        """
        SELECT mentorship.id, state, health, start_date, met.*
          FROM hr_mentorship mentorship
     LEFT JOIN (SELECT mentorship_id, MAX(held_on) AS last, COUNT(*), SUM(duration), COUNT(confirmed_on)
                  FROM hr_mentorship_checkin WHERE state = 'done' GROUP BY 1) met ON met.mentorship_id = mentorship.id
         WHERE program_id = %(program)s ORDER BY met.last, mentorship.id LIMIT %(rows)s
        """,
        """
        SELECT state, COUNT(*), SUM(met.number), AVG(met.confirmed)
          FROM hr_mentorship mentorship
     LEFT JOIN (SELECT mentorship_id, COUNT(*) AS number, 100.0 * COUNT(confirmed_on) / COUNT(*) AS confirmed
                  FROM hr_mentorship_checkin WHERE state = 'done' GROUP BY 1) met ON met.mentorship_id = mentorship.id
         WHERE program_id = %(program)s GROUP BY 1
        """,
    ),
    "hr.mentorship.goal.report": (
        ["state"],
        ["__count", "progress:avg"],
        """
        SELECT id, mentorship_id, state, progress, started_on, target_date, reached_on
          FROM hr_mentorship_goal WHERE program_id = %(program)s ORDER BY mentorship_id, id LIMIT %(rows)s
        """,
        "SELECT state, COUNT(*), AVG(progress) FROM hr_mentorship_goal WHERE program_id = %(program)s GROUP BY 1",
    ),
    "hr.mentorship.matching.report": (
        ["role"],
        ["__count", "matched_share:avg"],
        """
        SELECT part.id, part.role, part.create_date, version.department_id, MIN(mentorship.offered_on)
          FROM hr_mentorship_participant part
          JOIN hr_employee employee ON employee.id = part.employee_id
          JOIN hr_version version ON version.id = employee.current_version_id
     LEFT JOIN hr_mentorship_member member ON member.participant_id = part.id
     LEFT JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
         WHERE part.program_id = %(program)s AND part.state = 'approved'
      GROUP BY part.id, version.department_id ORDER BY part.id LIMIT %(rows)s
        """,
        """
        SELECT part.role, COUNT(*), AVG((EXISTS (
                   SELECT FROM hr_mentorship_member member WHERE member.participant_id = part.id))::int)
          FROM hr_mentorship_participant part
         WHERE part.program_id = %(program)s AND part.state = 'approved' GROUP BY 1
        """,
    ),
    "hr.mentorship.participation.report": (
        ["role"],
        ["participant_count:sum", "matched_count:sum"],
        """
        SELECT employee.parent_id, part.role, COUNT(DISTINCT part.employee_id), COUNT(DISTINCT member.employee_id)
          FROM hr_mentorship_participant part
          JOIN hr_employee employee ON employee.id = part.employee_id
     LEFT JOIN hr_mentorship_member member ON member.participant_id = part.id
         WHERE part.program_id = %(program)s AND part.state = 'approved' GROUP BY 1, 2 LIMIT %(rows)s
        """,
        """
        SELECT part.role, COUNT(DISTINCT part.employee_id), COUNT(DISTINCT member.employee_id)
          FROM hr_mentorship_participant part
     LEFT JOIN hr_mentorship_member member ON member.participant_id = part.id
         WHERE part.program_id = %(program)s AND part.state = 'approved' GROUP BY 1
        """,
    ),
    "hr.mentorship.feedback.report": (
        ["role"],
        ["rating:avg"],
        "SELECT * FROM hr_mentorship_release WHERE program_id = %(program)s ORDER BY date_to DESC LIMIT %(rows)s",
        """
        SELECT role, SUM(weight * (mean_from + mean_to) / 2) / SUM(weight)
          FROM hr_mentorship_release WHERE program_id = %(program)s GROUP BY 1
        """,
    ),
}


def main(env):
    measured = ReportsMeasurement(env)
    measured.make_releases()
    measured.read_floor()
    for model in REPORTS:
        measured.read(model)
    measured.read_across()
    measured.print_document()
    Path(os.environ["BENCH_OUTPUT"]).write_text(json.dumps(measured.figures, indent=1), encoding="utf-8")


class ReportsMeasurement:
    def __init__(self, env):
        self.env = env
        self.program = env["hr.mentorship.program"].search([("name", "=", "Bench")])
        self.values = {"program": self.program.id, "rows": ROWS}
        self.manager = (
            env["hr.mentorship.participant"]
            .search([("program_id", "=", self.program.id), ("role", "=", "mentee"), ("seats_left", ">", 0)], limit=1)
            .user_id
        )
        self.manager.group_ids = [Command.link(env.ref("hr_mentorship.group_hr_mentorship_manager").id)]
        self.program.manager_ids = [Command.link(self.manager.id)]
        env.cr.execute(
            """
            UPDATE hr_mentorship_checkin SET held_on = planned_date - %(days)s::int, confirmed_on = planned_date
             WHERE state = 'done'
            """,
            {"days": EARLIER},
        )
        env.cr.execute("UPDATE hr_mentorship SET start_date = start_date - %s::int", [EARLIER])
        env.flush_all()
        self._copy_program()
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()
        count = {name: env[f"hr.mentorship{name}"].sudo().search_count([]) for name in ("", ".checkin", ".feedback")}
        self.figures = {
            "mentorships": count[""],
            "checkins": count[".checkin"],
            "answers": count[".feedback"],
            "rows": [],
        }

    def _copy_program(self):
        """Let PostgreSQL write the program, and all of it, COPIES times more, with the same people and managers."""
        cr, spans = self.env.cr, {}
        for model in COPIED:
            cr.execute(SQL("SELECT MAX(id) FROM %s", SQL.identifier(self.env[model]._table)))
            spans[model] = cr.fetchone()[0]
        for model in COPIED if COPIES else ():
            fields_of = {
                name: field for name, field in self.env[model]._fields.items() if field.store and field.column_type
            }
            columns = {name: SQL.identifier("row", name) for name in fields_of}
            columns["id"] = SQL("row.id + copy * %s", spans[model])
            for name, field in fields_of.items():
                if field.comodel_name in spans:
                    columns[name] = SQL("%s + copy * %s", SQL.identifier("row", name), spans[field.comodel_name])
                elif name == "channel_id":
                    columns[name] = SQL("NULL")
            cr.execute(
                SQL(
                    "INSERT INTO %(table)s (%(names)s) SELECT %(values)s"
                    " FROM %(table)s row CROSS JOIN generate_series(1, %(copies)s) copy WHERE %(condition)s",
                    table=SQL.identifier(self.env[model]._table),
                    names=SQL(", ").join(map(SQL.identifier, columns)),
                    values=SQL(", ").join(columns.values()),
                    copies=COPIES,
                    condition=SQL(
                        "row.%s = %s AND (%s OR row.id %% 100 < %s)",
                        SQL.identifier("id" if model == COPIED[0] else "program_id"),
                        self.program.id,
                        model != COPIED[-1],
                        ANSWERS_COPIED,
                    ),
                )
            )
        cr.execute(
            """
            INSERT INTO hr_mentorship_program_manager_rel (hr_mentorship_program_id, res_users_id)
                 SELECT program.id, manager.res_users_id
                   FROM hr_mentorship_program program, hr_mentorship_program_manager_rel manager
                  WHERE manager.hr_mentorship_program_id = %s AND program.id > %s
            """,
            [self.program.id, spans[COPIED[0]]],
        )
        self.env.invalidate_all()

    def _note(self, what, ours, queries, bare):
        self.figures["rows"].append({"what": what, "ours": ours, "queries": queries, "bare": bare})

    def _time(self, act):
        cr = self.env.cr
        spent, queries = [], 0
        for _time in range(TIMES):
            self.env.flush_all()
            self.env.invalidate_all()
            before, start = cr.sql_log_count, perf_counter()
            act()
            spent.append(perf_counter() - start)
            queries = cr.sql_log_count - before
        return median(spent), queries

    def _query(self, sql):
        self.env.cr.execute(sql, None if isinstance(sql, SQL) else self.values)
        return self.env.cr.fetchall()

    # -- releases

    def make_releases(self):
        """As the job does, and then the same means and marks by an aggregate and an INSERT; both are committed."""
        cr, releases = self.env.cr, self.env["hr.mentorship.release"]
        before, start = cr.sql_log_count, perf_counter()
        waiting = releases._find_waiting()
        for program_ids in split_every(PROGRAMS_AT_ONCE, waiting, list):
            releases._release(program_ids)
        self.env.flush_all()
        cr.commit()
        ours, queries = perf_counter() - start, cr.sql_log_count - before
        if not releases.sudo().search_count([]):
            raise SystemExit("Nothing was released: are all months open?")
        cr.execute("SELECT COUNT(*) FROM hr_mentorship_release_mark")
        self.figures["released"] = cr.fetchone()[0]
        cr.execute("CREATE TABLE bench_mark (LIKE hr_mentorship_release_mark INCLUDING ALL)")
        cr.execute("CREATE TABLE bench_release (role varchar, month timestamp, people int, mean numeric)")
        cr.commit()
        start = perf_counter()
        cr.execute(
            """
            INSERT INTO bench_release
            SELECT role, month, COUNT(*), AVG(mean)
              FROM (SELECT feedback.program_id, member.role, date_trunc('month', checkin.held_on) AS month,
                           member.employee_id, AVG(feedback.rating) AS mean
                      FROM hr_mentorship_feedback feedback
                      JOIN hr_mentorship_member member ON member.id = feedback.member_id
                      JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                     WHERE checkin.held_on < date_trunc('month', CURRENT_DATE)
                  GROUP BY 1, 2, 3, 4) person
          GROUP BY program_id, 1, 2
            """,
            self.values,
        )
        cr.execute(
            "INSERT INTO bench_mark (id, source, answer_id)"
            " SELECT id, source, answer_id FROM hr_mentorship_release_mark"
        )
        cr.commit()
        self._note("making the releases", ours, queries, perf_counter() - start)
        cr.execute("DROP TABLE bench_mark, bench_release")
        cr.commit()
        quarters = self.env["hr.mentorship.quarter"]
        last = fields.Date.today().replace(day=1) - timedelta(days=1)
        first = fields.Date.subtract(last, months=3)
        before, start = cr.sql_log_count, perf_counter()
        quarters._count_programs(self.program.ids, first, last)
        quarters._count_teams(first, last)
        ours, queries = perf_counter() - start, cr.sql_log_count - before
        start = perf_counter()
        cr.execute(
            f"""
            SELECT role, percentile_disc(0.5) WITHIN GROUP (ORDER BY meetings)
              FROM (SELECT member.role, member.employee_id, COUNT(checkin.id) AS meetings
                      FROM hr_mentorship_member member
                 LEFT JOIN hr_mentorship_checkin checkin ON checkin.mentorship_id = member.mentorship_id
                       AND {HELD} AND checkin.held_on BETWEEN %s AND %s
                     WHERE member.program_id = %s GROUP BY 1, 2) person
          GROUP BY 1
            """,
            [first, last, self.program.id],
        )
        cr.fetchall()
        cr.execute(
            f"""
            SELECT parent_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY meetings)
              FROM (SELECT employee.parent_id, member.employee_id, COUNT(checkin.id) AS meetings
                      FROM hr_mentorship_member member
                      JOIN hr_employee employee ON employee.id = member.employee_id
                 LEFT JOIN hr_mentorship_checkin checkin ON checkin.mentorship_id = member.mentorship_id
                       AND {HELD} AND checkin.held_on BETWEEN %s AND %s
                  GROUP BY 1, 2) person
          GROUP BY 1
            """,
            [first, last],
        )
        cr.fetchall()
        self._note("counting a quarter", ours, queries, perf_counter() - start)
        cr.rollback()

    # -- reports

    def read_floor(self):
        """Read what Odoo reads of any list: contacts, what is stored of them and no more, by the same person."""
        partners = self.env[FLOOR].with_user(self.manager)
        view = etree.fromstring(partners.get_view(view_type="list")["arch"])
        named = [partners._fields.get(node.get("name")) for node in view.iter("field")]
        columns = [field.name for field in named if field and field.store and field.column_type]
        shown = {name: {} for name in columns}
        page = SQL(
            "SELECT %s FROM res_partner WHERE active ORDER BY complete_name, id DESC LIMIT %s",
            SQL(", ").join(map(SQL.identifier, ["id", *columns])),
            ROWS,
        )
        group = SQL("SELECT type, COUNT(*) FROM res_partner WHERE active GROUP BY 1")
        self._compare(
            "Odoo's contacts",
            (
                ("first page", lambda: partners.web_search_read([], shown, limit=ROWS, count_limit=10_001), page),
                ("by type", lambda: partners.formatted_read_group([], ["type"], ["__count"]), group),
            ),
        )

    def _compare(self, name, reads):
        for what, act, sql in reads:
            act()
            ours, queries = self._time(act)
            bare, _queries = self._time(lambda sql=sql: self._query(sql))
            self._note(f"{name}: {what}", ours, queries, bare)

    def read_across(self):
        """Read what is told across programs, as an administrator who has answered in all of them."""
        self.env["hr.mentorship.release"].sudo().create(
            {
                "company_id": self.program.company_id.id,
                "role": "all",
                "weight": 50,
                "people_from": 50,
                "date_from": "2000-01-01",
                "date_to": fields.Date.today(),
                "mean_from": 4,
                "mean_to": 4,
            }
        )
        self.manager.group_ids = [Command.link(self.env.ref("hr_mentorship.group_hr_mentorship_admin").id)]
        self.env.flush_all()
        across = self.env["hr.mentorship.release.across"].with_user(self.manager)
        ours, queries = self._time(lambda: across._get_figures(self.program.company_id))
        bare, _queries = self._time(
            lambda: self._query("SELECT * FROM hr_mentorship_release WHERE program_id IS NULL AND weight >= 5")
        )
        self._note("what is told across programs", ours, queries, bare)
        self.env.cr.rollback()

    def read(self, model):
        by, aggregates, page_sql, group_sql = REPORTS[model]
        report = self.env[model].with_user(self.manager)
        view = etree.fromstring(report.get_view(view_type="list")["arch"])
        shown = {node.get("name"): {} for node in view.iter("field")}
        self._compare(
            self.env[model]._description,
            (
                (
                    "first page",
                    lambda: report.web_search_read([], shown, limit=ROWS, count_limit=10_001),
                    page_sql,
                ),
                ("by " + by[0], lambda: report.formatted_read_group([], by, aggregates), group_sql),
            ),
        )

    def print_document(self):
        """Make the satisfaction report up to what the rendering engine gets, in CPU seconds."""
        documents = self.env["ir.actions.report"].with_user(self.manager)
        spent = []
        for _time in range(TIMES):
            self.env.invalidate_all()
            before, start = self.env.cr.sql_log_count, process_time()
            documents._render_qweb_html("hr_mentorship.report_satisfaction", self.program.ids)
            spent.append(process_time() - start)
            queries = self.env.cr.sql_log_count - before
        self.figures["document"] = {"cpu": median(spent), "queries": queries}
