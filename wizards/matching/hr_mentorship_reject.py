from odoo import api, fields, models

from ...models.common.client_actions import reload


class HrMentorshipReject(models.TransientModel):
    """The program manager says why a pair is not a good idea, so that nobody proposes it again."""

    _name = "hr.mentorship.reject"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Reject Proposals"

    _document_field = "mentorship_ids"
    mentorship_ids = fields.Many2many("hr.mentorship", string="Proposals", required=True, readonly=True)
    names = fields.Char("Pairs", compute="_compute_names", compute_sudo=False)
    reason = fields.Char(required=True, help="Only program managers read this.")

    @api.depends("mentorship_ids")
    def _compute_names(self):
        for wizard in self:
            wizard.names = ", ".join(name or "" for name in wizard.mentorship_ids.mapped("name"))

    def action_reject(self):
        self._check_mine()
        # Read in sudo: what the caller may not see would be left out in silence, and nobody told
        return self.sudo().mentorship_ids.with_env(self.env)._reject(self.reason) or reload()
