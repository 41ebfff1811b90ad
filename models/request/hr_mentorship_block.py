from odoo import api, models
from odoo.fields import Domain


class HrMentorshipBlock(models.Model):
    _inherit = "hr.mentorship.block"

    @api.model_create_multi
    def create(self, vals_list):
        blocks = super().create(vals_list)
        blocks._forget_cards()
        return blocks

    def write(self, vals):
        self.check_access("write")
        result = super().write(vals)
        self._forget_cards()
        return result

    def _forget_cards(self):
        """A mentor and a mentee who would rather not meet stand on no page of each other any more."""
        blocks = self.sudo()  # sudo: the author's own list; nobody learns of it what it changes
        ways = [
            Domain("mentee_id.employee_id", "=", one.id) & Domain("mentor_id.employee_id", "=", other.id)
            for block in blocks
            for one, other in (
                (block.employee_id, block.blocked_employee_id),
                (block.blocked_employee_id, block.employee_id),
            )
        ]
        if ways:
            self.env["hr.mentorship.candidate"]._forget_mentees(Domain.OR(ways))
