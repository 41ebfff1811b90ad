from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_list

from ...models.common.client_actions import toast


class HrMentorshipSpotlight(models.TransientModel):
    """A program manager proposes words about a successful pair; its members decide about these very words."""

    _name = "hr.mentorship.spotlight"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Propose a Spotlight"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    words = fields.Text(required=True)
    channel_words = fields.Char(compute="_compute_channel_words", compute_sudo=False)

    @api.depends("mentorship_id")
    def _compute_channel_words(self):
        self.channel_words = False
        for dialog in self.filtered(lambda dialog: dialog.mentorship_id.can_spotlight):
            # sudo: the name of a channel that a setting of the company names
            channel = dialog.mentorship_id.sudo().company_id.mentorship_wall_channel_id
            if channel:
                dialog.channel_words = self.env._(
                    "It is posted in the channel “%(channel)s” as well.", channel=channel.name
                )

    def action_propose(self):
        self._check_mine()
        mentorship = self.mentorship_id
        if not mentorship.is_my_program:
            raise AccessError(self.env._("The program managers of a pair propose a spotlight of it."))
        mentorship._propose_spotlight(self.words)
        # sudo: the names of a pair that the user manages
        names = mentorship.sudo().member_ids.employee_id.mapped("name")
        return toast(
            self.env._(
                "%(names)s are asked in their daily mail and on My Mentorship. It is on the wall as soon as all of "
                "them agree.",
                names=format_list(self.env, names),
            )
        )
