from collections import defaultdict
from datetime import timedelta
from hashlib import md5

from dateutil.relativedelta import relativedelta
from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.tools import SQL, groupby

from ...effects import (
    SUREST,
    Share,
    compare_shares,
    count_effective,
    deal,
    mean_of_comparables,
    show_share,
    sides,
    together,
)
from ..program.hr_mentorship_program import ROLES

MEASURES = [
    ("stayed", "Stayed with the company"),
    ("moved", "Changed department or job"),
    ("grown", "Reached a higher level in a skill"),
]
COMPARISONS = [("colleagues", "Participants beside comparable colleagues"), ("lottery", "Between whom a lot decided")]
NAMES = [name for name, _label in MEASURES]
FOLLOWED = relativedelta(years=1)
"""For how long people are followed, from the first day of the quarter after their mentorship has begun."""
CLOSES_AFTER = timedelta(days=30)
"""How long after a year's end its figures wait for what HR writes down late."""
FORGOTTEN_AFTER = relativedelta(years=4)
"""A mentorship that began longer ago is in no figure any more, if it has not been until then."""
TENURES = (2, 5, 10)
"""Years with the company between which the bands of seniority lie."""


class HrMentorshipOutcome(models.Model):
    """How participants of a program have fared in a year, beside colleagues like them: made once, and never again.

    Compared are people of the same company, department, job and years with the company on the first day of the quarter
    after the mentorship has begun: participants, and up to five colleagues each who had no mentorship until the year
    was over. Both are followed for four quarters that are over. Such matching answers for what is matched alone, and
    not for what makes people volunteer (Sandvik et al. 2025, doi 10.1287/mnsc.2024.07524); the report says so first.

    Where seats were short and a lot decided between mentees who fit equally well, those who were given a mentor stand
    beside those who were not: between them luck alone made the difference, and that of their years is an effect. Their
    chances are those that the matching run has kept, and whoever a lot decided on is compared with nobody else.

    The only door to ``effects/``. Somebody's year is in the figures of one outcome at most, on either side, and each
    side has *N* people at least: so any two reports differ by *N* people or by none. What is kept are bands (see
    ``effects.shares``), and all that is read further is computed of them.
    """

    _name = "hr.mentorship.outcome"
    _description = "Outcome of a Mentorship Program"
    _order = "date_to desc, program_id, role desc, id"
    _rec_name = "program_id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    role = fields.Selection(ROLES, required=True, readonly=True)
    comparison = fields.Selection(COMPARISONS, required=True, readonly=True, default="colleagues")
    measure = fields.Selection(MEASURES, required=True, readonly=True)
    date_from = fields.Date(required=True, readonly=True, help="First day of the first quarter.")
    date_to = fields.Date(required=True, readonly=True, help="Last day of the last quarter.")
    participant_count = fields.Integer("Participants", readonly=True, help="Of a lottery: who was given a mentor.")
    participant_effective = fields.Float(readonly=True, help="How many people of equal weight would be as sure.")
    alone_count = fields.Integer(
        "Participants without Comparison", readonly=True, help="Nobody was like them; they are in no figure."
    )
    other_count = fields.Integer(
        "Comparable Colleagues", readonly=True, help="Of a lottery: who was not given a mentor."
    )
    other_effective = fields.Float(readonly=True, help="How many colleagues of equal weight would be as sure.")
    share_from = fields.Float(readonly=True, help="Of the participants, from 0 to 1.")
    share_to = fields.Float(readonly=True)
    other_from = fields.Float(readonly=True, help="Of the colleagues, from 0 to 1.")
    other_to = fields.Float(readonly=True)

    # -- releasing

    @api.model
    def _cron_release(self):
        """Release what is over, a company at a time: a run that is killed has done whole companies or nothing."""
        cron = self.env["ir.cron"]
        companies = self.sudo().env["hr.mentorship.program"]._read_group([], ["company_id"])
        cron._commit_progress(remaining=len(companies))
        for [company] in companies:
            self._release(company)
            if not cron._commit_progress(1):
                break

    @api.model
    def _release(self, company):
        """Release the years that are over, where there are enough people on both sides; the rest waits.

        :rtype: hr.mentorship.outcome, the new ones
        """
        self.env.flush_all()
        today = fields.Date.context_today(self)
        return self._release_lotteries(company, today) + self._release_comparisons(company, today)

    @api.model
    def _release_lotteries(self, company, today):
        """Compare those between whom a lot decided, where it gave enough people a mentor, and enough others none."""
        years = self._find_drawn(company, today)
        if not years:
            return self.browse()
        people, _free, seen = self._read_people(company, years)
        readers = self._find_readers(years)
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        known = [year | {"employee_id": employee_id} for employee_id, year in years.items() if employee_id in people]
        values, marks = [], []
        for program_id, rows in groupby(known, lambda year: year["program_id"]):
            drawn, others = (
                {year["employee_id"] for year in rows if year["is_drawn"] is wanted} for wanted in (True, False)
            )
            if min(len(side - readers[program_id]) for side in (drawn, others)) < least:
                continue
            common = self._make_row(company, program_id, "mentee", rows, len(drawn), len(others))
            for number, name in enumerate(NAMES):
                truths = [seen[year["employee_id"], year["start"]][number] for year in rows]
                side, other = sides([year["chance"] for year in rows], [year["is_drawn"] for year in rows], truths)
                effective = {"participant_effective": side.people, "other_effective": other.people}
                bands = self._name_bands(
                    show_share(side.share, int(side.finest)), show_share(other.share, int(other.finest))
                )
                values.append({**common, "comparison": "lottery", "measure": name, **effective, **bands})
            marks += [(year["employee_id"], year["start"], year["stop"]) for year in rows]
        self._mark(marks)
        return self.sudo().create(values)  # sudo: names nobody

    @api.model
    def _find_readers(self, years):
        # sudo: counts people whoever they are; what comes out names nobody
        programs = self.sudo().env["hr.mentorship.program"].browse({year["program_id"] for year in years.values()})
        return self.env["hr.mentorship.release"]._find_readers(programs)

    @api.model
    def _mark(self, marks):
        """Remember whose year has been counted.

        Two runs at once cannot count the same people: the second one fails at a mark of the first, and is run again.
        """
        if marks:
            execute_values(
                self.env.cr._obj,
                "INSERT INTO hr_mentorship_outcome_mark (employee_id, date_from, date_to) VALUES %s",
                sorted(marks),
            )

    @api.model
    def _release_comparisons(self, company, today):
        """Compare participants with colleagues like them."""
        years = self._find_years(company, today)
        if not years:
            return self.browse()
        people, free, seen = self._read_people(company, years)
        readers = self._find_readers(years)
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        known = [year | {"employee_id": employee_id} for employee_id, year in years.items() if employee_id in people]
        known.sort(key=lambda year: _shuffle(year["employee_id"], year["start"]))
        beside = deal([(year["employee_id"], people[year["employee_id"]]) for year in known], free)
        values, marks = [], []
        for (program_id, role), rows in groupby(known, lambda year: (year["program_id"], year["role"])):
            compared = [year for year in rows if beside[year["employee_id"]]]
            ids = {year["employee_id"] for year in compared}
            others = {other for employee_id in ids for other in beside[employee_id]}
            if min(len(side - readers[program_id]) for side in (ids, others)) < least:
                continue
            common = {
                **self._make_row(company, program_id, role, rows, len(compared), len(others)),
                "participant_effective": len(compared),
                "alone_count": len(rows) - len(compared),
                "other_effective": count_effective([len(beside[employee_id]) for employee_id in ids]),
            }
            values += [common | each for each in self._describe(compared, beside, seen)]
            marks += [(year["employee_id"], year["start"], year["stop"]) for year in rows]
            marks += [
                (other, year["start"], year["stop"]) for year in compared for other in beside[year["employee_id"]]
            ]
        self._mark(marks)
        return self.sudo().create(values)  # sudo: names nobody

    @api.model
    def _describe(self, compared, beside, seen):
        """Return the values of a row a measure; a colleague's year is that of the person beside whom they stand."""
        for number, name in enumerate(NAMES):
            share = sum(seen[year["employee_id"], year["start"]][number] for year in compared) / len(compared)
            other = mean_of_comparables(
                [
                    [seen[colleague, year["start"]][number] for colleague in beside[year["employee_id"]]]
                    for year in compared
                ]
            )
            # The colleague who moves their mean most is one of so many: that is how fine it may be
            weight = len(compared) * min(len(beside[year["employee_id"]]) for year in compared)
            bands = self._name_bands(show_share(share, len(compared)), show_share(other, weight))
            yield {"measure": name, **bands}

    @api.model
    def _make_row(self, company, program_id, role, rows, people, others):
        """Return what the rows of all measures have in common, of so many people on either side."""
        return {
            "program_id": program_id,
            "company_id": company.id,
            "role": role,
            "date_from": min(year["start"] for year in rows),
            "date_to": max(year["stop"] for year in rows),
            "participant_count": people,
            "other_count": others,
        }

    @api.model
    def _name_bands(self, share, other):
        return {"share_from": share[0], "share_to": share[1], "other_from": other[0], "other_to": other[1]}

    @api.model
    def _find_years(self, company, today):
        """Return the years of participants that are over and in no figure: the first one of each person that is not.

        :rtype: dict[int, dict] program_id, role, start and stop, by the ids of employees
        """
        seats = SQL(
            """
            SELECT member.id, member.employee_id, member.program_id, mentorship.start_date AS begun,
                   member.role AS facts
              FROM hr_mentorship_member member
              JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
             WHERE member.company_id = %s
            """,
            company.id,
        )
        return {
            employee_id: {"program_id": program_id, "role": role, "start": start, "stop": stop}
            for employee_id, program_id, role, start, stop in self._find_first_years(seats, today)
        }

    @api.model
    def _find_drawn(self, company, today):
        """Return the years that are over, and in no figure, of those on whom a lot has decided in a run that was used.

        Of several such runs the first one counts: whoever is drawn again and again is drawn in the end.

        :rtype: dict[int, dict] program_id, chance, is_drawn, start and stop, by the ids of employees
        """
        seats = SQL(
            """
            SELECT line.id, mentee.employee_id, line.program_id, run.used_at AS begun,
                   ARRAY[line.tie_share, (line.mentor_id IS NOT NULL)::int] AS facts
              FROM hr_mentorship_matching_line line
              JOIN hr_mentorship_matching_run run ON run.id = line.run_id
              JOIN hr_mentorship_participant mentee ON mentee.id = line.mentee_id
             WHERE line.company_id = %s AND line.tie_share BETWEEN %s AND %s
            """,
            company.id,
            1 - SUREST,
            SUREST,
        )
        return {
            employee_id: {
                "program_id": program_id,
                "chance": chance,
                "is_drawn": bool(drawn),
                "start": start,
                "stop": stop,
            }
            for employee_id, program_id, (chance, drawn), start, stop in self._find_first_years(seats, today)
        }

    @api.model
    def _find_first_years(self, seats, today):
        """Return the first year of each person that is over and in no figure.

        :param SQL seats: a select of ``id``, ``employee_id``, ``program_id``, ``begun`` (from when on they took part)
            and ``facts``, which come back as they are
        :returns: tuples of employee, program, facts, first and last day
        :rtype: list[tuple]
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (seat.employee_id) seat.employee_id, seat.program_id, seat.facts,
                       year.start, (year.start + interval '1 year')::date - 1
                  FROM (%(seats)s) seat
            CROSS JOIN LATERAL (
                           SELECT (date_trunc('quarter', seat.begun) + interval '3 months')::date AS start
                       ) year
                 WHERE seat.begun >= %(oldest)s
                   AND year.start + interval '1 year' <= %(closed)s
                   AND NOT EXISTS (
                           SELECT FROM hr_mentorship_outcome_mark mark
                            WHERE mark.employee_id = seat.employee_id
                              AND mark.date_from < year.start + interval '1 year'
                              AND mark.date_to >= year.start
                       )
              ORDER BY seat.employee_id, seat.begun, seat.id
                """,
                seats=seats,
                oldest=today - FORGOTTEN_AFTER,
                closed=today - CLOSES_AFTER,
            )
        )

    @api.model
    def _read_people(self, company, years):
        """Return the strata of participants, who else is in these, and what has become of all of them.

        :returns: employee id → stratum; stratum → ids of colleagues in a random order that is always the same; and
            (employee id, first day) → truth of each measure
        """
        spans = {(year["start"], year["stop"]) for year in years.values()}
        rows = self.env.execute_query(
            SQL(
                """
                WITH span AS (SELECT UNNEST(%(starts)s::date[]) AS start, UNNEST(%(stops)s::date[]) AS stop),
                     since AS (
                         SELECT employee_id, MIN(LEAST(date_version, contract_date_start)) AS day
                           FROM hr_version WHERE employee_id IS NOT NULL GROUP BY employee_id
                     ),
                     standing AS (
                         SELECT DISTINCT ON (version.employee_id, span.start)
                                version.employee_id, span.start, span.stop,
                                COALESCE(version.department_id, 0) AS department, COALESCE(version.job_id, 0) AS job
                           FROM span
                           JOIN hr_version version ON version.active AND version.date_version <= span.start
                           JOIN hr_employee employee ON employee.id = version.employee_id
                          WHERE employee.company_id = %(company)s
                       ORDER BY version.employee_id, span.start, version.date_version DESC, version.id DESC
                     ),
                     base AS (
                         SELECT standing.*, now.departure_date,
                                (SELECT COUNT(*) FROM UNNEST(%(tenures)s) AS tenure(years)
                                  WHERE since.day <= standing.start - years * interval '1 year') AS seniority
                           FROM standing
                           JOIN since USING (employee_id)
                           JOIN hr_employee employee ON employee.id = standing.employee_id
                           JOIN hr_version now ON now.id = employee.current_version_id
                          -- Of whom it is not known when they left, nothing can be said
                          WHERE (employee.active OR now.departure_date IS NOT NULL)
                            AND (now.departure_date IS NULL OR now.departure_date >= standing.start)
                     ),
                     participant AS (
                         SELECT UNNEST(%(people)s) AS employee_id, UNNEST(%(first_days)s::date[]) AS start
                     ),
                     stratum AS (
                         SELECT DISTINCT start, department, job, seniority
                           FROM base JOIN participant USING (employee_id, start)
                     )
                SELECT base.employee_id, base.start, base.department, base.job, base.seniority,
                       participant.employee_id IS NOT NULL,
                       base.departure_date IS NULL OR base.departure_date > base.stop,
                       EXISTS (
                           SELECT FROM hr_version later
                            WHERE later.employee_id = base.employee_id AND later.active
                              AND later.date_version > base.start AND later.date_version <= base.stop
                              AND (NULLIF(later.department_id, NULLIF(base.department, 0)) IS NOT NULL
                                       AND base.department > 0
                                   OR NULLIF(later.job_id, NULLIF(base.job, 0)) IS NOT NULL AND base.job > 0)
                       ),
                       EXISTS (
                           SELECT FROM hr_employee_skill skill
                             JOIN hr_skill_level level ON level.id = skill.skill_level_id
                            WHERE skill.employee_id = base.employee_id
                              AND skill.valid_from > base.start AND skill.valid_from <= base.stop
                              AND level.level_progress > COALESCE((
                                      SELECT MAX(former.level_progress)
                                        FROM hr_employee_skill earlier
                                        JOIN hr_skill_level former ON former.id = earlier.skill_level_id
                                       WHERE earlier.employee_id = skill.employee_id
                                         AND earlier.skill_id = skill.skill_id
                                         AND (earlier.valid_from IS NULL OR earlier.valid_from <= base.start)
                                  ), 0)
                       )
                  FROM base
                  JOIN stratum USING (start, department, job, seniority)
             LEFT JOIN participant USING (employee_id, start)
                 WHERE participant.employee_id IS NOT NULL
                    OR NOT EXISTS (
                           SELECT FROM hr_mentorship_member member
                             JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                            WHERE member.employee_id = base.employee_id AND mentorship.start_date <= base.stop
                       )
                   AND NOT EXISTS (
                           SELECT FROM hr_mentorship_outcome_mark mark
                            WHERE mark.employee_id = base.employee_id
                              AND mark.date_from <= base.stop AND mark.date_to >= base.start
                       )
                """,
                company=company.id,
                starts=[start for start, _stop in spans],
                stops=[stop for _start, stop in spans],
                tenures=list(TENURES),
                people=list(years),
                first_days=[year["start"] for year in years.values()],
            )
        )
        people, free, seen = {}, defaultdict(list), {}
        for employee_id, start, department, job, seniority, takes_part, *truths in rows:
            stratum = (start, department, job, seniority)
            seen[employee_id, start] = truths
            if takes_part:
                people[employee_id] = stratum
            else:
                free[stratum].append(employee_id)
        shuffled = {
            stratum: sorted(ids, key=lambda employee_id, start=stratum[0]: _shuffle(employee_id, start))
            for stratum, ids in free.items()
        }
        return people, shuffled, seen

    # -- reading

    @api.model
    def _get_figures(self, programs, date_from=None, date_to=None):
        """Return what has been released of programs, in sudo; the caller has checked that they may be read.

        :param date date_from: leave out years that begin earlier
        :param date date_to: leave out years that end later
        :returns: a dict a program, role and comparison, and of several programs one for all of them with an empty
            ``program``: ``program``, ``role``, ``comparison``, ``date_from``, ``date_to``, ``people``, ``alone``,
            ``others``, and ``measures``, a dict a measure with ``share`` and ``other`` (lowest and highest, from 0 to
            1) and ``difference`` (between what it lies, 95 times of 100)
        :rtype: list[dict]
        """
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        domain = [
            ("program_id", "in", programs.ids),
            ("participant_count", ">=", least),
            ("other_count", ">=", least),
        ]
        domain += [("date_from", ">=", date_from)] if date_from else []
        domain += [("date_to", "<=", date_to)] if date_to else []
        rows = self.sudo().search(domain)  # sudo: see above
        nothing = programs.browse()
        figures = []
        for (role, comparison), alike in groupby(rows, lambda row: (row.role, row.comparison)):
            of_all = rows.browse().concat(*alike)
            each = of_all.grouped("program_id")
            if len(each) > 1:
                figures.append(of_all._put_together(nothing, role, comparison))
            figures += [
                own._put_together(program, role, comparison)
                for program in programs
                if (own := each.get(program.sudo()))  # sudo: as above
            ]
        return sorted(figures, key=lambda row: (row["comparison"] != "lottery", bool(row["program"]), row["role"]))

    def _put_together(self, program, role, comparison):
        first = self.filtered(lambda row: row.measure == NAMES[0])
        measures = {}
        for measure, rows in self.grouped("measure").items():
            share, other = (
                together([(Share(*(row[name] for name in names)), row.participant_count) for row in rows])
                for names in (
                    ("share_from", "share_to", "participant_effective"),
                    ("other_from", "other_to", "other_effective"),
                )
            )
            measures[measure] = {
                "share": share[:2],
                "other": other[:2],
                "difference": compare_shares(share[:2], share.people, other[:2], other.people),
            }
        return {
            "program": program,
            "role": role,
            "comparison": comparison,
            "date_from": min(self.mapped("date_from")),
            "date_to": max(self.mapped("date_to")),
            "people": sum(first.mapped("participant_count")),
            "alone": sum(first.mapped("alone_count")),
            "others": sum(first.mapped("other_count")),
            "measures": measures,
        }


def _shuffle(employee_id, start):
    """Return by what people are put in an order that has nothing to do with them, and is always the same."""
    return md5(f"{employee_id}/{start}".encode(), usedforsecurity=False).hexdigest()
