import numpy as np
from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import float_round

from ...matching import MICRO_POINTS_PER_PERCENT
from ..common.private_fields import SecretJson
from .match_reader import Reader

SCORE_BANDS = [(f"{low:02}", f"{low}–{low + 9}" if low < 90 else "90–100") for low in range(0, 100, 10)]


class HrMentorshipMatchingLine(models.Model):
    """What one run has found for one mentee: a mentor with reasons, or why there is none."""

    _name = "hr.mentorship.matching.line"
    _description = "Matching Line"
    _order = "run_id desc, score desc, id"

    run_id = fields.Many2one("hr.mentorship.matching.run", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="run_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    mentee_id = fields.Many2one(
        "hr.mentorship.participant",
        "Mentee's Application",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    mentor_id = fields.Many2one(
        "hr.mentorship.participant", "Mentor's Application", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    mentee_employee_id = fields.Many2one(related="mentee_id.employee_id", string="Mentee")
    mentor_employee_id = fields.Many2one(related="mentor_id.employee_id", string="Mentor")
    score = fields.Float("Match", readonly=True, digits=(5, 1), aggregator="avg")
    score_band = fields.Selection(SCORE_BANDS, readonly=True, help="Empty: without a partner.")
    tie_share = fields.Float(
        "Share of Draws",
        readonly=True,
        aggregator=None,
        help="Of the equally good matchings, the share in which this mentee has a mentor, from 0 to 1; 0 where no lot "
        "decides.",
    )
    # no access: they hold what people are not told of each other; `reason` reads the rest out
    facts = SecretJson(readonly=True, groups=NO_ACCESS)
    reason = fields.Text("Why", compute="_compute_reason")

    @api.depends("facts", "mentor_id", "tie_share")
    @api.depends_context("lang", "uid")
    def _compute_reason(self):
        words = self.env["hr.mentorship.matching.words"]
        lines = self.sudo()  # the facts are for nobody as such; what is confidential in them is left out
        paired = lines.filtered("mentor_id")
        notes = paired._find_pair_notes()
        readers = [Reader(line.mentee_employee_id.name, line.mentor_employee_id.name) for line in paired]
        reasons = words._explain([line.facts or {} for line in paired], readers)
        for line, sentences in zip(paired, reasons, strict=True):
            lot = words._describe_lot(line.tie_share)
            line.with_env(self.env).reason = "\n".join(filter(None, [notes[line], *sentences, lot]))
        alone = lines.filtered(lambda line: line.facts and not line.mentor_id)
        (lines - paired - alone).with_env(self.env).reason = False
        for line, sentence in zip(alone, words._explain_unmatched([line.facts for line in alone]), strict=True):
            line.with_env(self.env).reason = "\n".join(filter(None, [sentence, words._describe_lot(line.tie_share)]))

    @api.depends("mentee_id", "mentor_id")
    def _compute_display_name(self):
        for line in self:
            names = [line.mentor_id.employee_id.name, line.mentee_id.employee_id.name]
            line.display_name = (" ↔ " if line.mentee_id.role == "peer" else " → ").join(name for name in names if name)

    def action_choose_mentor(self):
        """Open the dialog in which the program manager gives this mentee a mentor after all."""
        self.ensure_one()
        self.program_id._check_manager()
        return self.program_id._open_choice(mentee=self.mentee_id)

    @api.model
    def _keep_pairs(self, run, pool, solution, shares):
        """Write down what a run has found for each mentee, in sudo.

        :param pool: the :class:`MatchingPool` that the run's problem was built from
        :param solution: :class:`..matching.Solution`
        :param shares: array of the share of each mentee in the lots, as :func:`..matching.lots` gives it
        """
        matcher, criteria = self.env["hr.mentorship.matcher"], run.settings["criteria"]
        is_matched = solution.mentor_of >= 0
        if pool.is_among_peers:  # once a pair
            is_matched &= solution.mentor_of > np.arange(len(is_matched))
        matched = np.flatnonzero(is_matched).tolist()
        pairs = [(row, int(solution.mentor_of[row])) for row in matched]
        facts = matcher._get_match_facts(pool, criteria, pairs, solution.values[matched], solution.is_proven)
        mentee_ids, mentor_ids = pool.mentees.ids, pool.mentors.ids
        rows = []
        for (row, mentor_row), why in zip(pairs, facts, strict=True):
            score = int(solution.score[row]) / MICRO_POINTS_PER_PERCENT
            band, rounded = f"{min(int(score // 10) * 10, 90):02}", float_round(score, precision_digits=1)
            share = float(shares[row])
            rows.append((mentee_ids[row], mentor_ids[mentor_row], rounded, band, share, Json(why)))
        helping = "peer" if pool.is_among_peers else "mentor"
        untrained = run.program_id._count_untrained(helping) if solution.unmatched else 0
        for entry in solution.unmatched:
            why = {**matcher._get_unmatched_facts(pool, criteria, entry), "n_untrained": untrained}
            rows.append((mentee_ids[entry.mentee], None, None, None, float(shares[entry.mentee]), Json(why)))
        self._insert(run, rows)

    def _insert(self, run, rows):
        """Write lines past the ORM, which would take as long for thousands of them as the matching.

        Nobody is told of a line and nothing is computed from one in the database, so that nothing is missed.

        :param rows: list of mentee id, mentor id, score, score band, share of draws, facts
        """
        run.flush_recordset()
        common = (run.id, run.program_id.id, run.company_id.id or None, *(self.env.uid, self.env.cr.now()) * 2)
        self.env.cr.execute_values(
            """
            INSERT INTO hr_mentorship_matching_line
                   (run_id, program_id, company_id, create_uid, create_date, write_uid, write_date,
                    mentee_id, mentor_id, score, score_band, tie_share, facts)
            VALUES %s
            """,
            [(*common, *row) for row in rows],
            page_size=1000,
        )
        self.invalidate_model()
        run.invalidate_recordset(["line_ids"])

    # -- in the background

    def _propose(self):
        """Propose pairs of one run, in place of what is proposed to these people and not locked.

        The caller has checked that the user manages the program, and that the run is still valid.

        :returns: the lines that are left out, each with its reason
        """
        run, people = self.run_id.sudo(), self.mentee_id | self.mentor_id
        # sudo: proposals are made and removed here, for a user who manages the program
        proposals = self.env["hr.mentorship"].sudo()
        of_run = proposals.search([("run_id", "=", run.id), ("member_ids.participant_id", "in", self.mentee_id.ids)])
        lines = self.sudo().filtered(lambda line: line.mentee_id not in of_run.member_ids.participant_id)
        run._find_replaced([("member_ids.participant_id", "in", people.ids)])._remove_proposals()
        lines, left_out = run._split_lines(lines)
        run._create_proposals(lines)
        return left_out

    # -- pairs elsewhere

    def _find_pair_notes(self):
        """Return what there is to know of the pairs of ``self`` (in sudo), those that the same run reverses included.

        :rtype: dict[hr.mentorship.matching.line, str]
        """
        words = self.env["hr.mentorship.matching.words"].sudo(False)
        notes = {}
        for run, lines in self.filtered("mentor_id").grouped("run_id").items():
            pairs = {line: (line.mentee_id.employee_id.id, line.mentor_id.employee_id.id) for line in lines}
            found = words._find_pair_notes(run.program_id, pairs.values())
            reversing = self.search(
                [
                    ("run_id", "=", run.id),
                    ("mentee_id.employee_id", "in", [mentor_id for _mentee_id, mentor_id in pairs.values()]),
                    ("mentor_id.employee_id", "in", [mentee_id for mentee_id, _mentor_id in pairs.values()]),
                ]
            )
            reversed_pairs = {(line.mentor_id.employee_id.id, line.mentee_id.employee_id.id) for line in reversing}
            reversal = words._describe_reversal()
            for line, pair in pairs.items():
                note = found.get(pair, "")
                if pair in reversed_pairs and reversal not in note:
                    note = f"{note} {reversal}".strip()
                notes[line] = note
        return notes
