from odoo import api, fields, models

from ...models.common.client_actions import toast


class HrMentorshipNewMatch(models.TransientModel):
    """The second of two steps to a new match: end kindly, and look for somebody else."""

    _name = "hr.mentorship.new.match"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Look for a New Match"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    can_return = fields.Boolean(compute="_compute_can_return", compute_sudo=False)
    may_tell = fields.Boolean(
        "My program manager may know that it was not the right fit",
        help="Helps to find somebody who suits you. Your partner never learns it.",
    )
    not_again = fields.Boolean(
        "Please do not match us again in other programs either",
        default=True,
        help="Nobody but you learns this, and you can change it on your profile at any time.",
    )

    @api.depends("mentorship_id")
    def _compute_can_return(self):
        for wizard in self:
            wizard.can_return = wizard.mentorship_id.program_id.state == "open"

    def action_try_again(self):
        """Take back that it is not a fit: who tries again has not made up their mind, and is asked once more."""
        self.ensure_one()
        if self.mentorship_id._my_members()._says_no():
            return self.mentorship_id.action_fit_early()
        return {"type": "ir.actions.act_window_close"}

    def action_confirm(self):
        self.ensure_one()
        member = self.mentorship_id._my_members()
        program = self.mentorship_id.program_id.name
        member._find_new_match(may_tell=self.may_tell, not_again=self.not_again)
        if self.can_return:
            return toast(self.env._("It has ended. You wait for a new match in “%(program)s”.", program=program))
        return toast(self.env._("It has ended, and everybody in it is told."))
