from odoo import Command, api, fields, models

from ...models.common.client_actions import toast
from ...models.common.hr_mentorship_terms_mixin import MEETING_MODES


class HrMentorshipCheckinPlan(models.TransientModel):
    """A member agrees on when and where to meet: a suggested time, one of their own, or only the day.

    The server makes the dialog, because it holds the suggestions and what the meeting was when it was opened.
    """

    _name = "hr.mentorship.checkin.plan"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Plan a Meeting"

    _document_field = "checkin_id"
    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True)
    seen_date = fields.Date(readonly=True)
    seen_at = fields.Datetime(readonly=True)
    time_ids = fields.One2many("hr.mentorship.checkin.plan.time", "plan_id", readonly=True)
    is_edge = fields.Boolean(readonly=True)
    time_id = fields.Many2one(
        "hr.mentorship.checkin.plan.time", "When You Are All Free", domain="[('plan_id', '=', id)]"
    )
    has_time = fields.Boolean(
        "Set the Time Now", default=True, help="Without it you plan the day, and agree on the time later."
    )
    planned_at = fields.Datetime("Day and Time", compute="_compute_planned_at", store=True, readonly=False)
    planned_date = fields.Date("Day")
    elsewhere = fields.Char("For Your Partner", compute="_compute_elsewhere")
    duration = fields.Float()
    meeting_mode = fields.Selection(MEETING_MODES, "Where")
    meeting_location = fields.Char("Place")

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        for dialog, vals in zip(dialogs, vals_list, strict=True):
            dialog._fill_in(vals)
        return dialogs

    def _fill_in(self, given):
        """Take over what is planned, and suggest times; only members learn when others are free."""
        checkin = self.checkin_id
        planned = {
            "seen_date": checkin.planned_date,
            "seen_at": checkin.planned_at,
            "planned_date": checkin.planned_date,
            "planned_at": checkin.planned_at,
            "duration": checkin.duration or checkin.mentorship_id.meeting_duration,
            "meeting_mode": checkin.meeting_mode,
            "meeting_location": checkin.meeting_location,
        }
        # sudo: nobody else writes suggestions, and what the meeting was when the dialog was opened
        dialog_sudo = self.sudo()
        dialog_sudo.write({name: value for name, value in planned.items() if name not in given})
        if checkin.can_plan:
            times, dialog_sudo.is_edge = checkin._suggest_times()
            dialog_sudo.time_ids = [Command.create({"start": start}) for start in times]
            if times and not (checkin.planned_at or dialog_sudo.is_edge or given.keys() & {"time_id", "planned_at"}):
                dialog_sudo.time_id = dialog_sudo.time_ids[0]

    @api.depends("time_id")
    def _compute_planned_at(self):
        for dialog in self:
            if dialog.time_id:
                dialog.planned_at = dialog.time_id.start

    @api.onchange("planned_at")
    def _onchange_planned_at(self):
        if self.time_id and self.time_id.start != self.planned_at:
            self.time_id = False

    @api.depends("planned_at")
    def _compute_elsewhere(self):
        for dialog in self:
            # When it is elsewhere is for its members: it says where the others are
            moment = dialog.checkin_id.can_plan and dialog.planned_at
            dialog.elsewhere = moment and dialog.checkin_id._describe_elsewhere(moment)

    def action_save(self):
        self.ensure_one()
        if self.has_time and not self.planned_at:
            # No error: nothing has gone wrong, and the dialog stays open for the answer
            question = self.env._("When do you meet? Choose one of the times, or enter one of your own.")
            return toast(question, "warning", then=False)
        if not self.has_time and not self.planned_date:
            return toast(self.env._("On which day do you meet? Enter it, with or without a time."), "warning", False)
        self.checkin_id._move(
            self.planned_date,
            self.has_time and self.planned_at,
            expected=(self.seen_date, self.seen_at),
            duration=self.duration,
            meeting_mode=self.meeting_mode,
            meeting_location=self.meeting_location,
        )
        when = self.checkin_id._describe_time()
        if not self.checkin_id.planned_at:
            return toast(self.env._("Planned for %(when)s. Agree on the time later.", when=when))
        return toast(self.env._("Planned for %(when)s, and in all your calendars.", when=when))
