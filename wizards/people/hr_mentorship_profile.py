from odoo import models


class HrMentorshipProfile(models.Model):
    _inherit = "hr.mentorship.profile"

    def action_guide(self):
        """Fill in the profile in small steps."""
        self.ensure_one()
        return self.env["hr.mentorship.profile.guide"]._open_for(self)
