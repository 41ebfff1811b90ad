from odoo import models


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _get_words_of_letter(self):
        return self.mentorship_id.given_request_message or super()._get_words_of_letter()
