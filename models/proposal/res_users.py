from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            # sudo: whoever archives a user need not see any program
            programs = self.env["hr.mentorship.program"]._clean_sudo()._find_sponsored_by(self)
            if vals["active"]:
                programs._welcome_sponsor_back()
            else:
                programs._ask_for_another_sponsor()
        return result
