from odoo import api, models


class HrMentorshipBlock(models.Model):
    _inherit = "hr.mentorship.block"

    @api.model
    def _block_partners(self, member, partner=None):
        """Write down that ``member``, who is the current user, does not want to meet these partners again.

        :param partner: the one of them (a member) whom it is about; all of them if none is given
        """
        # sudo: ordinary users read no employees; the author is always the user who asks
        member_sudo = member.sudo()
        partners_sudo = (member_sudo._partners() & partner.sudo()) if partner else member_sudo._partners()
        profile_sudo = member_sudo.employee_id.mentorship_profile_ids
        blocked = self.sudo().search([("profile_id", "=", profile_sudo.id)]).blocked_employee_id
        return self.sudo().create(
            [
                {"profile_id": profile_sudo.id, "blocked_employee_id": partner.id}
                for partner in partners_sudo.employee_id - blocked
            ]
        )
