from odoo import api, models
from odoo.fields import Domain


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    @api.model
    def _get_through_domain(self):
        """Whoever has had an answer may come with the next question."""
        return super()._get_through_domain() & Domain("program_id.format", "!=", "flash")
