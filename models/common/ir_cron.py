from odoo import models


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _add_progress(self, *, timed_out_counter=None):
        """Let our jobs be killed as often as it happens.

        The host takes a job that was killed three times, before it had finished any work, for one that never ends, and
        skips it until its next day. Ours work in batches, may be killed anywhere and go on where they were.
        """
        return super()._add_progress(timed_out_counter=None if self._is_of_mentorship() else timed_out_counter)

    def _is_of_mentorship(self):
        self.ensure_one()
        # sudo: names of records are read by administrators alone
        names = self.sudo().get_external_id()
        return names[self.id].startswith("hr_mentorship.")
