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
    receivers = fields.Char("The Others", compute="_compute_receivers")
    receiver_id = fields.Many2one(
        "hr.mentorship.member", "Whom You Thank", domain="[('id', 'in', partner_ids)]", ondelete="cascade"
    )
    partner_ids = fields.Many2many("hr.mentorship.member", compute="_compute_receivers")
    is_group = fields.Boolean(compute="_compute_receivers")
    message = fields.Text(
        compute="_compute_message", store=True, readonly=False, precompute=True, compute_sudo=False, required=True
    )
    takes_place = fields.Boolean(
        compute="_compute_takes_place", help="These words take the place of what was written to the same people today."
    )
    is_over = fields.Boolean(compute="_compute_is_over", help="The time together, so that one may want no other.")
    not_again = fields.Boolean(
        "Please do not match us again",
        help="In no program. Nobody but you learns this, and you can change it on your profile at any time.",
    )

    @api.depends("mentorship_id")
    def _compute_receivers(self):
        for wizard in self:
            partners = wizard.mentorship_id.my_member_id._partners()
            # sudo: members read each other's names
            wizard.receivers = ", ".join(partners.sudo().employee_id.mapped("name"))
            wizard.partner_ids = partners
            wizard.is_group = len(partners) > 1

    @api.depends("mentorship_id", "receiver_id")
    def _compute_message(self):
        """Begin with the words of today, which the new ones replace."""
        for wizard in self:
            typed = wizard.message
            # Whoever changes for whom it is, while writing, keeps the words
            is_typed = typed and typed not in wizard._find_notes().mapped("body")
            wizard.message = typed if is_typed else wizard._find_note().body or typed

    @api.depends("message", "receiver_id")
    def _compute_takes_place(self):
        for wizard in self:
            earlier = wizard._find_note().body
            # Odoo compares with the form before a word was typed: without the words it is not so yet
            wizard.takes_place = bool(earlier and wizard.message) and earlier != wizard.message

    def _find_notes(self):
        """Return the current user's thank-yous of today in this mentorship."""
        today = fields.Date.context_today(self)
        return self.mentorship_id.thank_you_ids.filtered(
            lambda note: note.author_id == self.env.user and note.day == today
        )

    def _find_note(self):
        """Return the one of them for the same people, which the dialog rewrites."""
        return self._find_notes().filtered(lambda note: note.receiver_id.id == self.receiver_id.id)

    @api.depends("mentorship_id")
    def _compute_is_over(self):
        for wizard in self:
            wizard.is_over = wizard.mentorship_id.state not in RUNNING_STATES

    def action_send(self):
        self.ensure_one()
        self.mentorship_id._thank(self.message, self.receiver_id)
        if self.not_again and self.is_over:
            self.env["hr.mentorship.block"]._block_partners(self.mentorship_id.my_member_id, self.receiver_id)
        return toast(self.env._("Your thank-you is on its way."))
