from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class HrMentorshipMatchingRun(models.Model):
    _inherit = "hr.mentorship.matching.run"

    def action_compare(self):
        """Show for whom two runs differ."""
        self.program_id._check_manager()
        if len(self) != 2 or len(self.program_id) != 1:
            raise UserError(self.env._("Select two runs of the same program to compare them."))
        self._check_state_in("done")
        first, second = self.sorted("id")
        before, after = ({line.mentee_id: line for line in run.line_ids} for run in (first, second))
        # Whom one of the runs has not asked about has got nobody from it, nor lost anybody
        in_both = before.keys() & after.keys()
        differences = []
        for mentee in in_both:
            old, new = before[mentee], after[mentee]
            if old.mentor_id != new.mentor_id:
                differences.append(
                    {
                        "mentee_id": mentee.id,
                        "first_mentor_id": old.mentor_id.id,
                        "second_mentor_id": new.mentor_id.id,
                        "first_score": old.score,
                        "second_score": new.score,
                        "delta": new.score - old.score,
                    }
                )
        # sudo: nobody else writes comparisons; who may read both runs has been checked
        comparison = (
            self.env["hr.mentorship.run.comparison"]
            .sudo()
            .create(
                {
                    "first_id": first.id,
                    "second_id": second.id,
                    "difference_count": len(differences),
                    "same_count": len(in_both) - len(differences),
                    "other_count": len(before.keys() ^ after.keys()),
                    "line_ids": [Command.create(values) for values in differences],
                }
            )
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Two Runs Side by Side"),
            "res_model": comparison._name,
            "res_id": comparison.id,
            "views": [(False, "form")],
        }
