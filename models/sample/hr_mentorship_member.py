from odoo import models


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _send(self, template_xmlid, is_requested=False, **email_values):
        """Invented people have no address, and nobody is asked to find one."""
        real = self.filtered(lambda member: not member.program_id.is_sample)
        return super(HrMentorshipMember, real)._send(template_xmlid, is_requested=is_requested, **email_values)
