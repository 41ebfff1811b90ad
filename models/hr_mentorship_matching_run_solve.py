import base64
import json
import logging
import time
from hashlib import sha256

import numpy as np
from psycopg2 import OperationalError

from odoo import fields, models
from odoo.exceptions import UserError

from ..matching import MatchingError, Problem, figures, match
from .hr_mentorship_matching_job import MatchingCancelledError

_logger = logging.getLogger(__name__)

MICRO_POINTS_PER_PERCENT = 10_000
PAIRS_SOLVED_AT_ONCE = 60_000
"""Mentees × mentors up to which somebody may wait for the answer: about two seconds for all objectives together."""
SECONDS_AT_ONCE, SECONDS_IN_BACKGROUND = 20, 1200
"""After which the engine gives up the proof, and states the gap instead."""


class HrMentorshipMatchingRunSolve(models.Model):
    """The engine at work: from a program's people to lines, figures, or a sentence that says what is wrong."""

    _inherit = "hr.mentorship.matching.run"

    def _are_small(self):
        """Whether the answer takes seconds, so that somebody may wait for it."""
        program = self.program_id
        free_mentees, free_seats = program._count_free()
        mentors = min(free_seats, program.mentor_count)
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

            solution = match(
                problem,
                objective=run.objective,
                time_limit=SECONDS_IN_BACKGROUND if report else SECONDS_AT_ONCE,
                progress=progress if report else None,
            )
            run._write_result(pool, problem, solution, input_data)
            run._move_to("done", finished_at=fields.Datetime.now(), duration_seconds=time.monotonic() - started)

    def _write_result(self, pool, problem, solution, input_data):
        numbers = figures(problem, solution)
        self.write(
            {
                "seed": problem.seed,
                "fingerprint": problem.fingerprint(),
                "pool_fingerprint": self._get_pool_fingerprint(problem),
                "input_data": input_data,
                "mentee_count": problem.n_mentees,
                "matched_count": numbers.matched,
                "unmatched_count": problem.n_mentees - numbers.matched,
                "mean_score": numbers.mean / MICRO_POINTS_PER_PERCENT,
                "lowest_decile": numbers.lowest_decile / MICRO_POINTS_PER_PERCENT,
                "lowest_score": numbers.lowest / MICRO_POINTS_PER_PERCENT,
                "blocking_pair_count": numbers.blocking_pairs,
                "mentors_used_count": numbers.mentors_used,
                "is_proven": solution.is_proven,
                "gap_people": solution.gap[0],
                "gap_score": solution.gap[1] / MICRO_POINTS_PER_PERCENT,
            }
        )
        self._write_lines(pool, solution)
        self._write_insights(pool, problem, solution)

    def _get_pool_fingerprint(self, problem):
        """Return what is the same for two runs that are about the same people and the same free seats."""
        seats = sorted(zip(problem.mentor_ids.tolist(), problem.seats.tolist(), strict=True))
        return sha256(json.dumps([sorted(problem.mentee_ids.tolist()), seats]).encode()).hexdigest()

    def _write_lines(self, pool, solution):
        matcher = self.env["hr.mentorship.matcher"]
        criteria = self.settings["criteria"]
        matched = np.flatnonzero(solution.mentor_of >= 0).tolist()
        pairs = [(row, int(solution.mentor_of[row])) for row in matched]
        facts = matcher._get_match_facts(pool, criteria, pairs, solution.values[matched], solution.is_proven)
        vals_list = [
            {
                "run_id": self.id,
                "mentee_id": pool.mentees[row].id,
                "mentor_id": pool.mentors[mentor_row].id,
                "score": (score := int(solution.score[row]) / MICRO_POINTS_PER_PERCENT),
                "score_band": f"{min(int(score // 10) * 10, 90):02}",
                "facts": why,
            }
            for (row, mentor_row), why in zip(pairs, facts, strict=True)
        ]
        vals_list += [
            {
                "run_id": self.id,
                "mentee_id": pool.mentees[entry.mentee].id,
                "facts": matcher._get_unmatched_facts(pool, criteria, entry),
            }
            for entry in solution.unmatched
        ]
        # sudo: lines are made here alone, for users who manage the program
        self.env["hr.mentorship.matching.line"].sudo().create(vals_list)

    # -- once more

    def action_reproduce(self):
        """Solve what was read then once more, and say whether the same comes out."""
        self.ensure_one()
        self.program_id._check_manager()
        self._check_state_in("done")
        # sudo: the input stays here; it holds what people have said in confidence
        problem = Problem.from_bytes(base64.b64decode(self.sudo().with_context(bin_size=False).input_data))
        solution = match(problem, objective=self.objective, time_limit=SECONDS_AT_ONCE)
        again = {
            (int(problem.mentee_ids[row]), int(problem.mentor_ids[mentor_row]) if mentor_row >= 0 else False)
            for row, mentor_row in enumerate(solution.mentor_of.tolist())
        }
        then = {(line.mentee_id.id, line.mentor_id.id) for line in self.line_ids}
        if again == then and problem.fingerprint() == self.fingerprint:
            message = self.env._(
                "The same input gives the same %(count)s pairs, to the last one.", count=self.matched_count
            )
            return self.program_id._notify(message, "success")
        message = self.env._(
            "%(count)s people come out differently. Has the addon been updated since?",
            count=len({mentee for mentee, _mentor in again ^ then}),
        )
        return self.program_id._notify(message, "warning")
