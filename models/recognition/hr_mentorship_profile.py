from odoo import api, fields, models


class HrMentorshipProfile(models.Model):
    """The level that somebody has reached stands on their own profile, for themselves."""

    _inherit = "hr.mentorship.profile"

    level_name = fields.Char("Level", compute="_compute_level_name", compute_sudo=False)

    @api.depends_context("uid", "lang")
    @api.depends("employee_id")
    def _compute_level_name(self):
        # No sudo: everybody finds their own wallet, and nobody another one
        wallets = self.env["hr.mentorship.wallet"].search(
            [("employee_id", "in", self.employee_id.ids), ("employee_id.user_id", "=", self.env.uid)]
        )
        names = {wallet.employee_id.id: wallet.level_name for wallet in wallets}
        for profile in self:
            profile.level_name = names.get(profile.employee_id.id)
