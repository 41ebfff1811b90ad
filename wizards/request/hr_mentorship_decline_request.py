from odoo import api, fields, models


class HrMentorshipDeclineRequest(models.TransientModel):
    """The program manager says no to requests in kind words, which those read who have asked."""

    _name = "hr.mentorship.decline.request"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Do Not Approve Requests"

    _document_field = "mentorship_ids"
    mentorship_ids = fields.Many2many(
        "hr.mentorship", "hr_mentorship_decline_request_rel", string="Requests", required=True, readonly=True
    )
    names = fields.Char("Pairs", compute="_compute_names", compute_sudo=False)
    reason = fields.Text("Your Words", required=True, help="Whoever has asked reads this, and who was to be asked not.")

    @api.depends("mentorship_ids")
    def _compute_names(self):
        for wizard in self:
            readable = wizard.mentorship_ids._origin._filtered_access("read")
            wizard.names = ", ".join(name or "" for name in readable.mapped("name"))

    def action_decline(self):
        self._check_mine()
        # Read in sudo: what the caller may not see would be left out in silence, and nobody told
        return self.sudo().mentorship_ids.with_env(self.env)._decline_request(self.reason)
