from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..common.private_fields import SecretBoolean


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    # NO_ACCESS: who wants to be named stands on the leaderboard, once enough people do; see hr.mentorship.leaderboard
    on_leaderboard = SecretBoolean(readonly=True, copy=False, groups=NO_ACCESS)
    leaderboard_words = fields.Char("On the Leaderboard", compute="_compute_leaderboard_words")

    @api.depends_context("uid", "lang")
    @api.depends("on_leaderboard", "user_id")
    def _compute_leaderboard_words(self):
        """Tell each of themselves alone, as in the file of all that is kept about them."""
        words = self.env._("Yes, as you wanted")
        for participant in self:
            is_mine = participant.user_id == self.env.user
            # sudo: one's own yes
            participant.leaderboard_words = is_mine and participant.sudo().on_leaderboard and words
