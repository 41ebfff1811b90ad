from odoo import api, fields, models

from ...models.common.client_actions import toast
from ...models.mentorship.hr_mentorship import RUNNING_STATES


class HrMentorshipThankYou(models.TransientModel):
    """A member thanks the others: for a good hour, or for their time together."""

    _name = "hr.mentorship.thank.you"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Write a Thank-you"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    receivers = fields.Char("Whom You Thank", compute="_compute_receivers")
    message = fields.Text(
        compute="_compute_message", store=True, readonly=False, precompute=True, compute_sudo=False, required=True
    )
    is_over = fields.Boolean(compute="_compute_is_over", help="The time together, so that one may want no other.")
    not_again = fields.Boolean(
        "Please do not match us again",
        help="In no program. Nobody but you learns this, and you can change it on your profile at any time.",
    )

    @api.depends("mentorship_id")
    def _compute_receivers(self):
        for wizard in self:
            # sudo: members read each other's names
            partners = wizard.mentorship_id.my_member_id.sudo()._partners()
            wizard.receivers = ", ".join(partners.employee_id.mapped("name"))

    @api.depends("mentorship_id")
    def _compute_message(self):
        """Begin with the words of today, which the new ones replace."""
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.message = wizard.mentorship_id.thank_you_ids.filtered(
                lambda note: note.author_id == self.env.user and note.day == today
            ).body

    @api.depends("mentorship_id")
    def _compute_is_over(self):
        for wizard in self:
            wizard.is_over = wizard.mentorship_id.state not in RUNNING_STATES

    def action_send(self):
        self.ensure_one()
        self.mentorship_id._thank(self.message)
        if self.not_again and self.is_over:
            self.env["hr.mentorship.block"]._block_partners(self.mentorship_id.my_member_id)
        return toast(self.env._("Your thank-you is on its way."))
