from odoo import models


class HrMentorshipInterest(models.Model):
    _inherit = "hr.mentorship.interest"

    _used_by = [("hr.mentorship.profile", "interest_ids"), ("hr.mentorship.participant", "interest_ids")]
