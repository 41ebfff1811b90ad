from datetime import timedelta

from odoo import api, fields, models

ANSWERED_WITHIN = timedelta(days=30)
"""How long the two have for their one meeting, from the day on which both have said yes."""


class HrMentorshipProgram(models.Model):
    """Flash mentoring: one meeting on one question, with nothing to sign, to plan or to keep up."""

    _inherit = "hr.mentorship.program"

    format = fields.Selection(
        selection_add=[("flash", "Flash: one meeting on one question")], ondelete={"flash": "set default"}
    )

    @api.onchange("format")
    def _onchange_format(self):
        if self.format == "flash":
            self.requires_agreement = False
            self.matching_mode = "request"
            self.meeting_duration = min(self.meeting_duration or 1, 0.5)
        elif not self.requires_agreement and self.matching_mode == "request" and self.meeting_duration <= 0.5:
            # All that flash has set is still there: it goes with it
            names = ["requires_agreement", "matching_mode", "meeting_duration"]
            self.update(self.default_get(names))

    def _lets_mentors_offer(self):
        """One meets on a question, and the mentee has it."""
        return self.format != "flash" and super()._lets_mentors_offer()

    def _has_own_times(self):
        return self.format == "flash" or super()._has_own_times()

    def _get_end_from(self, start):
        if self.format != "flash":
            return super()._get_end_from(start)
        end = start + ANSWERED_WITHIN
        return min(end, self.end_date) if self.end_date and self.end_date > start else end

    @api.depends("format")
    def _compute_rhythm_text(self):
        super()._compute_rhythm_text()

    def _describe_rhythm(self):
        return self.env._("Once, on one question") if self.format == "flash" else super()._describe_rhythm()

    @api.depends("format")
    def _compute_effort(self):
        super()._compute_effort()

    def _count_meetings(self):
        return 1 if self.format == "flash" else super()._count_meetings()
