import logging
import time

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.client_actions import reload
from ..common.private_fields import ReaderOne2many

_logger = logging.getLogger(__name__)
SECONDS_BETWEEN_REPORTS = 1.0
MAX_ATTEMPTS = 3


class MatchingCancelledError(Exception):
    """Somebody has pressed Cancel; the engine lets it pass."""


class ProgressReport:
    """Writes down, about once a second, how far a job is, and stops it if somebody wants that."""

    def __init__(self, job):
        self.registry = job.env.registry
        self.job_id = job.id
        self.last = 0.0

    def __call__(self, step, done):
        """
        :param str step: what the engine does
        :param float done: share of the whole job, 0 to 1
        :raises MatchingCancelledError:
        """
        now = time.monotonic()
        if now - self.last < SECONDS_BETWEEN_REPORTS:
            return
        self.last = now
        try:
            with self.registry.cursor() as cr:
                cr.execute(
                    """
                    UPDATE hr_mentorship_matching_job SET progress = %s, step = %s
                     WHERE id = %s RETURNING is_cancel_requested
                    """,
                    [round(100 * float(done), 1), step, self.job_id],
                )
                row = cr.fetchone()
        except OperationalError:
            return  # somebody cancels at this very moment: seen with the next report
        if row and row[0]:
            raise MatchingCancelledError


class HrMentorshipMatchingJob(models.Model):
    """One press of the button: runs over the same people and settings, solved together.

    Also the one row that changes while runs are solved. The solver's transaction holds the locks of the runs until the
    results are there, and must not write here: progress goes out, and the wish to cancel comes in, through short
    transactions of their own.
    """

    _name = "hr.mentorship.matching.job"
    _description = "Mentorship Matching Job"
    _order = "id desc"

    program_id = fields.Many2one("hr.mentorship.program", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    run_ids = ReaderOne2many("hr.mentorship.matching.run", "job_id", readonly=True)
    progress = fields.Float(readonly=True, help="From 0 to 100.")
    step = fields.Char(readonly=True)
    attempts = fields.Integer(readonly=True, help="How often a server has begun with it.")
    is_cancel_requested = fields.Boolean(readonly=True)

    @api.depends("program_id.name")
    def _compute_display_name(self):
        for job in self:
            job.display_name = job.program_id.name

    # -- in the background

    @api.model
    def _cron_solve(self):
        """Solve what is queued, and what a server has left unfinished, one job after the other."""
        commit_progress = self.env["ir.cron"]._commit_progress
        while True:
            waiting = self._find_waiting()
            job = waiting._take_up_next()
            if not job:
                commit_progress(remaining=0)
                return
            job._solve_taken_up()
            if not commit_progress(1, remaining=len(self._find_waiting())):
                return

    @api.model
    def _find_waiting(self):
        return self.search([("run_ids.state", "in", ("queued", "running"))], order="id")

    def _take_up_next(self):
        """Return the first job that nobody else is solving, its runs marked as running, locked and committed."""
        for job in self:
            if not job._lock_runs():
                continue
            runs = job._get_unfinished_runs()
            if job.attempts >= MAX_ATTEMPTS:
                runs._fail(
                    self.env._(
                        "The server was stopped %(count)s times in the middle of it. Try again with fewer people at a "
                        "time, or ask your administrator for a longer time limit of scheduled actions.",
                        count=job.attempts,
                    )
                )
                self.env["ir.cron"]._commit_progress()
                continue
            job.attempts += 1
            runs._start()
            # What others see from now on. The locks go with the commit, so they are taken again at once
            self.env["ir.cron"]._commit_progress()
            if job._lock_runs():
                return job
        return self.browse()

    def _lock_runs(self):
        """Lock the unfinished runs; False where another worker holds one of them."""
        try:
            runs = self._get_unfinished_runs()
            return bool(runs) and len(runs.try_lock_for_update(allow_referencing=True)) == len(runs)
        except OperationalError:
            # Finished by another worker since this transaction has looked
            self.env.cr.rollback()
            return False

    def _get_unfinished_runs(self):
        return self.run_ids.filtered(lambda run: run.state in ("queued", "running"))

    def _solve_taken_up(self):
        runs = self._get_unfinished_runs()
        try:
            runs._solve(ProgressReport(self))
        except OperationalError:
            # A row that the results point to has just been changed. Once more, on fresh data
            _logger.info("Matching job %s is solved again after a concurrent change.", self.id, exc_info=True)
            self.env.cr.rollback()
            return
        runs._tell_user()

    # -- what people do

    def action_cancel(self):
        """Stop: at once what waits, and with the next report of the engine what is being solved."""
        self.program_id._check_manager()
        unfinished = self._get_unfinished_runs()
        if not unfinished:
            raise UserError(self.env._("There is nothing to stop any more: the runs are finished."))
        self.sudo().is_cancel_requested = True
        # sudo: the user manages the program, and runs are changed by their own steps alone
        idle = unfinished.sudo().try_lock_for_update(allow_referencing=True)
        idle.filtered(lambda run: run.state == "queued")._cancel()
        return reload()
