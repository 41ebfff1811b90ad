from markupsafe import Markup

from odoo import api, fields, models


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    release_comment_count = fields.Integer("Comments", compute="_compute_release_comment_count")

    @api.depends_context("uid")
    @api.depends("is_my_program")
    def _compute_release_comment_count(self):
        """What the record rules let the user read, and others nothing."""
        rows = self.env["hr.mentorship.release.comment"]._read_group(
            [("program_id", "in", self.ids)], ["program_id"], ["__count"]
        )
        counts = {program.id: count for program, count in rows}
        for program in self:
            program.release_comment_count = counts.get(program._origin.id, 0)

    def _is_past(self, today):
        """Whether the program's last day is over."""
        self.ensure_one()
        return bool(self.end_date) and self.end_date < today

    def action_view_satisfaction(self):
        """Say of a program without figures why there are none."""
        action = super().action_view_satisfaction()
        # As a read of the report, which the record rules decide on
        if not self.env["hr.mentorship.feedback.report"].search_count([("program_id", "=", self.id)], limit=1):
            action["help"] = Markup("<p class='o_view_nocontent_smiling_face'>%s</p><p>%s</p>") % (
                self.env._("No figures yet"),
                self._say_why_no_figures(),
            )
        return action

    def _say_why_no_figures(self):
        """Return when the first figures come; whether anybody has answered is not said."""
        self.ensure_one()
        return self.env._(
            "In no period that is over have %(count)s people answered “%(program)s” yet. Fewer are not shown, so that "
            "everybody can say what they think. A month that is too quiet is read with its quarter, then with its "
            "half-year, and at last with all the time so far.",
            count=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
            program=self.name,
        )

    def action_view_release_comments(self):
        return self._open_related("hr_mentorship.hr_mentorship_release_comment_action")
