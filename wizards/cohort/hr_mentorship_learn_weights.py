import numpy as np

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...matching import learn_weights
from ...matching.learning import PER_CRITERION
from ...models.cohort.finished_mentorships import find_finished, read_outcomes, read_values
from ...models.common.client_actions import toast
from ...models.common.spoken import by_count


class HrMentorshipLearnWeights(models.TransientModel):
    """Beside the weights of a program those that its finished mentorships, and those of its last cohorts, speak for."""

    _name = "hr.mentorship.learn.weights"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Weights Learned from Finished Mentorships"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    evidence = fields.Text(readonly=True)
    is_refused = fields.Boolean(readonly=True)
    line_ids = fields.One2many("hr.mentorship.learn.weights.line", "dialog_id", string="Criteria")

    @api.depends("program_id")
    def _compute_display_name(self):
        for dialog in self:
            dialog.display_name = self.env._("Learn Weights")

    @api.model
    def _open(self, program):
        """Return the dialog about a program that the caller has checked to be the user's."""
        criteria = program.criterion_ids
        learned, left_out = self._learn(program, criteria._snapshot())
        lines = [
            {
                "criterion_id": criterion.id,
                "present": criterion.weight,
                "proposed": round(float(learned.weights[number])),
                "low": round(float(learned.low[number])),
                "high": round(float(learned.high[number])),
                "is_learned": bool(learned.is_learned[number]),
            }
            for number, criterion in enumerate(criteria)
        ]
        for line in lines:
            line["is_taken"] = line["is_learned"] and line["proposed"] != line["present"]
        is_same = not any(line["is_taken"] for line in lines)
        refusal = learned.refusal or ("no_better" if is_same else "")
        # sudo: what a dialog shows is filled in by the system; the program is the caller's
        dialog = self._clean_sudo().create(
            {
                "program_id": program.id,
                "evidence": "\n".join(self._say_evidence(learned, refusal, left_out)),
                "is_refused": bool(refusal),
                "line_ids": [] if refusal else [Command.create(line) for line in lines],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": dialog.display_name,
            "res_model": self._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _learn(self, program, settings):
        """Return what is learned of the criteria that were asked of most mentorships, and how many are left out.

        :returns: what was learned, with a weight for each of ``settings``; mentorships that lack one of those criteria
        :rtype: tuple[Learned, int]
        """
        programs_sudo, last = program.sudo(), program.sudo()  # sudo: weights tell of no pair; the caller has checked
        while (last := last._find_last_cohort()) and last not in programs_sudo:
            programs_sudo |= last
        finished = find_finished(programs_sudo, self.env.user)
        outcomes = read_outcomes(finished)
        rows = read_values(finished, settings)
        values = np.array([rows[number] for number in finished.ids], dtype=float).reshape(-1, len(settings))
        # A criterion that is new in this cohort keeps its weight, and what is older still counts for the others
        is_asked = np.isfinite(values).mean(axis=0) > 0.5 if len(values) else np.ones(len(settings), dtype=bool)
        whole = np.isfinite(values[:, is_asked]).all(axis=1)
        weights = np.array([setting["weight"] for setting in settings], dtype=float)
        learned = learn_weights(
            values[whole][:, is_asked],
            [outcomes[number] for number, is_whole in zip(finished.ids, whole, strict=True) if is_whole],
            weights[is_asked],
        )
        return learned.among(weights, is_asked), int((~whole).sum())

    @api.model
    def _say_evidence(self, learned, refusal, left_out):
        count = learned.mentorships
        if refusal == "few":
            yield self.env._(
                "It takes %(needed)s finished mentorships, %(each)s for each criterion in which pairs differ. Those "
                "that tell something so far: %(count)s. Until then the present weights are the better guess.",
                count=count,
                needed=learned.needed,
                each=PER_CRITERION,
            )
        elif refusal == "alike":
            yield self.env._(
                "Of %s finished mentorships, all were alike in these criteria, or all went alike: they teach nothing.",
                count,
            )
        elif refusal:
            yield self.env._(
                "Of %s finished mentorships: no other weights foresee better than the present ones how a mentorship "
                "goes. Keep them.",
                count,
            )
        else:
            yield self.env._(
                "Learned from %(count)s finished mentorships. Of those that were kept aside, these weights foresee "
                "%(gain)s %% better than the present ones how a mentorship goes.",
                count=count,
                gain=max(round(100 * learned.gain), 1),
            )
        if left_out:
            yield by_count(
                left_out,
                self.env._("One more was matched by other criteria, or by hand, and is left out."),
                self.env._("%s more were matched by other criteria, or by hand, and are left out.", left_out),
            )
        yield self.env._(
            "A mentorship goes well that is completed, whose meetings are held and whose goals are reached. Stars and "
            "answers are not read."
        )
        if not refusal:
            yield self.env._(
                "Only pairs that were made teach something: of people whom the matching has never put together, "
                "nothing is known."
            )

    def action_take_over(self):
        """Give the program those of the learned weights that are ticked; the history says which."""
        self._check_mine()
        self.program_id._check_manager()
        self.program_id._check_state_in("draft", "submitted", "open")
        taken = self.line_ids.filtered(lambda line: line._is_to_take())
        if not taken:
            raise UserError(self.env._("Tick the weights that you take over, or discard."))
        changes = [line._say_change() for line in taken]
        for weight, lines in taken.grouped("proposed").items():
            lines.criterion_id.write({"weight": weight})
        self.program_id._message_log(
            body=self.env._(
                "Weights learned from finished mentorships: %(changes)s.", changes=format_list(self.env, changes)
            )
        )
        return toast(
            by_count(
                len(taken),
                self.env._("One weight has been taken over. Compare again, to see what it changes."),
                self.env._("%s weights have been taken over. Compare again, to see what they change.", len(taken)),
            )
        )
