from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL, formatLang, groupby, split_every

from ...disclosure import BAND_NAMES, Answer, Comment, Figures, choose_comments, decide, first_open_day, merge
from ..common.private_fields import SecretInteger
from ..program.hr_mentorship_program import ROLES
from .readers import TOGETHER, select_hidden, select_hidden_across, select_readers

ROLES_OF_RELEASES = [*ROLES, (TOGETHER, "Mentors and mentees together")]
CHECKIN = "checkin"
PROGRAMS_AT_ONCE = 50
COMMENT = "/comment"
"""What the marks of comments have at the end of their source."""
ENDED_STATES = ("closed", "cancelled")


class HrMentorshipRelease(models.Model):
    """What people have answered in a period that is over, as figures: made once, and never again.

    The only door to ``disclosure/``, which decides what becomes a release and how coarse it is. Reports read releases
    and no answers. No answer is in two of them, and each is made of at least *N* people: so neither two looks nor two
    cuts differ by fewer than *N* people, even if somebody moves meetings to other months in between.
    """

    _name = "hr.mentorship.release"
    _description = "Released Figures of Mentorships"
    _order = "date_to desc, program_id, measure, role, id"
    _rec_name = "program_id"

    program_id = fields.Many2one(
        "hr.mentorship.program",
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Empty: of what several programs that are over have left, see hr.mentorship.release.across.",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Where enough people of one department, and of all others, have answered.",
    )
    role = fields.Selection(ROLES_OF_RELEASES, required=True, readonly=True)
    measure = fields.Char(
        required=True, readonly=True, default=CHECKIN, help="What the answers are about: check-ins, or a question."
    )
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    people_from = fields.Integer("People, at Least", readonly=True)
    people_to = fields.Integer("People, at Most", readonly=True, help="0: no upper bound.")
    mean_from = fields.Float(readonly=True, digits=(2, 1))
    mean_to = fields.Float(readonly=True, digits=(2, 1))
    has_shares = fields.Boolean(readonly=True)
    low_from = fields.Float(readonly=True, help="Share of people whose mean is below 2.5, from 0 to 1.")
    low_to = fields.Float(readonly=True)
    mid_from = fields.Float(readonly=True)
    mid_to = fields.Float(readonly=True)
    high_from = fields.Float(readonly=True, help="Share of people whose mean is 3.5 or more, from 0 to 1.")
    high_to = fields.Float(readonly=True)
    weight = SecretInteger(
        required=True, readonly=True, groups=NO_ACCESS, help="Of how many people, for figures of several releases."
    )

    # -- what there is to release

    @api.model
    def _get_answer_sources(self):
        """Return what answers there are, a select a source; a later room appends its own.

        Each select has the columns ``source`` (varchar, constant), ``answer_id`` (int, unique within the source),
        ``program_id``, ``company_id``, ``employee_id`` (whose answer it is), ``department_id`` (int, may be null),
        ``role`` (varchar: mentor, mentee), ``measure`` (varchar: ``checkin``, or the key of a survey's construct),
        ``answered_on`` (date: to which period it counts), ``value`` (numeric, 1..5) and ``threshold`` (int: the
        smallest group that its author was promised).

        :rtype: list[odoo.tools.SQL]
        """
        return [
            SQL(
                """
                SELECT 'checkin'::varchar AS source, feedback.id AS answer_id, feedback.program_id,
                       feedback.company_id, member.employee_id, version.department_id, member.role,
                       'checkin'::varchar AS measure, checkin.held_on AS answered_on,
                       feedback.rating::numeric AS value, feedback.threshold
                  FROM hr_mentorship_feedback feedback
                  JOIN hr_mentorship_member member ON member.id = feedback.member_id
                  JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                  JOIN hr_employee employee ON employee.id = member.employee_id
             LEFT JOIN hr_version version ON version.id = employee.current_version_id
                 WHERE checkin.held_on IS NOT NULL
                """
            )
        ]

    @api.model
    def _get_comment_sources(self):
        """Return what comments there are, a select a source; a later room appends its own.

        Each select has the columns ``source`` (varchar, constant), ``answer_id`` (int, unique within the source),
        ``program_id``, ``employee_id``, ``role``, ``answered_on`` (date), ``body`` (text), ``may_be_read`` (bool: the
        tick of its author) and ``threshold`` (int).

        :rtype: list[odoo.tools.SQL]
        """
        return [
            SQL(
                """
                SELECT 'checkin'::varchar AS source, feedback.id AS answer_id, feedback.program_id,
                       member.employee_id, member.role, checkin.held_on AS answered_on,
                       feedback.comment AS body, COALESCE(feedback.may_be_read, FALSE) AS may_be_read,
                       feedback.threshold
                  FROM hr_mentorship_feedback feedback
                  JOIN hr_mentorship_member member ON member.id = feedback.member_id
                  JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                 WHERE checkin.held_on IS NOT NULL AND feedback.comment IS NOT NULL
                """
            )
        ]

    @api.model
    def _get_measure_labels(self):
        """Return what the measures are called, in the reader's language; a later room adds its own.

        :rtype: dict[str, str]
        """
        return {CHECKIN: self.env._("Check-ins")}

    # -- releasing

    @api.model
    def _cron_release(self):
        """Release what is over, some programs at a time: a run that is killed has done whole programs or nothing."""
        cron = self.env["ir.cron"]
        program_ids = self._find_waiting()
        cron._commit_progress(remaining=len(program_ids))
        for ids in split_every(PROGRAMS_AT_ONCE, program_ids, list):
            self._release(ids)
            if not cron._commit_progress(len(ids)):
                return
        self.env["hr.mentorship.release.across"]._release(program_ids)

    @api.model
    def _release_closed_periods(self):
        """Release at once what is over, where enough people have answered; the rest waits or stays hidden.

        :rtype: hr.mentorship.release, the new ones
        """
        program_ids = self._find_waiting()
        return self._release(program_ids) + self.env["hr.mentorship.release.across"]._release(program_ids)

    @api.model
    def _find_waiting(self):
        """Return the ids of the programs with answers or comments that are in no release, of a month that is over."""
        self.env.flush_all()
        open_from = first_open_day(fields.Date.context_today(self))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT waiting.program_id
                  FROM (%(answers)s UNION ALL %(comments)s) waiting
                 WHERE waiting.program_id IS NOT NULL
              ORDER BY waiting.program_id
                """,
                answers=self._select_waiting("program_id", self._get_answer_sources(), SQL(), open_from),
                comments=self._select_waiting(
                    "program_id", self._get_comment_sources(), SQL("AND answer.may_be_read"), open_from, COMMENT
                ),
            )
        )
        return [program_id for [program_id] in rows]

    def _select_waiting(self, names, sources, condition, open_from, suffix=""):
        return SQL(
            """
            SELECT %(names)s
              FROM (%(sources)s) answer
             WHERE answer.answered_on < %(open_from)s %(condition)s
               AND NOT EXISTS (
                       SELECT FROM hr_mentorship_release_mark mark
                        WHERE mark.source = answer.source || %(suffix)s AND mark.answer_id = answer.answer_id
                   )
            """,
            names=SQL(", ").join(SQL.identifier("answer", name) for name in names.split()),
            sources=SQL(" UNION ALL ").join(sources),
            open_from=open_from,
            condition=condition,
            suffix=suffix,
        )

    def _release(self, program_ids):
        """Release what is over in these programs."""
        if not program_ids:
            return self.browse()
        today = fields.Date.context_today(self)
        # sudo: counts answers whoever they are of; what comes out names nobody
        programs = self.sudo().env["hr.mentorship.program"].browse(program_ids)
        readers = self._find_readers(programs)
        over = set(self._filter_over(programs, today).ids)
        values, released = [], []
        for (program_id, company_id, measure), rows in groupby(
            self._read_waiting_answers(program_ids, today), lambda row: row[:3]
        ):
            for release in decide(self._to_answers(rows), today, program_id in over, readers[program_id]):
                values.append(self._to_values(release, program_id, company_id, measure))
                released += release.keys
        # By SQL: an answer keeps the time and the user of its author. Two runs at once cannot count the same answers:
        # the second one fails at a mark that the first one has set, and is run again
        self._mark(released)
        releases = self.sudo().create(values)
        self._release_comments(programs, today, readers)
        return releases

    @api.model
    def _filter_over(self, programs, today):
        """Return those of ``programs`` in which nobody answers any more."""
        return programs.filtered(lambda program: program.state in ENDED_STATES or program._is_past(today))

    def _to_answers(self, rows):
        return [
            Answer((source, answer_id), employee_id, float(value), answered_on, threshold, role, department_id)
            for *_key, source, answer_id, employee_id, value, answered_on, threshold, role, department_id in rows
        ]

    def _read_waiting_answers(self, program_ids, today):
        key = "program_id company_id measure source answer_id"
        names = f"{key} employee_id value answered_on threshold role department_id"
        condition = SQL("AND answer.program_id = ANY(%s)", program_ids)
        waiting = self._select_waiting(names, self._get_answer_sources(), condition, first_open_day(today))
        return self.env.execute_query(
            SQL("%s ORDER BY answer.program_id, answer.company_id, answer.measure, answer.source, answer_id", waiting)
        )

    @api.model
    def _find_readers(self, programs):
        """Return who reads the figures of programs (sudo): they know their own answer, and do not count towards N.

        :rtype: dict[int, set[int]] ids of employees, by the ids of programs
        """
        readers = {program_id: set() for program_id in programs.ids}
        for program_id, employee_id in self.env.execute_query(select_readers(self.env, programs.ids)):
            readers[program_id].add(employee_id)
        return readers

    def _mark(self, keys):
        if keys:
            sources, ids = zip(*sorted(keys), strict=True)
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO hr_mentorship_release_mark (source, answer_id)
                         SELECT * FROM unnest(%s::varchar[], %s::int[])
                    """,
                    list(sources),
                    list(ids),
                )
            )

    @api.model
    def _to_values(self, release, program_id, company_id, measure):
        figures = release.figures
        low, high = figures.people_band
        values = {
            "program_id": program_id,
            "company_id": company_id,
            "measure": measure,
            "department_id": release.group,
            "role": release.role or TOGETHER,
            "date_from": release.date_from,
            "date_to": release.date_to,
            "weight": release.people_count,
            "people_from": low,
            "people_to": high or 0,
            "mean_from": figures.mean_band[0],
            "mean_to": figures.mean_band[1],
            "has_shares": bool(figures.shares),
        }
        for name, share in zip(BAND_NAMES, figures.shares or ((0, 0),) * 3, strict=True):
            values[f"{name}_from"], values[f"{name}_to"] = share
        return values

    def _release_comments(self, programs, today, readers):
        """Let others read comments that their authors have allowed them to read, ten of a program at least."""
        names = "program_id source answer_id employee_id answered_on threshold body"
        condition = SQL("AND answer.may_be_read AND answer.program_id = ANY(%s)", programs.ids)
        waiting = self._select_waiting(names, self._get_comment_sources(), condition, first_open_day(today), COMMENT)
        rows = self.env.execute_query(SQL("%s ORDER BY answer.program_id", waiting))
        values, released = [], []
        for program_id, comments in groupby(rows, lambda row: row[0]):
            bodies, known = {}, []
            for _program, source, answer_id, employee_id, answered_on, threshold, body in comments:
                bodies[source, answer_id] = body
                known.append(Comment((source, answer_id), employee_id, answered_on, threshold))
            for source, answer_id in choose_comments(known, today, readers[program_id]):
                values.append({"program_id": program_id, "body": bodies[source, answer_id]})
                released.append((source + COMMENT, answer_id))
        self._mark(released)
        self.env["hr.mentorship.release.comment"].sudo().create(values)

    # -- reading

    @api.model
    def _get_shown_condition(self, program_ids=None):
        """Return the condition on which a release is shown to anybody: it is of *N* people whom its readers are not.

        Those who read the figures know what they have answered themselves, and who they are may change after the
        release. A company that has become stricter is not shown what was released before either.

        :param program_ids: of which programs only; all of them unless told
        :rtype: odoo.tools.SQL on the columns of ``hr_mentorship_release``
        """
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        sources = self._get_answer_sources()
        hidden = [select_hidden(self.env, sources, least, program_ids)]
        if program_ids is None:
            hidden.append(select_hidden_across(self.env, sources, least))
        # Part of the statement that reads, and looked for once in it
        arrays = SQL(" || ").join(SQL("ARRAY(%s)", each) for each in hidden)
        return SQL("weight >= %s AND id != ALL(%s)", least, arrays)

    @api.model
    def _get_shown_across_condition(self):
        """Return the same of releases across programs alone."""
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        hidden = select_hidden_across(self.env, self._get_answer_sources(), least)
        return SQL("program_id IS NULL AND weight >= %s AND id != ALL(ARRAY(%s))", least, hidden)

    @api.model
    def _get_figures(self, programs, date_from=None, date_to=None):
        """Return what has been released of programs that the user runs or approves.

        :param date date_from: leave out what was released of earlier periods
        :param date date_to: leave out what was released of later periods
        :returns: dicts of ``program`` (record), ``role`` (mentor, mentee, or False for both together), ``measure``,
            ``department`` (record, empty but in figures of one department in the whole time), ``date_from``,
            ``date_to``, ``people`` (text, a band), ``mean`` (to 0.1; of a band its middle), ``mean_from`` and
            ``mean_to`` (what the mean lies between), ``mean_text``, ``is_band``, ``shares`` (texts of ``low``, ``mid``,
            ``high``, or empty), ``share_bands`` (the same as tuples of numbers from 0 to 1), ``position`` (0 for the
            whole time, 1, 2, … for its periods in their order), ``weight`` (for means of several figures, never shown)
        :rtype: list[dict]
        :raises AccessError: if the user may not read the figures of all of them
        """
        return self._tell(programs, self._check_readable(programs), date_from, date_to)

    def _check_readable(self, programs):
        """Return the condition on which releases of programs are shown; raise unless the user may read all of them."""
        programs.check_access("read")
        if not all(self.env.su or program.is_my_program or program.is_my_approval for program in programs):
            raise AccessError(self.env._("Only the sponsor and the program managers read the figures of a program."))
        return SQL("program_id = ANY(%s) AND %s", programs.ids, self._get_shown_condition(programs.ids))

    @api.model
    def _get_cuts(self, programs, cuts, date_from=None, date_to=None):
        """Return what has been released of several programs put together: of the whole time, by cuts of programs.

        Made of the figures of single programs, which the same reader sees, and so tells no more than they do.

        :param dict cuts: for each cut, what a program belongs to: ``{"format": {program.id: "Peer", …}, …}``
        :returns: as :meth:`_get_figures`, by the name of the cut and what it cuts into
        :rtype: dict[str, dict[str, list[dict]]]
        """
        rows = list(self._read_parts(self._check_readable(programs), date_from or date.min, date_to or date.max))
        found = {}
        for name, place_of in cuts.items():
            cells = {}
            for row in rows:
                program_id, measure, role = row["key"]
                cells.setdefault((place_of[program_id], measure, role), []).append(row)
            found[name] = {}
            for (place, measure, role), whole in cells.items():
                base = {"program": programs[:0], "measure": measure, "role": role if role != TOGETHER else False}
                found[name].setdefault(place, []).append(self._say({**base, "position": 0}, whole))
        return found

    def _tell(self, programs, condition, date_from, date_to):
        """Return the figures of releases, put together as :meth:`_get_figures` says; who asks has been checked.

        :param programs: of those that are asked for; none where they are of no program
        :param SQL condition: on the columns of ``hr_mentorship_release``
        """
        figures = []
        rows = self._read_parts(condition, date_from or date.min, date_to or date.max)
        for (program_id, measure, role), cells in groupby(rows, lambda row: row["key"]):
            program = programs.browse(program_id or ())
            base = {"program": program, "measure": measure, "role": role if role != TOGETHER else False}
            whole = list(cells)
            figures.append(self._say({**base, "position": 0}, whole))
            periods = {}
            for cell in whole:
                periods.setdefault((cell["date_to"], cell["date_from"]), []).append(cell)
            figures += [
                self._say({**base, "position": position}, periods[period])
                for position, period in enumerate(sorted(periods), start=1)
            ]
            departments = {}
            for cell in whole:
                if cell["department_id"]:
                    departments.setdefault(cell["department_id"], []).append(cell)
            figures += [
                self._say({**base, "position": 0, "department": department_id}, departments[department_id])
                for department_id in sorted(departments)
            ]
        return figures

    def _read_parts(self, condition, date_from, date_to):
        """Return the figures of single releases, with how many people they are of."""
        self.flush_model()
        # By SQL: nobody reads releases; the caller has checked whose they are
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT *
                  FROM hr_mentorship_release
                 WHERE %s AND date_from >= %s AND date_to <= %s
              ORDER BY program_id, measure, role, date_to, id
                """,
                condition,
                date_from,
                date_to,
            )
        )
        for row in rows:
            shares = tuple((row[f"{name}_from"], row[f"{name}_to"]) for name in BAND_NAMES)
            figures = Figures(
                (row["people_from"], row["people_to"] or None),
                (row["mean_from"], row["mean_to"]),
                shares if row["has_shares"] else None,
            )
            yield {
                "key": (row["program_id"], row["measure"], row["role"]),
                "department_id": row["department_id"],
                "date_from": row["date_from"],
                "date_to": row["date_to"],
                "part": (figures, row["weight"]),
            }

    def _say(self, base, cells):
        """Return figures of several releases as one, in words and numbers."""
        figures = merge(cell["part"] for cell in cells)
        low, high = figures.mean_band
        return {
            **base,
            # sudo: the name of a department, which every colleague knows
            "department": self.env["hr.department"].sudo().browse(base.get("department", ())),
            "date_from": min(cell["date_from"] for cell in cells),
            "date_to": max(cell["date_to"] for cell in cells),
            "people": self._say_people(*figures.people_band),
            "mean": figures.mean,
            "mean_from": low,
            "mean_to": high,
            "mean_text": self._say_mean(low, high),
            "is_band": figures.is_band,
            "shares": {
                name: self._say_share(*share) for name, share in zip(BAND_NAMES, figures.shares or (), strict=False)
            },
            "share_bands": dict(zip(BAND_NAMES, figures.shares or (), strict=False)),
            "weight": sum(cell["part"][1] for cell in cells),
        }

    @api.model
    def _say_people(self, low, high):
        if not high:
            return self.env._("at least %(count)s", count=low)
        return self.env._("%(from)s to %(to)s", **{"from": low, "to": high})

    @api.model
    def _say_mean(self, low, high):
        words = {"from": formatLang(self.env, low, digits=1), "to": formatLang(self.env, high, digits=1)}
        if low == high:
            return words["from"]
        if high == 5:
            return self.env._("%(from)s or more", **words)
        if low == 1:
            return self.env._("%(to)s or less", **words)
        return self.env._("%(from)s to %(to)s", **words)

    @api.model
    def _say_share(self, low, high):
        return self.env._("%(from)s to %(to)s %%", **{"from": round(100 * low), "to": round(100 * high)})

    @api.model
    def _average(self, program_ids, measure=CHECKIN):
        """Return means of programs over all that has been released; the caller has checked that they may be read.

        Each release counts by the middle of its band of people, as its readers could work it out themselves.

        :rtype: dict[int, float]
        """
        self.flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT program_id,
                           (SUM(people * (mean_from + mean_to) / 2) / NULLIF(SUM(people), 0))::float
                      FROM hr_mentorship_release
                CROSS JOIN LATERAL (SELECT people_from + GREATEST(people_from, people_to) AS people) AS band
                     WHERE program_id = ANY(%s) AND measure = %s AND %s
                  GROUP BY program_id
                    """,
                    list(program_ids),
                    measure,
                    self._get_shown_condition(list(program_ids)),
                )
            )
        )
