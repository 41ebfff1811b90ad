from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from ...matching import PEER_OBJECTIVES
from ..common.client_actions import toast
from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many, SecretDatetime, SecretMany2one
from ..common.spoken import by_count
from .hr_mentorship_matching_run import OBJECTIVES
from .left_over import conclude_publishing, tell_long_left_over
from .run_words import describe_agreement

MATCHING_MODES = [
    ("manager", "The program manager matches"),
    ("request", "Mentees choose and ask"),
    ("both", "Both ways"),
]
RECOMMENDED_OBJECTIVE = "people"
TWO = 2
"""As many peers make a pair."""
MOST_NOT_READY = 80
"""Shown at once; their number says how many there are."""


class HrMentorshipProgram(models.Model):
    """What makes two people of a program a good pair."""

    _inherit = "hr.mentorship.program"

    criterion_ids = ReaderOne2many(
        "hr.mentorship.criterion",
        "program_id",
        string="Criteria",
        copy=True,
        default=lambda self: self.env["hr.mentorship.criterion"]._get_default_criteria(),
        groups=MANAGER,
    )
    matching_mode = fields.Selection(
        MATCHING_MODES,
        "Who Matches",
        default="manager",
        required=True,
        tracking=True,
        help="Mentees who choose see the mentors with a free seat, ranked by the same criteria and rules as the "
        "matching, and ask one at a time.",
    )
    matching_step = fields.Selection(
        [
            ("people", "People"),
            ("compare", "Compare"),
            ("solving", "Solving"),
            ("choose", "Choose"),
            ("review", "Review"),
            ("done", "Published"),
            ("again", "Next Round"),
        ],
        compute="_compute_matching",
        help="Where the matching of this program is.",
        groups=MANAGER,
    )
    minimum_score = fields.Float(
        "Propose From",
        default=10.0,
        required=True,
        digits=(5, 1),
        help="Pairs that fit less well are not proposed. From 0 to 100.",
        groups=MANAGER,
    )
    run_ids = ReaderOne2many("hr.mentorship.matching.run", "program_id", readonly=True, groups=MANAGER)
    run_count = fields.Integer(compute="_compute_matching", groups=MANAGER)
    # NO_ACCESS: like untold_since below, it would tell those who manage another program that a list has been made
    used_run_id = SecretMany2one(
        "hr.mentorship.matching.run",
        "Run in Use",
        readonly=True,
        copy=False,
        ondelete="set null",
        index=False,
        groups=NO_ACCESS,
    )
    has_used_run = fields.Boolean("A Run Is in Use", compute="_compute_matching", groups=MANAGER)
    job_id = fields.Many2one(
        "hr.mentorship.matching.job", "Latest Comparison", compute="_compute_matching", groups=MANAGER
    )
    job_progress = fields.Float("Progress", compute="_compute_matching", groups=MANAGER)
    compared_run_ids = fields.Many2many(
        "hr.mentorship.matching.run", "Comparison", compute="_compute_matching", groups=MANAGER
    )
    agreement_of_runs = fields.Char("Objectives That Agree", compute="_compute_agreement_of_runs", groups=MANAGER)
    has_fresh_comparison = fields.Boolean(
        compute="_compute_matching", help="Runs wait to be chosen from, beside a working list.", groups=MANAGER
    )
    proposal_ids = ReaderOne2many(
        "hr.mentorship",
        "program_id",
        "Working List",
        domain=[("state", "=", "proposed")],
        readonly=True,
        groups=MANAGER,
    )
    # NO_ACCESS: whoever manages another program and takes part in this one would see when proposals lie in it
    untold_since = SecretDatetime(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="When matches were published of which those who are left over have not been told yet.",
    )
    proposal_mean_score = fields.Float("Mean Match", compute="_compute_matching", digits=(5, 1), groups=MANAGER)
    locked_count = fields.Integer("Locked", compute="_compute_matching", groups=MANAGER)
    rejected_ids = fields.Many2many(
        "hr.mentorship", string="Rejected Pairs", compute="_compute_matching", groups=MANAGER
    )
    unmatched_line_ids = fields.Many2many(
        "hr.mentorship.matching.line", string="Without a Mentor", compute="_compute_matching", groups=MANAGER
    )
    needs_solving = fields.Boolean(
        compute="_compute_matching",
        help="Somebody waits whom the run in use says nothing about, and seats are free.",
        groups=MANAGER,
    )
    is_short_of_seats = fields.Boolean(compute="_compute_matching", groups=MANAGER)
    not_ready_ids = fields.Many2many("hr.mentorship.participant", compute="_compute_not_ready", groups=MANAGER)
    not_ready_count = fields.Integer(compute="_compute_not_ready", groups=MANAGER)

    _minimum_score_range = models.Constraint(
        "CHECK(minimum_score BETWEEN 0 AND 100)", "A match score lies between 0 and 100."
    )

    # -- The matching workspace: who waits, what counts, what each objective would give, and the working list.

    @api.depends_context("uid")
    @api.depends("state", "participant_ids.seats_left", "mentorship_ids.state", "mentorship_ids.is_locked", "run_ids")
    def _compute_matching(self):
        runs, lines = self.env["hr.mentorship.matching.run"], self.env["hr.mentorship.matching.line"]
        jobs = dict(
            self.env["hr.mentorship.matching.job"]._read_group(
                [("program_id", "in", self.ids)], ["program_id"], ["id:max"]
            )
        )
        run_counts = dict(runs._read_group([("program_id", "in", self.ids)], ["program_id"], ["__count"]))
        proposals = {
            (program.id, is_locked): (count, total)
            for program, is_locked, count, total in self.env["hr.mentorship"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "proposed")],
                ["program_id", "is_locked"],
                ["__count", "score:sum"],
            )
        }
        rejected = (
            self.env["hr.mentorship"]
            .search([("program_id", "in", self.ids), ("is_rejected", "=", True)])
            .grouped("program_id")
        )
        # sudo: who waits depends on unpublished proposals, which the managers of a program read
        managed = self if self.env.su else self.filtered("is_my_program")
        unmatched = (
            lines.sudo()
            .search(
                [
                    ("run_id", "in", managed.sudo().used_run_id.ids),
                    ("mentor_id", "=", False),
                    ("mentee_id.seats_left", ">", 0),
                ]
            )
            .with_env(self.env)
            .grouped("program_id")
        )
        for program in self:
            key = program._origin
            program.job_id = jobs.get(key)
            program.compared_run_ids = program.job_id.run_ids.sorted("id")
            program.run_count = run_counts.get(key, 0)
            locked, locked_total = proposals.get((key.id, True), (0, 0))
            free, free_total = proposals.get((key.id, False), (0, 0))
            program.locked_count = locked
            program.proposal_mean_score = (locked_total + free_total) / (locked + free) if locked + free else 0
            program.rejected_ids = rejected.get(key)
            program.unmatched_line_ids = unmatched.get(key)
            program.has_used_run = program in managed and bool(program.sudo().used_run_id)
            has_news = program.waiting_mentee_count > len(program.unmatched_line_ids)
            program.needs_solving = has_news and bool(program.free_seat_count)
            program.job_progress = program.job_id.progress
            program.is_short_of_seats = program.free_seat_count < program.waiting_mentee_count
            if program.is_among_peers and program.waiting_mentee_count < TWO:
                program.needs_solving = False  # the one who is left over
            program.matching_step = program._get_matching_step()
            program.has_fresh_comparison = program.matching_step == "review" and program._has_choice()

    def _get_matching_step(self):
        states = set(self.compared_run_ids.mapped("state"))
        if states & {"queued", "running"}:
            return "solving"
        if self.proposed_count:
            return "review"
        if not self.waiting_mentee_count:
            is_early = self.applied_count or not self.mentorship_count
            return (
                "people" if is_early or self._count_untrained("peer" if self.is_among_peers else "mentee") else "done"
            )
        if self.is_among_peers and self.waiting_mentee_count < TWO:
            return "done" if self.mentorship_count else "people"
        if not self.free_seat_count:
            return "people" if self._count_untrained("mentor") else "done"
        return self._get_comparison_step()

    def _get_comparison_step(self):
        if self._has_choice():
            return "choose"
        return "again" if self.mentorship_count else "compare"

    def _has_choice(self):
        """Whether the latest comparison still waits for somebody to choose, and is about people who still wait."""
        runs = self.compared_run_ids
        if any(run.used_at for run in runs) or not any(run.state == "done" and run.is_current for run in runs):
            return False
        published = self.env["hr.mentorship"]._get_published_live_states()
        return not self.env["hr.mentorship.matching.line"].search_count(
            [("run_id", "in", runs.ids), ("mentee_id.member_ids.mentorship_id.state", "in", published)], limit=1
        )

    @api.depends_context("lang")
    @api.depends("run_ids.state", "run_ids.pairs_fingerprint")
    def _compute_agreement_of_runs(self):
        for program in self:
            program.agreement_of_runs = describe_agreement(program.compared_run_ids) or False

    @api.depends_context("uid")
    @api.depends("state", "participant_ids.state", "participant_ids.seats_left")
    def _compute_not_ready(self):
        """Who of the program cannot be matched as they are, a reason each: see the participants' own field."""
        for program in self:
            count, people = 0, self.env["hr.mentorship.participant"]
            if program._origin.id and program.is_my_program:
                # A mentor whose seats are taken is ready, and busy: the free seats above say enough of them
                count, people = self.env["hr.mentorship.matcher"]._find_not_ready(program._origin, MOST_NOT_READY)
            program.not_ready_ids = people.with_env(self.env)
            program.not_ready_count = count

    @api.constrains("minimum_score")
    def _check_minimum_score(self):
        for program in self:
            if not 0 <= program.minimum_score <= 100:
                raise ValidationError(self.env._("A match score lies between 0 and 100."))

    # -- steps

    def action_match(self):
        """Open the matching workspace as a page."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_program_matching_action")
        form = [view for view in action["views"] if view[1] == "form"]
        return {**action, "res_id": self.id, "view_mode": "form", "views": form}

    def action_compare_objectives(self):
        """Let the engine answer for each objective, side by side."""
        self._check_can_match()
        self.env["hr.mentorship.matching.run"]._create_runs(self, self._get_objectives())
        return True

    def _get_objectives(self):
        """Hook: return the keys of the objectives that are compared; among peers there is no “fairest”."""
        objectives = [key for key, _label in OBJECTIVES]
        return [key for key in objectives if key in PEER_OBJECTIVES] if self.is_among_peers else objectives

    def action_use_recommended(self):
        """Take over the run that most programs want: as many people as possible."""
        self._check_can_match()
        run = self.compared_run_ids.filtered(lambda run: run.objective == RECOMMENDED_OBJECTIVE)
        return (run or self.compared_run_ids[:1]).action_apply()

    def action_solve_rest(self):
        """Keep what is locked, and let the engine find the best for everybody else, with the objective in use."""
        self._check_can_match()
        # sudo: the run of a program that the user manages
        return self._solve_and_use(self.sudo().used_run_id.objective or RECOMMENDED_OBJECTIVE)

    def _solve_and_use(self, objective=RECOMMENDED_OBJECTIVE):
        """Let one run become the working list at once, where it takes no more than seconds."""
        run = self.env["hr.mentorship.matching.run"]._create_runs(self, [objective])
        if run.state == "done":
            return run._apply()
        if run.state == "failed":
            return toast(run.error, "warning")
        return True

    def action_publish_all(self):
        """Publish the whole working list, but for pairs that the rules no longer allow: one stops no others."""
        self.ensure_one()
        self._check_manager()
        if not self.proposal_ids:
            raise UserError(self.env._("There is no proposal to publish in “%(name)s”.", name=self.name))
        if self.env["hr.mentorship.job"]._is_for(self.proposal_ids):
            return self.proposal_ids.action_offer()  # which leaves out by itself what the rules no longer allow
        unfit = self.proposal_ids._find_unfit()
        proposals = self.proposal_ids - unfit or unfit
        published = proposals.action_offer()
        if not unfit:
            return published
        left_out = self.env._(
            "Something has changed for these pairs since they were proposed, and they are left out: %(names)s. "
            "Discard them, and match those who wait anew.",
            names=", ".join(unfit.mapped("name")),
        )
        return toast(f"{published['params']['message']} {left_out}", "warning")

    def action_add_pair(self):
        """Open the dialog in which a pair is put together by hand."""
        self.ensure_one()
        self._check_manager()
        return self._open_choice()

    def action_cancel_solving(self):
        self.ensure_one()
        self._check_manager()
        return self.job_id.action_cancel()

    def action_view_proposals(self):
        return self._open_related("hr_mentorship.hr_mentorship_proposed_action", search_default_proposed=1)

    def action_view_free_mentors(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action", search_default_free_mentors=1)

    def action_view_insights(self):
        """Open the run in use: shortage, unused mentors, distribution, equality."""
        self.ensure_one()
        self._check_manager()
        return self.sudo().used_run_id.with_env(self.env).action_open()  # sudo: which one it is

    def action_view_runs(self):
        return self._open_related("hr_mentorship.hr_mentorship_matching_run_action")

    def _open_choice(self, mentee=None, mentorship=None):
        """Open the dialog that ranks mentors for a mentee, filled in where the mentee is known already."""
        choice = self.env["hr.mentorship.choice"].create(
            {
                "program_id": self.id,
                "mentee_id": mentee.id if mentee else False,
                "mentorship_id": mentorship.id if mentorship else False,
            }
        )
        return choice.action_show() if mentee else choice._open()

    # -- helpers

    def _check_can_match(self):
        """Raise a sentence where there is nothing to match, or nobody allowed to."""
        self.ensure_one()
        self._check_manager()
        if self.state != "open":
            raise UserError(self.env._("“%(name)s” is not open. Only open programs are matched.", name=self.name))
        if self.matching_mode == "request":
            raise UserError(
                self.env._(
                    "In “%(name)s” mentees choose and ask themselves. Let the program be matched both ways first, if "
                    "some are left over.",
                    name=self.name,
                )
            )
        self._check_trainings_can_be_taken()
        free_mentees, free_seats = self._count_free()
        if self.is_among_peers:
            self._check_peers_wait(free_mentees)
        if not free_mentees and (untrained := self._count_untrained("mentee")):
            raise UserError(
                by_count(
                    untrained,
                    self.env._(
                        "One mentee of “%(name)s” waits, and is not trained. They find the training on their overview; "
                        "mark them as trained if they have been trained elsewhere.",
                        name=self.name,
                    ),
                    self.env._(
                        "%(count)s mentees of “%(name)s” wait, and none of them is trained. They find the training on "
                        "their overview; mark as trained whoever has been trained elsewhere.",
                        count=untrained,
                        name=self.name,
                    ),
                )
            )
        if not free_mentees:
            raise UserError(
                self.env._("Nobody in “%(name)s” waits for a mentor. Approve the applications first.", name=self.name)
            )
        if not free_seats and (untrained := self._count_untrained("mentor")):
            raise UserError(
                by_count(
                    untrained,
                    self.env._(
                        "One mentor of “%(name)s” has a free seat, and is not trained. Mark them as trained after the "
                        "training of the mentors, or approve others.",
                        name=self.name,
                    ),
                    self.env._(
                        "%(count)s mentors of “%(name)s” have a free seat, and none of them is trained. Mark them as "
                        "trained after the training of the mentors, or approve others.",
                        count=untrained,
                        name=self.name,
                    ),
                )
            )
        if not free_seats:
            raise UserError(
                self.env._(
                    "No mentor in “%(name)s” has a free seat. Approve more mentors, or ask one to take another mentee.",
                    name=self.name,
                )
            )
        matcher = self.env["hr.mentorship.matcher"]
        matcher._check_criteria(self, matcher._read_criteria(self))

    def _may_be_matched(self):
        """Whether something can be done for those who wait: one peer alone has nobody to go with."""
        return not self.is_among_peers or self.waiting_mentee_count >= TWO

    def _check_peers_wait(self, count):
        """Raise a sentence where no two peers wait who may be matched."""
        if count > 1:
            return
        untrained = self._count_untrained("peer")
        raise UserError(
            self.env._(
                "In “%(name)s” fewer than two people wait who can be matched, and %(untrained)s wait for their "
                "training. Approve more applications, or mark as trained whoever has been trained elsewhere.",
                name=self.name,
                untrained=untrained,
            )
            if untrained
            else self.env._(
                "In “%(name)s” fewer than two people wait for a partner. Approve more applications first.",
                name=self.name,
            )
        )

    def _count_untrained(self, role):
        """People with a free seat whom the program does not match, because they need a training first."""
        # sudo: a number, of the user's own program
        participants = self.env["hr.mentorship.participant"].sudo()
        waiting = Domain("program_id", "=", self.id) & Domain("role", "=", role) & Domain("state", "=", "approved")
        return participants.search_count(
            waiting & Domain("seats_left", ">", 0) & ~Domain(participants._get_ready_domain())
        )

    def _count_free(self):
        """Waiting mentees and free seats, those held by proposals that are not locked included."""
        unlocked = len(self._get_unlocked_proposals()) * (2 if self.is_among_peers else 1)
        return self.waiting_mentee_count + unlocked, self.free_seat_count + unlocked

    def _get_unlocked_proposals(self, domain=()):
        unlocked = [("program_id", "in", self.ids), ("state", "=", "proposed"), ("is_locked", "=", False)]
        return self.env["hr.mentorship"].search(Domain(unlocked) & Domain(domain))

    def _get_locked_pairs(self):
        """Return the pairs that runs leave as they are.

        :rtype: list[list[int]], ids of the participants, mentee first
        """
        locked = self.env["hr.mentorship"].search(
            [("program_id", "in", self.ids), ("state", "=", "proposed"), ("is_locked", "=", True)], order="id"
        )
        return [[pair._get_participant("mentee").id, pair._get_participant("mentor").id] for pair in locked]

    def _lock_for_matching(self):
        """Keep others from changing the working list in this moment."""
        self._check_no_job()
        try:
            # allow_referencing: nobody who applies has to wait
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is changing the matches of “%(name)s” right now. Reload the page in a minute.",
                    name=self.name,
                )
            ) from error

    # -- left over

    def _conclude_publishing(self):
        """Matches of these programs have been published; see :func:`conclude_publishing`."""
        return conclude_publishing(self)

    @api.model
    def _cron_tell_left_over(self):
        """See :func:`tell_long_left_over`."""
        tell_long_left_over(self)
