from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_busy_calendar_events(self, start_datetime, end_datetime):
        """Whoever invites a member sees that they are busy, though not with whom: a rule hides the event itself."""
        # sudo: the host takes nothing but the times
        return super(ResPartner, self.sudo())._get_busy_calendar_events(start_datetime, end_datetime)
