from odoo import api, fields, models


class HrMentorshipProgram(models.Model):
    """How many goals the people of a program have set and reached, without a word of them."""

    _inherit = "hr.mentorship.program"

    goal_count = fields.Integer("Goals", compute="_compute_goal_figures")
    reached_goal_count = fields.Integer("Goals Reached", compute="_compute_goal_figures")

    @api.depends_context("uid")
    def _compute_goal_figures(self):
        # sudo: figures without words, for the managers of the program alone
        goals_sudo = self.env["hr.mentorship.goal"].sudo()
        mine = self.filtered("is_my_program")
        domain = [("program_id", "in", mine.ids), ("state", "in", ("active", "reached", "unfinished"))]
        rows = goals_sudo._read_group(domain, ["program_id", "state"], ["__count"])
        figures = {}
        for program, state, count in rows:
            figures.setdefault(program.id, {})[state] = count
        for program in self:
            found = figures.get(program.id, {})
            program.goal_count = sum(found.values())
            program.reached_goal_count = found.get("reached", 0)

    def action_view_goals(self):
        """Open where the goals of this program stand."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_goal_report_action")
        action["domain"] = [("program_id", "=", self.id)]
        action["context"] = {}
        return action
