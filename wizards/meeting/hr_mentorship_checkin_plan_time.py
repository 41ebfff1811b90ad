from odoo import api, fields, models


class HrMentorshipCheckinPlanTime(models.TransientModel):
    """A time at which all are free; only the server proposes them."""

    _name = "hr.mentorship.checkin.plan.time"
    _description = "Suggested Time of a Check-in"
    _order = "start"

    plan_id = fields.Many2one("hr.mentorship.checkin.plan", required=True, index=True, ondelete="cascade")
    start = fields.Datetime(required=True)

    @api.depends_context("uid", "lang")
    @api.depends("start")
    def _compute_display_name(self):
        self.display_name = False
        for suggestion in self.filtered("start"):
            checkin = suggestion.plan_id.checkin_id
            here, elsewhere = checkin._describe_moment(suggestion.start), checkin._describe_elsewhere(suggestion.start)
            suggestion.display_name = f"{here} ({elsewhere})" if elsewhere else here
