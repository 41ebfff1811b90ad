from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

LINES_AT_A_TIME = 100


def _use(lines, _arguments):
    return lines._propose()


class HrMentorshipJob(models.Model):
    _inherit = "hr.mentorship.job"

    kind = fields.Selection(selection_add=[("use", "Use a matching run")], ondelete={"use": "cascade"})

    @api.model
    def _get_steps(self):
        return {
            **super()._get_steps(),
            "use": ("hr.mentorship.matching.line", (), _use),
        }

    @api.model
    def _split(self, kind, records):
        """Pairs are proposed many at a time, as what rules them out is read for all of them."""
        if kind != "use":
            return super()._split(kind, records)
        return [records.browse(ids) for ids in split_every(LINES_AT_A_TIME, records.ids)]

    @api.model
    def _queue(self, kind, records, **arguments):
        if kind == "use":
            arguments["run_id"] = records.run_id.id
        return super()._queue(kind, records, **arguments)

    def _get_used_run(self):
        # sudo: what was given with the job; the run is read as the user
        return self.env["hr.mentorship.matching.run"].browse(self.sudo().arguments["run_id"])

    def _find_obstacle(self):
        """A run that is out of date is used no further."""
        obstacle = super()._find_obstacle()
        if obstacle or self.kind != "use":
            return obstacle
        try:
            self._get_used_run()._check_still_valid()
        except UserError as error:
            return str(error)
        return ""

    def _conclude(self):
        note = super()._conclude()
        if self.kind == "use":
            self._get_used_run()._conclude_use()
            return self.env._("Nobody is told before you publish.")
        if self.kind == "publish" and self.done_count:
            return self.program_id._conclude_publishing()
        return note
