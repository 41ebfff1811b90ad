from odoo import api, fields, models


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    overdue_checkin_count = fields.Integer("Overdue Check-ins", compute="_compute_overdue_checkin_count")

    @api.depends_context("uid")
    @api.depends("mentorship_ids.state")
    def _compute_overdue_checkin_count(self):
        """Ordinary users count only what their record rules let them see."""
        overdue = self.env["hr.mentorship.checkin"]._read_group(
            [("program_id", "in", self.ids), ("is_overdue", "=", True)], ["program_id"], ["__count"]
        )
        late = {program.id: count for program, count in overdue}
        for program in self:
            program.overdue_checkin_count = late.get(program._origin.id, 0)
