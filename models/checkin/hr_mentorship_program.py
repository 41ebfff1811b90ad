from odoo import api, fields, models

from ...disclosure import FEWEST_COMMENTS


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

    def action_view_overdue_checkins(self):
        return self._open_related("hr_mentorship.hr_mentorship_checkin_action", search_default_overdue=1)

    def action_view_satisfaction(self):
        return self._open_related("hr_mentorship.hr_mentorship_feedback_report_action")

    @api.model
    def _say_who_reads_answers(self):
        """Return what whoever answers is told of their stars, before they give them."""
        return self.env._(
            "Nobody sees your stars. They count only in figures of at least %(count)s people, a week after the end of "
            "a month or later. This promise stays with them if the number is lowered one day.",
            count=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        )

    @api.model
    def _say_who_reads_comments(self):
        """Return what whoever writes a comment is told before they let others read it."""
        return self.env._(
            "With this tick, the program managers and the sponsor read your comment, as you have written it: without "
            "your name, your role or a date, and only once at least %(comments)s comments of %(people)s people have "
            "come together, shuffled. Until then, and without the tick, you alone read it. Leave out what tells who "
            "you are.",
            comments=FEWEST_COMMENTS,
            people=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        )
