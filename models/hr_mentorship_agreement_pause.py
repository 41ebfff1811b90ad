from odoo import models


class HrMentorship(models.Model):
    """The days to sign do not run in a pause (see ``_cron_chase_signatures``): whoever comes back has them again."""

    _inherit = "hr.mentorship"

    def _after_resume(self):
        result = super()._after_resume()
        for agreement in self.sudo().open_agreement_id:  # sudo: whoever goes on writes no agreement otherwise
            agreement.sign_until = agreement._get_sign_until(agreement.mentorship_id)
        return result
