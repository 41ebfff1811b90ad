from odoo import models

from .sample_company import draw_signature


class HrMentorship(models.Model):
    """Invented people answer at once, so that whoever tries the matching sees what comes of it."""

    _inherit = "hr.mentorship"

    def _offer(self):
        published = super()._offer()
        # sudo: what the members themselves would do; the program manager has just published their match
        invented = published.filtered(lambda pair: pair.program_id.is_sample and pair.state == "offered").sudo()
        invented.member_ids._answer("accepted")
        for pair in invented.filtered(lambda pair: pair.state == "agreement"):
            for member in pair.member_ids:
                pair.open_agreement_id._sign_as(
                    member, member.employee_id.name, draw_signature(member.employee_id.name)
                )
        return published
