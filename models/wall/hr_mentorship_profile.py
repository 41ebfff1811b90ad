from odoo import api, fields, models


class HrMentorshipProfile(models.Model):
    """Whether somebody is told by mail of the wall."""

    _inherit = "hr.mentorship.profile"

    wants_wall = fields.Boolean(
        "The Wall by Mail", default=True, help="Who is in the spotlight, and what you are asked to show."
    )

    @api.model
    def _get_mail_kinds(self):
        return {**super()._get_mail_kinds(), "wall": "wants_wall"}
