from odoo import api, fields, models
from odoo.exceptions import AccessError


class HrMentorshipMilestone(models.Model):
    """A step on the way to a goal, ticked off by the mentee or a mentor."""

    _name = "hr.mentorship.milestone"
    _description = "Mentorship Milestone"
    _order = "goal_id, sequence, planned_date, id"

    goal_id = fields.Many2one("hr.mentorship.goal", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Milestone", required=True)
    planned_date = fields.Date("By")
    done_on = fields.Date(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    can_tick = fields.Boolean(related="goal_id.can_log")

    @api.model_create_multi
    def create(self, vals_list):
        milestones = super().create([{"done_on": False, "done_by_id": False, **vals} for vals in vals_list])
        if not self.env.su:
            milestones._check_words(vals for values in vals_list for vals in values)
        return milestones

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if not self.env.su:
            self._check_words(vals)
        result = super().write(vals)
        if not self.env.su and "goal_id" in vals:
            self._check_words(vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_with_open_goal(self):
        if not self.env.su:
            self._check_words(())

    def _check_words(self, names):
        if any(name in ("done_on", "done_by_id") for name in names):
            raise AccessError(self.env._("A milestone is ticked off by its button."))
        self.goal_id._check_state_in("suggested", "draft", "active")
        self.goal_id._check_is_goal_time()

    def action_tick(self):
        """Done: the bar moves, and a member has something to celebrate."""
        self.ensure_one()
        return self.goal_id._log_progress(milestones=self)

    def action_untick(self):
        """Not done after all."""
        self.goal_id._check_can_log()
        # sudo: done or not is written by these two buttons alone
        self.sudo().write({"done_on": False, "done_by_id": False})
        self.env["hr.mentorship.goal.progress"]._record({goal: {} for goal in self.goal_id})

    def _mark_done(self):
        """Write who has done it and when; the caller has checked that the user is a member."""
        self.sudo().write({"done_on": fields.Date.context_today(self), "done_by_id": self.env.uid})
