"""In an Odoo shell: what reports cost in the company of :mod:`.odoo_add_company`, beside bare SQL for the same figures.

Everything is read as the program manager reads it, with record rules, in the way in which the web client asks: the
first page with the fields of the list, and one grouped read. The SQL beside it is written by hand for those figures
alone: no rights, no labels, nothing that is not shown. Reads are repeated, and the middle one counts. Releases are
made once, as by the job. Writes its figures as JSON to BENCH_OUTPUT.
"""

import json
import os
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from lxml import etree

from odoo import Command, fields

TIMES = int(os.environ.get("TIMES", "5"))
ROWS = 80
EARLIER = 75
"""Days by which the meetings are moved back, so that their months are over."""
HELD = "checkin.state = 'done'"

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
    for model in REPORTS:
        measured.read(model)
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
        self.env.cr.execute(sql, self.values)
        return self.env.cr.fetchall()

    # -- releases

    def make_releases(self):
        """As the job does, and then the same means and marks by an aggregate and an INSERT; both are committed."""
        cr, releases = self.env.cr, self.env["hr.mentorship.release"]
        before, start = cr.sql_log_count, perf_counter()
        made = releases._release(self.program.ids)
        self.env.flush_all()
        cr.commit()
        ours, queries = perf_counter() - start, cr.sql_log_count - before
        if not made:
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
              FROM (SELECT member.role, date_trunc('month', checkin.held_on) AS month, member.employee_id,
                           AVG(feedback.rating) AS mean
                      FROM hr_mentorship_feedback feedback
                      JOIN hr_mentorship_member member ON member.id = feedback.member_id
                      JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                     WHERE feedback.program_id = %(program)s AND checkin.held_on < date_trunc('month', CURRENT_DATE)
                  GROUP BY 1, 2, 3) person
          GROUP BY 1, 2
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
        self._note("counting a quarter", ours, queries, perf_counter() - start)
        cr.rollback()

    # -- reports

    def read(self, model):
        by, aggregates, page_sql, group_sql = REPORTS[model]
        report = self.env[model].with_user(self.manager)
        view = etree.fromstring(report.get_view(view_type="list")["arch"])
        shown = {node.get("name"): {} for node in view.iter("field")}
        report.web_search_read([], shown, limit=ROWS)
        for what, act, sql in (
            ("first page", lambda: report.web_search_read([], shown, limit=ROWS, count_limit=10_001), page_sql),
            ("by " + by[0], lambda: report.formatted_read_group([], by, aggregates), group_sql),
        ):
            ours, queries = self._time(act)
            bare, _queries = self._time(lambda sql=sql: self._query(sql))
            self._note(f"{self.env[model]._description}: {what}", ours, queries, bare)

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
