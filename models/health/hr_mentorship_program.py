from odoo import api, fields, models

from .hr_mentorship import NEEDS_ATTENTION


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    attention_count = fields.Integer("Need Attention", compute="_compute_attention_count")

    @api.depends("mentorship_ids.health")
    def _compute_attention_count(self):
        counts = dict(
            self.env["hr.mentorship"]._read_group(
                [("program_id", "in", self.ids), ("health", "in", NEEDS_ATTENTION)], ["program_id"], ["__count"]
            )
        )
        for program in self:
            program.attention_count = counts.get(program._origin, 0)

    def action_view_attention(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_action")
        action["domain"] = [("program_id", "=", self.id)]
        action["context"] = {"search_default_attention": 1}
        return action
