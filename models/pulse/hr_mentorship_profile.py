from odoo import api, fields, models


class HrMentorshipProfile(models.Model):
    """Whether somebody is asked by mail how it goes."""

    _inherit = "hr.mentorship.profile"

    wants_surveys = fields.Boolean(
        "Surveys by Mail",
        default=True,
        help="How it goes, two or three questions at a time. Nobody reads your answers.",
    )

    @api.model
    def _get_mail_kinds(self):
        return {**super()._get_mail_kinds(), "surveys": "wants_surveys"}
