from odoo import api, fields, models

from ...models.health.hr_mentorship import NEEDS_ATTENTION


class HrMentorshipWrapUp(models.TransientModel):
    """Who closes a program sees which of the pairs that would be completed have come to a halt."""

    _inherit = "hr.mentorship.wrap.up"

    troubled_names = fields.Text("In Trouble Lately", compute="_compute_troubled_names", compute_sudo=False)

    @api.depends("met_ids", "not_completed_ids")
    def _compute_troubled_names(self):
        for wizard in self:
            completed = (wizard.met_ids - wizard.not_completed_ids)._origin
            troubled = completed.filtered(lambda mentorship: mentorship.health in NEEDS_ATTENTION)
            labels = dict(troubled._fields["health"]._description_selection(self.env))
            wizard.troubled_names = "\n".join(
                f"{mentorship.name} ({labels[mentorship.health]})" for mentorship in troubled
            )
