from odoo import models
from odoo.exceptions import AccessError


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def action_print_certificate(self):
        """Print the certificate of the current user's own part; the document asks once more."""
        self.ensure_one()
        member = self.my_member_id
        if not member:
            raise AccessError(self.env._("Members print their own certificate alone."))
        self._check_state_in("completed")
        action = self.env["ir.actions.report"]._for_xml_id("hr_mentorship.hr_mentorship_certificate_report_action")
        return {**action, "context": {**self.env.context, "active_ids": member.ids, "active_model": member._name}}
