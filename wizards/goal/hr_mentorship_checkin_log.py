from odoo import Command, api, fields, models

from ...models.goal.goal_words import describe_way


class HrMentorshipCheckinLog(models.TransientModel):
    """Goals in the dialog of a check-in: the figure as it is now, milestones that are done, what has been reached."""

    _inherit = "hr.mentorship.checkin.log"

    goal_line_ids = fields.One2many(
        "hr.mentorship.checkin.log.goal",
        "log_id",
        "Goals",
        compute="_compute_goal_line_ids",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
    )
    has_figures = fields.Boolean(compute="_compute_has_figures")

    @api.depends("goal_line_ids.is_figure")
    def _compute_has_figures(self):
        for wizard in self:
            wizard.has_figures = any(wizard.goal_line_ids.mapped("is_figure"))

    @api.depends("checkin_id")
    def _compute_goal_line_ids(self):
        for wizard in self:
            goals = wizard.checkin_id.mentorship_id.goal_ids.filtered("can_log")
            wizard.goal_line_ids = [Command.clear()] + [
                Command.create(values) for goal in goals for values in wizard._get_goal_lines(goal)
            ]

    def _get_goal_lines(self, goal):
        """One line of the goal itself, and one of each milestone on the way to it."""
        head = {"goal_id": goal.id, "name": goal.name}
        if goal.measured_by == "value":
            head["name"] = f"{goal.name}\n{describe_way(goal)}"
            head |= {"is_figure": True, "old_value": goal.current_value, "value": goal.current_value}
        steps = goal.milestone_ids.filtered(lambda step: not step.done_on)
        return [head] + [{"goal_id": goal.id, "milestone_id": step.id, "name": f"→ {step.name}"} for step in steps]

    def _save_goals(self):
        result = super()._save_goals()
        if self.outcome != "done":
            return result
        moves = {}
        for line in self.goal_line_ids:
            move = moves.setdefault(line.goal_id.id, {"milestones": self.env["hr.mentorship.milestone"]})
            if line.milestone_id:
                move["milestones"] += line.milestone_id if line.is_done else line.milestone_id.browse()
                continue
            # What the dialog showed, not what stands there now: the partner may have logged a figure meanwhile
            move["value"] = line.value if line.is_figure and line.value != line.old_value else None
            move["is_reached"] = line.is_done
        # Of this mentorship alone, whatever a client sends, and only as long as they run
        goals = self.env["hr.mentorship.goal"].search(
            [("id", "in", list(moves)), ("mentorship_id", "=", self.checkin_id.mentorship_id.id)]
        )
        return goals.filtered("can_log")._log_moves(moves, checkin=self.checkin_id) or result
