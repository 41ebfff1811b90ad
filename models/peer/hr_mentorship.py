from odoo import models
from odoo.exceptions import UserError


class HrMentorship(models.Model):
    """Two equals: nobody of them is asked by the other, and either does what mentor and mentee do."""

    _inherit = "hr.mentorship"

    def _check_may_request(self, mentee, mentor, message):
        if "peer" in (mentee.role, mentor.role):
            raise UserError(
                self.env._(
                    "In “%(program)s” the program manager puts peers together. Name whom you would like to meet among "
                    "your wishes.",
                    program=mentee.program_id.name,
                )
            )
        return super()._check_may_request(mentee, mentor, message)
