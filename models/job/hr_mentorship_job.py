import logging

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL, plaintext2html

from ..common.client_actions import reload
from ..common.mail_template import LAYOUT
from ..common.own_context import OURS, get_own
from ..common.private_fields import SecretInteger, SecretJson
from ..common.spoken import by_count

_logger = logging.getLogger(__name__)
MANY = 200
"""Records that one press of a button deals with at once; more of them are dealt with in the background."""
RECORDS_AT_A_TIME = 25
"""About a second of work: as much as is done twice where a server is killed in the middle of it."""
MONTHS_KEPT = 1
OPEN_STATES = ("queued", "running")
IN_JOB = "mentorship_job"
"""Key in the context of what a job does: it is at work already, and makes no job of its own."""


def _approve(participants, _arguments):
    participants.action_approve()


def _reject(participants, arguments):
    participants._reject(arguments["reason"])


class HrMentorshipJob(models.Model):
    """One press of a button that is about many records, dealt with in the background, some of them at a time.

    What is done to some records, and that it has been done, is one transaction: a job may be killed anywhere, goes on
    where it was, and does nothing twice. What has been dealt with by somebody else meanwhile is told by the state of
    the records themselves.

    No lock on the job's row is held meanwhile, so whoever cancels does not wait: the work in hand fails on the row that
    has changed, and is rolled back. Workers keep each other away by an advisory lock.
    """

    _name = "hr.mentorship.job"
    _description = "Mentorship Background Job"
    _inherit = ["hr.mentorship.lifecycle.mixin"]
    _order = "id desc"

    kind = fields.Selection(
        [("approve", "Approve applications"), ("reject", "Reject applications")],
        string="What Is Done",
        required=True,
        readonly=True,
    )
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Started By",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="In whose name, and with whose rights, it is done.",
    )
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Under Way"),
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
    is_at_work = fields.Boolean(compute="_compute_is_at_work")
    progress = fields.Float(compute="_compute_progress", help="From 0 to 100.")
    total_count = fields.Integer("Records", readonly=True)
    handled_count = fields.Integer(readonly=True, help="Done, left out, or dealt with by somebody else meanwhile.")
    done_count = fields.Integer("Done", readonly=True)
    left_out_count = fields.Integer("Left Out", readonly=True)
    finished_at = fields.Datetime(readonly=True)
    note = fields.Text(readonly=True, help="What else has come of it, or why it has failed.")
    result_text = fields.Text("Result", compute="_compute_result_text")
    left_out_text = fields.Text("Left Out, and Why", compute="_compute_left_out_text")
    # What is still to do with it, emptied at the end: ids that belong together in one list each, and what was given
    units = SecretJson(readonly=True, groups=NO_ACCESS, prefetch=False)
    arguments = SecretJson(readonly=True, groups=NO_ACCESS, prefetch=False)
    position = SecretInteger(readonly=True, groups=NO_ACCESS, help="How many of the units have been dealt with.")
    left_out = SecretJson(
        "Left Out, by Name", readonly=True, groups=NO_ACCESS, prefetch=False, help="Pairs of a name and a reason."
    )

    _one_at_a_time = models.UniqueIndex(
        "(program_id) WHERE state IN ('queued', 'running')",
        "Something else is still being done for this program in the background. Wait until it is through.",
    )

    @api.depends("kind", "program_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for job in self:
            job.display_name = f"{job.program_id.name}: {labels.get(job.kind, '')}"

    @api.depends("state")
    def _compute_is_at_work(self):
        for job in self:
            job.is_at_work = job.state in OPEN_STATES

    @api.depends("state", "handled_count", "total_count")
    def _compute_progress(self):
        for job in self:
            job.progress = 100 if job.state == "done" else 100 * job.handled_count / (job.total_count or 1)

    @api.depends("state", "handled_count", "done_count", "left_out_count", "total_count", "note")
    @api.depends_context("lang")
    def _compute_result_text(self):
        for job in self:
            job.result_text = " ".join(job._list_results())

    def _list_results(self):
        """Return sentences that say how far the job has come, and what has become of all."""
        results = [self.env._("Done: %(done)s of %(total)s.", done=self.done_count, total=self.total_count)]
        if self.left_out_count:
            results.append(
                by_count(
                    self.left_out_count,
                    self.env._("One could not be done."),
                    self.env._("%(count)s could not be done.", count=self.left_out_count),
                )
            )
        elsewhere = self.handled_count - self.done_count - self.left_out_count
        if elsewhere:
            results.append(
                by_count(
                    elsewhere,
                    self.env._("One needed nothing any more."),
                    self.env._("%(count)s needed nothing any more.", count=elsewhere),
                )
            )
        if self.state == "cancelled":
            results.append(self.env._("Then it was cancelled; what is done stays done."))
        return [*results, self.note] if self.note else results

    @api.depends("left_out_count")
    def _compute_left_out_text(self):
        for job in self:
            # sudo: whoever reads the job reads what it has left out
            names = {}
            for name, reason in job.sudo().left_out or ():
                names.setdefault(reason, []).append(name)
            job.left_out_text = "\n\n".join(f"{reason}\n{', '.join(of)}" for reason, of in names.items())

    # -- hooks: what jobs do

    @api.model
    def _get_steps(self):
        """Hook: what each kind does to some of its records.

        :returns: by kind the model, the states in which a record still needs it (none: in any), and a function of
            records and the arguments of the job. It runs as the user who has asked, checks all that the button checks,
            raises a sentence where that is not given, and touches nothing outside of the database. It returns the
            records that it has left out, each with its reason, or nothing.
        :rtype: dict[str, tuple[str, tuple[str, ...], Callable]]
        """
        return {
            "approve": ("hr.mentorship.participant", ("applied", "waiting"), _approve),
            "reject": ("hr.mentorship.participant", ("applied", "waiting"), _reject),
        }

    @api.model
    def _split(self, kind, records):
        """Hook: return ``records`` as a list of recordsets, each of which is done at once or not at all."""
        return list(records)

    def _conclude(self):
        """Hook: all records have been dealt with. Do what comes after, and return a sentence about it, or nothing."""
        return ""

    # -- to the background

    @api.model
    def _is_for(self, records):
        """Whether there are so many records that they are dealt with in the background."""
        return len(records) > MANY and not get_own(self.env, IN_JOB)

    @api.model
    def _queue(self, kind, records, **arguments):
        """Write down what is to be done to ``records``, one job a program.

        The caller has checked that the user may do it.

        :returns: an action that shows how far it is
        """
        records.program_id._check_no_job()
        # sudo: jobs are made here alone, for users who manage the programs
        jobs = self.sudo().create(
            [
                {
                    "kind": kind,
                    "program_id": program.id,
                    "user_id": self.env.uid,
                    "total_count": len(group),
                    "units": [unit.ids for unit in self._split(kind, group)],
                    "arguments": arguments,
                }
                for program, group in records.grouped("program_id").items()
            ]
        )
        self.env.ref("hr_mentorship.ir_cron_run_jobs").sudo()._trigger()
        if len(jobs) == 1:
            return jobs.action_open()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_job_action")
        return {**action, "domain": [("id", "in", jobs.ids)]}

    # -- in the background

    @api.model
    def _cron_work_off(self):
        """Deal with some records of the oldest job, commit, and so on."""
        commit_progress = self.env["ir.cron"]._commit_progress
        while job := self._take_up_next():
            try:
                handled = job._go_on()
                self.env.flush_all()
                seconds_left = commit_progress(handled, remaining=len(self._find_open()))
            except OperationalError:
                # Cancelled, or a record has changed under the hand: to be seen with fresh eyes
                _logger.info("Job %s is looked at again after a concurrent change.", job.id, exc_info=True)
                self.env.cr.rollback()
                seconds_left = commit_progress(remaining=1)
            except Exception as error:
                # Those of other programs wait behind it
                self.env.cr.rollback()
                job._end("failed", note=job._as_its_user()._say_why(error))
                seconds_left = commit_progress(remaining=len(self._find_open()))
            if not seconds_left:
                return
        commit_progress(remaining=0)

    @api.model
    def _find_open(self):
        return self.search([("state", "in", OPEN_STATES)], order="id")

    def _take_up_next(self):
        """Return the oldest open job that no other worker has in hand, and keep others away from it until the commit.

        Not by a lock on its row, for which whoever cancels would wait.
        """
        for job in self._find_open():
            self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", self._table, job.id))
            if self.env.cr.fetchone()[0]:
                return job
        return self.browse()

    def _go_on(self):
        """Do the next step of the job.

        :returns: how many records have been dealt with
        """
        self.ensure_one()
        job = self._as_its_user()
        if obstacle := job._find_obstacle():
            self._end("failed", note=obstacle)
            return 0
        if self.position < len(self.units):
            return self._do_some(job)
        self._end("done", note=job._conclude())
        return 0

    def _as_its_user(self):
        """Return the job with the rights, the language and the time zone of the user who has asked, and no more."""
        user, company = self.user_id, self.program_id.company_id
        context = {
            "lang": user.lang,
            "tz": user.tz,
            "allowed_company_ids": company.ids,
            IN_JOB: OURS,
        }
        return self.with_env(self.env(user=user.id, context=context, su=False))

    def _find_obstacle(self):
        """Say why the user (whose environment this is) may not go on; empty where nothing stands against it."""
        if not self.env.user.active:
            return self.env._("%(name)s has no access to Odoo any more.", name=self.env.user.name)
        try:
            self.program_id._check_manager()
        except AccessError as error:
            return str(error)
        return ""

    def _do_some(self, job):
        units, count = [], 0
        for unit in self.units[self.position :]:
            if units and count + len(unit) > RECORDS_AT_A_TIME:
                break
            units.append(unit)
            count += len(unit)
        done, left_out = job._do(units, self.arguments or {})
        self._move_to(
            "running",
            position=self.position + len(units),
            handled_count=self.handled_count + count,
            done_count=self.done_count + done,
            left_out_count=self.left_out_count + len(left_out),
            left_out=[*(self.left_out or ()), *left_out],
        )
        return count

    def _do(self, units, arguments):
        """Do it to all of these units or, where something stands against it, to as many as possible.

        :returns: how many records it has been done to, and a pair of name and reason for each that is left out
        """
        model, states, step = self._get_steps()[self.kind]
        records = self.env[model].browse(record_id for unit in units for record_id in unit).exists()
        try:
            with self.env.cr.savepoint():
                if states:
                    records = records.filtered(lambda record: record.state in states)
                left_out = (step(records, arguments) if records else None) or ()
            # sudo: names of records of a program that the user manages
            return len(records) - len(left_out), [[record.sudo().display_name, reason] for record, reason in left_out]
        except OperationalError:
            raise
        except Exception as error:
            if len(units) > 1:
                half = len(units) // 2
                first, second = self._do(units[:half], arguments), self._do(units[half:], arguments)
                return first[0] + second[0], first[1] + second[1]
            reason = self._say_why(error)
            # sudo: see above
            return 0, [[record.display_name, reason] for record in records.sudo()]

    def _say_why(self, error):
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, IntegrityError):
            # In the words in which the host says it to whoever waits for an answer
            table = error.diag.table_name
            model = next((name for name, model in self.env.registry.items() if model._table == table), self._name)
            return self.env[model]._sql_error_to_message(error)
        _logger.exception("Job %s has met something unexpected.", self.id, exc_info=error)
        return self.env._("Something unexpected went wrong. Your administrator finds it in the server's log.")

    # -- the end

    def _end(self, state, **values):
        """Finish the job, and tell the user who has asked, wherever they are by now."""
        self._move_to(state, **values, finished_at=fields.Datetime.now(), units=False, arguments=False)
        job = self._as_its_user().sudo()
        is_smooth = state == "done" and not job.left_out_count
        job.user_id._bus_send(
            "simple_notification",
            {
                "title": job.display_name,
                "message": job.result_text,
                "type": "success" if is_smooth else "warning",
            },
        )
        if not is_smooth:
            # A word in the corner of the screen is gone when they come back, and something is left for them to do
            job.program_id.message_notify(
                partner_ids=job.user_id.partner_id.ids,
                subject=job.display_name,
                body=plaintext2html(f"{job.result_text}\n\n{job.left_out_text}".strip()),
                email_layout_xmlid=LAYOUT,
            )

    # -- what people do

    def action_cancel(self):
        """Stop; what has been done stays."""
        self.program_id._check_manager()
        self._check_state_in(*OPEN_STATES)
        self._move_to("cancelled", finished_at=fields.Datetime.now(), units=False, arguments=False)
        return reload()

    @api.autovacuum
    def _gc_finished(self):
        """What was left out, with names, is of use for a while."""
        before = fields.Datetime.now() - relativedelta(months=MONTHS_KEPT)
        self.search([("finished_at", "<", before)]).unlink()
