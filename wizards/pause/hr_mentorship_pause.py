from datetime import timedelta

from odoo import api, fields, models

from ...models.common.client_actions import toast
from ...models.common.spoken import say_date


class HrMentorshipPause(models.TransientModel):
    """Pause a mentorship until a day of return, with no reason needed."""

    _name = "hr.mentorship.pause"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Pause a Mentorship"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    pause_until = fields.Date(
        "Back On", required=True, default=lambda self: fields.Date.context_today(self) + timedelta(weeks=2)
    )
    end_date = fields.Date(related="mentorship_id.end_date", related_sudo=False)
    is_mine = fields.Boolean(compute="_compute_is_mine")
    affected_checkin_count = fields.Integer(compute="_compute_affected_checkin_count", compute_sudo=False)

    @api.depends_context("uid")
    @api.depends("mentorship_id")
    def _compute_is_mine(self):
        for wizard in self:
            wizard.is_mine = bool(wizard.mentorship_id.my_member_id)

    @api.depends("mentorship_id", "pause_until")
    def _compute_affected_checkin_count(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            planned = wizard.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
            wizard.affected_checkin_count = len(
                planned.filtered(
                    lambda checkin, until=wizard.pause_until: until and today <= checkin.planned_date < until
                )
            )

    def action_pause(self):
        self.ensure_one()
        self.mentorship_id._pause(self.pause_until)
        until = say_date(self.env, self.pause_until)
        return toast(self.env._("Paused. It goes on by itself on %(date)s.", date=until))
