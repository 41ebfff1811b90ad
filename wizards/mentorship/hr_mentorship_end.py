from odoo import api, fields, models

from ...models.common.client_actions import toast
from ...models.mentorship.hr_mentorship import END_REASONS, RUNNING_STATES


class HrMentorshipEnd(models.TransientModel):
    """Leave a mentorship in two clicks, with no reason needed."""

    _name = "hr.mentorship.end"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "End a Mentorship"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    planned_checkin_count = fields.Integer(compute="_compute_planned_checkin_count")
    reason = fields.Selection(
        END_REASONS, default="none", required=True, help="Only your program manager sees this, never your partner."
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", compute_sudo=False)
    not_again = fields.Boolean(
        "Please do not match us again",
        compute="_compute_not_again",
        store=True,
        readonly=False,
        help="In no program. Nobody but you learns this, and you can change it on your profile at any time.",
    )
    can_return = fields.Boolean(compute="_compute_can_return", compute_sudo=False)
    back_to_pool = fields.Boolean(
        "I would like another partner", help="You can be matched again at once. You may also say so later."
    )
    can_thank = fields.Boolean(compute="_compute_can_return", compute_sudo=False)
    thank_you = fields.Text("Thank-you", help="Only your partner reads this.")

    @api.depends("mentorship_id")
    def _compute_can_return(self):
        for wizard in self:
            mentorship = wizard.mentorship_id
            has_begun = wizard.is_mine and mentorship.state in ("agreement", *RUNNING_STATES)
            wizard.can_return = has_begun and mentorship.program_id.state == "open"
            wizard.can_thank = wizard.is_mine and mentorship.state in RUNNING_STATES

    @api.depends("mentorship_id")
    def _compute_planned_checkin_count(self):
        for wizard in self:
            planned = wizard.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
            wizard.planned_checkin_count = len(planned)

    @api.depends_context("uid")
    @api.depends("mentorship_id")
    def _compute_is_mine(self):
        for wizard in self:
            wizard.is_mine = bool(wizard.mentorship_id.my_member_id)

    @api.depends("reason")
    def _compute_not_again(self):
        """Whom it does not fit with is not met again anywhere, unless the member wants it otherwise.

        By the member's own list, as any other wish of the kind: nobody can tell the one from the other.
        """
        for wizard in self:
            wizard.not_again = wizard.reason == "fit" and wizard.is_mine

    def action_end(self):
        self.ensure_one()
        member = self.mentorship_id.my_member_id
        can_return, can_thank = self.can_return, self.can_thank
        self.mentorship_id._end(self.reason)
        # Whoever leaves a group that goes on is through with a mentorship of their own
        ended = member.mentorship_id or self.mentorship_id
        if self.back_to_pool and can_return:
            member._answer_pool("yes")
        if can_thank and (self.thank_you or "").strip():
            ended._thank(self.thank_you)
        if self.not_again and member:
            self.env["hr.mentorship.block"]._block_partners(member)
        if ended != self.mentorship_id:
            return ended.action_open()
        return toast(self.env._("It has ended, and everybody in it is told."))
