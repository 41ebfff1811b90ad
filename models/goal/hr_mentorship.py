from odoo import api, fields, models

from ..common.private_fields import PrivateOne2many
from ..program.hr_mentorship_program import GIVING, LEARNING


class HrMentorship(models.Model):
    """The goals of a mentorship: their words for the members, their figures for whoever reads the mentorship."""

    _inherit = "hr.mentorship"

    # The record rules of goals decide who finds any here
    goal_ids = PrivateOne2many("hr.mentorship.goal", "mentorship_id", readonly=True)
    goal_count = fields.Integer("Goals", compute="_compute_goal_figures")
    reached_goal_count = fields.Integer("Goals Reached", compute="_compute_goal_figures")
    goal_progress = fields.Float(
        compute="_compute_goal_figures", digits=(5, 0), help="Of all goals in progress or reached, on average, in %."
    )
    can_set_goal = fields.Boolean(compute="_compute_can_set_goal")
    can_suggest_goal = fields.Boolean(compute="_compute_can_set_goal")

    @api.depends("goal_ids.state", "goal_ids.progress")
    def _compute_goal_figures(self):
        # sudo: figures without words, for program managers as well
        rows = (
            self.env["hr.mentorship.goal"]
            .sudo()
            ._read_group(
                [("mentorship_id", "in", self.ids), ("state", "in", ("active", "reached", "unfinished"))],
                ["mentorship_id", "state"],
                ["__count", "progress:sum"],
            )
        )
        figures = {}
        for mentorship, state, count, progress in rows:
            figures.setdefault(mentorship.id, {})[state] = (count, progress)
        for mentorship in self:
            found = figures.get(mentorship._origin.id, {})
            count = sum(count for count, _progress in found.values())
            mentorship.goal_count = count
            mentorship.reached_goal_count = found.get("reached", (0, 0))[0]
            mentorship.goal_progress = sum(progress for _count, progress in found.values()) / count if count else 0

    @api.depends_context("uid")
    @api.depends("state", "my_member_id")
    def _compute_can_set_goal(self):
        for mentorship in self:
            is_time = mentorship.state in ("agreement", "active", "paused")
            role = mentorship.my_member_id.role
            mentorship.can_set_goal = is_time and role in LEARNING
            mentorship.can_suggest_goal = is_time and role in GIVING

    def action_view_goals(self):
        """Members open the goals, program managers where they stand."""
        self.ensure_one()
        xmlid = "hr_mentorship_goal_action" if self.my_member_id else "hr_mentorship_goal_report_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(f"hr_mentorship.{xmlid}")
        action["domain"] = [("mentorship_id", "=", self.id)]
        action["context"] = {"default_mentorship_id": self.id, "create": self.can_set_goal}
        return action

    def action_add_goal(self):
        """Open a new goal of this mentorship; the first one begins with what the agreement says."""
        self.ensure_one()
        goals = (self.agreement_id.goals or "").strip()
        name = False if self.goal_ids else goals.partition("\n")[0].strip()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Goal"),
            "res_model": "hr.mentorship.goal",
            "views": [(False, "form")],
            "context": {"default_mentorship_id": self.id, "default_name": name},
        }

    def action_suggest_goal(self):
        """Open the dialog in which a mentor suggests a goal."""
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_goal_suggest_action")

    def _get_goal_lines(self):
        """Return the goals that the members work on, one line each, as far as the current user may read them.

        :rtype: list[str]
        """
        self.ensure_one()
        return (
            self.env["hr.mentorship.goal"]
            .search([("mentorship_id", "=", self.id), ("state", "=", "active")])
            .mapped("display_name")
        )

    def _after_close(self):
        super()._after_close()
        self.sudo().goal_ids._close_with_mentorship()  # sudo: whoever of the members ends the mentorship
