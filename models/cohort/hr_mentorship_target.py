from odoo import api, fields, models


class HrMentorshipTarget(models.Model):
    _inherit = "hr.mentorship.target"

    last_time_text = fields.Char(
        "Last Time", compute="_compute_last_time_text", help="What the program before it wanted and reached."
    )

    @api.depends_context("uid", "lang")
    @api.depends("measure", "label", "program_id.state")
    def _compute_last_time_text(self):
        """While the program is planned; what cannot be said of the last time says nothing."""
        self.last_time_text = False
        for program, targets in self.grouped("program_id").items():
            if program.state not in ("draft", "submitted") or not (program.is_my_program or program.is_my_approval):
                continue
            # sudo: whoever runs or approves a program learns from the one it follows, and need not have run that one
            former = {target._get_key(): target for target in program.sudo().predecessor_id.target_ids}
            for target in targets:
                last = former.get(target._get_key())
                if last and last.has_value:
                    target.last_time_text = self.env._(
                        "Last time %(reached)s, target %(wanted)s", reached=last.value_text, wanted=last.wanted_text
                    )

    def _get_key(self):
        """Return what makes two targets of two programs the same one."""
        return (self.measure, self.label if self.measure == "own" else False)
