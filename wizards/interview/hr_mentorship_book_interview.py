from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.interview.hr_mentorship_interview import KINDS
from ...scheduling import moment_of

MORNING = time(9)
"""On the clock of whoever books it."""


class HrMentorshipBookInterview(models.TransientModel):
    """Ask a participant for a talk, at a time, along a guide."""

    _name = "hr.mentorship.book.interview"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Book an Interview"

    _document_field = "participant_id"
    mentorship_id = fields.Many2one("hr.mentorship", help="Whose members may be chosen.")
    participant_id = fields.Many2one("hr.mentorship.participant", "With", required=True)
    kind = fields.Selection(KINDS, default="midterm", required=True)
    meeting_at = fields.Datetime("When", required=True, default=lambda self: self._get_next_morning())
    duration = fields.Float("Length", default=0.5, required=True)
    guide_id = fields.Many2one(
        "hr.mentorship.resource",
        "Interview Guide",
        compute="_compute_guide_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("role", "=", "manager")],
    )

    _duration_range = models.Constraint(
        "CHECK(duration > 0 AND duration <= 8)", "An interview takes some minutes, and eight hours at most."
    )

    @api.model
    def _get_next_morning(self):
        day = fields.Date.context_today(self) + timedelta(days=7)
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        return moment_of(datetime.combine(day, MORNING), self.env.tz.zone)

    @api.depends("kind")
    def _compute_guide_id(self):
        for dialog in self:
            dialog.guide_id = self.env["hr.mentorship.interview"]._find_guide(dialog.kind)

    def action_book(self):
        self.ensure_one()
        self._check_mine()
        self.participant_id.check_access("read")
        if self.meeting_at <= fields.Datetime.now():
            raise UserError(self.env._("This time has passed. Choose one that is still to come."))
        interview = self.env["hr.mentorship.interview"]._book(
            self.participant_id, self.kind, self.meeting_at, self.duration, self.guide_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": interview._name,
            "res_id": interview.id,
            "views": [(False, "form")],
        }
