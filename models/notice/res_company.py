from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_mentorship_tz(self):
        """Return the name of the time zone by whose clock a company's mails leave."""
        self.ensure_one()
        company = self.sudo()  # sudo: a job asks, for companies that are not its user's
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
