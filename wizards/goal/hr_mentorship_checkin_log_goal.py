from odoo import api, fields, models


class HrMentorshipCheckinLogGoal(models.TransientModel):
    """A goal, or a milestone on the way to it, in the dialog."""

    _name = "hr.mentorship.checkin.log.goal"
    _description = "Log a Check-in: Goals"

    log_id = fields.Many2one("hr.mentorship.checkin.log", required=True, ondelete="cascade")
    goal_id = fields.Many2one("hr.mentorship.goal", "Of Goal", required=True, ondelete="cascade")
    milestone_id = fields.Many2one("hr.mentorship.milestone", ondelete="cascade")
    name = fields.Text("Goal")
    is_figure = fields.Boolean()
    old_value = fields.Float()
    value = fields.Float("Now")
    is_done = fields.Boolean(
        "Done", compute="_compute_is_done", store=True, readonly=False, precompute=True, compute_sudo=False
    )

    @api.depends("value")
    def _compute_is_done(self):
        """Whoever writes a figure that is the target has most likely reached the goal."""
        for line in self:
            has_moved = line.is_figure and line.value != line.old_value
            line.is_done = has_moved and line.goal_id._preview_progress(line.value) == 100
