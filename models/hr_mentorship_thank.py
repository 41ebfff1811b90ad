from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrMentorship(models.Model):
    """A thank-you for the time together, whether it has reached its end or ended early."""

    _inherit = "hr.mentorship"

    may_thank = fields.Boolean(
        compute="_compute_may_thank", help="It has ended early, so a thank-you is not asked for, but welcome."
    )

    @api.depends_context("uid")
    @api.depends("state", "start_date", "member_ids.thanked_on")
    def _compute_may_thank(self):
        for mentorship in self:
            member = mentorship.my_member_id
            has_begun = mentorship.state == "ended" and bool(mentorship.start_date)
            mentorship.may_thank = has_begun and bool(member) and not member.thanked_on

    def _thank(self, message):
        """Record the current user's thank-you and tell the partner that there is one."""
        self.ensure_one()
        member = self.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship thank each other."))
        self._check_state_in("completed", "ended")
        if not self.start_date:
            raise UserError(self.env._("A thank-you is for the time together, and yours has not begun."))
        if not (message or "").strip():
            raise UserError(self.env._("Write a few words first."))
        self.env["hr.mentorship.note"]._record(self, "thank_you", message)
        # sudo: a member may change nothing but their own part, and that only by steps like this one
        member.sudo().thanked_on = fields.Date.context_today(self)
        self._finish_activities("hr_mentorship.mail_activity_type_thank_you", users=self.env.user)
        member.sudo()._partners()._notify("thanked", partner=member.employee_id)
