from odoo import models


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _get_match_reasons(self):
        """Say to this member why the match: in a mail, or on the page of a personal link, whoever makes them."""
        self.ensure_one()
        [reasons] = self.mentorship_id._explain_match([self.mentorship_id._get_reader(self.role)])
        return reasons
