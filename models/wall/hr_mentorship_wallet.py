from odoo import api, fields, models


class HrMentorshipWallet(models.Model):
    """From the page of one's own points to the leaderboards that one may read."""

    _inherit = "hr.mentorship.wallet"

    has_leaderboard = fields.Boolean(compute="_compute_has_leaderboard")

    @api.depends_context("uid")
    def _compute_has_leaderboard(self):
        programs = self.env["hr.mentorship.program"]
        self.has_leaderboard = bool(self.env.execute_query(programs._get_my_leaderboards_query()))
