from collections import defaultdict
from datetime import timedelta

from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL, split_every
from odoo.tools.misc import format_date

from ...disclosure import (
    FEWEST_IN_THE_MIDDLE,
    FLOOR,
    describe_activity,
    first_open_day,
    keep_group,
    people_band,
    period_of,
)
from ..common.private_fields import SecretInteger
from ..common.spoken import by_count
from ..program.hr_mentorship_program import ROLES

COUNTED_UNTIL = "hr_mentorship.quarters_counted_until"
"""The parameter that holds the last day of the last quarter of which all figures have been made."""
MONTHS = 3
FIRST_LOOK_BACK = 4
"""Of how many quarters there are figures at first, of programs; who led whom is known of today alone."""
PROGRAMS_AT_ONCE = 50


class HrMentorshipQuarter(models.Model):
    """How much people have done in a quarter that is over: of a program and role, or of a people manager's team.

    Made once, and never again: whoever looks before and after somebody joins, meets or reaches a goal sees the same.
    What is told is the middle of the people (``disclosure.middle``), from which nothing follows for anybody.

    Of a program participants read it on their own page, beside their own figures: each of them knows one of the people,
    so there are *N* others at least. Of a team its manager reads it (``hr.mentorship.team.report``), from *N* people on
    who take part; and where all of the team might be the ones, as the whole of it is hardly more than the band of their
    number, nothing, as that somebody takes part is not their manager's to know. The people of a team's figures stay the
    same ones until *N* of them are others (``hr.mentorship.quarter.mark``), so no two quarters of a team differ by
    fewer people.
    """

    _name = "hr.mentorship.quarter"
    _description = "Quarter of a Mentorship Program or Team"
    _order = "date_from desc, id"
    _rec_name = "date_from"
    _log_access = False

    program_id = fields.Many2one("hr.mentorship.program", readonly=True, index="btree_not_null", ondelete="cascade")
    role = fields.Selection(ROLES, readonly=True)
    manager_id = fields.Many2one("hr.employee", readonly=True, index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("Until", required=True, readonly=True)
    people_from = fields.Integer("People, at Least", readonly=True, aggregator=None)
    people_to = fields.Integer("People, at Most", readonly=True, aggregator=None, help="0: no upper bound.")
    meeting_count = fields.Integer(
        "Meetings of the One in the Middle",
        readonly=True,
        aggregator=None,
        help="Half of the people held as many meetings or fewer, and half as many or more.",
    )
    is_goal_common = fields.Boolean(
        readonly=True, help="Half of the people or more were there when a goal was reached."
    )
    # NO_ACCESS: a band is told, and this only counts
    weight = SecretInteger(required=True, readonly=True, groups=NO_ACCESS)
    _once_a_program = models.UniqueIndex(
        "(program_id, role, date_from) WHERE program_id IS NOT NULL", "This quarter has been counted."
    )
    _once_a_team = models.UniqueIndex(
        "(manager_id, date_from) WHERE manager_id IS NOT NULL", "This quarter has been counted."
    )

    @api.model
    def _say_quarter(self, first, last):
        return self.env._(
            "%(start)s to %(end)s",
            start=format_date(self.env, first, date_format="MMMM"),
            end=format_date(self.env, last, date_format="MMMM y"),
        )

    @api.model
    def _say_meetings(self, count):
        """Say how many meetings the one in the middle held."""
        if not count:
            return self.env._("half of them or more did not meet")
        return by_count(
            count,
            self.env._("half of them met once or more often"),
            self.env._("half of them met %(count)s times or more often", count=count),
        )

    @api.model
    def _say_goals(self, is_common):
        if is_common:
            return self.env._("half of them or more saw a goal reached")
        return self.env._("fewer than half of them saw a goal reached")

    # -- counting

    @api.model
    def _cron_count(self):
        """Count the quarters that are over, some programs at a time: a run that is killed has lost nothing."""
        cron = self.env["ir.cron"]
        quarters = self._find_uncounted()
        cron._commit_progress(remaining=len(quarters))
        for number, (first, last) in enumerate(quarters, start=1):
            for program_ids in split_every(PROGRAMS_AT_ONCE, self._find_programs(first, last), list):
                self._count_programs(program_ids, first, last)
                cron._commit_progress()
            # Who led whom is known of today: of an earlier quarter, nothing is told of teams
            if number == len(quarters):
                self._count_teams(first, last)
            self.env["ir.config_parameter"]._clean_sudo().set_param(COUNTED_UNTIL, last)
            if not cron._commit_progress(1):
                break

    @api.model
    def _find_uncounted(self):
        """Return first and last day of each quarter that is over and not counted, the oldest first."""
        after = first_open_day(fields.Date.context_today(self), MONTHS)
        # sudo: for the job
        until = fields.Date.to_date(self.env["ir.config_parameter"]._clean_sudo().get_param(COUNTED_UNTIL))
        quarters, last = [], after - timedelta(days=1)
        while (not until or last > until) and len(quarters) < FIRST_LOOK_BACK:
            quarters.insert(0, period_of(last, MONTHS))
            last = quarters[0].first - timedelta(days=1)
        return quarters

    @api.model
    def _find_programs(self, first, last):
        self.env["hr.mentorship"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT program_id FROM hr_mentorship
                 WHERE start_date <= %s AND (closed_on IS NULL OR closed_on >= %s)
              ORDER BY program_id
                """,
                last,
                first,
            )
        )
        return [program_id for [program_id] in rows]

    @api.model
    def _read_people(self, first, last, condition):
        """Return what each person did in a mentorship that went on in the time, a row each program and role.

        :param SQL condition: on ``member``
        :returns: tuples of program, company, role, employee, number of meetings, whether a goal was reached (one of a
            mentee's own, or one of a mentor's mentees), and the mentorships
        :rtype: list[tuple]
        """
        for model in ("hr.mentorship.member", "hr.mentorship", "hr.mentorship.checkin", "hr.mentorship.goal"):
            self.env[model].flush_model()
        return self.env.execute_query(
            SQL(
                """
                  WITH part AS MATERIALIZED (
                           SELECT member.id, member.program_id, member.company_id, member.role, member.employee_id,
                                  member.mentorship_id
                             FROM hr_mentorship_member member
                             JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                            WHERE mentorship.start_date <= %(last)s
                              AND (mentorship.closed_on IS NULL OR mentorship.closed_on >= %(first)s)
                              AND %(condition)s
                       ),
                       running AS (
                           SELECT DISTINCT mentorship_id AS id FROM part
                       ),
                       met AS (
                           SELECT checkin.mentorship_id, COUNT(*) AS meetings
                             FROM running
                             JOIN hr_mentorship_checkin checkin ON checkin.mentorship_id = running.id
                            WHERE checkin.state = 'done' AND checkin.held_on BETWEEN %(first)s AND %(last)s
                         GROUP BY checkin.mentorship_id
                       ),
                       reached AS (
                           SELECT goal.mentorship_id, ARRAY_AGG(goal.member_id) AS member_ids
                             FROM running
                             JOIN hr_mentorship_goal goal ON goal.mentorship_id = running.id
                            WHERE goal.state = 'reached' AND goal.reached_on BETWEEN %(first)s AND %(last)s
                         GROUP BY goal.mentorship_id
                       )
                SELECT part.program_id, part.company_id, part.role, part.employee_id,
                       SUM(COALESCE(met.meetings, 0))::int,
                       BOOL_OR(reached.member_ids IS NOT NULL
                               AND (part.role IN ('mentor', 'peer') OR part.id = ANY(reached.member_ids))),
                       ARRAY_AGG(part.mentorship_id)
                  FROM part
             LEFT JOIN met USING (mentorship_id)
             LEFT JOIN reached USING (mentorship_id)
              GROUP BY part.program_id, part.company_id, part.role, part.employee_id
              ORDER BY part.program_id, part.role, part.employee_id
                """,
                first=first,
                last=last,
                condition=condition,
            )
        )

    @api.model
    def _get_least(self):
        return self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()

    @api.model
    def _count_programs(self, program_ids, first, last):
        """Keep the figures of programs, each role by itself, where *N* others stand beside everybody who reads them."""
        least = max(self._get_least() + 1, FEWEST_IN_THE_MIDDLE)
        cells, met_in = defaultdict(list), defaultdict(set)
        condition = SQL("member.program_id = ANY(%s)", program_ids)
        for program_id, company_id, role, _employee_id, meetings, reached, of in self._read_people(
            first, last, condition
        ):
            cells[program_id, company_id, role].append((meetings, reached))
            met_in[program_id, company_id, role].update(of)
        self._keep(
            {"program_id": program_id, "company_id": company_id, "role": role, "date_from": first, "date_to": last}
            | self._describe(people)
            for (program_id, company_id, role), people in cells.items()
            # People of one group have met as often: they are no crowd to stand in
            if min(len(people), len(met_in[program_id, company_id, role])) >= least
        )

    @api.model
    def _count_teams(self, first, last):
        """Keep the figures of teams: who reports to somebody with a user, by the people of each."""
        done, met_in = {}, defaultdict(set)
        for *_cell, employee_id, meetings, reached, of in self._read_people(first, last, SQL("TRUE")):
            before = done.get(employee_id, (0, False))
            done[employee_id] = (before[0] + meetings, before[1] or reached)
            met_in[employee_id].update(of)
        least, former, values, marks = self._get_least(), self._read_marks(), [], []
        for manager_id, company_id, team in self._read_teams():
            now = keep_group(former[manager_id], frozenset(team).intersection(done), least)
            if now == former[manager_id]:
                # What has been told of the same people is told of them again, also where the team is smaller now
                is_told = bool(now)
            else:
                is_told = bool(now) and len(team) >= people_band(len(now))[0] + FLOOR
                # Where nothing is told, the next figures are compared with those that were told last
                if is_told:
                    marks.append((manager_id, now))
            # People of one group have met as often: they are no crowd to stand in
            if is_told and len(set().union(*(met_in[employee_id] for employee_id in now))) >= least:
                people = [done.get(employee_id, (0, False)) for employee_id in now]
                cell = {"manager_id": manager_id, "company_id": company_id, "date_from": first, "date_to": last}
                values.append(cell | self._describe(people))
        self._mark(marks)
        self._keep(values)

    @api.model
    def _read_marks(self):
        former = defaultdict(frozenset)
        rows = self.env.execute_query(
            SQL("SELECT manager_id, ARRAY_AGG(employee_id) FROM hr_mentorship_quarter_mark GROUP BY manager_id")
        )
        former.update({manager_id: frozenset(employee_ids) for manager_id, employee_ids in rows})
        return former

    @api.model
    def _read_teams(self):
        """Return manager, company, and who of those who are still there reports to them, of all who have a user."""
        for model in ("hr.employee", "resource.resource"):
            self.env[model].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT manager.id, manager.company_id, ARRAY_AGG(employee.id)
                  FROM hr_employee employee
                  JOIN hr_employee manager ON manager.id = employee.parent_id AND manager.id != employee.id
                  JOIN resource_resource resource ON resource.id = manager.resource_id
                 WHERE employee.active AND resource.user_id IS NOT NULL
              GROUP BY manager.id
              ORDER BY manager.id
                """
            )
        )

    @api.model
    def _describe(self, people):
        activity = describe_activity([meetings for meetings, _reached in people], [reached for _met, reached in people])
        return {
            "people_from": activity.people_band[0],
            "people_to": activity.people_band[1] or 0,
            "meeting_count": activity.middle,
            "is_goal_common": activity.is_common,
            "weight": len(people),
        }

    @api.model
    def _mark(self, marks):
        """Remember of whom the figures of teams are now."""
        if not marks:
            return
        self.env.execute_query(
            SQL(
                "DELETE FROM hr_mentorship_quarter_mark WHERE manager_id = ANY(%s) RETURNING id",
                [manager_id for manager_id, _people in marks],
            )
        )
        rows = [(manager_id, employee_id) for manager_id, people in marks for employee_id in sorted(people)]
        if rows:
            execute_values(
                self.env.cr._obj, "INSERT INTO hr_mentorship_quarter_mark (manager_id, employee_id) VALUES %s", rows
            )

    @api.model
    def _keep(self, values):
        """Write down what is told, once: whoever counts the same quarter again, or at the same time, adds nothing."""
        rows = [
            (
                each.get("program_id"),
                each.get("role"),
                each.get("manager_id"),
                *(each[name] for name in ("company_id", "date_from", "date_to", "people_from", "people_to")),
                *(each[name] for name in ("meeting_count", "is_goal_common", "weight")),
            )
            for each in values
        ]
        if rows:
            execute_values(
                self.env.cr._obj,
                """
                INSERT INTO hr_mentorship_quarter (program_id, role, manager_id, company_id, date_from, date_to,
                                                   people_from, people_to, meeting_count, is_goal_common, weight)
                     VALUES %s ON CONFLICT DO NOTHING
                """,
                rows,
            )

    # -- reading

    @api.model
    def _find_of_programs(self, programs, role):
        """Return what is told of that role in programs (sudo) to those who take part in it, the newest first.

        A company that has become stricter is not shown what was counted before.
        """
        least = max(self._get_least() + 1, FEWEST_IN_THE_MIDDLE)
        # sudo: nobody reads these rows; the caller takes part in the programs
        rows = self.sudo().search([("program_id", "in", programs.ids), ("role", "=", role)])
        return rows.filtered(lambda row: row.weight >= least)
