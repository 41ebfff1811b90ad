from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from .private_fields import ReaderOne2many, SecretBinary

OBJECTIVES = [
    ("people", "Most people"),
    ("total", "Best fit in total"),
    ("fairest", "Fairest"),
    ("stable", "Stable"),
]


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
    # Secret, and no attachment: the input holds what single people have said and whom they block, and attachments are
    # read by administrators, mailed by templates, and searched in sudo
    input_data = SecretBinary(attachment=False, readonly=True, groups=NO_ACCESS)

    # What came out
    line_ids = ReaderOne2many("hr.mentorship.matching.line", "run_id", readonly=True)
    mentee_count = fields.Integer("Mentees", readonly=True)
    matched_count = fields.Integer("Matched", readonly=True)
    unmatched_count = fields.Integer("Without a Mentor", readonly=True)
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
        texts = self._get_objective_texts()
        for run in self:
            run.objective_help = texts.get(run.objective)

    @api.model
    def _get_objective_texts(self):
        return {
            "people": self.env._("As many people as possible get a mentor; among these ways, the best fit in total."),
            "total": self.env._("The best fit summed over all pairs, even if somebody stays without a mentor for it."),
            "fairest": self.env._(
                "As many people as possible get a mentor, then the weakest pair fits as well as it can, then the next."
            ),
            "stable": self.env._("No mentee and mentor would both rather have each other than whom they got."),
        }

    @api.depends("settings")
    @api.depends_context("lang")
    def _compute_settings_text(self):
        name = self.env["hr.mentorship.matcher"]._name_criterion
        for run in self:
            criteria = (run.settings or {}).get("criteria", ())
            run.settings_text = ", ".join(f"{name(setting)} {setting['weight']}" for setting in criteria)

    @api.depends("previous_id", "matched_count", "mean_score", "lowest_score", "pool_fingerprint", "settings")
    @api.depends_context("lang")
    def _compute_delta_text(self):
        for run in self:
            run.delta_text = run._describe_delta() if run.state == "done" and run.previous_id else False

    def _describe_delta(self):
        """Compare with the run before what can be compared.

        The number of matches tells something of the same people and seats alone, and scores do of the same criteria on
        top of that: the mean of those who are left over falls while the matching of all gets better.
        """
        before = self.previous_id
        if not self.pool_fingerprint or self.pool_fingerprint != before.pool_fingerprint:
            return self.env._("Other people or seats than in the run before: the figures do not compare")
        is_same_objective, has_same_rules = self.objective == before.objective, self._get_rules() == before._get_rules()
        parts = [(self.matched_count - before.matched_count, self.env._("matched"), "%+d")]
        if has_same_rules:
            parts += [
                (round(self.mean_score - before.mean_score, 1), self.env._("mean"), "%+.1f"),
                (round(self.lowest_score - before.lowest_score, 1), self.env._("lowest"), "%+.1f"),
            ]
        changes = ", ".join(f"{label} {form % value}" for value, label, form in parts if value)
        if not has_same_rules:
            return self._describe_delta_of_count(changes)
        if not is_same_objective and changes:
            return self.env._("Since the run before, which had another objective: %(changes)s", changes=changes)
        if changes:
            return self.env._("Since the run before: %(changes)s", changes=changes)
        return self.env._("Same figures as the run before")

    def _describe_delta_of_count(self, change):
        if change:
            return self.env._(
                "Since the run before: %(changes)s. Scores do not compare, as the criteria have changed", changes=change
            )
        return self.env._("As many matches as in the run before. Scores do not compare, as the criteria have changed")

    @api.depends("program_id.used_run_id")
    def _compute_is_in_use(self):
        for run in self:
            run.is_in_use = run.program_id.used_run_id == run

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
