from odoo import api, fields, models
from odoo.tools import formatLang

from ..common.spoken import by_count
from .hr_mentorship_reward import OPEN_STATES


class HrMentorshipProgram(models.Model):
    """What is promised out of a program, beside what it has given and what was spent."""

    _inherit = "hr.mentorship.program"

    promised_words = fields.Char("Promised", compute="_compute_promised_words")

    @api.depends_context("uid", "lang")
    @api.depends("has_recognition", "manager_ids")
    def _compute_promised_words(self):
        """The sum of the requests that program managers approve: they read each, and of no other anything is told."""
        self.promised_words = False
        mine = self.filtered("is_my_program")
        # sudo: which program a request belongs to is a column that nobody reads; these are theirs
        redemptions = self.env["hr.mentorship.redemption"].sudo()
        rows = redemptions._read_group(
            [("program_id", "in", mine._origin.ids), ("approval", "=", "program"), ("state", "in", OPEN_STATES)],
            ["program_id"],
            ["__count", "points:sum"],
        )
        promised = {program.id: (count, points) for program, count, points in rows}
        for program in mine.filtered(lambda program: program._origin.id in promised):
            count, points = promised[program._origin.id]
            words = by_count(
                count,
                self.env._("%(points)s points for one reward that program managers approve, not handed out yet"),
                self.env._("%(points)s points for %(count)s rewards that program managers approve, not handed out yet"),
            )
            program.promised_words = words % {"points": formatLang(self.env, points, digits=0), "count": count}
