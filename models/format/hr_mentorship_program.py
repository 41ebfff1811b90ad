from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class HrMentorshipProgram(models.Model):
    """Whether all begin and end together, or people come as they like and each mentorship has its own time."""

    _inherit = "hr.mentorship.program"

    time_frame = fields.Selection(
        [("cohort", "A cohort that begins and ends together"), ("always_on", "Always open: people join as they come")],
        default="cohort",
        required=True,
        tracking=True,
    )
    duration_months = fields.Integer(
        "A Mentorship Lasts", default=6, required=True, help="In months, counted from the start of each mentorship."
    )

    _cohort_has_dates = models.Constraint(
        "CHECK(time_frame != 'cohort' OR (end_date IS NOT NULL AND enrolment_end_date IS NOT NULL))",
        "A cohort has a last day of enrolment and a last day of mentoring. Enter both, or choose a program that is "
        "always open.",
    )
    _always_on_has_no_end = models.Constraint(
        "CHECK(time_frame != 'always_on' OR (end_date IS NULL AND enrolment_end_date IS NULL))",
        "A program that is always open has no last day: each mentorship has its own. Choose a cohort to set one for "
        "all.",
    )
    _duration_months_range = models.Constraint(
        "CHECK(duration_months BETWEEN 1 AND 60)", "A mentorship lasts between 1 and 60 months."
    )

    @api.model_create_multi
    def create(self, vals_list):
        always_on = self.env.context.get("default_time_frame")
        return super().create(
            [
                # Not the last days that a new program has by default, nor those of the program it is copied from
                {"end_date": False, "enrolment_end_date": False, **vals}
                if vals.get("time_frame", always_on) == "always_on"
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if vals.get("time_frame") == "always_on":
            vals = {"end_date": False, "enrolment_end_date": False, **vals}
        return super().write(vals)

    @api.onchange("time_frame")
    def _onchange_time_frame(self):
        if self.time_frame == "always_on":
            self.end_date = self.enrolment_end_date = False
            return
        today = fields.Date.context_today(self)
        self.enrolment_end_date = self.enrolment_end_date or max(self.enrolment_start_date or today, today)
        start = max(self.start_date or today, self.enrolment_end_date)
        self.end_date = self.end_date or start + relativedelta(months=self.duration_months or 6)

    def _has_own_times(self):
        """Hook: whether the time of each mentorship counts from its own start."""
        self.ensure_one()
        return not self.end_date

    def _get_end_from(self, start):
        """Return the planned end of a mentorship of this program that begins on ``start``."""
        self.ensure_one()
        return self.end_date or start + relativedelta(months=self.duration_months)

    def _get_terms(self):
        return {**super()._get_terms(), "end_date": self._get_end_from(fields.Date.context_today(self))}

    def _get_mentoring_period(self):
        start = self.start_date or fields.Date.context_today(self)
        return start, self._get_end_from(start)

    @api.depends("time_frame", "duration_months")
    def _compute_effort(self):
        super()._compute_effort()
