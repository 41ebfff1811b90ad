from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _message_receive_bounce(self, email, partner):
        """The answer of a foreign mail server, long after the mail has left."""
        result = super()._message_receive_bounce(email, partner)
        self._find_mentorship_members()._report_unreachable()
        return result

    def _find_mentorship_members(self):
        """Return the seats of the people whose address this is."""
        # sudo: asked by the mail queue and the mail gateway
        members = (
            self.env["hr.mentorship.member"]
            .sudo()
            .search(
                [
                    ("is_live", "=", True),
                    "|",
                    ("employee_id.work_contact_id", "in", self.ids),
                    ("employee_id.user_id.partner_id", "in", self.ids),
                ]
            )
        )
        return members.filtered(lambda member: member._get_person() in self)
