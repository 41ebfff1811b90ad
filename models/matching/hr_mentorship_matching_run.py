import base64
import json
import logging
import time
from collections import Counter
from datetime import datetime, timezone
from hashlib import sha256

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command, Domain

from ...matching import MICRO_POINTS_PER_PERCENT, MatchingError, Problem, figures, lots, match
from ..common.client_actions import toast
from ..common.private_fields import ReaderOne2many, SecretBinary
from ..common.spoken import by_count
from .hr_mentorship_matching_job import MatchingCancelledError
from .matching_pool import MatchingPool
from .run_words import describe_delta, explain_objectives, tell_applied

OBJECTIVES = [
    ("people", "Most people"),
    ("total", "Best fit in total"),
    ("fairest", "Fairest"),
    ("stable", "Stable"),
]
_logger = logging.getLogger(__name__)
PAIRS_SOLVED_AT_ONCE = 60_000
"""Mentees × mentors up to which somebody may wait for the answer: about two seconds for all objectives together."""
SECONDS_AT_ONCE, SECONDS_IN_BACKGROUND = 20, 1200
"""After which the engine gives up the proof, and states the gap instead."""


class HrMentorshipMatchingRun(models.Model):
    """One answer of the engine to the question who should mentor whom: kept for ever, and never changed.

    A run proposes nothing by itself. "Use this run" turns its lines into proposals.
    """

    _name = "hr.mentorship.matching.run"
    _description = "Matching Run"
    _inherit = ["hr.mentorship.lifecycle.mixin"]
    _order = "id desc"

    job_id = fields.Many2one("hr.mentorship.matching.job", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    objective = fields.Selection(OBJECTIVES, required=True, readonly=True)
    objective_help = fields.Char("What It Means", compute="_compute_objective_help")
    is_among_peers = fields.Boolean(related="program_id.is_among_peers")
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="queued",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    error = fields.Text("What Went Wrong", readonly=True)
    user_id = fields.Many2one("res.users", "Started By", readonly=True)
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    duration_seconds = fields.Float(readonly=True, digits=(12, 2), aggregator="avg")
    progress = fields.Float(related="job_id.progress")
    # What went in
    minimum_score = fields.Float("Propose From", readonly=True, digits=(5, 1))
    seed = fields.Integer(readonly=True, help="Breaks ties between equally good solutions.")
    settings = fields.Json(readonly=True)
    settings_text = fields.Text("Criteria", compute="_compute_settings_text")
    fingerprint = fields.Char(readonly=True, help="Of everything the engine has read.")
    pool_fingerprint = fields.Char(readonly=True, help="Of the people and free seats alone.")
    pairs_fingerprint = fields.Char(readonly=True, help="Of the pairs that came out: the same for the same ones.")
    # Secret, and no attachment: the input holds what single people have said and whom they block, and attachments are
    # read by administrators, mailed by templates, and searched in sudo
    input_data = SecretBinary(attachment=False, readonly=True, groups=NO_ACCESS)
    # What came out
    line_ids = ReaderOne2many("hr.mentorship.matching.line", "run_id", readonly=True)
    mentee_count = fields.Integer("Waiting People", readonly=True)
    matched_count = fields.Integer("Matched", readonly=True)
    unmatched_count = fields.Integer("Without a Partner", readonly=True)
    mean_score = fields.Float("Mean", readonly=True, digits=(5, 1), aggregator="avg")
    lowest_decile = fields.Float(
        "Lowest Tenth",
        readonly=True,
        digits=(5, 1),
        aggregator="avg",
        help="Nine of ten pairs fit at least this well.",
    )
    lowest_score = fields.Float("Lowest", readonly=True, digits=(5, 1), aggregator="avg")
    blocking_pair_count = fields.Integer(
        "Would Rather Swap",
        readonly=True,
        help="Pairs that fit each other better than both fit whom they were given.",
    )
    mentors_used_count = fields.Integer("Mentors Used", readonly=True)
    is_proven = fields.Boolean("Proven", readonly=True, help="No other set of pairs is better for this objective.")
    gap_people = fields.Integer(readonly=True, help="At most this many more people could be matched.")
    gap_score = fields.Float(readonly=True, help="At most this many points could be missing in total.")
    previous_id = fields.Many2one(
        "hr.mentorship.matching.run", "Run Before", readonly=True, index="btree_not_null", ondelete="set null"
    )
    delta_text = fields.Char("Since the Run Before", compute="_compute_delta_text")
    used_at = fields.Datetime(readonly=True)
    used_by_id = fields.Many2one("res.users", readonly=True)
    is_in_use = fields.Boolean("In Use", compute="_compute_is_in_use")
    is_current = fields.Boolean(
        "Up to Date", compute="_compute_is_current", help="The criteria are still those of this run."
    )
    insight_ids = ReaderOne2many("hr.mentorship.matching.insight", "run_id", readonly=True)
    shortage_ids = ReaderOne2many(
        "hr.mentorship.matching.insight", "run_id", readonly=True, domain=[("kind", "in", ("topic", "place"))]
    )
    unused_ids = ReaderOne2many(
        "hr.mentorship.matching.insight", "run_id", readonly=True, domain=[("kind", "=", "unused")]
    )
    group_ids = ReaderOne2many(
        "hr.mentorship.matching.insight", "run_id", readonly=True, domain=[("kind", "=", "group")]
    )

    @api.depends("program_id.name", "objective", "create_date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        labels = dict(self._fields["objective"]._description_selection(self.env))
        for run in self:
            moment = fields.Datetime.context_timestamp(run, run.create_date) if run.create_date else None
            run.display_name = self.env._(
                "%(objective)s, %(moment)s",
                objective=labels.get(run.objective, ""),
                moment=moment.strftime("%Y-%m-%d %H:%M") if moment else "",
            )

    @api.depends("objective")
    @api.depends_context("lang")
    def _compute_objective_help(self):
        texts = explain_objectives(self.env)
        for run in self:
            run.objective_help = texts.get(run.objective)

    @api.depends("settings")
    @api.depends_context("lang")
    def _compute_settings_text(self):
        name = self.env["hr.mentorship.criterion"]._name_setting
        for run in self:
            criteria = (run.settings or {}).get("criteria", ())
            run.settings_text = ", ".join(f"{name(setting)} {setting['weight']}" for setting in criteria)

    @api.depends("previous_id", "matched_count", "mean_score", "lowest_score", "pool_fingerprint", "settings")
    @api.depends_context("lang")
    def _compute_delta_text(self):
        for run in self:
            run.delta_text = describe_delta(run) if run.state == "done" and run.previous_id else False

    @api.depends("program_id.used_run_id")
    def _compute_is_in_use(self):
        for run in self:
            run.is_in_use = run.program_id.sudo().used_run_id == run  # sudo: whoever reads the run manages its program

    @api.depends("settings", "program_id")
    def _compute_is_current(self):
        matcher = self.env["hr.mentorship.matcher"]
        # sudo: whoever reads the run manages its program
        now = {program: matcher._get_settings(program) for program in self.program_id.sudo()}
        for run in self:
            run.is_current = run._get_rules() == now.get(run.program_id.sudo())

    def _get_rules(self):
        """The part of the settings that the program manager chooses, as the matcher gives it."""
        return {key: value for key, value in (self.settings or {}).items() if key not in ("objective", "locked")}

    # -- lifecycle

    @api.model
    def _create_runs(self, program, objectives):
        """Create one run an objective; solve them at once where that takes seconds, else in the background.

        The caller has checked that the user manages the program and that there is something to match.

        :param list[str] objectives: keys of ``OBJECTIVES``
        """
        runs = self._prepare_runs(program, objectives)
        if runs._are_small():
            runs._start()
            runs._solve()
        else:
            self.env.ref("hr_mentorship.ir_cron_solve_matching").sudo()._trigger()
        return runs.with_env(self.env)

    @api.model
    def _prepare_runs(self, program, objectives):
        """Write down what is asked, in sudo; nothing is solved yet."""
        program.ensure_one()
        previous = {
            objective: self.sudo().search(
                [("program_id", "=", program.id), ("objective", "=", objective), ("state", "=", "done")], limit=1
            )
            for objective in objectives
        }
        settings = self.env["hr.mentorship.matcher"]._get_settings(program.sudo())
        locked = program.sudo()._get_locked_pairs()
        # sudo: runs are made here alone, for users who manage the program
        job = self.env["hr.mentorship.matching.job"].sudo().create({"program_id": program.id})
        return self.sudo().create(
            [
                {
                    "job_id": job.id,
                    "program_id": program.id,
                    "objective": objective,
                    "user_id": self.env.uid,
                    "minimum_score": settings["minimum_score"],
                    "settings": {**settings, "objective": objective, "locked": locked},
                    "previous_id": previous[objective].id,
                }
                for objective in objectives
            ]
        )

    def _start(self):
        self._move_to("running", started_at=fields.Datetime.now())

    def _fail(self, sentence):
        self._move_to("failed", error=sentence, finished_at=fields.Datetime.now())

    def _cancel(self):
        self._move_to("cancelled", finished_at=fields.Datetime.now())

    def _tell_user(self):
        """Tell who has started a run in the background that it is through, wherever they are by now."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for user, runs in self.grouped("user_id").items():
            user._bus_send(
                "simple_notification",
                {
                    "title": runs.program_id.name,
                    "message": self.with_context(lang=user.lang).env._(
                        "Matching: %(states)s.", states=", ".join(sorted({labels[run.state] for run in runs}))
                    ),
                    "type": "success" if set(runs.mapped("state")) == {"done"} else "warning",
                },
            )

    # -- openings

    def action_view_distribution(self):
        """Open the scores of the pairs, in steps of ten."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_matching_line_action")
        action["domain"] = [("run_id", "in", self.ids)]
        return action

    # -- The engine at work: from a program's people to lines, figures, or a sentence that says what is wrong.

    def _are_small(self):
        """Whether the answer takes seconds, so that somebody may wait for it."""
        program = self.program_id
        free_mentees, free_seats = program._count_free()
        mentors = min(free_seats, program.peer_count if program.is_among_peers else program.mentor_count)
        return free_mentees * mentors <= PAIRS_SOLVED_AT_ONCE

    def _solve(self, report=None):
        """Solve runs of one job over the same pool: all of them, or none.

        Whatever is wrong becomes a sentence on the runs, except for a clash with another transaction, after which
        the caller tries again.

        :param report: as ``progress`` of :func:`~..matching.match`
        """
        try:
            with self.env.cr.savepoint():
                self._solve_all(report)
        except OperationalError:
            raise
        except MatchingCancelledError:
            self._cancel()
        except (UserError, MatchingError) as error:
            self._fail(str(error))
        except Exception:
            _logger.exception("Matching runs %s failed", self.ids)
            self._fail(self.env._("Something unexpected went wrong. Your administrator finds it in the server's log."))

    def _solve_all(self, report):
        program = self.program_id
        matcher = self.env["hr.mentorship.matcher"]
        settings = self[:1].settings
        pool, seats = matcher._read_open_pool(program)
        problem = matcher._build_run_problem(program, pool, seats, settings)
        input_data = base64.b64encode(problem.to_bytes())
        for position, run in enumerate(self):
            started = time.monotonic()

            def progress(step, done, position=position):
                report(step, (position + done) / len(self))

            limit = SECONDS_IN_BACKGROUND if report else SECONDS_AT_ONCE
            solution, shares = run._find_pairs(problem, limit, progress if report else None)
            run._write_result(pool, problem, solution, shares, input_data)
            run._move_to("done", finished_at=fields.Datetime.now(), duration_seconds=time.monotonic() - started)

    def _find_pairs(self, problem, time_limit, progress=None):
        """Hook: let the engine answer for this run.

        :returns: :class:`~..matching.Solution`, and the chance of each mentee on whom a lot decides
        """
        solution = match(problem, objective=self.objective, time_limit=time_limit, progress=progress)
        return solution, lots(problem, solution)

    def _write_result(self, pool, problem, solution, shares, input_data):
        numbers = figures(problem, solution)
        self.write(
            {
                "seed": problem.seed,
                "fingerprint": problem.fingerprint(),
                "pool_fingerprint": self._get_pool_fingerprint(problem),
                "pairs_fingerprint": self._get_pairs_fingerprint(problem, solution),
                "input_data": input_data,
                "mentee_count": problem.n_mentees,
                "matched_count": numbers.matched,
                "unmatched_count": problem.n_mentees - numbers.matched,
                "mean_score": numbers.mean / MICRO_POINTS_PER_PERCENT,
                "lowest_decile": numbers.lowest_decile / MICRO_POINTS_PER_PERCENT,
                "lowest_score": numbers.lowest / MICRO_POINTS_PER_PERCENT,
                "blocking_pair_count": numbers.blocking_pairs // (2 if problem.is_peers else 1),
                "mentors_used_count": numbers.mentors_used,
                "is_proven": solution.is_proven,
                "gap_people": solution.gap[0],
                "gap_score": solution.gap[1] / MICRO_POINTS_PER_PERCENT,
            }
        )
        # sudo: made here alone, for users who manage the program
        self.env["hr.mentorship.matching.line"].sudo()._keep_pairs(self, pool, solution, shares)
        self.env["hr.mentorship.matching.insight"].sudo()._keep_insights(self, pool, problem, solution)

    def _get_pool_fingerprint(self, problem):
        """Return what is the same for two runs that are about the same people and the same free seats."""
        seats = sorted(zip(problem.mentor_ids.tolist(), problem.seats.tolist(), strict=True))
        return sha256(json.dumps([sorted(problem.mentee_ids.tolist()), seats]).encode()).hexdigest()

    def _get_pairs_fingerprint(self, problem, solution):
        """Return what is the same for two runs that bring the same people together."""
        mentors = problem.mentor_ids.tolist()
        pairs = [
            (mentee, mentors[row])
            for mentee, row in zip(problem.mentee_ids.tolist(), solution.mentor_of.tolist(), strict=True)
            if row >= 0
        ]
        return sha256(json.dumps(sorted(pairs)).encode()).hexdigest()

    # -- once more

    def action_reproduce(self):
        """Solve what was read then once more, and say whether the same comes out."""
        self.ensure_one()
        self.program_id._check_manager()
        self._check_state_in("done")
        # sudo: the input stays here; it holds what people have said in confidence
        problem = Problem.from_bytes(base64.b64decode(self.sudo().with_context(bin_size=False).input_data))
        solution, _shares = self._find_pairs(problem, SECONDS_AT_ONCE)
        again = {
            (int(problem.mentee_ids[row]), int(problem.mentor_ids[mentor_row]) if mentor_row >= 0 else False)
            for row, mentor_row in enumerate(solution.mentor_of.tolist())
        }
        then = {(line.mentee_id.id, line.mentor_id.id) for line in self.line_ids}
        if again == then and problem.fingerprint() == self.fingerprint:
            message = by_count(
                self.matched_count,
                self.env._("The same input gives the same pair."),
                self.env._("The same input gives the same %(count)s pairs, to the last one.", count=self.matched_count),
            )
            return toast(message)
        count = len({mentee for mentee, _mentor in again ^ then})
        message = by_count(
            count,
            self.env._("One person comes out differently. Has the addon been updated since?"),
            self.env._("%(count)s people come out differently. Has the addon been updated since?", count=count),
        )
        return toast(message, "warning")

    # -- From a run to the working list: all or nothing, and nobody tramples anybody else.

    def action_apply(self):
        """Use this run: its pairs become the proposals of the program, in place of those that are not locked."""
        self.ensure_one()
        self.program_id._check_manager()
        return self._apply()

    def _apply(self):
        """The same; the caller has checked that the user manages the program.

        :returns: an action that tells what has been left out, if anything
        """
        program = self.program_id
        self._check_state_in("done")
        program._lock_for_matching()
        self._check_still_valid()
        jobs, paired = self.env["hr.mentorship.job"], self.line_ids.filtered("mentor_id")
        if jobs._is_for(paired):
            return jobs._queue("use", paired)
        # sudo: proposals are made and removed here alone, for users who manage the program
        program.sudo()._get_unlocked_proposals()._remove_proposals()
        lines, left_out = self.sudo()._split_lines(paired.sudo())
        self.sudo()._create_proposals(lines)
        self._note_use()
        self.program_id.invalidate_recordset(["proposed_count"])
        return tell_applied(program, len(lines), self.program_id.proposed_count, left_out)

    def _find_replaced(self, domain=()):
        """Return the proposals, in sudo, that give way to those of this run."""
        return self.program_id.sudo()._get_unlocked_proposals(Domain("run_id", "!=", self.id) & Domain(domain))

    def _conclude_use(self):
        """All pairs of this run are proposed, or left out; nothing else is proposed but what is locked."""
        self._find_replaced()._remove_proposals()
        self._note_use()

    def _note_use(self):
        # To the microsecond, as the day on which a run was made: “since” is asked of two that may lie in one second
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        self.sudo().write({"used_at": now, "used_by_id": self.env.uid})
        # The update of the program makes whoever does the same in this second start again, and see this run
        self.program_id.sudo().used_run_id = self

    def _check_still_valid(self):
        program = self.program_id
        if program.state != "open":
            raise UserError(self.env._("“%(name)s” is not open. Only open programs are matched.", name=program.name))
        if not self.is_current:
            raise UserError(
                self.env._(
                    "The criteria of “%(name)s” have changed since this run, so its scores no longer say what counts "
                    "now. Compare again, then choose.",
                    name=program.name,
                )
            )
        # sudo: runs of a program whose manager has been checked
        other = program.sudo().used_run_id
        if other.used_by_id and other.used_by_id != self.env.user and other.used_at > self.create_date:
            raise UserError(
                self.env._(
                    "%(user)s has used another run for “%(name)s” since this one was solved. Look at the working list "
                    "first; compare again if you still want to replace it.",
                    user=other.used_by_id.name,
                    name=program.name,
                )
            )

    def _split_lines(self, lines):
        """Return those of the lines that can become proposals, and those that cannot any more, with the reason.

        :rtype: tuple[hr.mentorship.matching.line, list[tuple[hr.mentorship.matching.line, str]]]
        """
        matcher = self.env["hr.mentorship.matcher"]
        pool = MatchingPool(self.program_id, lines.mentee_id, lines.mentor_id)
        excluded = matcher._find_excluded_pairs(pool)
        # sudo: numbers of participants whose program the caller manages
        seats = Counter({person.id: person.seats_left for person in (lines.mentee_id | lines.mentor_id).sudo()})
        usable, left_out = [], []
        for line in lines:
            mentee, mentor = line.mentee_id, line.mentor_id
            obstacle = self._find_obstacle_now(mentee, seats) or self._find_obstacle_now(mentor, seats)
            if not obstacle and (pool.mentee_rows[mentee], pool.mentor_rows[mentor]) in excluded:
                obstacle = self.env._("must not be paired any more")
            if obstacle:
                left_out.append((line, obstacle))
                continue
            seats[mentee.id] -= 1
            seats[mentor.id] -= 1
            usable.append(line.id)
        return lines.browse(usable), left_out

    def _find_obstacle_now(self, participant, seats):
        name = participant.employee_id.name
        if participant.state != "approved" or self.env["hr.mentorship.matcher"]._find_obstacle(participant):
            return self.env._("%(name)s no longer takes part", name=name)
        if seats[participant.id] < 1:
            return self.env._("%(name)s has no free seat any more", name=name)
        return ""

    def _create_proposals(self, lines):
        matcher = self.env["hr.mentorship.matcher"]
        free_slots = {mentor.id: iter(matcher._find_free_slots(mentor)) for mentor in lines.mentor_id}
        # Nobody follows a proposal yet, so the log of its creation would be read by nobody and take half of the time
        self.env["hr.mentorship"].with_context(tracking_disable=True).create(
            [
                {
                    "program_id": line.program_id.id,
                    "run_id": self.id,
                    "score": line.score,
                    "match_facts": line.facts,
                    "member_ids": [
                        Command.create(
                            {"participant_id": line.mentor_id.id, "slot": next(free_slots[line.mentor_id.id])}
                        ),
                        Command.create({"participant_id": line.mentee_id.id, "slot": 1}),
                    ],
                }
                for line in lines
            ]
        )
