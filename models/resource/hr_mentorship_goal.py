from odoo import Command, api, fields, models

from .hr_mentorship_goal_template import WORDS

WRITTEN_WORDS = tuple(word for word in WORDS if word != "measured_by")


class HrMentorshipGoal(models.Model):
    """A goal may begin with the words of a template; what its mentee has written stays."""

    _inherit = "hr.mentorship.goal"

    template_id = fields.Many2one(
        "hr.mentorship.goal.template",
        "Start from a Template",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="It fills in what you have not written yourself. Change whatever you like.",
    )

    @api.onchange("template_id")
    def _onchange_template_id(self):
        template = self.template_id
        if not template:
            return
        # Whoever tries one template after the other gets the words of the last one
        templates = template.search([("active", "in", (True, False))])
        values = template._get_goal_values()
        for name in WRITTEN_WORDS:
            if not self[name] or self[name] in templates.mapped(name):
                self[name] = values[name]
        known = {step for each in templates for step in each._split_milestones()}
        if set(self.milestone_ids.mapped("name")) <= known:
            self.milestone_ids = [Command.clear(), *template._get_milestone_commands()]
            self.measured_by = values["measured_by"]
        days = {each._get_target_date(self.mentorship_id) for each in templates}
        if not self.target_date or self.target_date in days:
            self.target_date = template._get_target_date(self.mentorship_id)
