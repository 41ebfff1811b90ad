from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    told_phase_rank = fields.Integer(
        readonly=True, copy=False, default=0, groups=NO_ACCESS, help="The last phase this member was told of."
    )

    def _get_resources(self):
        """Return what helps this member now (sudo)."""
        self.ensure_one()
        by_phase = self.env["hr.mentorship.resource"]._find_by_phase(self.company_id)
        found = by_phase.get(self.mentorship_id.phase, self.env["hr.mentorship.resource"].sudo())
        return found._pick_for(self.role, self.company_id, self.mentorship_id.format)

    @api.model
    def _cron_tell_phases(self, batch_size=500):
        """Tell members once that a new phase has begun for them, and what helps in it.

        Forwards alone: whoever is given more time at the end is not told of the middle and of the end again.
        """
        ranks = self.env["hr.mentorship.resource"]._get_phase_ranks()
        for phase, domain in self.env["hr.mentorship"]._get_phase_domains().items():
            untold = [("mentorship_id", "any", domain), ("told_phase_rank", "<", ranks[phase])]
            while members := self.search(untold, limit=batch_size).try_lock_for_update(allow_referencing=True):
                members._notify("phase_begun", phase=phase)
                members.told_phase_rank = ranks[phase]
                if not self.env["ir.cron"]._commit_progress(len(members), remaining=self.search_count(untold)):
                    return
