from odoo import api, models
from odoo.tools import consteq, hmac

from ..common.index_paths import any_path

REMINDERS_SCOPE = "hr_mentorship_reminders"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _find_mentorship_profiles(self):
        """Return the mentorship profiles of the employees whose address this is."""
        # sudo: asked for by the daily job and by the page behind a signed address
        profiles_sudo = self.env["hr.mentorship.profile"].sudo()
        return profiles_sudo.search([("employee_id", "in", self._find_mentorship_employees().ids)])

    def _find_mentorship_employees(self):
        """Return the employees whose address this is, of their own or as that of their user, in sudo."""
        # sudo: see _find_mentorship_profiles
        employees_sudo = self.env["hr.employee"]._clean_sudo()
        users_sudo = self.env["res.users"]._clean_sudo().with_context(active_test=False)
        users = users_sudo._search([("partner_id", "in", self.ids)])
        return employees_sudo.search(
            any_path(
                employees_sudo._search([("work_contact_id", "in", self.ids)]),
                employees_sudo._search([("user_id", "in", users)]),
            )
        )

    def _sign_reminders(self):
        """Return what makes the address of the page personal on which reminders are turned off."""
        self.ensure_one()
        return hmac(self.env(su=True), REMINDERS_SCOPE, self.id)

    @api.model
    def _find_by_reminders_key(self, partner_id, key):
        """Return the person whose key this is, and nobody if it is somebody else's."""
        # A number that is no id would be an error of the database; consteq takes plain letters only
        if not (0 < partner_id < 2**31 and key.isascii()):
            return self.browse()
        partner = self.sudo().browse(partner_id).exists()
        return partner if partner and consteq(partner._sign_reminders(), key) else partner.browse()
