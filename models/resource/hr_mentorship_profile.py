from odoo import api, fields, models


class HrMentorshipProfile(models.Model):
    """Whether somebody is told of what helps in a new phase."""

    _inherit = "hr.mentorship.profile"

    wants_resources = fields.Boolean(
        "Good Reads by Mail", default=True, help="What helps in a new phase of your mentorship."
    )

    @api.model
    def _get_mail_kinds(self):
        return {**super()._get_mail_kinds(), "resources": "wants_resources"}
