from odoo import api, fields, models

from ..common.spoken import say_date


class HrMentorshipProfile(models.Model):
    _inherit = "hr.mentorship.profile"

    trainings = fields.Char("Trainings Passed", compute="_compute_trainings", compute_sudo=True)

    @api.depends_context("lang")
    @api.depends("employee_id.training_pass_ids.survey_id.title")
    def _compute_trainings(self):
        """As the résumé says as well: which, and when."""
        for profile in self:
            profile.trainings = ", ".join(
                self.env._(
                    "%(training)s (%(date)s)",
                    training=passed.survey_id.title,
                    date=say_date(self.env, passed.passed_on),
                )
                for passed in profile.employee_id.training_pass_ids
            )
