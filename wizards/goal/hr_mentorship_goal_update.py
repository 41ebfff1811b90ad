from odoo import api, fields, models

from ...models.common.client_actions import toast


class HrMentorshipGoalUpdate(models.TransientModel):
    """A member logs how a goal moves: a new figure, milestones, a few words."""

    _name = "hr.mentorship.goal.update"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Log Progress"

    _document_field = "goal_id"
    goal_id = fields.Many2one("hr.mentorship.goal", required=True, readonly=True)
    goal_name = fields.Char("Words", related="goal_id.name", related_sudo=False)
    measured_by = fields.Selection(related="goal_id.measured_by", related_sudo=False)
    unit = fields.Char(related="goal_id.unit", related_sudo=False)
    baseline = fields.Float(related="goal_id.baseline", related_sudo=False)
    target = fields.Float(related="goal_id.target", related_sudo=False)
    value = fields.Float(
        "Now", compute="_compute_from_goal", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    open_milestone_ids = fields.Many2many("hr.mentorship.milestone", compute="_compute_open_milestones")
    milestone_ids = fields.Many2many(
        "hr.mentorship.milestone",
        "hr_mentorship_goal_update_milestone_rel",
        string="Done Now",
        domain="[('id', 'in', open_milestone_ids)]",
    )
    is_reached = fields.Boolean(
        "We have reached this goal",
        compute="_compute_is_reached",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
    )
    note = fields.Char()

    @api.depends("goal_id")
    def _compute_from_goal(self):
        for dialog in self:
            dialog.value = dialog.goal_id.current_value

    @api.depends("goal_id")
    def _compute_open_milestones(self):
        for dialog in self:
            dialog.open_milestone_ids = dialog._get_open_milestones()

    @api.depends("goal_id", "value", "milestone_ids")
    def _compute_is_reached(self):
        for dialog in self:
            if dialog.measured_by == "value":
                dialog.is_reached = dialog.goal_id and dialog.goal_id._preview_progress(dialog.value) == 100
            else:
                open_milestones = dialog._get_open_milestones()
                dialog.is_reached = bool(open_milestones) and not open_milestones - dialog.milestone_ids._origin

    def _get_open_milestones(self):
        return self.goal_id.milestone_ids.filtered(lambda milestone: not milestone.done_on)

    def action_save(self):
        self.ensure_one()
        goal = self.goal_id
        result = goal._log_progress(
            value=self.value if goal.measured_by == "value" else None,
            milestones=self.milestone_ids,
            note=self.note,
            is_reached=self.is_reached,
        )
        return result or toast(self.env._("Noted. All of you see how far it is."))
